"""Development tools; nothing in here is shipped with the plugin."""
