"""The demo's maps and project."""
