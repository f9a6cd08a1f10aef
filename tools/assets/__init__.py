"""Generators of what ships in resources: styles, models, layouts."""
