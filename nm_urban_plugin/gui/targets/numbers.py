"""Numbers of the dock as printed: four decimals half-up as in the algorithm's output, areas in the unit asked for."""

from __future__ import annotations

from ...core.measurement import UNITS, convert
from ...core.units import half_up
from ...exchange.targets.words import COMPARATORS

DECIMALS = 4


def printed(value: float | None) -> float | None:
    """Rounded as the algorithm prints it, no negative zero."""
    return None if value is None else float(half_up(value, DECIMALS)) + 0.0


def text_of(value: float | None) -> str:
    """'15,118.2152', without idle zeros; '—' for None."""
    if value is None:
        return "—"
    return f"{printed(value):,.{DECIMALS}f}".rstrip("0").rstrip(".")


def shown(value: float | None, unit: str, area_unit: str) -> tuple[float | None, str]:
    """Value and unit as they are shown: areas in *area_unit* where one was chosen, all else as it is."""
    if value is None or not area_unit or UNITS.get(unit.lower(), ("",))[0] != "area":
        return value, unit
    found = convert(value, unit, area_unit)
    return (value, unit) if found is None else (found, area_unit)


def with_unit(value: float | None, unit: str, area_unit: str = "") -> str:
    """'67.4763 %'."""
    number, name = shown(value, unit, area_unit)
    return text_of(number) if number is None or not name else f"{text_of(number)} {name}"


def goal_text(comparator: str, goal: float | None, unit: str, area_unit: str = "", year: int | None = None) -> str:
    """'≤ 64 万亩 (2025)'; '—' where the plan gives no number."""
    if goal is None:
        return "—"
    text = f"{COMPARATORS.get(comparator, comparator)} {with_unit(goal, unit, area_unit)}"
    return f"{text} ({year})" if year else text
