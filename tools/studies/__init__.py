"""Studies: of the demo's data, and of the house itself."""
