"""Doors of enforcement."""
