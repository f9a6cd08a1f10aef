"""The only room that may import qgis.gui and QtWidgets."""
