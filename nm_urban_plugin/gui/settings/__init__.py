"""The user's settings and their page."""
