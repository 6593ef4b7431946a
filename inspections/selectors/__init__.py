"""Questions to inspections."""
