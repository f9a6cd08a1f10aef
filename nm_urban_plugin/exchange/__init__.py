"""Files people trade: forms and workbooks (xlsx), boundary-point text. Knows core, never analysis or the GUI."""
