"""Shapes of inspections on the wire."""
