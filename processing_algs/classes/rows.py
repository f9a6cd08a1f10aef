"""Fields and rows of countyclass' outputs."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.core.classes.decision import AGRI, CLASSES, COMPUTED, ECO, MISSING, OFFICIAL, REPORTED, URBAN
from ...nm_urban_plugin.core.classes.proposal import WHOLE
from ...nm_urban_plugin.core.classes.rules import ClassRules
from ...nm_urban_plugin.core.classes.words import class_name, growth_name, why_class, why_flags, why_growth
from ...nm_urban_plugin.core.places import REGION, name_of
from ...nm_urban_plugin.core.units import half_up, m2
from ...nm_urban_plugin.i18n import locale, tr
from ...nm_urban_plugin.jobs.classes.job import ClassResult, Row
from ..framework.fields import LONG

#: Baseline of the register that the red line's share of the region answers.
_REDLINE_SHARE = "eco_redline_share"

_FIRST = (
    ("src_fid", "long"),
    ("area_m2", "real", 2),
    ("cls", "text", 0, 8),
    ("cls_name", "text", 0, 32),
    ("cls_src", "text", 0, 16),
    ("p_urban", "real", 4),
    ("p_agri", "real", 4),
    ("p_eco", "real", 4),
    ("cls_comp", "text", 0, 8),
    ("margin", "real", 4),
    ("topsis", "text", 0, 8),
    ("cluster", "text", 0, 8),
    ("agree", "int"),
    ("flags", "text"),
    ("unjudged", "text"),
    ("growth", "text", 0, 16),
    ("growth_ms", "text", 0, 16),
    ("people_yr", "real", 4),
    ("land_yr", "real", 4),
    ("mismatch", "int"),
    ("blind", "int"),
)


def class_fields(rules: ClassRules) -> tuple:
    """Fields of OUTPUT: what is decided, the indicators as they were compared, and why."""
    return (*_FIRST, *((key, "real", 4) for key in rules.indicators), ("why", "text", 0, LONG))


def _rounded(value: float | None) -> float | None:
    return None if value is None or not abs(value) < 1e12 else float(half_up(value, 4))


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def class_row(row: Row, rules: ClassRules, language: str) -> list:
    """Our values of one county unit in the order of :func:`class_fields`."""
    decision, proposal, found = row.decision, row.decision.proposal, row.measured
    shares = [proposal.p[cls] / WHOLE if proposal.cls else None for cls in CLASSES]
    mismatch = int(found.key != row.assigned) if found.key and row.assigned else None
    sentences = [why_class(decision, rules, language), why_flags(row.flags, language, row.details),
                 why_growth(row.assigned, found, language)]
    stop = "。" if language == "zh" else ". "
    text = stop.join(one[:1].upper() + one[1:] for one in sentences if one) + stop.strip()
    return [row.fid, float(m2(row.cents)), decision.cls or None, class_name(decision.cls, "zh") or None,
            decision.source, *shares, proposal.cls or None, proposal.margin if proposal.cls else None,
            proposal.topsis or None, proposal.cluster or None, _flag(proposal.agree), ",".join(row.flags),
            ",".join(row.unjudged), row.assigned or None, found.key or None, _rounded(found.people_pct),
            _rounded(found.land_pct), mismatch, _flag(found.alert),
            *(_rounded(row.figures[key]) for key in rules.indicators), text]


def numbers(done: ClassResult) -> dict:
    """The totals as numbers."""
    classes, sources = done.classes, done.sources
    return {"N_URBAN": classes[URBAN], "N_AGRI": classes[AGRI], "N_ECO": classes[ECO], "N_MISSING": classes[MISSING],
            "N_OFFICIAL": sources[OFFICIAL], "N_REPORTED": sources[REPORTED], "N_COMPUTED": sources[COMPUTED],
            "N_DOUBTFUL": sum(r.decision.source == COMPUTED and r.decision.proposal.doubtful for r in done.rows),
            "N_MISMATCH": len(done.mismatches), "N_BLIND": sum(row.measured.alert is True for row in done.rows)}


def measures(done: ClassResult, method: str) -> list[list]:
    """Rows of the MEASURES table: units per class and per source, and the red line's share where it was measured."""
    day = QDate(done.as_of.year, done.as_of.month, done.as_of.day)
    rows = []
    for name, n in numbers(done).items():
        rows.append([f"countyclass_{name.lower()}", REGION, day, float(n), "个", n, method, done.source_name, ""])
    lined = "eco_pct" in done.units.shares
    if lined:
        whole = sum(row.cents for row in done.rows)
        inside = sum(row.cents * (row.figures["eco_pct"] or 0.0) for row in done.rows)
        value = float(half_up(inside / whole, 4)) if whole else None
        rows.append([_REDLINE_SHARE, REGION, day, value, "%", len(done.rows), method, done.source_name, ""])
        for row in done.rows:
            rows.append([_REDLINE_SHARE, row.code, day, _rounded(row.figures["eco_pct"]), "%", 1, method,
                         done.source_name, ""])
    else:
        rows.append([_REDLINE_SHARE, REGION, day, None, "%", 0, method, done.source_name, "ECO_REDLINE"])
    return rows


def say_classes(feedback, done: ClassResult) -> None:
    """The counts, and where the measured growth type is not that of the plan."""
    lang = locale()
    found = numbers(done)
    feedback.pushInfo(tr("Urbanised {urban}, farming {agri}, ecological {eco}, missing {missing}; official {official}, "
                         "reported {reported}, computed {computed} ({doubt} in doubt)").format(
        urban=found["N_URBAN"], agri=found["N_AGRI"], eco=found["N_ECO"], missing=found["N_MISSING"],
        official=found["N_OFFICIAL"], reported=found["N_REPORTED"], computed=found["N_COMPUTED"],
        doubt=found["N_DOUBTFUL"]))
    if done.mismatches:
        feedback.pushInfo(tr("Growth type measured and in the plan differ for {n} units:").format(
            n=len(done.mismatches)))
    for one in done.mismatches:
        feedback.pushInfo(tr("{code} {name}: plan {plan}, measured {found} ({people:+.2f} % people a year)").format(
            code=one.code, name=name_of(one.code, lang), plan=growth_name(one.assigned, lang),
            found=growth_name(one.measured.key, lang), people=one.measured.people_pct))
    for row in done.rows:
        if row.measured.alert:
            feedback.pushWarning(tr("{code} {name}: people fall ({people:+.2f} % a year) while construction land grows "
                                    "({land:+.2f} %)").format(
                code=row.code, name=row.name, people=row.measured.people_pct, land=row.measured.land_pct))
