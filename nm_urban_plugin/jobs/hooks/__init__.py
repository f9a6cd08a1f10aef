"""Quota hooks: from a county table to allotments."""
