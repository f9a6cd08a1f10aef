"""PostGIS: a private cluster in the benchmark's folder, zones by ST_Subdivide, GiST indexes, parallel workers.

Loading the parcels and building their index count, starting the server does not. Areas in an equal-area plane;
--plane leaves those out. Processor time and memory are those of the server, a child of this process; the memory is that
of its largest process.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tools.bench import libraries, region
from tools.bench.jobs import cells as results
from tools.bench.jobs.clock import Clock, arguments
from tools.common import BUILD

_CLUSTER = BUILD / "bench" / "postgres"
_VERTICES = {region.COUNTIES: 256}
_VERTICES_ELSE = 128
_EQUAL_AREA = 990001
_SETTINGS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "8GB", "shared_buffers": "1GB",
    "work_mem": "256MB", "maintenance_work_mem": "512MB", "max_parallel_workers_per_gather": "2",
    "max_parallel_workers": "2", "jit": "off", "logging_collector": "off",
}


class Server:
    """A running cluster; commands go through its socket."""

    def __init__(self, bins: Path, sockets: Path, owner: str) -> None:
        self._bins, self._sockets, self._owner = bins, sockets, owner
        self._env = {**os.environ, "PGHOST": str(sockets), "PGUSER": owner, "PGDATABASE": "postgres",
                     "PGOPTIONS": "-c client_min_messages=error"}

    def sql(self, *statements: str) -> str:
        """Run statements one after another in one session; returns what they print."""
        command = [str(self._bins / "psql"), "-X", "-q", "-A", "-t", "-F", ",", "-v", "ON_ERROR_STOP=1"]
        for statement in statements:
            command += ["-c", statement]
        return subprocess.run(command, env=self._env, check=True, capture_output=True, encoding="utf-8").stdout

    def load(self, path: Path, table: str, fields: str) -> None:
        """Copy a GeoPackage table; *fields* as ogr2ogr's -select."""
        subprocess.run(
            ["ogr2ogr", "-f", "PostgreSQL", f"PG:host={self._sockets} user={self._owner} dbname=postgres", str(path),
             "-nln", table, "-select", fields, "-lco", "GEOMETRY_NAME=geom", "-lco", "FID=fid", "-preserve_fid",
             "-lco", "SPATIAL_INDEX=NONE", "-lco", "UNLOGGED=ON", "--config", "PG_USE_COPY", "YES"],
            env=self._env, check=True, capture_output=True)


@contextlib.contextmanager
def server(bins: Path) -> Iterator[Server]:
    """A fresh cluster, owned by the user ``postgres`` where we are root; stopped and removed at the end."""
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    as_owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    shutil.rmtree(_CLUSTER, ignore_errors=True)
    _CLUSTER.mkdir(parents=True, mode=0o700)
    # a socket's path must be short, wherever the repository lies
    sockets = Path(tempfile.mkdtemp(prefix="bench-"))
    for folder in (_CLUSTER, sockets):
        os.chown(folder, account.pw_uid, account.pw_gid)
    subprocess.run([str(bins / "initdb"), "-D", str(_CLUSTER), "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"],
                   check=True, capture_output=True, cwd="/", **as_owner)
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    process = subprocess.Popen(
        [str(bins / "postgres"), "-D", str(_CLUSTER), "-k", str(sockets), *settings], cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_owner)
    try:
        running = Server(bins, sockets, account.pw_name)
        _wait_for(running, process)
        running.sql("create extension postgis", f"insert into spatial_ref_sys (srid, proj4text) "
                    f"values ({_EQUAL_AREA}, '{region.PROJ_EQUAL_AREA}')")
        yield running
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(_CLUSTER, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def _wait_for(running: Server, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            running.sql("select 1")
            return
        except subprocess.CalledProcessError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def ellipsoidal(geometry: str, plane: bool) -> str:
    """SQL of the ellipsoidal area of a geometry, or of nothing."""
    return "0" if plane else f"st_area(st_transform({geometry}, {_EQUAL_AREA}))"


def overlay(running: Server, size: int, plane: bool, clock: Clock) -> None:
    """Tables <layer>_cells: fid, label, plane, true_m2."""
    running.load(region.parcel_path(size), "loaded", "DLBM")
    running.sql(
        f"create unlogged table parcels as select fid, geom, st_area(geom) as plane, {ellipsoidal('geom', plane)} "
        "as true_m2 from loaded", "create index on parcels using gist(geom)", "analyze parcels")
    clock.stage("parcels loaded and indexed")
    for name in region.ZONES:
        running.load(region.zone_path(name), f"{name}_whole", "code" if name == region.COUNTIES else "")
        label = "fid - 1" if name == region.COUNTIES else "0"
        running.sql(
            f"create unlogged table {name} as select {label} as label, "
            f"st_subdivide(geom, {_VERTICES.get(name, _VERTICES_ELSE)}) as geom from {name}_whole",
            f"create index on {name} using gist(geom)", f"analyze {name}")
    clock.stage("zones subdivided")
    for name in region.ZONES:
        running.sql(
            f"create unlogged table {name}_cells as select fid, label, "
            "sum(case when piece is null then plane else st_area(piece) end) as plane, "
            f"sum(case when piece is null then true_m2 else {ellipsoidal('piece', plane)} end) as true_m2 from ("
            "select p.fid, z.label, p.plane, p.true_m2, "
            "case when st_coveredby(p.geom, z.geom) then null else st_intersection(p.geom, z.geom) end as piece "
            # offset 0 keeps the planner from computing each piece several times
            f"from parcels p join {name} z on st_intersects(p.geom, z.geom) offset 0) pieces group by 1, 2",
            f"select label, sum(plane), sum(true_m2), count(*) filter (where plane >= {results.LEAST_M2}) "
            f"from {name}_cells group by 1")
        clock.stage(name)


def main() -> None:
    args = arguments(__doc__, "--plane")
    clock = None
    with server(libraries.postgis()) as running:
        clock = Clock()
        overlay(running, args.size, args.plane, clock)
        clock.pause()
        count = int(running.sql("select count(*) from parcels"))
        cells = {name: table(running, name) for name in region.ZONES} if args.out else {}
    clock.done(n=count)
    if args.out:
        results.save(args.out, cells)


def table(running: Server, name: str) -> dict[str, np.ndarray]:
    """The cells of a layer."""
    text = running.sql(f"copy (select fid, label, plane from {name}_cells) to stdout (format csv)")
    fid, label, area = np.loadtxt(text.splitlines(), delimiter=",", ndmin=2).reshape(-1, 3).T
    return {"fid": fid.astype(np.int64), "label": label.astype(np.int64), "plane": area}


if __name__ == "__main__":
    main()
