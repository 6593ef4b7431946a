"""What it adds up to: targets, figures, statistics."""
