"""In which unit a declared area stands: told by the heading or the cell, else by its ratio to the drawn area.

1 亩 = 2000/3 m², 1 公顷 = 10 000 m² = 15 亩, 1 万亩 = 10 000 亩. Declared values become cents of 0.01 m², rounded
half-up once, from the digits as they are written (so 0.1 公顷 is 1 000.00 m² exactly).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from ..cells import Unit, heading_unit, unit_named
from ..messages import MessageError
from ..resources import ResourceError

#: Values whose ratio to the drawn area lies this near to a unit's (in log) are in that unit: 20 %.
_NEAR = math.log(1.2)
#: Below this median a column can hardly be in m²: no parcel of a land approval is that small.
_LEAST_M2 = 2000.0


def _area(name: str, written: str) -> Unit:
    found = unit_named(name, "area")
    if found is None:  # the table of units lost a row
        raise ResourceError(f"no unit '{name}'", f"没有单位“{name}”")
    return Unit("area", found.factor, written)


#: Units that AREA_UNIT offers and that drawn areas can tell; base unit 0.01 m².
UNITS = {key: _area(key, written) for key, written in (
    ("m2", "m²"), ("ha", "公顷"), ("mu", "亩"), ("wanmu", "万亩"), ("km2", "km²"))}


class UnitUnknown(MessageError):
    """Nothing tells in which unit a field of declared areas stands."""


def cents_of(area: Fraction) -> int:
    """An area in base units as whole cents of 0.01 m², half-up once."""
    return int((2 * area.numerator + area.denominator) // (2 * area.denominator))


def likely_unit(values: Iterable[Fraction | None], drawn_cents: Sequence[int]) -> str | None:
    """The unit in which most values agree with the drawn areas within 20 %; None where no unit does."""
    ratios = [math.log(float(value) / cents) for value, cents in zip(values, drawn_cents)
              if value is not None and value > 0 and cents > 0]
    if not ratios:
        return None
    array = np.asarray(ratios)
    votes = {key: float(np.mean(np.abs(array + math.log(float(unit.factor))) < _NEAR)) for key, unit in UNITS.items()}
    best = max(votes, key=lambda key: votes[key])
    return best if votes[best] > 0.5 else None


def choose_unit(heading: str, values: Sequence[Fraction | None], drawn_cents: Sequence[int] | None,
                given: str | None = None) -> tuple[Unit, str]:
    """(unit, how it was found): 'given', 'name', 'geometry' or 'assumed'; 'contradicted' = by the name, against the
    geometry. *given* is a key of `UNITS`; *values* are the bare numbers of the column, as written.

    Raises `UnitUnknown` where nothing tells it and the values can hardly be m², `cells.UnitMismatch` where the heading
    names a unit that measures no area.
    """
    likely = likely_unit(values, drawn_cents) if drawn_cents is not None else None
    named = UNITS[given] if given else heading_unit(heading, "area")
    if named is not None:
        fits = likely is None or UNITS[likely].factor == named.factor
        return named, ("given" if given else "name") if fits else "contradicted"
    if likely:
        return UNITS[likely], "geometry"
    known = [float(value) for value in values if value is not None and value > 0]
    middle = float(np.median(known)) if known else _LEAST_M2
    if middle < _LEAST_M2:
        raise UnitUnknown("idle.unit_unknown", field=heading, median=f"{middle:g}")
    return UNITS["m2"], "assumed"
