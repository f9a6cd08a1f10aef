"""One account of the quota hooks from a county table to shares: reads the rows, lists what cannot be used, allots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qgis.core import QgsFeatureRequest, QgsFeedback

from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.source import Given
from ...analysis.reading.table_rows import is_table, sheet_columns
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.cells import (
    Percents,
    Unit,
    UnreadableCell,
    heading_unit,
    is_empty,
    percents,
    quantity,
    shown,
    text,
    unit_named,
)
from ...core.hooks.allotment import UNKNOWN_TASK, Allotment, Claim, allot, task_state
from ...core.hooks.policy import HookRules
from ...core.hooks.sensitivity import Scenario, grid, margins
from ...core.hooks.words import assumed
from ...core.messages import Message
from ...core.resources import BilingualError
from ...core.tables import BLANK, DATA, UNITS, one_per_key, row_kind, unit_of_row
from ...i18n import locale, tr

#: Figures of a claim by role of the field; what they must be is >= 0.
FIGURES = {"base": "base_mu", "disposed": "disposed_mu", "settled": "settled", "per_capita": "per_capita_m2",
           "remaining": "remaining_mu", "port": "port_mu"}
#: Further figures that make up a claim.
MORE = ("task_mu", "appr_done_pct", "idle_done_pct", "urban_land_mu", "pop_urban")
#: One of these must be there, else nothing is earned by anything.
EARNING = ("base_mu", "disposed_mu", "settled")

ROLES = ("county_code", "county_name", *FIGURES.values(), *MORE)

#: Roles in percent.
_PERCENT = ("appr_done_pct", "idle_done_pct")
#: Role → what it measures, and the unit in which a bare number is meant. A heading or a cell may name another.
_DIMENSIONS = {role: "people" if role in ("settled", "pop_urban") else "area"
               for role in (*FIGURES.values(), *MORE) if role not in _PERCENT}
_OWN_UNITS = {role: unit_named("人" if dimension == "people" else "平方米" if role.endswith("_m2") else "亩", dimension)
              for role, dimension in _DIMENSIONS.items()}

#: More 亩 than the region has, more people than the country has: a larger figure is a slip, and could not be summed.
_MOST = 2e9

_M2_PER_MU = 2000 / 3


@dataclass(frozen=True)
class HooksResult:
    """Result: allotment, feature id per code, change of shares by k1 + 10 % and k2 + 10 %, grid of scenarios, texts."""

    allotment: Allotment
    fids: dict[str, int]
    margins: dict[str, tuple[int, int]]
    scenarios: list[Scenario]
    warnings: list
    text: str


@dataclass
class HooksJob:
    """What was asked for. *fields*: role → field or None; *cap* in hundredths of a 亩."""

    table: Given
    fields: Mapping[str, str | None]
    rules: HookRules
    cap: int
    tally: Tally

    def run(self, feedback: QgsFeedback) -> HooksResult | None:
        """Read and allot; None when cancelled."""
        said: list[Message] = []
        claims, fids = read_claims(self.table, self.fields, self.tally, feedback, said)
        if claims is None:
            return None
        allotment = allot(claims, self.rules, self.cap)
        return HooksResult(allotment, fids, margins(claims, self.rules, allotment), grid(claims, self.rules, self.cap),
                    [*said, *warnings_of(allotment, self.rules, self.table.name)],
                    self._text(allotment))

    def _text(self, allotment: Allotment) -> str:
        parts = [tr("q = t·p·[base + k1·disposed + k2·settled·3/2000]"), assumed(self.rules, locale()),
                 tr("cap {cap:.2f} 亩, earned {demand:.2f} 亩, after limits {wanted:.2f} 亩").format(
                     cap=allotment.cap / 100, demand=allotment.demand / 100, wanted=allotment.wanted / 100)]
        if allotment.scaled:
            parts.append(tr("scaled by {scale:.6f} and tied to the cap to 0.01 亩").format(scale=allotment.scale))
        else:
            parts.append(tr("not scaled, {rest:.2f} 亩 left").format(rest=allotment.rest / 100))
        return "; ".join(parts)


def read_claims(table: Given, fields: Mapping[str, str | None], tally: Tally, feedback: QgsFeedback,
                warnings: list[Message] | None = None) -> tuple[list[Claim] | None, dict[str, int]]:
    """Claims of the rows that can be used, and code → feature id; the others are listed. (None, {}) when cancelled.

    What a reader must know of how columns were read is added to *warnings*. Raises `UnitMismatch`.
    """
    of_row: dict[str, Unit] = {}
    rows = _rows(table, fields, tally, feedback, of_row)
    if rows is None:
        return None, {}
    units = _units(table.name, fields, of_row, warnings)
    rates = {role: percents([row[role] for _, row in rows], _rate_unit(fields[role]))
             for role in _PERCENT if fields.get(role)}
    if warnings is not None:
        warnings += [Message("shared.read_as_fractions", {"name": table.name, "field": fields[role]})
                     for role, column in rates.items() if column.as_fractions]
    fids, codes, claims = [], [], []
    for k, (fid, row) in enumerate(rows):
        try:
            claim = _claim(row, fields, units, {role: _rate(column, k, row[role], fields[role])
                                                for role, column in rates.items()})
        except BilingualError as error:
            tally.reject(table.name, fid, error)
            continue
        fids.append(fid)
        codes.append(claim.code)
        claims.append(claim)
    return _unique(table.name, fids, codes, claims, tally, warnings)


def _units(name: str, fields: Mapping[str, str | None], of_row: Mapping[str, Unit], warnings: list[Message] | None
           ) -> dict[str, Unit]:
    """Role → unit: of its heading, else of the table's row of units (said; m² per head stay what they are), else its
    own. Raises `UnitMismatch`."""
    out = {}
    for role, field in fields.items():
        if not field or role not in _DIMENSIONS:
            continue
        found = heading_unit(field, _DIMENSIONS[role])
        named = None if role == "per_capita_m2" else of_row.get(_DIMENSIONS[role])
        if found is None and named is not None and warnings is not None:
            warnings.append(Message("shared.unit_of_row", {"name": name, "field": field, "unit": named.name}))
        out[role] = found or named or _OWN_UNITS[role]
    return out


def _rows(table: Given, fields: Mapping[str, str | None], tally: Tally, feedback: QgsFeedback,
          of_row: dict[str, Unit]) -> list[tuple[int, dict[str, object]]] | None:
    """(feature id, role → cell) of the rows that are data; totals, unit, note and signature rows are listed, and the
    units that a row names entered in *of_row* by dimension."""
    columns = sheet_columns(table) if is_table(table) else None
    out = []
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(table.source, request):
        if feedback.isCanceled():
            return None
        tally.read += 1
        values = feature.attributes()
        cells = None if columns is None else [plain(values[k]) for k in columns]
        kind = DATA if cells is None else row_kind(cells)
        if kind == DATA:
            out.append((feature.id(), {role: plain(feature.attribute(name)) for role, name in fields.items() if name}))
        elif kind != BLANK:
            tally.reject(table.name, feature.id(), Message(f"shared.row_{kind}"))
            for dimension in ("area", "people") if kind == UNITS else ():
                named = unit_of_row(cells, dimension)
                if named is not None:
                    of_row.setdefault(dimension, named)
    return out


def _rate_unit(field: str) -> str:
    found = heading_unit(field, "rate")
    return "" if found is None else found.name


def _rate(column: Percents, row: int, cell: object, field: str) -> float | None:
    if row in column.unreadable:
        raise UnreadableCell(cell, f"'{shown(cell)}' in field '{field}' is not a percentage",
                             f"字段“{field}”中的“{shown(cell)}”不是百分数")
    value = column.values[row]
    return None if value is None else _sound(float(value), cell, field)


def _sound(value: float, cell: object, field: str) -> float:
    if not 0 <= value <= _MOST:
        raise UnreadableCell(cell, f"'{shown(cell)}' in field '{field}' is below zero or too large to be true: check "
                             "its unit", f"字段“{field}”中的“{shown(cell)}”小于零或过大：请核对单位")
    return value


def _claim(row: Mapping[str, object], fields: Mapping[str, str | None], units: Mapping[str, Unit],
           rates: Mapping[str, float | None]) -> Claim:
    """The claim of one row; raises `BilingualError` that says why it cannot be used."""
    place = row["county_code"]
    if is_empty(place):  # the full name will do
        place = row.get("county_name")
    why = places.why_no_county(place, str(fields["county_code"]))
    if why is not None:
        raise why
    code = str(places.code_of(place))
    figures: dict[str, float | None] = {role: None for role in (*FIGURES.values(), *MORE)} | dict(rates)
    for role, unit in units.items():
        try:
            found = quantity(row[role], unit)
        except UnreadableCell as error:
            raise UnreadableCell(error.value, f"{error.en} (field '{fields[role]}')",
                                 f"{error.zh}（字段“{fields[role]}”）") from error
        if found is not None:
            figures[role] = _sound(float(found / _OWN_UNITS[role].factor), row[role], str(fields[role]))
    if figures["per_capita_m2"] is None and figures["urban_land_mu"] is not None and figures["pop_urban"]:
        figures["per_capita_m2"] = figures["urban_land_mu"] * _M2_PER_MU / figures["pop_urban"]
    known = [figures[role] for role in _PERCENT if fields.get(role)]
    task = task_state(figures["disposed_mu"], figures["task_mu"], known)
    name = text(row.get("county_name")) or places.name_of(code)
    return Claim(code, name, **{key: figures[role] for key, role in FIGURES.items()}, task=task)


def _unique(name: str, fids: list[int], codes: list[str], claims: list[Claim], tally: Tally,
            warnings: list[Message] | None) -> tuple[list[Claim], dict[str, int]]:
    """One claim a county: rows that say the same count once, rows that differ are all listed and none is used."""
    unique = one_per_key(codes, [replace(claim, name="") for claim in claims])
    for code, rows in unique.differing.items():
        for row in rows:
            tally.reject(name, fids[row], Message("shared.row_differs_once", {
                "place": places.name_of(code), "code": code, "n": len(rows)}))
    if unique.repeated and warnings is not None:
        warnings.append(Message("shared.rows_repeated", {"name": name, "n": len(unique.repeated)}))
    chosen = sorted(unique.chosen.values())
    tally.used += len(chosen)
    return [claims[row] for row in chosen], {codes[row]: fids[row] for row in chosen}


def warnings_of(allotment: Allotment, rules: HookRules, table: str) -> list[str]:
    """What is not known of the counties, and how it was taken."""
    shares, out = allotment.shares, []
    if not shares:
        out.append(tr("Table '{name}' has no usable county row.").format(name=table))
    for part, n in ((tr("disposed land"), sum(one.stock is None for one in shares)),
                    (tr("settled people"), sum(one.people is None for one in shares))):
        if n:
            out.append(tr("{part} is not reported for {n} counties: it earns them nothing.").format(part=part, n=n))
    open_ended = sum(one.claim.remaining is None for one in shares)
    if open_ended:
        out.append(tr("The remaining capacity of the urban boundary is not given for {n} counties: they "
                      "are not limited by it.").format(n=open_ended))
    unknown = sum(one.claim.task == UNKNOWN_TASK for one in shares)
    if unknown:
        out.append(tr("Whether the disposal tasks are done is not known for {n} counties: factor 1.").format(n=unknown))
    guessed = sum(one.claim.per_capita is None and bool(one.claim.settled) for one in shares)
    if guessed and rules.k2 is None:
        out.append(tr("Urban land per head is not known for {n} counties with settled people: they get "
                      "{k2:g} m² per person.").format(n=guessed, k2=rules.k2_unknown))
    return out
