"""Fields and rows of compliance's outputs."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.core.measurement import unit_word
from ...nm_urban_plugin.core.targets.rows import TargetRow, name_of_scope
from ...nm_urban_plugin.core.units import half_up
from ...nm_urban_plugin.core.verdict import AT_RISK, MET, NOT_COMPUTABLE, NOT_MET, PENDING, verdict_word
from ...nm_urban_plugin.i18n import locale, tr
from ..framework.fields import LONG

#: Characters that were restored; the plan as found does not have them.
_RESTORED = re.compile(r"\[[^\]]*\]")

#: So many rows are told in the log.
_MOST_SAID, _MOST_PARTIAL = 20, 10

ROW_FIELDS = (
    ("target", "text", 0, LONG),
    ("name", "text", 0, LONG),
    ("place", "text", 0, LONG),
    ("place_name", "text", 0, LONG),
    ("value", "real", 4),
    ("val_unit", "text", 0, LONG),
    ("goal", "real", 4),
    ("cmp", "text", 0, 4),
    ("unit", "text", 0, LONG),
    ("year", "int"),
    ("verdict", "text", 0, 16),
    ("gap", "real", 4),
    ("gap_phys", "real", 4),
    ("phys_unit", "text", 0, 32),
    ("pace", "text", 0, 16),
    ("expected", "real", 4),
    ("state", "text", 0, 16),
    ("stands", "int"),
    ("kind", "text", 0, 16),
    ("tier", "text", 0, 8),
    ("origin", "text", 0, 16),
    ("indicator", "text"),
    ("n", "long"),
    ("n_skipped", "long"),
    ("n_fail", "long"),
    ("covered", "int"),
    ("units", "int"),
    ("missing", "text", 0, LONG),
    ("method", "text", 0, LONG),
    ("source", "text", 0, LONG),
    ("quote", "text", 0, LONG),
    ("history", "text", 0, LONG),
    ("src_layer", "text", 0, LONG),
)


def printed(number: float | None) -> float | None:
    """Four decimals, half-up, no negative zero."""
    return None if number is None else float(half_up(number, 4)) + 0.0


def row_values(row: TargetRow, language: str) -> list:
    """Values of one row in the order of ROW_FIELDS."""
    target = row.target
    quote = _RESTORED.sub("", target.quote_clean) if target.as_written else target.quote_clean
    history = [f"{h.row}: {h.why}" for h in target.history]
    history = "；".join([*history, target.quote_clean] if target.as_written else history)
    return [
        target.id, target.name(language), row.scope.key, name_of_scope(row.scope, language), printed(row.value),
        row.value_unit, printed(row.goal), target.comparator, target.unit, target.year, row.verdict, printed(row.gap),
        printed(row.gap_phys), row.phys_unit, row.pace, printed(row.expected), target.state(row.as_of),
        int(row.stands), target.kind, target.tier, row.origin, row.indicator.id if row.indicator else "", row.n,
        row.n_skipped, row.n_fail, row.covered, row.of, row.missing.text(language), row.method.text(language),
        target.source, quote, history, row.source]


def measure_values(row: TargetRow, language: str) -> list:
    """One row of the MEASURES table: the value under the target's id, so that it can be judged again.

    A value that judges a target which was due earlier is of its due date: what is dated later is history.
    """
    one = row.measurement(language)
    due = row.target.due() if row.target.kind == "target" else None
    stands = row.as_of if due is None else min(row.as_of, due)
    day = QDate(stands.year, stands.month, stands.day)
    code = one.code if len(one.code) == 6 and one.code.isdigit() else ""
    partial = row.covered < row.of
    missing = one.missing or (row.missing.text(language) if not partial else tr("covers {k} of {n} units").format(
        k=row.covered, n=row.of))
    # a part must not come back as the whole when this table is judged
    return [row.target.id, code, day, None if partial else printed(one.value), one.unit, one.n, one.method, one.source,
            missing]


def say_rows(feedback, rows: list[TargetRow]) -> None:
    """The judged rows in the log, then what has a value and still cannot be judged, with the reason; the first ones."""
    judged = [row for row in rows if row.verdict in (MET, NOT_MET, PENDING, AT_RISK)]
    for row in judged[:_MOST_SAID]:
        feedback.pushInfo(tr("{name}, {place}: {value:.4f} {unit} (goal {cmp} {goal:g}): {verdict}").format(
            name=row.target.name(locale()), place=name_of_scope(row.scope, locale()), value=row.value,
            unit=unit_word(row.value_unit, locale()), cmp=row.target.comparator, goal=row.goal,
            verdict=verdict_word(row.verdict, locale())))
    if len(judged) > _MOST_SAID:
        feedback.pushInfo(tr("… and {n} more: see the output").format(n=len(judged) - _MOST_SAID))
    partial = [row for row in rows if row.verdict == NOT_COMPUTABLE and row.value is not None]
    for row in partial[:_MOST_PARTIAL]:
        feedback.pushInfo(tr("{name}, {place}: {value:.4f} {unit}, {verdict}: {why}").format(
            name=row.target.name(locale()), place=name_of_scope(row.scope, locale()), value=row.value,
            unit=unit_word(row.value_unit, locale()), verdict=verdict_word(row.verdict, locale()),
            why=row.missing.text(locale())))
    if len(partial) > _MOST_PARTIAL:
        feedback.pushInfo(tr("… and {n} more: see the output").format(n=len(partial) - _MOST_PARTIAL))
