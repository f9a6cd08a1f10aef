"""Command line: build the corpus in a folder (default: a temporary one), recognise and check it, print the score.

    python -m tools.corpus [--folder F] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tools.bench.jobs.qgis_app import started
from tools.corpus.build import build
from tools.corpus.score import print_score, score_roles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=20251)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, started():
        from tools.corpus.check import check_cases, print_findings  # needs a QGIS that has started

        folder = options.folder or Path(place)
        cases = build(folder, options.seed)
        score = score_roles(folder, cases)
        findings = check_cases(folder, cases)
    print_score(score)
    print_findings(findings)
    good = score.share >= 0.98 and not score.sure and not findings.alarms and not findings.missed
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
