"""Changes of counting."""
