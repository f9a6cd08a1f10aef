"""The table of the benchmark as Markdown, for the terminal and for docs/performance.md."""

from __future__ import annotations

from collections.abc import Callable

from tools.bench import region
from tools.bench.methods import (
    ALGORITHMS,
    BUDGET_S,
    DUCKDB,
    ENGINE,
    FLOOR,
    IDLELAND,
    LEAN,
    LOOP,
    METHODS,
    NATIVE,
    PLANE,
    POSTGIS,
    RUNS,
    SHAPELY,
    ZONES_PREPARED,
    ZONES_READ,
)
from tools.bench.results import AtSize, Results

#: The engine must agree with shapely this well, cell by cell.
WORST_M2 = 1e-4

_MILLION, _LARGE = 1_000_000, 200_000


def _thousands(value: float) -> str:
    """A whole number in groups of three."""
    return f"{value:,.0f}".replace(",", " ")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [_row(*head), _row("---", *["--:"] * (len(head) - 1)), *(_row(*row) for row in rows)]


def _number(value: float | None) -> str:
    """Three significant digits, never in powers of ten; whole numbers as they are."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return _thousands(value)
    if abs(value) >= 100:
        return _thousands(value)
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _sizes(results: Results) -> list[str]:
    return [_thousands(at.n) for at in results.sizes.values()]


def _seconds(at: AtSize, key: str) -> float | None:
    return at.methods[key].seconds if key in at.methods else None


def _over(a: float | None, b: float | None) -> float | None:
    return a / b if a is not None and b else None


def _ratio_rows(results: Results) -> list[list[str]]:
    """What the benchmark is for: [words, one figure per size, goal]."""

    def row(words: str, goal: str, figure: Callable[[AtSize], float | None], unit: str = "") -> list[str]:
        values = [figure(at) for at in results.sizes.values()]
        return [words, *(_number(v) + (unit if v is not None else "") for v in values), goal]

    def quicker(key: str) -> Callable[[AtSize], float | None]:
        return lambda at: _over(_seconds(at, key), _seconds(at, ENGINE))

    def above_qgis(at: AtSize) -> float | None:
        return at.methods[ENGINE].median("peak_mb") - results.start_mb if ENGINE in at.methods else None

    def stage(name: str) -> Callable[[AtSize], float | None]:
        return lambda at: at.methods[ENGINE].stage(name) if ENGINE in at.methods else None

    def worst(at: AtSize) -> float | None:
        return at.agree[ENGINE].cell_m2 * 1e6 if ENGINE in at.agree else None

    return [
        row("engine, times the read floor", "≤ 25 at a million, aim 8",
            lambda at: _over(_seconds(at, ENGINE), _seconds(at, FLOOR)), " ×"),
        row("engine, times iterating the features with geometry in PyQGIS", "< 1 at a million",
            lambda at: _over(_seconds(at, ENGINE), _seconds(at, LOOP)), " ×"),
        row("the same, where the loop asks for no attributes", "",
            lambda at: _over(_seconds(at, ENGINE), _seconds(at, LEAN)), " ×"),
        row("quicker than DuckDB spatial, 2 threads", "≥ 4 at 200 000, aim 10", quicker(DUCKDB), " ×"),
        row("quicker than tuned shapely 2", "≥ 7 at 200 000, aim 15", quicker(SHAPELY), " ×"),
        row("quicker than PostGIS", "≥ 7 at 200 000, aim 15", quicker(POSTGIS), " ×"),
        row("DuckDB, if it measures in the plane only", "", quicker(DUCKDB + PLANE), " ×"),
        row("shapely, likewise", "", quicker(SHAPELY + PLANE), " ×"),
        row("PostGIS, likewise", "", quicker(POSTGIS + PLANE), " ×"),
        row("quicker than `native:intersection` (extrapolated)", "", quicker(NATIVE), " ×"),
        row("peak memory above an imported QGIS", "≤ 1 200 at a million, aim 800", above_qgis, " MB"),
        row("worst cell (parcel x zone) against shapely, 10⁻⁶ m²", "< 100", worst),
        row("zones (of all) whose number of parcels differs from shapely's", "0",
            lambda at: at.agree[ENGINE].counts if ENGINE in at.agree else None),
        row("reading and checking the zones", "", stage(ZONES_READ), " s"),
        row("preparing the zones for the overlay", "aim < 1", stage(ZONES_PREPARED), " s"),
    ]


def _further(results: Results) -> list[str]:
    """Figures that belong to no single size."""
    lines = []
    few, many = results.sizes.get(_LARGE), results.sizes.get(_MILLION)
    if few and many and ENGINE in few.methods and ENGINE in many.methods:
        slope = (many.methods[ENGINE].seconds - few.methods[ENGINE].seconds) / (many.n - few.n) * 1e6
        lines.append(f"* Each further parcel, (t₁ₘ − t₂₀₀ₖ) / {(many.n - few.n) / 1e6:.1f} M: **{slope:.2f} µs** "
                     "(at most 8).")
    return lines


def end_to_end(results: Results) -> list[str]:
    """What the user waits for: algorithms from files to files, beside the engine where both ran at a size."""
    rows = []
    for method in ALGORITHMS:
        for size, one in sorted(results.algorithms.get(method.key, {}).items()):
            same_world = method.key != IDLELAND and size in results.sizes
            engine = _seconds(results.sizes[size], ENGINE) if same_world else None
            times = _over(one.seconds, engine)
            rows.append([method.title, _thousands(one.runs[0].facts["N_READ"]), _number(one.seconds),
                         _number(one.median("cpu")), "–" if times is None else f"{_number(times)} ×",
                         _number(one.median("peak_mb")), str(len(one.runs))])
    if not rows:
        return []
    head = ["algorithm", "features", "s", "CPU s", "of the engine", "peak MB", "runs"]
    return ["## What the user waits for", "", _END_TO_END, "", *_table(head, rows), ""]


def _method_tables(results: Results) -> list[str]:
    """One table per size."""
    lines = []
    for at in results.sizes.values():
        rows = []
        for method in METHODS:
            if method.key in at.methods:
                one = at.methods[method.key]
                mark = "" if one.factor == 1 else "≈ "
                rows.append([method.title, mark + _number(one.seconds), mark + _number(one.median("cpu") * one.factor),
                             _number(one.median("wall")), _number(one.median("peak_mb")), str(len(one.runs))])
        lines += [f"{_thousands(at.n)} parcels:", "",
                  *_table(["method", "s", "CPU s", "whole process, s", "peak MB", "runs"], rows), ""]
    return lines


def _agreement_rows(results: Results) -> list[list[str]]:
    return [
        [method.title, _thousands(at.n), _thousands(at.agree[method.key].cells), f"{at.agree[method.key].cell_m2:.1e}",
         f"{at.agree[method.key].sum_m2:.1e}", str(at.agree[method.key].counts)]
        for method in METHODS for at in results.sizes.values() if method.key in at.agree]


def _stage_rows(results: Results) -> list[list[str]]:
    engines = [at.methods[ENGINE] for at in results.sizes.values() if ENGINE in at.methods]
    names = engines[0].runs[0].stages if engines else ()
    return [[name, *(_number(engine.stage(name)) for engine in engines)] for name in names]


def disagreements(results: Results) -> list[str]:
    """Where the engine is not exact; empty when all is well."""
    found = [(at.n, at.agree[ENGINE]) for at in results.sizes.values() if ENGINE in at.agree]
    return [f"{n} parcels: worst cell off by {worst.cell_m2:.1e} m², {worst.counts} counts differ"
            for n, worst in found if worst.cell_m2 >= WORST_M2 or worst.counts]


def page(results: Results) -> str:
    """The whole page."""
    sizes = _sizes(results)
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    skipped = [f"* left out: {key}: {why}" for key, why in results.skipped.items()]
    words = {"runs": RUNS, "budget": _thousands(BUDGET_S), "sample": _thousands(region.SAMPLE)}
    lines = [
        "# Performance", "", _JOB, "", *end_to_end(results),
        "## Ratios", "", *_table(["", *sizes, "goal"], _ratio_rows(results)), "", *_further(results), "",
        "## Seconds", "", _SECONDS.format(**words), "",
        *_method_tables(results), *skipped, *([""] if skipped else []), _FAIR, "",
        "Where the engine spends its time (seconds, medians):", "",
        *_table(["stage", *sizes], _stage_rows(results)), "",
        "## Agreement", "", _AGREEMENT, "",
        *_table(["method", "parcels", "cells", "worst cell m²", "worst sum m²", "counts"], _agreement_rows(results)),
        "", "## The machine", "", f"{results.machine}. {versions}.", "", _HOW]
    return "\n".join(lines).rstrip() + "\n"


_END_TO_END = """\
Algorithms as they run in the dialog or in `qgis_process`: read, checked, computed, and every row and polygon written to
a GeoPackage, with index. Seconds of the algorithm, QGIS started already."""

_JOB = """\
Written by `python -m tools.bench --write`; every figure is of one run of it. Seconds belong to the machine, ratios
to the method: read the ratios.

