"""A writer of .xlsx workbooks; imports nothing outside this folder."""
