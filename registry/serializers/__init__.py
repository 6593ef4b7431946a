"""Shapes of the registry on the wire."""
