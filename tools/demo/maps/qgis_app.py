"""QGIS without a window, for the demo's map and project."""

import atexit
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem
from qgis.PyQt.QtGui import QFontDatabase

FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "WenQuanYi Zen Hei")

#: Equal-area projection for the whole region, on the survey's datum: shares of area on the map are true.
ALBERS = (
    'PROJCRS["CGCS2000 / Inner Mongolia Albers",BASEGEOGCRS["China Geodetic Coordinate System 2000",'
    'DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]],'
    'PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4490]],'
    'CONVERSION["Albers 40 50 111.5",METHOD["Albers Equal Area",ID["EPSG",9822]],'
    'PARAMETER["Latitude of false origin",0,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8821]],'
    'PARAMETER["Longitude of false origin",111.5,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8822]],'
    'PARAMETER["Latitude of 1st standard parallel",40,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8823]],'
    'PARAMETER["Latitude of 2nd standard parallel",50,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8824]],'
    'PARAMETER["Easting at false origin",0,LENGTHUNIT["metre",1],ID["EPSG",8826]],'
    'PARAMETER["Northing at false origin",0,LENGTHUNIT["metre",1],ID["EPSG",8827]]],'
    'CS[Cartesian,2],AXIS["easting (X)",east,ORDER[1],LENGTHUNIT["metre",1]],'
    'AXIS["northing (Y)",north,ORDER[2],LENGTHUNIT["metre",1]]]'
)
ALBERS_NOTE = "坐标系：2000国家大地坐标系（CGCS2000）；投影：阿伯斯等积圆锥投影，中央经线111°30′E，标准纬线40°N、50°N"
ELLIPSOID = "EPSG:1024"  # CGCS2000


def start_qgis():
    """Start QGIS once for this process; it ends with the process, after the last layer and project are gone."""
    if QgsApplication.instance() is None:
        application = QgsApplication([], True)
        application.initQgis()
        # exitQgis is static: only the closure keeps the application alive until then.
        atexit.register(lambda: application.exitQgis())


def map_crs():
    """The map's coordinate system; raises RuntimeError where PROJ cannot read it."""
    crs = QgsCoordinateReferenceSystem.fromWkt(ALBERS)
    if not crs.isValid():
        raise RuntimeError("PROJ does not know the Albers projection on CGCS2000")
    return crs


def chinese_font():
    """First installed font family that holds Chinese, else the first of the list (Qt then falls back by itself)."""
    installed = set(QFontDatabase().families())
    return next((family for family in FAMILIES if family in installed), FAMILIES[0])
