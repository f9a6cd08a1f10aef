"""Small widgets and helpers of all panels."""
