"""The demo's input data."""
