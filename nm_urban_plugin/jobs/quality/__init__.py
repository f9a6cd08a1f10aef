"""Data as bureaus have it: files looked at, layers recognised, doubted and checked."""
