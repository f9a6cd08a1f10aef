"""From sums per county unit to the value at a place: which rows stand for it, how much of it they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .. import places
from ..cells import LAST_YEAR
from ..measurement import UNITS
from ..places import REGION
from ..verdict import NOTHING, Text
from .accounts import Sum, width
from .indicators import FEATURES, LEDGER, Form, Indicator, quantities
from .scopes import Scope, league_of, units_of
from .words import said

#: Aggregations for which the row of a league or of the region can stand for its counties.
_ADDITIVE = ("sum", "ratio", "growth", "min")
#: Dimension → unit in which a physical gap is told.
PHYSICAL = {"area": "亩", "people": "万人", "length": "公里", "money": "亿元", "power": "万千瓦", "volume": "万立方米",
            "number": "个"}
#: Floor areas are told in 万平方米, not in 亩.
_FLOORS = ("floor_area", "cent_heat", "heat_area")
#: What float sums may differ by before a row of a whole contradicts its parts.
_SAME = 1e-9


@dataclass(frozen=True)
class Rolled:
    """Value at a place.

    covered, of    county units covered, of those of the place
    top, bottom    the sums behind the value in base units (bottom 0: no ratio)
    goal           what the rows themselves allot (quota, task), in base units
    codes          as the rows behind it bear them
    unknown        weight of the skipped features that a share could gain or lose, NaN where it is not known itself
    unplaced       features without a place, which may lie here
    notes          rows that contradict their parts
    """

    value: float | None
    n: int = 0
    skipped: int = 0
    failing: int = 0
    covered: int = 0
    of: int = 0
    top: float = 0.0
    bottom: float = 0.0
    goal: float | None = None
    years: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unknown: float = 0.0
    unplaced: int = 0
    notes: Text = NOTHING

    @property
    def complete(self) -> bool:
        return self.of > 0 and self.covered == self.of


@dataclass
class Selection:
    """Keys of the sums that stand for a place, the units they cover, and what contradicts them."""

    keys: list[tuple[str, int]] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    notes: Text = NOTHING


def select(form: Form, sums: Mapping[tuple[str, int], Sum], scope: Scope, year: int,
           declared: frozenset[str] = frozenset(), period: tuple[int, int] | None = None) -> Selection:
    """Rows that stand for a place, of the years up to *year*.

    declared  units for which the user says that the layer is complete
    period    years that count where yearly amounts add up
    """
    units = set(scope.units)
    leagues = {league_of(code) for code in units}
    out = Selection(covered=units & declared)
    known = {key for key, one in sums.items() if one.examined and (form.rows == FEATURES or not one.skipped)}
    if form.rows == FEATURES:
        for key in sums:
            code = key[0]
            inside = code in units or (scope.whole and bool(code) and set(units_of(code)) <= units)
            if inside or (not code and scope.key == REGION and scope.whole):
                out.keys.append(key)
                if key in known and code:
                    out.covered |= {code} & units if code in units else set(units_of(code))
        return out
    latest = rows_of_places(form, sums, known, year, period)
    whole = scope.whole and form.agg in _ADDITIVE
    listed = {code for code in latest if places.is_county(code)}
    left = set(units)

    def take(code: str, inside: set[str]) -> None:
        out.keys.extend(latest[code])
        told = inside & listed if form.rows == LEDGER else set()
        out.covered.update(told or inside)
        left.difference_update(inside)
        if inside <= listed and _differ(form, sums, latest, code, inside):
            out.notes += said("group_differs", place=Text(places.name_of(code, "en") or code,
                                                          places.name_of(code) or code))

    if whole and REGION in latest and units == set(units_of(REGION)) and not _outdated(latest, REGION, units):
        take(REGION, units)
    for league in sorted(leagues):
        inside = set(units_of(league))
        if whole and league in latest and inside <= left and not _outdated(latest, league, inside):
            take(league, inside)
    for code in sorted(left & set(latest)):
        out.keys.extend(latest[code])
        out.covered.add(code)
    for code in sorted(units & set(latest)):
        if form.flow and _differ(form, sums, {"": [(code, 0)], code: _years_of(sums, code, period)}, "", {code}):
            out.notes += said("whole_differs", place=Text(places.name_of(code, "en") or code,
                                                          places.name_of(code) or code))
    return out


def _outdated(latest: Mapping[str, list[tuple[str, int]]], code: str, inside: set[str]) -> bool:
    """Whether all county units of a place have rows of a later year than the place's own row."""
    return inside <= set(latest) and min(latest[unit][-1][1] for unit in inside) > latest[code][-1][1] > 0


