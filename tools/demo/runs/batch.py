"""What the demo runs share: the parameters of a shipped batch, tables of a GeoPackage, a run through qgis_process."""

import json
import os
import tempfile
import time
from pathlib import Path

from tools.common import ROOT
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

DEMO = ROOT / "build" / "demo"
BASE, SYNTHETIC = DEMO / "input" / "base.gpkg", DEMO / "input" / "synthetic.gpkg"


def inputs_of(algorithm, outputs):
    """Parameters of the batch shipped for an algorithm, with paths made absolute and without its *outputs*."""
    path = ROOT / "resources" / "models" / f"{algorithm}_batch.json"
    values = json.loads(path.read_text(encoding="utf-8"))["inputs"]
    return {name: str(ROOT / value) if str(value).startswith("build/") else value
            for name, value in values.items() if name not in outputs}


def destination(gpkg, table, geometry=True):
    """A table of a GeoPackage as Processing names it."""
    return f"ogr:dbname='{gpkg}' table=\"{table}\"" + (" (geom)" if geometry else "")


def run_into(gpkg, algorithm, parameters, tables, drawn):
    """Run an algorithm of the plugin into *gpkg*, beside first, then renamed; returns its results and the seconds it
    took. *tables* are {output: table}, those *drawn* have geometry."""
    with tempfile.TemporaryDirectory(prefix=".run-", dir=gpkg.parent) as folder:
        beside = Path(folder) / gpkg.name
        process = QgisProcess(Path(folder) / "profile", plugin_path=link(), language="zh-Hans")
        process.enable()
        outputs = {name: destination(beside, table, table in drawn) for name, table in tables.items()}
        start = time.perf_counter()
        results = process.run(f"nmurban:{algorithm}", {**parameters, **outputs}, timeout=3600)
        seconds = time.perf_counter() - start
        os.replace(beside, gpkg)
    return results, seconds
