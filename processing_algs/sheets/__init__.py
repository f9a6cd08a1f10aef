"""The printed sheets of any results."""
