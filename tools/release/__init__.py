"""Checks, translations, manual and zip."""
