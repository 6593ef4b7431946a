"""Doors of counting."""
