"""What changes inspections."""
