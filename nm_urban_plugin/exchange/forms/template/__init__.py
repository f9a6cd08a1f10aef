"""A bureau's own workbook, filled by placeholders."""
