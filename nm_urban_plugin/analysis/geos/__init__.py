"""GEOS behind one small interface: QgsGeometry where QGIS is at hand, shapely where it is not.

    >>> from nm_urban.nm_urban_plugin.analysis.geos import default
    >>> geos = default()
    >>> geos.area(geos.read(wkb))
"""

from __future__ import annotations

from functools import lru_cache

from .interface import NOISE_M2, Geometry, Geos, Prepared, common, minus, sound

__all__ = ["NOISE_M2", "Geometry", "Geos", "Prepared", "common", "default", "minus", "sound"]


@lru_cache(maxsize=1)
def default() -> Geos:
    """The implementation of this interpreter. Raises ImportError where there is neither QGIS nor shapely."""
    try:
        from .by_qgis import QgisGeos
    except ImportError:
        from .by_shapely import ShapelyGeos

        return ShapelyGeos()
    return QgisGeos()
