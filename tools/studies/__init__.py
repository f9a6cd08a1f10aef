"""Studies on the demo's data."""
