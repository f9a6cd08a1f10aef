"""Words of one row: its verdict and its gap, and the record that is exported."""

from __future__ import annotations

from ...core.measurement import UNITS, convert, unit_word
from ...core.targets.bars import bar_of
from ...core.targets.judging import BEHIND, ON_SCHEDULE
from ...core.targets.registry import UNDATED
from ...core.targets.rows import TargetRow, name_of_scope
from ...core.targets.words import verdict_title
from ...core.units import half_up
from ...core.verdict import NOT_COMPUTABLE, NOT_MET, PENDING
from ...exchange.targets.words import COMPARATORS, KINDS, ORIGINS, PACES, pick
from ...i18n import locale, tr, tr_noop

STATES = {"due": tr_noop("due"), "live": tr_noop("not due yet"), "undated": tr_noop("no year in the document")}


def verdict_words(row: TargetRow) -> str:
    """'Not due yet, on schedule', '36 of 61 fail', 'Baseline' …"""
    kind = row.target.kind
    if kind == "baseline":
        return tr("Baseline")
    if kind != "target" and row.value is not None:
        if row.n or row.n_fail:
            return tr("{k} of {n} fail").format(k=f"{row.n_fail:,}", n=f"{row.n:,}")
        return tr("Nothing to test")
    words = verdict_title(row.verdict, locale())
    if row.verdict == NOT_COMPUTABLE and 0 < row.covered < row.of:
        words = tr("Covers {k} of {n}").format(k=row.covered, n=row.of)
    elif row.verdict == PENDING and row.pace == ON_SCHEDULE:
        words = tr("{verdict}, on schedule").format(verdict=words)
    elif row.verdict == PENDING and row.target.state(row.as_of) == UNDATED:
        words = tr("{verdict}, no year in the document").format(verdict=words)
    elif row.verdict == NOT_MET and row.pace == BEHIND:
        words = tr("{verdict}, behind schedule").format(verdict=words)
    return words if row.stands else tr("{verdict} (superseded)").format(verdict=words)


def gap_words(row: TargetRow, area_unit: str = "", both: bool = False) -> str:
    """What is missing, or in reserve; in physical units where these are others. both: in the target's unit too."""
    if row.gap is None:
        return ""
    amount, text = row.gap, with_unit(abs(row.gap), points_of(row.target.unit), area_unit)
    if row.gap_phys is not None and row.phys_unit and row.phys_unit != row.target.unit:
        physical = with_unit(abs(row.gap_phys), row.phys_unit, area_unit)
        if both and physical != text:
            text = tr("{amount} ({physical})").format(amount=text, physical=physical)
        else:
            text = physical
    if printed(amount) == 0:
        return text
    if amount > 0 and row.target.comparator in ("<=", "<"):
        return tr("{amount} over").format(amount=text)
    return (tr("{amount} missing") if amount > 0 else tr("{amount} in reserve")).format(amount=text)


def points_of(unit: str) -> str:
    """The unit of a difference: of two shares it is points."""
    return tr("points") if unit == "%" else unit


def record_of(row: TargetRow, area_unit: str = "") -> dict:
    """A row as it is exported: numbers as printed, words in the user's language."""
    lang, target = locale(), row.target
    value, value_unit = shown(row.value, row.value_unit, area_unit)
    goal, unit = shown(row.goal, target.unit, area_unit)
    gap, expected = (shown(number, target.unit, area_unit)[0] for number in (row.gap, row.expected))
    gap_phys, phys_unit = shown(row.gap_phys, row.phys_unit, area_unit)
    if goal is None and row.goal is None:
        unit = target.unit
    return {
        "name": target.name(lang), "place": name_of_scope(row.scope, lang), "value": printed(value),
        "value_unit": unit_word(value_unit, lang), "cmp": target.comparator, "goal": printed(goal),
        "unit": unit_word(unit, lang), "year": target.year, "verdict": row.verdict, "gap": printed(gap),
        "gap_phys": printed(gap_phys), "phys_unit": unit_word(phys_unit, lang),
        "pace": pick(PACES[row.pace], lang), "pace_key": row.pace, "expected": printed(expected), "n": row.n,
        "n_skipped": row.n_skipped, "n_fail": row.n_fail, "covers": f"{row.covered} / {row.of}",
        "missing": row.missing.text(lang), "method": row.method.text(lang), "quote": target.quote_clean,
        "source": target.source, "history": "\n".join(f"{h.row}: {h.why}" for h in target.history),
        "kind": pick(KINDS[target.kind], lang), "tier": target.tier, "origin": pick(ORIGINS[row.origin], lang),
        "layer": row.source, "target": target.id, "bar": bar_of(row),
    }


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
    """'67.4763 %', '64 ×10⁴ mu'."""
    number, name = shown(value, unit, area_unit)
    name = unit_word(name, locale())
    return text_of(number) if number is None or not name else f"{text_of(number)} {name}"


def goal_text(comparator: str, goal: float | None, unit: str, area_unit: str = "", year: int | None = None) -> str:
    """'≤ 64 万亩 (2025)'; '—' where the plan gives no number."""
    if goal is None:
        return "—"
    text = f"{COMPARATORS.get(comparator, comparator)} {with_unit(goal, unit, area_unit)}"
    return f"{text} ({year})" if year else text
