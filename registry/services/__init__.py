"""Changes to the registry."""
