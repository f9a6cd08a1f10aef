"""What a layer's CRS is, whether areas can be accounted for in it, and the usual mistakes."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem

from ...core.ellipsoid.gauss import Zone, zone_of_epsg, zone_of_parameters
from ...i18n import tr
from .tally import LayerRefused

#: China, with a margin: longitudes, latitudes in degrees, northings in metres.
LON, LAT, NORTH = (70.0, 138.0), (14.0, 56.0), (1.6e6, 6.2e6)

#: CGCS2000, GRS 80 and WGS 84: one ellipsoid to a tenth of a millimetre.
_SAME_ELLIPSOID = ("EPSG:1024", "EPSG:7019", "EPSG:7030")
_OLD_DATUMS = {"EPSG:7024": "BJ54", "EPSG:7049": "Xi'an 1980"}


class CrsRefused(LayerRefused):
    """A layer's CRS, or coordinates that contradict it; the message names layer, cause and remedy."""


def why_off_zone(zone: Zone, crs: str, x: float, y: float) -> str:
    """Why coordinates (x, y) cannot lie in a Gauss zone's CRS, and the remedy."""
    north = NORTH[0] <= y <= NORTH[1]
    if abs(x) <= 180 and abs(y) <= 90:
        return tr("coordinates are degrees but {crs} is in metres: set the layer's CRS to EPSG:4490").format(crs=crs)
    if NORTH[0] <= x <= NORTH[1] and not north:
        return tr("easting and northing are swapped: exchange the axes of the layer")
    prefix = int(x // 1_000_000)
    if north and zone.prefixed and 0 < x < 1_000_000:
        plain = Zone(zone.meridian, zone.width, False).epsg
        return tr("eastings have no zone prefix but {crs} expects prefix {n}: set the layer's CRS to EPSG:{epsg}"
                  ).format(crs=crs, n=zone.number, epsg=plain)
    own = prefix == zone.number and zone.prefixed
    if north and not own and (13 <= prefix <= 23 or 25 <= prefix <= 45):
        width = 3 if prefix >= 25 else 6
        meridian = 3.0 * prefix if width == 3 else 6.0 * prefix - 3
        return tr("eastings carry the prefix of {width}-degree zone {n} but the CRS is {crs}: set the layer's CRS to "
                  "EPSG:{epsg}").format(width=width, n=prefix, crs=crs, epsg=Zone(meridian, width, True).epsg)
    return tr("coordinates lie too far from the central meridian of {crs} or outside China: check the layer's CRS, or "
              "transform the layer to EPSG:4490").format(crs=crs)


def gauss_zone(crs: QgsCoordinateReferenceSystem, name: str) -> Zone | None:
    """The CRS's Gauss zone or None; raises CrsRefused for no CRS, an old datum, or a CRS without a plane."""
    if not crs.isValid():
        raise CrsRefused(tr("Layer '{name}' has no CRS. Set it (right click, Layer CRS): usually EPSG:4490, or the "
                            "CGCS2000 3-degree zone it was drawn in, EPSG:4521-4530.").format(name=name))
    ellipsoid = crs.ellipsoidAcronym()
    old = _OLD_DATUMS.get(ellipsoid)
    if old:
        raise CrsRefused(tr("Layer '{name}' is in {datum} ({crs}). There is no public transformation to CGCS2000; "
                            "have it converted by the surveying authority, or correct the CRS if it is labelled "
                            "wrongly.").format(name=name, datum=old, crs=crs.authid() or crs.description()))
    if not _same_ellipsoid(ellipsoid) or crs.toProj().startswith("+proj=geocent"):
        raise CrsRefused(tr("Layer '{name}': the CRS {crs} is neither CGCS2000 nor WGS 84. Transform the layer to "
                            "EPSG:4490 first.").format(name=name, crs=crs.authid() or crs.description()))
    authority, _, code = crs.authid().partition(":")
    if authority == "EPSG" and code.isdigit():
        zone = zone_of_epsg(int(code))
        if zone is not None:
            return zone
    terms = dict(t.lstrip("+").partition("=")[::2] for t in crs.toProj().split())
    if terms.get("proj") != "tmerc" or terms.get("lat_0", "0") != "0" or terms.get("units", "m") != "m":
        return None
    if float(terms.get("k", terms.get("k_0", 1))) != 1 or float(terms.get("y_0", 0)) != 0:
        return None
    return zone_of_parameters(float(terms.get("lon_0", 0)), float(terms.get("x_0", 0)))


def _same_ellipsoid(acronym: str) -> bool:
    if acronym in _SAME_ELLIPSOID:
        return True
    kind, _, values = acronym.partition(":")
    if kind != "PARAMETER":
        return False
    major, minor = (float(v) for v in values.split(":"))
    return abs(major - 6378137) < 1e-3 and abs(minor - 6356752.3142) < 1e-3
