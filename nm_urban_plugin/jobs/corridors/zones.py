"""What lies in the rings of corridors: counties, land use, the three control lines, any other zones.

Areas come from the overlay engine and are shared out so that the parts of a ring sum to its area (面积平差).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeedback,
    QgsRectangle,
)

from ...analysis.buffers.rings import in_degrees, ring_areas
from ...analysis.layers.loading import load_counties, load_land_use, load_line, load_zones
from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.overlay import Cells, Overlay
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.frames import LONLAT, Frame
from ...analysis.reading.planes import Shapes
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.cells import distinct, heading_unit, not_negative, unit_named
from ...core.landuse import LAND
from ...core.messages import Message
from ...core.rings import Rings
from ...core.roles import match, role_of_schema
from ...core.tables import one_per_key
from ...core.units import apportion
from ...i18n import locale

COUNTIES, DLTB, ECO, FARM, UBD, OTHER = "counties", "dltb", "eco_redline", "farmland", "urban_boundary", "zones"
#: Layer role → indicator of the area of a ring inside it.
LINES = {ECO: "corridor_eco_m2", FARM: "corridor_farm_m2", UBD: "corridor_ubd_m2", OTHER: "corridor_zone_m2"}


@dataclass(frozen=True)
class Fact:
    """One measure of a ring: value None where *missing* says what is needed. *code* of a county unit, else ''."""

    ring: int
    indicator: str
    value: float | None
    unit: str
    n: int | None = None
    code: str = ""
    source: str = ""
    missing: str = ""


@dataclass
class ZoneKind:
    """A layer of ZONES, ready: what it is, its zones, and what else its kind needs."""

    role: str
    given: Given
    zones: ZoneLayer
    codes: list[str] = field(default_factory=list)
    people: dict[str, float] = field(default_factory=dict)
    whole: dict[str, float] = field(default_factory=dict)
    land: LandUse | None = None


def role_of(given: Given) -> str:
    """What a polygon layer is: by its property nm_urban/role, else by its fields; `OTHER` for anything else."""
    named = str(given.layer.customProperty("nm_urban/role") or "") if given.layer is not None else ""
    found = named or role_of_schema([f.name() for f in given.source.fields()], "polygon") or OTHER
    return found if found in (COUNTIES, DLTB, *LINES) else OTHER


def load_kind(number: int, given: Given, near: QgsRectangle | None, tally: Tally, feedback: QgsFeedback) -> ZoneKind:
    """Read one layer of ZONES. Raises CrsRefused."""
    names = [f.name() for f in given.source.fields()]
    role, key = role_of(given), f"zones{number}"
    if role == COUNTIES:
        code = match("county_code", names)
        zones, codes, _ = load_counties(given, code, match("county_name", names), tally, feedback)
        kind = ZoneKind(role, given, ZoneLayer(key, zones.frame, zones.rings, zones.labels), codes)
        people = match("pop_total", names)
        if people:
            kind.people.update(_people_of(given, code, people, tally, feedback))
        return kind
    if role == DLTB:
        land, _ = load_land_use(given, match("landuse_code", names), match("kcxs", names), tally, feedback, near)
        return ZoneKind(role, given, ZoneLayer(key, land.zones.frame, land.zones.rings, land.zones.labels), land=land)
    return ZoneKind(role, given, load_line(key, given, tally, feedback, near))


def _people_of(given: Given, code_field: str, people_field: str, tally: Tally, feedback: QgsFeedback
               ) -> dict[str, float]:
    """County code → people; a county in several polygons counts once where they say the same, and is listed and unknown
    where they differ. Unreadable cells are listed."""
    _, _, fids, values = load_zones(given, [code_field, people_field], Tally(), feedback)
    unit = heading_unit(people_field, "people") or unit_named("人", "people")
    codes = [places.code_of(raw) for raw in values[code_field]]
    counts, errors = distinct(values[people_field], lambda cell: not_negative(cell, unit))
    for row, error in errors.items():
        tally.reject(given.name, fids[row], Message("shared.cell_unknown", {"why": error, "field": people_field}))
    known = [code if count is not None else None for code, count in zip(codes, counts)]
    unique = one_per_key(known, counts)
    for code, rows in unique.differing.items():
        for row in rows:
            tally.reject(given.name, fids[row], Message("shared.row_differs_once", {
                "place": places.name_of(code), "code": code, "n": len(rows)}))
    return {code: float(counts[row]) for code, row in unique.chosen.items()}


def shapes_of(frame: Frame, rings: Rings, wide: np.ndarray) -> tuple[Shapes, float]:
    """The ring polygons in the planes of their zones, and how far they may lie from the meridians there."""
    if frame.zone is not None and wide.any():
        lonlat = Frame(QgsCoordinateReferenceSystem(LONLAT), frame.name)
        return lonlat.shapes(in_degrees(frame, rings)), lonlat.reach
    return frame.shapes(rings), frame.reach


def facts(frame: Frame, rings: Rings, cents: np.ndarray, wide: np.ndarray, given: Sequence[Given], tally: Tally,
          feedback: QgsFeedback) -> list[Fact]:
    """Measures of n ring polygons (layer CRS) with their areas in cents. Raises CrsRefused."""
    kinds = [load_kind(k, one, _near(one.crs, frame, rings), tally, feedback) for k, one in enumerate(given)]
    out = _missing(kinds, rings.n)
    if not kinds or not rings.n:
        return out
    shapes, reach = shapes_of(frame, rings, wide)
    overlay = Overlay(None, [kind.zones for kind in kinds], reach)
    cells = overlay.run(shapes)
    owner = shapes.feature[cells.shape]
    for kind in kinds:
        out += _of_kind(kind, cells, owner, cents)
    return out


def _near(crs: QgsCoordinateReferenceSystem, frame: Frame, rings: Rings) -> QgsRectangle | None:
    """Where the rings lie in another CRS, with a margin; None = unknown, take all."""
    if not len(rings.x):
        return None
    box = QgsRectangle(float(rings.x.min()), float(rings.y.min()), float(rings.x.max()), float(rings.y.max()))
    transform = QgsCoordinateTransform(frame.crs, crs, QgsCoordinateTransformContext())
    try:
        found = transform.transformBoundingBox(box)
    except QgsCsException:  # the layer's CRS does not reach that far; everything in it may still count
        return None
    if not found.isFinite() or found.isNull():
        return None
    found.grow(0.01 * max(found.width(), found.height()) + 1e-6)
    return found


def _missing(kinds: Sequence[ZoneKind], n: int) -> list[Fact]:
    """A line without value for everything whose layer was not given: it is not computable, not 0."""
    have = {kind.role for kind in kinds}
    wanted = {COUNTIES: ("corridor_counties_n", "1"), DLTB: ("corridor_built_m2", "m2"),
              **{role: (LINES[role], "m2") for role in (ECO, FARM, UBD)}}
    return [Fact(ring, indicator, None, unit, missing=f"ZONES: {role}")
            for role, (indicator, unit) in wanted.items() if role not in have for ring in range(n)]


def _of_kind(kind: ZoneKind, cells: Cells, owner: np.ndarray, cents: np.ndarray) -> list[Fact]:
    measured = cells.measured[kind.zones.name]
    name = kind.given.name
    if kind.land is not None:
        split = kind.land.split(measured, owner, cents)
        return [Fact(ring, f"corridor_{key}_m2", getattr(cell, key) / 100, "m2", source=name)
                for ring, cell in enumerate(split) for key in LAND]
    outside = int(kind.zones.labels.max(initial=0)) + 1
    slot = np.where(measured.label == OUTSIDE, outside, measured.label)
    part, inverse = np.unique(owner[measured.cell] * (outside + 1) + slot, return_inverse=True)
    ring, slot = part // (outside + 1), part % (outside + 1)
    raw = np.bincount(inverse.reshape(-1), measured.area, minlength=len(part))
    shares = apportion(raw, ring, np.where(np.bincount(ring, raw, minlength=len(cents)) > 0, cents, 0), ties=(slot,))
    inside = (slot != outside) & (shares > 0)
    if kind.role == COUNTIES:
        return _counties(kind, ring[inside], slot[inside], shares[inside], len(cents))
    totals = np.zeros(len(cents), np.int64)
    np.add.at(totals, ring[inside], shares[inside])
    return [Fact(k, LINES[kind.role], total / 100, "m2", source=name) for k, total in enumerate(totals.tolist())]


def _counties(kind: ZoneKind, ring: np.ndarray, slot: np.ndarray, shares: np.ndarray, n: int) -> list[Fact]:
    """How many county units each ring meets, the area in each, and their people by share of area."""
    name = kind.given.name
    out = [Fact(k, "corridor_counties_n", float(count), "1", source=name)
           for k, count in enumerate(np.bincount(ring, minlength=n).tolist())]
    out += [Fact(int(r), "corridor_county_m2", int(s) / 100, "m2", code=kind.codes[z], source=name)
            for r, z, s in zip(ring, slot, shares)]
    if kind.people:
        whole = _unit_areas(kind)
        people, met, known = np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64)
        for r, z, s in zip(ring.tolist(), slot.tolist(), shares.tolist()):
            code = kind.codes[z]
            met[r] += 1
            known[r] += code in kind.people
            if whole.get(code):
                people[r] += kind.people.get(code, 0.0) * min(s / 100 / whole[code], 1.0)
        values = [float(np.floor(v + 0.5)) if known[k] or not met[k] else None for k, v in enumerate(people.tolist())]
        out += [Fact(k, "corridor_county_population", value, "人", source=name,
                     missing=people_missing(int(met[k] - known[k]), int(met[k]), value))
                for k, value in enumerate(values)]
    return out


def people_missing(unknown: int, n: int, value: float | None) -> str:
    """What is missing of the people of n places: nothing, some of them, or the field."""
    if value is None:
        return "pop_total"
    return Message("shared.people_unknown", {"k": unknown, "n": n}).text(locale()) if unknown else ""


def _unit_areas(kind: ZoneKind) -> dict[str, float]:
    """m² of each county unit."""
    areas, _ = ring_areas(kind.zones.frame, kind.zones.rings)
    out: dict[str, float] = {}
    for label, area in zip(kind.zones.labels.tolist(), areas.tolist()):
        out[kind.codes[label]] = out.get(kind.codes[label], 0.0) + area
    return out
