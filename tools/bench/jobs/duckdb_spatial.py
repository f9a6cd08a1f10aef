"""DuckDB with its spatial extension, two threads: zones cut by a grid of tiles (it has no ST_Subdivide), spatial joins,
a parcel that a tile covers is not intersected. Areas in an equal-area plane; --plane leaves those out."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tools.bench import region
from tools.bench.jobs import cells as results
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.libraries import VENV

#: Sides of the tiles (m), one grid after the other: big polygons are slow to cut into many tiles at once. Tiles of 4 to
#: 16 km differ by a third at most; these were the quickest.
_SIDES_M = (32_000, 8_000)
_MARGIN = 0.06


def connect() -> duckdb.DuckDBPyConnection:
    """In memory, two threads, with the extension that the wheel brought."""
    found = sorted(VENV.glob("lib/python*/site-packages/duckdb_ext/extensions/*/*/spatial.duckdb_extension"))
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true", "threads": 2})
    connection.execute(f"load '{found[-1]}'")
    return connection


def ellipsoidal(geometry: str, plane: bool) -> str:
    """SQL of the ellipsoidal area of a geometry, or of nothing."""
    return "0" if plane else f"st_area(st_transform({geometry}, '{region.PROJ_GAUSS}', '{region.PROJ_EQUAL_AREA}'))"


def load_zones(db: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Table *name*: label and geometry of the tiles of a zone layer."""
    label = "row_number() over (order by code) - 1" if name == region.COUNTIES else "0"
    db.execute(f"create table {name} as select {label} as label, geom from st_read('{path}')")
    left, bottom = region.X0 - _MARGIN * region.WIDTH, region.Y0 - _MARGIN * region.HEIGHT
    for side in _SIDES_M:
        columns, rows = (int(s * (1 + 2 * _MARGIN) / side) + 1 for s in (region.WIDTH, region.HEIGHT))
        db.execute(f"""create or replace temp table tile as select st_makeenvelope({left} + i * {side},
            {bottom} + j * {side}, {left} + (i + 1) * {side}, {bottom} + (j + 1) * {side}) as geom
            from range({columns}) a(i), range({rows}) b(j)""")
        db.execute(f"""create or replace table {name} as select z.label, st_intersection(z.geom, t.geom) as geom
            from {name} z join tile t on st_intersects(z.geom, t.geom)""")


def main() -> None:
    args = arguments(__doc__, "--plane")
    db = connect()
    clock = Clock()
    db.execute(f"""create table parcels as
        select *, st_area(geom) as plane, {ellipsoidal("geom", args.plane)} as true_m2
        from (select cast(substr(BSM, 5) as bigint) + 1 as fid, geom
              from st_read('{region.parcel_path(args.size)}'))""")
    clock.stage("parcels read")
    for name in region.ZONES:
        load_zones(db, name, region.zone_path(name))
    clock.stage("zones tiled")
    for name in region.ZONES:
        db.execute(f"""create table {name}_cells as select fid, label,
            sum(case when piece is null then plane else st_area(piece) end) as plane,
            sum(case when piece is null then true_m2 else {ellipsoidal("piece", args.plane)} end) as true_m2
            from (select p.fid, z.label, p.plane, p.true_m2,
                case when st_coveredby(p.geom, z.geom) then null else st_intersection(p.geom, z.geom) end as piece
                from parcels p join {name} z on st_intersects(p.geom, z.geom)) group by all""")
        db.execute(f"""select label, sum(plane), sum(true_m2), count(*) filter (plane >= {results.LEAST_M2})
            from {name}_cells group by label""").fetchall()
        clock.stage(name)
    clock.done(n=db.execute("select count(*) from parcels").fetchone()[0])
    if args.out:
        cells = {name: db.execute(f"select fid, label, plane from {name}_cells").fetchnumpy()
                 for name in region.ZONES}
        results.save(args.out, cells)


if __name__ == "__main__":
    main()
