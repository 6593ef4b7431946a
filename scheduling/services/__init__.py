"""What changes scheduling."""
