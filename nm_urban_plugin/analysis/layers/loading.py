"""Reading of what stands beside the parcels: zone layers, county units, land use, and tables by county and year."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFeedback, QgsRectangle

from ...core import places
from ...core.cells import text
from ...core.messages import Message
from ...core.rings import Rings, join
from ..overlay.landuse import LandUse, read_classes
from ..overlay.zones import ZoneLayer
from ..reading.batches import FeatureReader
from ..reading.frames import Frame
from ..reading.intake import Intake
from ..reading.source import Given
from ..reading.tally import Tally

#: Digits of a county unit's code; townships have 9, villages 12.
_COUNTY_DIGITS = 6


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
    found = [places.code_of(v) for v in values[code_field]]
    keep = []
    for k, value in enumerate(values[code_field]):
        why = places.why_no_county(value, code_field)
        if why is None:
            keep.append(k)
        else:
            tally.reject(given.name, fids[k], why)
    codes = sorted({found[k] for k in keep})
    index = {code: k for k, code in enumerate(codes)}
    names = {}
    for k in keep:
        # a township's name is not that of its county
        whole = len(text(values[code_field][k])) <= _COUNTY_DIGITS
        given_name = text(values[name_field][k]) if name_field and whole else ""
        names.setdefault(found[k], given_name or places.name_of(found[k]))
    labels = np.array([index[found[k]] for k in keep], np.int64)
    return ZoneLayer("counties", frame, rings.take(np.array(keep, np.int64)), labels), codes, names


def load_land_use(given: Given, code_field: str, ridge_field: str | None, tally: Tally, feedback: QgsFeedback,
                  near: QgsRectangle | None) -> tuple[LandUse, list[Message]]:
    """Land-use patches near the parcels, and what a reader must know of how they were read. Raises `CodesRefused`."""
    columns = [code_field] + ([ridge_field] if ridge_field else [])
    frame, rings, fids, values = load_zones(given, columns, tally, feedback, near)
    table, shares, said = read_classes(given.name, code_field, values[code_field], values.get(ridge_field), fids, tally)
    labels, group, share = LandUse.labels(values[code_field], shares, table)
    return LandUse(ZoneLayer("land_use", frame, rings, labels), group, share), said