def _years_of(sums: Mapping[tuple[str, int], Sum], code: str, period: tuple[int, int] | None) -> list[tuple[str, int]]:
    first, last = period or (1, LAST_YEAR)
    return sorted(key for key in sums if key[0] == code and first <= key[1] <= last)


def _differ(form: Form, sums: Mapping[tuple[str, int], Sum], rows: Mapping[str, list[tuple[str, int]]], whole: str,
            parts: Iterable[str]) -> bool:
    """Whether the row of a whole says something else than the sum of its parts; False where one of them is absent."""
    inside = [key for part in sorted(parts) for key in rows[part]]
    if not inside or any(key not in sums for key in rows[whole]):
        return False
    one, other = total(form, sums, rows[whole]), total(form, sums, inside)
    return not np.allclose(one.terms, other.terms, rtol=_SAME, atol=_SAME)


def rows_of_places(form: Form, sums: Mapping[tuple[str, int], Sum], known: set[tuple[str, int]], year: int,
                   period: tuple[int, int] | None = None) -> dict[str, list[tuple[str, int]]]:
    """Code → its rows that count: the one of *year* or the last before it; of yearly amounts all of the period.

    A row without a year counts where the place has none with one. A place that lacks the amount of one of its years is
    left out: the whole-period row may hold other years.
    """
    out: dict[str, list[tuple[str, int]]] = {}
    if not form.flow:
        for key in sorted(known):
            if key[1] <= year:
                out[key[0]] = [key]
        return out
    first, last = period or (1, year)
    wanted = {key for key in sums if key[1] and first <= key[1] <= min(last, year)}
    for key in sorted(wanted & known):
        out.setdefault(key[0], []).append(key)
    for key in sorted(known):
        if not key[1]:
            out.setdefault(key[0], [key])
    broken = {key[0] for key in wanted - known}
    return {code: keys for code, keys in out.items() if code not in broken}


def total(form: Form, sums: Mapping[tuple[str, int], Sum], keys: list[tuple[str, int]]) -> Sum:
    """Sum of the chosen rows."""
    out = Sum(np.zeros(width(form)))
    for key in keys:
        out.add(sums[key])
    return out


def roll(indicator: Indicator, form: Form, sums: Mapping[tuple[str, int], Sum], scope: Scope, year: int, *,
         declared: frozenset[str] = frozenset(), den_scope: Scope | None = None,
         context: Mapping[str, float | None] | None = None, period: tuple[int, int] | None = None) -> Rolled:
    """The value of an indicator at a place, also where only part of it is covered.

    den_scope   place of the denominator, where it is another one (share of a part in the whole region)
    context     field role → sum over the place, for denominators that come from the user's values
    """
    chosen = select(form, sums, scope, year, declared, period)
    one = total(form, sums, chosen.keys)
    wanted = set(scope.units)
    if form.agg in ("units_share", "units_missing") and form.unit_level == "league":
        return _by_league(form, sums, scope, year, declared)
    covered = chosen.covered & wanted
    terms = one.terms.copy()
    lacking = []
    for k, term in enumerate(form.terms):
        for sign, name, _ in term:
            if name.startswith("@"):
                given = (context or {}).get(name[1:])
                if given is None:
                    lacking.append(name[1:])
                else:
                    terms[k] += sign * given
    if den_scope is not None:
        below = select(form, sums, den_scope, year, declared)
        terms[1] = total(form, sums, below.keys).terms[1]
        wanted = wanted | set(den_scope.units)
        covered = covered | below.covered
    years = tuple(sorted({key[1] for key in chosen.keys if key[1]}))
    skipped, unknown = one.skipped, one.unknown
    if form.rows != FEATURES:  # a place whose row cannot be used stands for nothing, but is told
        skipped += sum(s.skipped for key, s in sums.items() if key not in chosen.keys and key[0] in scope.units
                       and key[1] <= year)
    unplaced = 0
    if form.rows == FEATURES and ("", 0) in sums and ("", 0) not in chosen.keys:
        nowhere = sums["", 0]
        unplaced = nowhere.n + nowhere.skipped
        unknown += nowhere.unknown + (nowhere.n if form.agg in ("count", "test") else float(nowhere.terms[-1]))
    value, top, bottom = _value(form, terms, one, sums, chosen, scope)
    if lacking or not sums or (not chosen.keys and not covered):  # an account of nothing says nothing
        value = None
    return Rolled(value, one.n, skipped, one.failing, len(covered & wanted), len(wanted), top, bottom,
                  None if np.isnan(one.goal) else one.goal, years, tuple(dict.fromkeys(k[0] for k in chosen.keys)),
                  tuple(lacking), unknown, unplaced, chosen.notes)


