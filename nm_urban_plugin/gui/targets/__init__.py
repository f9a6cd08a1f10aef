"""The dock of targets and indicators."""
