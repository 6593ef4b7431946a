"""Doors of the ground."""
