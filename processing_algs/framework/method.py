"""The METHOD text: how the figures of a run came about."""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path

from ...nm_urban_plugin.analysis.reading.area import GEODESIC, OFFICIAL
from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.core.ellipsoid.official import DENSIFY_M
from ...nm_urban_plugin.i18n import locale, tr


@lru_cache(maxsize=1)
def version() -> str:
    """The plugin's version, from metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(Path(__file__).resolve().parents[2] / "metadata.txt", encoding="utf-8")
    return parser.get("general", "version")


def evaluated(day: str) -> str:
    """The date of evaluation as METHOD writes it."""
    return tr("AS_OF {day}").format(day=day)


def method_text(method: str, frame: Frame, as_of: str = "", extra: str = "") -> str:
    """Method, ellipsoid, zone, date of evaluation, version, and what else a reader must know."""
    if method == OFFICIAL:
        how = tr("official ellipsoidal area (图斑椭球面积, {m:g} m densification), ellipsoid CGCS2000").format(
            m=DENSIFY_M)
    elif method == GEODESIC:
        how = tr("geodesic area, ellipsoid CGCS2000")
    else:
        how = tr("plane area in the Gauss zone")
    if frame.zone is not None:
        where = tr("measured in the layer's zone {crs}").format(crs=frame.crs.authid() or frame.crs.description())
    else:
        where = tr("measured in the 3-degree zone of each polygon, from {crs}").format(
            crs=frame.crs.authid() or frame.crs.description())
    # in Chinese the words alone say which method it is; the value of the parameter is English
    parts = [how if locale().lower().startswith("zh") else f"{how} ({method})", where]
    if as_of:
        parts.append(evaluated(as_of))
    parts.append(f"NM Urban {version()}")
    if extra:
        parts.append(extra)
    return "; ".join(parts)
