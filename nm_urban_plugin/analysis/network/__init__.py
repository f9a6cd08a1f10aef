"""Lines as a network: snapping, travel times, isochrones."""
