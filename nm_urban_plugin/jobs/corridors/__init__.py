"""Corridor buffers with their places, corridors from a network, the hour circle."""
