"""Processing provider and algorithms: each file is a form around one call of analysis and core."""
