"""landquota."""
