"""Run set-up, demo, tests and the release check on several versions of QGIS, and compare the figures.

    make matrix                              all of it on Debian 12, 13 and testing (about half an hour each)
    python -m tools.matrix trixie forky      only these systems
    python -m tools.matrix forky --steps setup tests --pytest "-m 'not slow' tests/core"
    python -m tools.matrix --list            the systems

The systems are made once, below NM_URBAN_MATRIX (default: ~/.cache/nm_urban-matrix, about 3 GB each). The figures are
compared table by table with those of the first system, or of the folder given by --reference. Logs and the page of
results, results.md, go to build/matrix. Exit code 1 where anything failed.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tools.matrix.compare import compare_folders
from tools.matrix.page import Report, page, read_tests
from tools.matrix.systems import ROOT, SYSTEMS, Box, MatrixError, check_means

OUT = ROOT / "build" / "matrix"
DEMO = Path("build") / "demo"
STEPS = ("setup", "demo", "figures", "tests", "check-zip", "tour")
DEFAULT = ("bookworm", "trixie", "forky")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.matrix", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", default=list(DEFAULT), help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--reference", type=Path, help="a folder build/demo whose inputs and results are the reference")
    parser.add_argument("--pytest", default="", metavar="WORDS", help="for pytest; with paths only these are run")
    parser.add_argument("--prefix", default="", metavar="WORDS", help="before each command, such as 'nice -n 10'")
    parser.add_argument("--list", action="store_true", help="print the systems and end")
    options = parser.parse_args(argv)
    unknown = sorted(set(options.systems) - set(SYSTEMS))
    if unknown:
        parser.error(f"no such system: {', '.join(unknown)}")
    return options


def run_system(box: Box, options: argparse.Namespace, reference: Path | None) -> Report:
    """Every wanted step on one system; a step that needs a failed one is left out."""
    report = Report(box.system)

    def step(name: str, command: str) -> bool:
        report.steps[name] = done = box.run(name, command)
        print(f"matrix: {box.system.name}: {name} {'ok' if done.code == 0 else f'exit code {done.code}'} "
              f"({done.seconds:.0f} s, {done.log})", flush=True)
        return done.code == 0

    report.steps["build"] = built = box.build()
    if built.code:
        return report
    box.put_project()
    if not step("setup", "make setup i18n/nm_urban_zh.qm"):
        return report
    report.facts = box.facts()
    if "demo" in options.steps and step("demo", "make demo") and reference is None:
        report.differences = []  # this one is the reference itself
    if "figures" in options.steps and reference is not None:
        shutil.rmtree(box.project / DEMO, ignore_errors=True)
        shutil.copytree(reference / "input", box.project / DEMO / "input")
        if step("figures", "make demo-results"):
            report.differences = compare_folders(reference, box.project / DEMO)
    if "tests" in options.steps:
        _run_tests(box, options.pytest, report, step)
    if "check-zip" in options.steps:
        step("check-zip", "make check-zip")
    if "tour" in options.steps:
        step("tour", "bash tools/run_qgis.sh --lang zh-Hans --tour build/tour/zh")
    return report


def _run_tests(box: Box, words: str, report: Report, step) -> None:
    own = any(not word.startswith("-") and word.startswith("tests") for word in shlex.split(words))
    for name, paths in ({"chosen": ""} if own else box.test_parts()).items():
        listing = f"build/junit-{name}.xml"
        (box.project / listing).unlink(missing_ok=True)
        step(f"tests-{name}", "QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -q --tb=short "
                              f"-p no:cacheprovider --junitxml={listing} {words} {paths}")
        report.tests[name] = read_tests(box.project / listing)


def main(argv: list[str] | None = None) -> int:
    """Command line; see the module's text."""
    options = _arguments(argv)
    if options.list:
        print("\n".join(f"{system.name:20} {system.what}" for system in SYSTEMS.values()))
        return 0
    try:
        check_means()
    except MatrixError as error:
        print(f"matrix: {error}", file=sys.stderr)
        return 2
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, stdout=subprocess.PIPE, check=True,
                            encoding="utf-8").stdout.strip()
    OUT.mkdir(parents=True, exist_ok=True)
    reference, title, reports = options.reference, str(options.reference or "none"), []
    for name in options.systems:
        box = Box(SYSTEMS[name], OUT, tuple(shlex.split(options.prefix)))
        report = run_system(box, options, reference)
        reports.append(report)
        if reference is None and report.differences is not None:
            reference, title = box.project / DEMO, name
        (OUT / "results.md").write_text(page(reports, title, commit), encoding="utf-8")
    print(f"matrix: {OUT / 'results.md'}")
    return int(not all(report.passed for report in reports))


if __name__ == "__main__":
    sys.exit(main())
