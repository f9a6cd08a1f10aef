"""Rows of the outputs of the data check, and what its log says."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import QgsGeometry, QgsPointXY

from ...nm_urban_plugin.core.quality import kind_of
from ...nm_urban_plugin.i18n import locale, tr
from ...nm_urban_plugin.jobs.quality.job import Issue, QualityResult
from ..framework.fields import LONG

ISSUE_FIELDS = (
    ("layer", "text", 0, LONG), ("fid", "long"), ("rule", "text", 0, 8), ("severity", "text", 0, 8),
    ("detail", "text", 0, LONG), ("name", "text", 0, LONG), ("advice", "text", 0, LONG), ("fixable", "text", 0, 4),
    ("clause", "text", 0, LONG),
)

READY_FIELDS = (
    ("indicator", "text", 0, 32), ("name", "text", 0, LONG), ("input", "text", 0, 32), ("layer", "text", 0, LONG),
    ("ready", "text", 0, 4), ("missing", "text", 0, LONG),
)

#: Rules named one by one in the log; the rest stands in the table.
_SAID = 6


def issue_row(issue: Issue) -> tuple[QgsGeometry | None, list]:
    """(point in degrees or None, values) of one issue."""
    lang = locale()
    place = None
    if issue.lon == issue.lon and issue.lat == issue.lat:
        place = QgsGeometry.fromPointXY(QgsPointXY(issue.lon, issue.lat))
    rule = issue.rule
    fid = issue.fid if issue.fid >= 0 else None
    return place, [issue.layer, fid, rule.id, rule.severity, issue.detail.text(lang), rule.title(lang),
                   rule.advice(lang), "yes" if rule.fix else "no", rule.clause[0 if lang == "zh" else 1]]


def ready_rows(result: QualityResult) -> Iterator[list]:
    """One row per algorithm and input: the layer it would take, whether that is enough, what is missing."""
    lang = locale()
    for one in result.readiness:
        for wanted in one.task.inputs:
            layer = one.chosen.get(wanted.parameter, "")
            lacks = [m.text(lang) for parameter, m in (*one.missing, *one.optional) if parameter == wanted.parameter]
            ready = "yes" if layer and not lacks else "no"
            yield [one.task.id, one.task.name(lang), wanted.parameter, layer, ready,
                   ("；" if lang == "zh" else "; ").join(lacks)]


def say_result(feedback, result: QualityResult) -> None:
    """The sentences of the report: layers and roles, errors, the rules broken most, what can be computed."""
    lang = locale()
    comma = "、" if lang == "zh" else ", "
    for layer in result.layers:
        kind = kind_of(layer.subject.role)
        feedback.pushInfo(tr("Layer '{name}': {role}, {count} features, {issues} issues.").format(
            name=layer.name, role=kind.name(lang) if kind else tr("role unknown"), count=layer.count,
            issues=sum(len(one) for one in layer.findings)))
    feedback.pushInfo(tr("Errors {errors}, warnings {warnings}, hints {hints}.").format(
        errors=result.number("error"), warnings=result.number("warn"), hints=result.number("hint")))
    counts = sorted(result.counts().items(), key=lambda pair: (-pair[1], pair[0]))
    if counts:
        feedback.pushInfo(tr("Found most: {rules}.").format(rules=comma.join(
            f"{result.table[rule].title(lang)} ({rule}) {n}" for rule, n in counts[:_SAID])))
    ready = [one.task.name(lang) for one in result.readiness if one.ready]
    feedback.pushInfo(tr("Can be computed: {names}.").format(names=comma.join(ready)) if ready
                      else tr("No algorithm has all of its layers yet: see the table of readiness."))
