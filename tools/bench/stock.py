"""``python -m tools.bench.stock``: the stock accounting beside ``native:difference`` of the same layers, in one run.

Native gives the geometry that is left of each approval and nothing else. The accounting measures every parcel
officially, tells supplied, cancelled, overlapping, doubled and unsupplied land apart to the cent, and gives the same
geometry. BENCH_STOCK_SIZE (approvals, 100 000), BENCH_STOCK_RUNS (of the accounting, 3) and BENCH_WRITE=1 choose.
"""

from __future__ import annotations

import os

import numpy as np

from tools.bench import measure, stock_world
from tools.bench.methods import Method
from tools.bench.results import machine
from tools.common import BUILD, ROOT

_OUT = BUILD / "bench" / "out"
_PAGE = ROOT / "docs" / "performance-stock.md"

OURS = Method("stock", "**stock accounting**: areas, checks, parts to the cent, pieces", "stock")
NATIVE = Method("difference", "`native:difference` into a memory layer", "native_difference")

#: The goal, and how far what is left of one approval may differ (m²): a cent of rounding, and a tenth of noise.
GOAL, WORST_M2 = 5.0, 0.011


def compare(ours, theirs) -> tuple[float, int]:
    """(worst difference in m², approvals compared): native knows nothing of approvals that overlap each other, so
    those are left out. Native's pieces are measured raw and scaled like the approval."""
    alone = ours["overlap"] == 0
    return float(np.abs(ours["left"] - theirs["left"] * ours["scale"])[alone].max(initial=0.0)), int(alone.sum())


def page(size: int, runs: dict[str, measure.Measured], worst: float, compared: int) -> str:
    """The table as Markdown."""
    ours, theirs = runs[OURS.key], runs[NATIVE.key]
    facts = ours.runs[0].facts
    rows = [f"| {method.title} | {of.median('seconds'):.1f} | {of.median('cpu'):.1f} | {of.median('peak_mb'):.0f} | "
            f"{len(of.runs)} |" for method, of in ((OURS, ours), (NATIVE, theirs))]
    stages = ", ".join(f"{name} {ours.stage(name):.1f} s" for name in ours.runs[0].stages)
    return "\n".join([
        "# Performance of the stock accounting", "",
        "Written by `BENCH_WRITE=1 python -m tools.bench.stock`. Seconds belong to the machine, ratios to the method.",
        "",
        f"{facts['n']:,.0f} approvals x {facts['supplies']:,.0f} supplies, both methods in the same run on the same "
        "files, all features:", "",
        "| method | s | CPU s | peak MB | runs |", "| --- | --: | --: | --: | --: |", *rows, "",
        f"* **{theirs.median('seconds') / ours.median('seconds'):.1f} times** faster (goal: {GOAL:.0f}); by processor "
        f"seconds {theirs.median('cpu') / ours.median('cpu'):.1f} times.",
        f"* Stages: {stages}.",
        f"* {facts['pieces']:,.0f} pieces of unsupplied land are drawn.",
        f"* What is left of each approval agrees with native's geometry: worst difference {worst:.3f} m² of "
        f"{compared:,} approvals (those that overlap an earlier one are counted once here and left out).", "",
        f"{machine()}.", ""])


def main() -> None:
    """Run both in turn, print, write; fails where they disagree."""
    size = int(os.environ.get("BENCH_STOCK_SIZE", 100_000))
    _OUT.mkdir(parents=True, exist_ok=True)
    stock_world.build(size, lambda words: print(words, flush=True))
    files = {method.key: _OUT / f"{method.key}_{size}.npz" for method in (OURS, NATIVE)}
    runs = {OURS.key: measure.Measured(), NATIVE.key: measure.Measured()}
    for number in range(int(os.environ.get("BENCH_STOCK_RUNS", 3))):
        for method in (OURS, NATIVE) if number == 0 else (OURS,):
            runs[method.key].runs.append(measure.run(method, size, files[method.key] if number == 0 else None))
            last = runs[method.key].runs[-1]
            print(f"bench: {method.key}: {last.seconds:.1f} s, CPU {last.cpu:.1f} s, {last.peak_mb:.0f} MB", flush=True)
    with np.load(files[OURS.key]) as ours, np.load(files[NATIVE.key]) as theirs:
        worst, compared = compare(ours, theirs)
    text = page(size, runs, worst, compared)
    print(text, flush=True)
    if os.environ.get("BENCH_WRITE", "") not in ("", "0"):
        temporary = _PAGE.with_suffix(".part")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(_PAGE)
    if worst > WORST_M2:
        raise SystemExit(f"bench: what is left of an approval differs by {worst:.3f} m²")


if __name__ == "__main__":
    main()
