"""Files and sheets as bureaus have them: encodings, kinds of files, heads of tables, clean tables."""
