"""The methods of the benchmark: what runs them, how often, and how their result is to be read."""

from __future__ import annotations

from dataclasses import dataclass

#: Runs of one method at one size; a slow one stops when its runs have taken this long together.
RUNS, BUDGET_S = 5, 75.0


@dataclass(frozen=True)
class Method:
    """One row of the table.

    job      module in tools.bench.jobs, with *flags*
    peers    needs the peers' Python environment
    postgis  needs PostgreSQL with PostGIS
    column   which area its cells hold, for the comparison; '' = it has no cells
    sample   runs on world.sample_path only; its seconds are extrapolated
    quick    is run again and again in turn with the other quick ones; its cells come from a run that is not timed
    runs     at most
    """

    key: str
    title: str
    job: str
    flags: tuple[str, ...] = ()
    peers: bool = False
    postgis: bool = False
    column: str = ""
    sample: bool = False
    quick: bool = False
    runs: int = RUNS


def _peer(key: str, title: str, job: str, postgis: bool = False) -> tuple[Method, Method]:
    """A peer that measures on the ellipsoid as the engine does, and the same with areas in the plane only."""
    return (Method(key, title, job, peers=True, postgis=postgis, column="plane"),
            Method(key + PLANE, "the same, areas in the plane only", job, ("--plane",), True, postgis, runs=3))


#: Ending of the keys of peers that measure in the plane.
PLANE = "_plane"

FLOOR, ENGINE, RAW, SHAPELY = "floor", "engine", "engine_raw", "shapely"
LOOP, LEAN, DUCKDB, POSTGIS, NATIVE = "loop", "loop_lean", "duckdb", "postgis", "native"

METHODS = (
    Method(FLOOR, "read floor: Arrow, zero-copy, nothing computed", "read_floor", quick=True),
    Method(ENGINE, "**this engine**, with official areas", "engine", column="straight", quick=True),
    Method(RAW, "this engine, without official areas", "engine", ("--raw",), quick=True),
    Method(LEAN, "PyQGIS loop: geometry only, nothing computed", "qgis_features", ("--lean",), quick=True),
    Method(LOOP, "PyQGIS loop: geometry and attributes, nothing computed", "qgis_features", quick=True),
    *_peer(DUCKDB, "DuckDB spatial, 2 threads, zones tiled", "duckdb_spatial"),
    *_peer(SHAPELY, "shapely 2, STRtree, prepared, zones subdivided", "shapely_tuned"),
    *_peer(POSTGIS, "PostGIS, GiST, ST_Subdivide, parallel workers", "postgis", True),
    Method(NATIVE, "`native:intersection`, one per zone layer, areas in the plane", "native_intersection",
           column="plane", sample=True),
    Method("patches", "this engine, the parcels as land-use patches and about 2 000 of them measured there", "patches",
           runs=1),
)

#: Stages of the engine that the report names.
ZONES_READ, ZONES_PREPARED = "zones read", "zones prepared (thread seconds)"

START = Method("start", "QGIS imported and started", "qgis_start")


def _algorithm(name: str, words: str) -> Method:
    """An algorithm as the user runs it, from files to files."""
    return Method(name, f"`nmurban:{name}`: {words}", "algorithm", ("--name", name), runs=3)


IDLELAND = "idleland"
ALGORITHMS = (
    _algorithm("landquota", "every piece by county, with three lines"),
    _algorithm("conformity", "projects with verdicts, and their pieces in three lines"),
    _algorithm("parcelarea", "parcels with their areas"),
    _algorithm(IDLELAND, "approvals and three times as many supplies, with what is left of each approval"))
