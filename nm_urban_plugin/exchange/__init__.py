"""Files people trade: ledgers (xlsx), later reports and boundary-point text. Knows core, never analysis or the GUI."""
