"""Declared against found: the area (and its unit) and the number of points of a parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...core.units import ha
from .format import Limits, whole_number
from .lines import RawParcel
from .notes import Note, note
from .parcels import Placed
from .tokens import area_of

#: code of the remark → m² per unit. 1 亩 = 2000/3 m².
_UNITS = {"area_m2": 1.0, "area_mu": 2000 / 3}
#: m² per unit that is written behind an area.
_STATED = {"公顷": Decimal(10_000), "亩": Decimal(2000) / 3, "平方米": Decimal(1), "平方公里": Decimal(1_000_000)}

#: Float noise of a difference of two areas (m²).
_NOISE_M2 = 1e-6


@dataclass(frozen=True)
class Declared:
    """The declared area in 公顷 (None where none is), whether it agrees with the computed one, and remarks."""

    ha: float | None
    agrees: bool
    notes: list[Note]


def check_area(raw: RawParcel, found_cents: int, plane_m2: float, limits: Limits) -> Declared:
    """Compare the declared area with the official area of the coordinates."""
    text, found = raw.columns["area"], found_cents / 100
    shown = f"{float(ha(found_cents)):.4f}"
    number, stated = area_of(text) or ("0", "")
    value = float(number)
    if value <= 0:
        return Declared(None, False, [note(raw.line, "area_missing", value=text, ha=shown)])
    tolerance = limits.area_tolerance_m2 + _NOISE_M2

    def agrees(m2: float, unit: float) -> bool:
        return abs(value * unit - m2) <= tolerance

    if stated:
        return _stated(raw, number, stated, (found, plane_m2, shown), tolerance)
    if agrees(found, 10_000):
        return Declared(value, True, [])
    for code, unit in _UNITS.items():
        if abs(value * unit - found) <= max(limits.unit_slack * found, tolerance):
            notes = [note(raw.line, code, value=text)]
            hectares = _rounded(Decimal(text) * (Decimal(1) if unit == 1 else Decimal(2000) / 3) / 10_000)
            if not agrees(found, unit):
                code = "area_plane" if agrees(plane_m2, unit) else "area_differs"
                notes.append(note(raw.line, code, value=f"{hectares:.4f}", ha=shown))
            return Declared(hectares, agrees(found, unit), notes)
    code = "area_plane" if agrees(plane_m2, 10_000) else "area_differs"
    return Declared(value, False, [note(raw.line, code, value=text, ha=shown)])


def _stated(raw: RawParcel, number: str, unit: str, found: tuple[float, float, str], tolerance: float) -> Declared:
    """An area with its unit behind it: that unit holds."""
    m2 = Decimal(number) * _STATED[unit]
    hectares = _rounded(m2 / 10_000)
    notes = [note(raw.line, "area_unit", value=raw.columns["area"], ha=f"{hectares:.4f}")]
    official, plane, shown = found
    if abs(float(m2) - official) <= tolerance:
        return Declared(hectares, True, notes)
    code = "area_plane" if abs(float(m2) - plane) <= tolerance else "area_differs"
    return Declared(hectares, False, [*notes, note(raw.line, code, value=f"{hectares:.4f}", ha=shown)])


def _rounded(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def check_count(placed: Placed, area_agrees: bool) -> Note | None:
    """界址点数 counts the closing points or leaves them out: both are custom. Anything else is a point too many or too
    few: a remark where the area agrees, else a reason to reject."""
    raw, shape = placed.raw, placed.shape
    text, lines = raw.columns["count"], len(raw.points)
    count = whole_number(text)
    if not count:
        return None if raw.columns["area"] == text == "" else note(raw.line, "count_missing", value=text, n=lines)
    open_rings = len(shape.rings) - shape.closed
    fitting = {lines, lines - shape.closed, lines + open_rings}
    fitting |= {n - shape.repeated for n in fitting}
    if count in fitting:
        return None
    return note(raw.line, "count_wrong" if area_agrees else "count_reject", value=count, n=lines)


def odd_ones_out(parcels: Sequence[Placed]) -> dict[int, Note]:
    """Parcels whose count leaves out the closing points where other parcels of the file count them: index → remark.

    A point may be missing there, and nothing but the area would tell.
    """
    without = {}
    with_closing = False
    for k, placed in enumerate(parcels):
        count, lines = whole_number(placed.raw.columns["count"]), len(placed.raw.points)
        if not placed.shape.closed or count is None:
            continue
        with_closing |= count == lines
        if count == lines - placed.shape.closed:
            without[k] = note(placed.raw.line, "count_custom", value=count)
    return without if with_closing else {}
