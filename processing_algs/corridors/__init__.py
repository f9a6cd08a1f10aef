"""corridorbuffer, corridorlines, hourcircle."""
