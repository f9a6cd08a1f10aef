"""Run the project on several versions of QGIS, each in a Debian system of its own below the cache folder."""
