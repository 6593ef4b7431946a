"""Questions to scheduling."""
