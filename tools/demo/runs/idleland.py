"""The stock demo: synthetic approvals, supplies and cancellations of all counties, through qgis_process.

    python -m tools.demo.runs.idleland

leaves in build/demo/ idleland.gpkg (unsupplied, idle, ledger, documents, measures, rejects),
idleland.png and idleland.pdf.
"""

import json
import os
import tempfile
import time
from pathlib import Path

from tools.common import ROOT
from tools.demo.maps import idleland as idleland_map
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

DEMO = ROOT / "build" / "demo"
SYNTHETIC = DEMO / "input" / "synthetic.gpkg"
BATCH = ROOT / "resources" / "models" / "idleland_batch.json"
TABLES = {"UNSUPPLIED": "unsupplied", "IDLE": "idle", "LEDGER": "ledger", "DOCUMENTS": "documents",
          "MEASURES": "measures", "REJECTS": "rejects"}


def inputs_of_batch():
    """Parameters of the shipped batch, with paths made absolute and without its outputs."""
    values = json.loads(BATCH.read_text(encoding="utf-8"))["inputs"]
    return {name: str(ROOT / value) if str(value).startswith("build/") else value
            for name, value in values.items() if name not in TABLES}


def destination(gpkg, table):
    """A table of a GeoPackage as Processing names it."""
    geometry = " (geom)" if table in ("unsupplied", "idle") else ""
    return f"ogr:dbname='{gpkg}' table=\"{table}\"{geometry}"


def run(gpkg):
    """Run the algorithm into *gpkg*, beside first, then renamed; returns its results and the seconds it took."""
    with tempfile.TemporaryDirectory(prefix=".run-", dir=gpkg.parent) as folder:
        beside = Path(folder) / gpkg.name
        process = QgisProcess(Path(folder) / "profile", plugin_path=link(), language="zh-Hans")
        process.enable()
        parameters = inputs_of_batch()
        parameters.update({name: destination(beside, table) for name, table in TABLES.items()})
        start = time.perf_counter()
        results = process.run("nmurban:idleland", parameters, timeout=1800)
        seconds = time.perf_counter() - start
        os.replace(beside, gpkg)
    return results, seconds


def main():
    if not SYNTHETIC.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    gpkg = DEMO / "idleland.gpkg"
    results, seconds = run(gpkg)
    as_of = inputs_of_batch()["AS_OF"]
    idleland_map.draw(DEMO / "input" / "base.gpkg", gpkg, DEMO / "idleland.png", DEMO / "idleland.pdf", as_of,
                      results["METHOD"])

    print("批而未供、闲置土地清查（合成示例数据，非真实批文和宗地）")
    print(f"  批准 {results['APPROVED_MU']:.2f} 亩 = 已供 {results['SUPPLIED_MU']:.2f} + 核销 "
          f"{results['CANCELLED_MU']:.2f} + 未供 {results['UNSUPPLIED_MU']:.2f}")
    print(f"  批文 {results['N_DOCUMENTS']} 件，失效 {results['N_LAPSED']} 件；未供图块 {results['N_PIECES']}，"
          f"其中碎片 {results['N_SLIVERS']}")
    print(f"  闲置 {results['IDLE_MU']:.2f} 亩（{results['N_IDLE']} 宗），中止开发待认定 {results['HALTED_MU']:.2f} 亩"
          f"（{results['N_HALTED']} 宗），缺日期 {results['N_UNKNOWN']} 宗")
    print(f"  红线外供地 {results['OUTSIDE_MU']:.2f} 亩，重复供地 {results['TWICE_MU']:.2f} 亩，"
          f"批次重叠 {results['OVERLAP_MU']:.2f} 亩")
    print(f"  存量 {results['STOCK_MU']:.2f} 亩；已处置 {results['DISPOSED_MU']:.2f} 亩 = 目标的 "
          f"{results['PROGRESS_PCT']:.2f} %")
    print(f"  {results['N_READ']} read, {results['N_USED']} used, {results['N_REPAIRED']} repaired, "
          f"{results['N_REJECTED']} rejected; {seconds:.1f} s (qgis_process, start-up included)")
    print("  " + results["METHOD"])
    print("build/demo/: idleland.gpkg idleland.png idleland.pdf")


if __name__ == "__main__":
    main()
