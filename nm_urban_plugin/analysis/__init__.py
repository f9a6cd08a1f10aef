"""Geometry at scale: batches of features in, exact areas out. numpy, GDAL and qgis.core; no GUI."""
