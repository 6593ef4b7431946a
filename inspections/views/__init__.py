"""Doors of inspections."""
