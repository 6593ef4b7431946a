"""What the figures mean, pure."""
