"""What follows: rectification orders, leads, cases, decisions."""
