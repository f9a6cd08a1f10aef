"""Writing of whole batches: GeoPackage tables in bulk, and columns of values into any other sink."""
