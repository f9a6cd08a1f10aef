"""The scenario panel of the quota hooks."""
