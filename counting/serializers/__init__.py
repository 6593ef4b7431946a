"""Shapes of counting on the wire."""
