"""Evidence of a record: its signed manifest, its derivatives, its package."""
