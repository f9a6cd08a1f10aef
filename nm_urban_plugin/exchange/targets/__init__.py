"""The target view as sheet, csv and report."""
