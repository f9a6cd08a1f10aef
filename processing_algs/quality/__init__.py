"""The form of the data check."""