The job: the area of every parcel in every zone of four layers (103 counties with fractal borders, three control
lines), and from it the sum and the number of parcels by zone."""

_SECONDS = """\
Seconds and processor seconds (user and system) from when everything is imported until the result is there, with a warm
file cache; the whole process from outside, with imports and, of a slow method's first run, the saving of its cells.
Medians of up to {runs} runs; a slow method stops before its runs take {budget} s together. ≈ is extrapolated from a
sample of about {sample} parcels."""

_FAIR = """\
The engine reads, decodes, computes the official area of every parcel and shares it out to the parts of those that are
cut, by their ellipsoidal areas; a parcel that lies whole in one zone of every layer is not measured a second time. The
preparation of the zones is included; it runs beside the reading, so its seconds are those of its threads. The peers
measure the pieces on the ellipsoid, too (shapely with the engine's own kernel, the databases in an equal-area plane),
but compute no official areas. Peak MB is that of the process (with PostGIS that of its largest server process, shared
buffers included)."""

_AGREEMENT = """\
Every cell (parcel x zone) against shapely's pieces, measured alike: the engine's raw areas (of a run that measures all
parcels raw) against `straight_areas`
of the pieces (ellipsoidal, edges straight in the Gauss plane), the peers against the area in the plane. Counts:
zones whose number of parcels (with at least 0.005 m² in it) differs."""

_HOW = """\
## Reproduce

```sh
make bench                            # 20 000 and 200 000 parcels
BENCH_FULL=1 make bench               # and a million
.venv/bin/python -m tools.bench -h    # sizes, single methods, runs; --write renews this page
```

The first run generates the data (a million parcels take one or two minutes), makes a virtual environment for
shapely and DuckDB in `build/bench/` and, as root on Debian, installs PostGIS from the system's packages; what
cannot be had is left out, and a line says so. Let the machine rest meanwhile.

The data (`tools/bench/`, seeded, EPSG:4527, 240 x 420 km): 103 counties in a brick pattern, 0.75 million vertices,
every vertex shared with the neighbour; eco red line, basic farmland and urban boundary from smooth random fields,
0.09 million vertices, 16 400, 11 500 and 1 850 km of boundary; parcels as a partition of the region, 27 vertices
each on average, one of a hundred with a hole that another parcel fills, one of two hundred in two parts, nine
columns of attributes. Borders of parcels and zones have nothing in common.

The jobs (`tools/bench/jobs/`) run in a process of their own each. The read floor takes the geometry column of the
same GeoPackage through OGR's Arrow stream and computes nothing. DuckDB cuts the zones by grids of tiles, shapely
and PostGIS subdivide them to 128 vertices (256 for counties in PostGIS); all three take a parcel whole where a tile
covers it and intersect the rest. PostGIS runs in a private cluster with 1 GB of shared buffers and without fsync;
loading the parcels and building indexes count, starting the server does not. `native:intersection` runs on a sample
of every k-th parcel."""
