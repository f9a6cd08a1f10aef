"""What the plans and the land rules say. Python and numpy only: imports no qgis, no osgeo, no Qt."""
