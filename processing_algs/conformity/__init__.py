"""conformity."""
