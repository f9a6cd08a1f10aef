"""Reading of what stands beside the parcels: zone layers, county units, land use, and tables by county and year."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsFeedback,
    QgsRectangle,
)

from ...core import places
from ...core.rings import Rings, join
from ...i18n import tr
from ..reading.batches import FeatureReader
from ..reading.frames import Frame
from ..reading.intake import Intake
from ..reading.source import Given
from ..reading.tally import Tally
from .landuse import LandUse
from .zones import ZoneLayer


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
