"""What of QGIS stands about the overlay: zone layers are read, and what it did is told."""