def _value(form: Form, terms: np.ndarray, one: Sum, sums, chosen: Selection, scope: Scope
           ) -> tuple[float | None, float, float]:
    times, by = form.scale
    agg = form.agg
    if agg in ("sum", "count"):
        return float(terms[0]) * times / by, float(terms[0]), 0.0
    if agg in ("ratio", "share"):
        top, bottom = float(terms[0]), float(terms[1])
        return (top * times / by / bottom if bottom > 0 else None), top, bottom
    if agg == "min":
        top, bottom = float(min(terms[:-1])), float(terms[-1])
        return (top * times / by / bottom if bottom > 0 else None), top, bottom
    if agg == "growth":
        now, land, before, land_before = (float(v) for v in terms)
        if min(land, before, land_before) <= 0:
            return None, now, land
        return (now / land / (before / land_before) - 1) * times / by, now, land
    if agg == "test":
        return (float(terms[0]) if terms[1] > 0 else None), float(terms[0]), float(terms[1])
    if agg == "distinct":
        return float(len(one.keys)), float(len(one.keys)), 0.0
    if agg == "divisions":
        return float(_divisions(form, {key[0] for key in chosen.keys})), 0.0, 0.0
    per_unit: dict[str, Sum] = {}
    for key in chosen.keys:
        per_unit.setdefault(key[0], Sum(np.zeros(len(terms)))).add(sums[key])
    if agg == "units_distinct":
        return float(sum(len(unit.keys) > 1 for unit in per_unit.values())), 0.0, float(len(per_unit))
    have = {code for code, unit in per_unit.items() if unit.n}
    if agg == "units_missing":
        return float(len(set(scope.units) - have)), float(len(have)), float(len(scope.units))
    return len(have & set(scope.units)) * times / by / len(scope.units), float(len(have)), float(len(scope.units))


def _divisions(form: Form, codes: set[str]) -> int:
    """How many divisions of the wanted kinds are there: county units by kind, cities of leagues by their districts."""
    units = {code for code in codes if places.is_county(code)}
    leagues = {places.league_of(code) for code in units if places.county(code).kind == "市辖区"}
    return (sum(places.county(code).kind in form.kinds for code in units)
            + sum(league.kind in form.kinds and league.code in leagues for league in places.leagues()))


def _by_league(form: Form, sums, scope: Scope, year: int, declared: frozenset[str]) -> Rolled:
    """Share of leagues and cities that have a counted feature anywhere; rows of league and of county units count."""
    wanted = {places.league_of(code) for code in scope.units} - {None}
    seen: dict[str, Sum] = {}
    rows = rows_of_places(form, sums, set(sums), year)
    for key in [key for keys in rows.values() for key in keys]:
        league = places.league_of(key[0])
        if league in wanted:
            seen.setdefault(league, Sum(np.zeros(width(form)))).add(sums[key])
    have = {league for league, one in seen.items() if one.n}
    covered = {league for league, one in seen.items() if one.examined}
    covered |= {league for league in wanted if set(units_of(league)) <= declared}
    times, by = form.scale
    value = len(have) * times / by / len(wanted) if covered else None
    codes = tuple(code for code in rows if places.league_of(code) in wanted)
    years = tuple(sorted({keys[-1][1] for code, keys in rows.items() if code in codes} - {0}))
    return Rolled(value, sum(one.n for one in seen.values()), sum(one.skipped for one in seen.values()), 0,
                  len(covered), len(wanted), float(len(have)), float(len(wanted)), years=years, codes=codes)


def physical_gap(form: Form, rolled: Rolled, goal: float, direction: str) -> tuple[float, str] | None:
    """What is missing in physical units: (亩 of park, 万人 to settle, …); None where the sums do not tell.

    Positive = missing (for what should be small: too much), negative = in reserve.
    """
    if form.agg not in ("sum", "ratio", "share", "min", "count") or rolled.value is None:
        return None
    times, by = form.scale
    wanted = goal * by / times * (rolled.bottom if form.agg in ("ratio", "share", "min") else 1.0)
    missing = wanted - rolled.top if direction != "down" else rolled.top - wanted
    name = form.terms[0][0][1] if form.terms else "1"
    plain = {"$area": "area", "$length": "length", "1": "number"}
    dimension = plain.get(name) or quantities().get(name, ("number",))[0]
    unit = "万平方米" if name in _FLOORS else PHYSICAL.get(dimension, "个")
    return missing / float(UNITS[unit][1]), unit
