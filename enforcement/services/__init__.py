"""Changes of enforcement."""
