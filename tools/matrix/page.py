"""One page of results of the matrix, in Markdown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tools.matrix.compare import DIFFERENT, SAME, VERDICTS, Difference
from tools.matrix.systems import Done, System

FACTS = ("QGIS", "Qt", "Python", "GDAL", "GEOS", "PROJ", "numpy")


@dataclass
class Counts:
    """One part of the suite: counts, and names of the tests that failed. ``ended`` is False where it crashed."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0
    ended: bool = True


@dataclass
class Report:
    """All that was seen on one system."""

    system: System
    facts: dict[str, str] = field(default_factory=dict)
    steps: dict[str, Done] = field(default_factory=dict)
    tests: dict[str, Counts] = field(default_factory=dict)
    differences: list[Difference] | None = None

    @property
    def passed(self) -> bool:
        """Whether every step ended well, no test failed, and no table of the demo differs."""
        return (all(step.code == 0 for step in self.steps.values())
                and all(part.ended and not part.failed for part in self.tests.values())
                and all(one.verdict != DIFFERENT for one in self.differences or ()))


def read_tests(path: Path) -> Counts:
    """Counts of a JUnit file of pytest; a file that is missing or cut short is a crash."""
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        return Counts(ended=False)
    out = Counts()
    for case in cases:
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            out.failed.append(f"{case.get('classname')}::{case.get('name')}")
        elif "skipped" in kinds:
            out.skipped += 1
        else:
            out.passed += 1
    return out


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _suite(report: Report) -> str:
    parts = report.tests.values()
    if not parts:
        return "not run"
    failed = sum(len(part.failed) for part in parts)
    crashed = [name for name, part in report.tests.items() if not part.ended]
    words = f"{sum(part.passed for part in parts)} passed, {failed} failed, {sum(p.skipped for p in parts)} skipped"
    return words + (f"; crashed: {', '.join(crashed)}" if crashed else "")


def _figures(report: Report) -> str:
    if report.differences is None:
        return "not compared"
    count = Counter(one.verdict for one in report.differences)
    return f"{len(report.differences)} tables: " + ", ".join(f"{count[v]} {v}" for v in VERDICTS if count[v])


def page(reports: list[Report], reference: str, commit: str) -> str:
    """The page: versions, steps, suite, figures against the *reference*, then all that failed or differs."""
    names = [report.system.name for report in reports]
    rows = [[name, *(report.facts.get(name, "?") for report in reports)] for name in FACTS]
    for step in dict.fromkeys(step for report in reports for step in report.steps):
        cells = [report.steps.get(step) for report in reports]
        rows.append([step, *("not run" if done is None else
                             f"{'ok' if done.code == 0 else f'**exit code {done.code}**'} ({done.seconds / 60:.1f} min)"
                             for done in cells)])
    rows.append(["suite", *map(_suite, reports)])
    rows.append([f"figures against {reference}", *map(_figures, reports)])
    out = ["# Results of `make matrix`", "", f"Commit {commit}. Reference of the figures: {reference}.", "",
           *_table(["", *names], rows), ""]
    for report in reports:
        out += [f"## {report.system.name} ({report.system.what})", ""]
        failed = [f"- failed: `{name}`" for part in report.tests.values() for name in part.failed]
        other = [f"- {one.sentence()}" for one in report.differences or () if one.verdict != SAME]
        out += [*failed, *other] or ["Nothing failed, nothing differs." if report.passed else "See the logs."]
        out.append("")
    return "\n".join(out)
