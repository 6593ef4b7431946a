"""What the penalty law says of cases, pure."""
