"""Doors of scheduling."""
