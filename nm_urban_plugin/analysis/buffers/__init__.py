"""Buffers of lines, points and polygons in metres, and places along a line."""
