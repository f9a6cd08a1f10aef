"""Builders of the demo: input data, report and map."""
