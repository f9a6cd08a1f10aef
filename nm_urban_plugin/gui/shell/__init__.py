"""What QGIS shows of the plugin: menu, panels, manual."""
