"""Command line of the benchmark."""

from __future__ import annotations

import argparse
import os
import time

from tools.bench import compare, libraries, measure, region, report, stock_world, world
from tools.bench.methods import ALGORITHMS, IDLELAND, METHODS, RUNS, SHAPELY, START, Method
from tools.bench.results import AtSize, Results, machine
from tools.common import BUILD, ROOT

_OUT = BUILD / "bench" / "out"
_RESULTS = BUILD / "bench" / "results.json"
_PAGE = ROOT / "docs" / "performance.md"


def say(words: str) -> None:
    """Print at once: a run takes minutes."""
    print(words, flush=True)


def default_sizes() -> str:
    """BENCH_SIZES, else 20 000 and 200 000, and a million with BENCH_FULL=1."""
    return os.environ.get("BENCH_SIZES") or ("20000,200000,1000000" if _asked("BENCH_FULL") else "20000,200000")


def _asked(name: str) -> bool:
    """Whether a switch is on in the environment."""
    return os.environ.get(name, "") not in ("", "0")


def parse() -> argparse.Namespace:
    """Sizes, methods, repetitions, and what to do with the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--sizes", default=default_sizes(), help="numbers of parcels (or BENCH_SIZES)")
    parser.add_argument("--only", default=os.environ.get("BENCH_ONLY", ""),
                        help=f"some methods only (or BENCH_ONLY): {','.join(m.key for m in (*METHODS, *ALGORITHMS))}")
    parser.add_argument("--runs", type=int, default=int(os.environ.get("BENCH_RUNS", RUNS)), help="runs of each method")
    parser.add_argument("--write", action="store_true", default=_asked("BENCH_WRITE"),
                        help=f"write {_PAGE.relative_to(ROOT)} (or BENCH_WRITE=1)")
    parser.add_argument("--again", action="store_true", help="run nothing: the table of the last run once more")
    return parser.parse_args()


def bench_size(size: int, methods: list[Method], runs: int, results: Results) -> AtSize:
    """All methods at one size: cells and comparison first (which also warms the file cache), then the timed runs."""
    world.build(size, say)
    at = results.sizes[size] = AtSize()
    cells = {m.key: _OUT / f"{m.key}_{size}.npz" for m in methods if m.column}
    quick = [m for m in methods if m.quick]
    for method in quick:
        first = measure.run(method, size, cells.get(method.key))
        at.n = int(first.facts["n"])
    at.methods.update(measure.run_in_turn(quick, size, runs))
    for method in quick:
        _tell(method, at)
    for method in (m for m in methods if not m.quick):
        try:
            at.methods[method.key] = measure.run_slow(
                method, size, cells.get(method.key), min(runs, method.runs))
        except measure.JobFailed as error:
            results.skipped[f"{method.key} {size}"] = str(error)
            say(f"bench: {method.key} failed: {error}")
            continue
        taken = at.methods[method.key].runs[0].facts["n"]
        at.n = at.n or int(taken)
        at.methods[method.key].factor = at.n / taken
        _tell(method, at)
    if SHAPELY in at.methods:
        for method in methods:
            if method.column and method.key in at.methods and method.key != SHAPELY and cells[method.key].exists():
                step = region.sample_step(size) if method.sample else 1
                at.agree[method.key] = compare.compare(cells[method.key], cells[SHAPELY], method.column, step)
    return at


def bench_algorithm(method: Method, size: int, runs: int, results: Results) -> None:
    """An algorithm from end to end; idleland counts approvals, half as many, and no more than its world has."""
    if method.key == IDLELAND:
        size = {20_000: 20_000, 200_000: 100_000}.get(size, 0)
        if not size:
            return
        stock_world.build(size, say)
    else:
        world.build(size, say)
    try:
        measured = measure.run_slow(method, size, None, min(runs, method.runs))
    except measure.JobFailed as error:
        results.skipped[f"{method.key} {size}"] = str(error)
        say(f"bench: {method.key} failed: {error}")
        return
    results.algorithms.setdefault(method.key, {})[size] = measured
    say(f"bench: {method.key} {size}: {measured.median('seconds'):.1f} s, {measured.median('cpu'):.1f} CPU s, "
        f"{measured.median('peak_mb'):.0f} MB, {len(measured.runs)} runs")


def _tell(method: Method, at: AtSize) -> None:
    measured = at.methods[method.key]
    extrapolated = "" if measured.factor == 1 else f" for 1 in {measured.factor:.0f}"
    say(f"bench: {at.n} {method.key}: {measured.median('seconds'):.2f} s{extrapolated}, "
        f"{measured.median('peak_mb'):.0f} MB, {len(measured.runs)} runs")


def wanted(only: str) -> list[Method]:
    """The methods asked for; raises SystemExit for a name that is none."""
    names = [name for name in only.split(",") if name]
    strange = set(names) - {m.key for m in (*METHODS, *ALGORITHMS)}
    if strange:
        raise SystemExit(f"bench: no such method: {', '.join(sorted(strange))}")
    return [m for m in METHODS if not names or m.key in names]


def run(args: argparse.Namespace) -> Results:
    """Run everything that was asked for; the results are saved after each size."""
    sizes = [int(s) for s in args.sizes.split(",")]
    results = Results(machine=machine())
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"bench: the machine is busy (load {load:.1f}); ratios are safer than seconds")
    methods = []
    for method in wanted(args.only):
        try:
            measure.available(method)
            methods.append(method)
        except libraries.Unavailable as error:
            results.skipped[method.key] = str(error)
            say(f"bench: {method.key} is left out: {error}")
    start = measure.run(START, 0)
    results.start_mb, results.versions = start.peak_mb, {**start.facts, **libraries.versions()}
    for size in sizes:
        if methods:
            bench_size(size, methods, args.runs, results)
            results.save(_RESULTS)
    for method in ALGORITHMS:
        if not args.only or method.key in args.only.split(","):
            for size in sizes:
                bench_algorithm(method, size, args.runs, results)
                results.save(_RESULTS)
    return results


def main() -> None:
    """Run, print, write."""
    args = parse()
    began = time.perf_counter()
    _OUT.mkdir(parents=True, exist_ok=True)
    results = Results.load(_RESULTS) if args.again else run(args)
    page = report.page(results)
    say(page)
    if args.write:
        temporary = _PAGE.with_suffix(".part")
        temporary.write_text(page, encoding="utf-8")
        temporary.replace(_PAGE)
    say(f"bench: {(time.perf_counter() - began) / 60:.1f} minutes")
    wrong = report.disagreements(results)
    if wrong:
        raise SystemExit("\n".join(f"bench: {line}" for line in wrong))


if __name__ == "__main__":
    main()
