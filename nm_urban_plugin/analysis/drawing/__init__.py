"""Polygons drawn from crossings: chains of edges, rings, the tracing of pieces, and their checks."""
