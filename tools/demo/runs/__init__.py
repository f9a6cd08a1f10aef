"""The demo's runs through qgis_process."""
