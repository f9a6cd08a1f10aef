"""The data check over the corpus: no false alarm on clean files, every planted defect found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsFeedback, QgsVectorLayer

from tools.common import import_nm_urban
from tools.corpus.build import Case
from tools.corpus.score import found_of

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.reading.source import Given  # noqa: E402
from nm_urban.nm_urban_plugin.core.quality import rules  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.files import Unpacked  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.job import check  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.opening import open_layer  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.source import subject_of  # noqa: E402

AS_OF = dt.date(2025, 12, 31)
#: Said of the layer as a whole where its role or fields leave something open; no defect of the data.
_OPEN = ("Q1101", "Q3103", "Q2205")


@dataclass
class Findings:
    """alarms on clean files, planted rules that were missed, and how often each rule was planted and found."""

    files: int = 0
    alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    planted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)


def check_cases(folder: Path, cases: list[Case]) -> Findings:
    """Check every file whose role is known; *planted* holds what must be found, and nothing of severity warn or error
    may be found in the others."""
    out = Findings()
    with Unpacked() as unpacked:
        for case in cases:
            if case.ambiguous:
                continue
            found = found_of(folder, case, unpacked)
            layer = open_layer(found) if found else None
            if "Q3101" in case.planted:  # as a person opens it, in whatever encoding QGIS takes
                layer = QgsVectorLayer(str(folder / case.path), "raw", "ogr")
            if layer is None:
                out.missed.append(f"{case.path}: not opened")
                continue
            out.files += 1
            given = Given(layer, layer.crs(), layer.name(), layer)
            subject = subject_of(given, layer, case.role if case.planted else "")
            result = check([subject], None, AS_OF, QgsFeedback(), county="150123")
            counts = result.counts()
            out.planted.update(case.planted)
            out.found.update(rule for rule in case.planted if rule in counts)
            missing = [rule for rule in case.planted if rule not in counts]
            out.missed += [f"{case.path} [{case.format}]: {rule} not found" for rule in missing]
            wrong = [rule for rule in counts if rule not in case.planted and rule not in case.beside
                     and rule not in _OPEN and rules()[rule].severity != "hint"]
            for rule in wrong:
                first = next(i for i in result.issues() if i.rule.id == rule)
                out.alarms.append(f"{case.path} [{case.format}] {case.role}: {rule} x {counts[rule]} "
                                  f"{first.detail.text('zh')}")
    return out


def print_findings(out: Findings) -> None:
    """Both lists, and the table of planted defects."""
    print(f"checked {out.files} files")
    for title, lines in (("false alarms", out.alarms), ("missed", out.missed)):
        print(f"{title}: {len(lines)}")
        for line in lines:
            print("  ", line)
    print("planted and found:", ", ".join(f"{rule} {out.found[rule]}/{n}" for rule, n in sorted(out.planted.items())))
