"""Reading of what stands beside the parcels: zone layers, county units, land use, and tables by county and year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureSource,
    QgsFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

from ...core import places
from ...core.rings import Rings, join
from ...i18n import tr
from ..reading.batches import FeatureReader
from ..reading.frames import Frame
from ..reading.intake import Intake
from ..reading.tally import Tally
from .landuse import LandUse
from .zones import ZoneLayer


@dataclass(frozen=True)
class Given:
    """A polygon layer as an algorithm was given it: its source, and the layer itself where the source is all of it."""

    source: QgsFeatureSource
    crs: QgsCoordinateReferenceSystem
    name: str
    layer: QgsVectorLayer | None = None


def rect_around(given: Given, other: QgsCoordinateReferenceSystem) -> QgsRectangle | None:
    """Where the features of *given* lie, in another CRS, with a margin; None = unknown, take all."""
    extent = given.source.sourceExtent()
    if extent.isNull() or not extent.isFinite():
        return None
    transform = QgsCoordinateTransform(given.crs, other, QgsCoordinateTransformContext())
    try:
        box = transform.transformBoundingBox(extent)
    except QgsCsException:  # one feature far off its CRS is enough; the others still count
        return None
    if not box.isFinite() or box.isNull():
        return None
    box.grow(0.01 * max(box.width(), box.height()) + 1e-6)
    return box


def load_zones(given: Given, columns: list[str], tally: Tally, feedback: QgsFeedback,
               near: QgsRectangle | None = None) -> tuple[Frame, Rings, np.ndarray, dict[str, list]]:
    """All polygons of a zone layer with the asked columns; what cannot be used is listed in *tally*."""
    frame = Frame(given.crs, given.name)
    reader = FeatureReader(given.source, columns, given.layer, rect=near)
    rings, fids = [], []
    values: dict[str, list] = {name: [] for name in columns}
    for batch in Intake(reader, frame, tally):
        rings.append(batch.rings)
        fids.append(batch.fids)
        for name in columns:
            values[name] += batch.columns[name]
        if feedback.isCanceled():
            break
    every = np.concatenate(fids) if fids else np.zeros(0, np.int64)
    return frame, join(rings), every, values


def load_line(key: str, given: Given, tally: Tally, feedback: QgsFeedback, near: QgsRectangle | None) -> ZoneLayer:
    """A control line as one zone: what matters is inside or outside."""
    frame, rings, _, _ = load_zones(given, [], tally, feedback, near)
    return ZoneLayer(key, frame, rings, np.zeros(rings.n, np.int64))


def load_counties(given: Given, code_field: str, name_field: str | None, tally: Tally, feedback: QgsFeedback
                  ) -> tuple[ZoneLayer, list[str], dict[str, str]]:
    """County units: the zones, their codes in ascending order (label = index), and code → name."""
    columns = [code_field] + ([name_field] if name_field else [])
    frame, rings, fids, values = load_zones(given, columns, tally, feedback)
    found = [places.normalise_code(v) for v in values[code_field]]
    keep = []
    for k, code in enumerate(found):
        if code and places.is_county(code):
            keep.append(k)
        else:
            tally.reject(given.name, fids[k], tr("unknown county code '{code}' in field '{field}': it is none of the "
                         "103 county units").format(code=values[code_field][k], field=code_field))
    codes = sorted({found[k] for k in keep})
    index = {code: k for k, code in enumerate(codes)}
    names = {}
    for k in keep:
        given_name = str(values[name_field][k] or "").strip() if name_field else ""
        names.setdefault(found[k], given_name or places.name_of(found[k]))
    labels = np.array([index[found[k]] for k in keep], np.int64)
    return ZoneLayer("counties", frame, rings.take(np.array(keep, np.int64)), labels), codes, names


def load_land_use(given: Given, code_field: str, ridge_field: str | None, tally: Tally, feedback: QgsFeedback,
                  near: QgsRectangle | None) -> tuple[LandUse, list[str]]:
    """Land-use patches near the parcels, and the codes that are in no table (with how often), for a warning."""
    from ...core.landuse import unknown_codes

    columns = [code_field] + ([ridge_field] if ridge_field else [])
    frame, rings, _, values = load_zones(given, columns, tally, feedback, near)
    ridges = values[ridge_field] if ridge_field else [0.0] * rings.n
    labels, group, share = LandUse.labels(values[code_field], ridges)
    strange = [f"{code or 'NULL'} x {n}" for code, n in unknown_codes(values[code_field]).items()]
    return LandUse(ZoneLayer("land_use", frame, rings, labels), group, share), strange
