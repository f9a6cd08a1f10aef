"""The rules of the data check and what applies them, each in plain Python and numpy."""
