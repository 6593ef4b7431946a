"""Shapes of scheduling on the wire."""
