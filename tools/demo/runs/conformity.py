"""The conformity demo: some sixty synthetic projects against the three synthetic lines, through qgis_process.

    python -m tools.demo.runs.conformity

leaves in build/demo/ conformity_input.gpkg, conformity.gpkg (projects, pieces, measures, rejects) conformity.png
and conformity_conflicts.png, .pdf.
"""

import json
import os
import tempfile
import time
from pathlib import Path

from tools.common import ROOT
from tools.demo.inputs import conformity_projects
from tools.demo.maps.conformity import draw, draw_conflicts
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

DEMO = ROOT / "build" / "demo"
SYNTHETIC = DEMO / "input" / "synthetic.gpkg"
BATCH = ROOT / "resources" / "models" / "conformity_batch.json"
TABLES = {"OUTPUT": "projects", "PIECES": "pieces", "MEASURES": "measures", "REJECTS": "rejects"}
NUMBERS = {"N_CONFLICT": "冲突", "N_INSIDE": "边界内", "N_PARTLY": "部分在边界外", "N_OUTSIDE": "边界外",
           "N_NOT_COMPUTABLE": "无法判定"}


def parameters_of_batch(projects):
    """Parameters of the shipped batch for these projects, with paths made absolute and without its outputs."""
    values = json.loads(BATCH.read_text(encoding="utf-8"))["inputs"]
    found = {
        name: str(ROOT / value) if str(value).startswith("build/") else value
        for name, value in values.items()
        if name not in TABLES
    }
    return {**found, "INPUT": f"{projects}|layername=projects"}


def destination(gpkg, table):
    """A table of a GeoPackage as Processing names it."""
    geometry = " (geom)" if table in ("projects", "pieces") else ""
    return f"ogr:dbname='{gpkg}' table=\"{table}\"{geometry}"


def run(projects, gpkg):
    """Run the algorithm into *gpkg*, beside first, then renamed; returns its results and the seconds it took."""
    with tempfile.TemporaryDirectory(prefix=".run-", dir=gpkg.parent) as folder:
        beside = Path(folder) / gpkg.name
        process = QgisProcess(Path(folder) / "profile", plugin_path=link(), language="zh-Hans")
        process.enable()
        parameters = parameters_of_batch(projects)
        parameters.update({name: destination(beside, table) for name, table in TABLES.items()})
        start = time.perf_counter()
        results = process.run("nmurban:conformity", parameters, timeout=1800)
        seconds = time.perf_counter() - start
        os.replace(beside, gpkg)
    return results, seconds


def main():
    if not SYNTHETIC.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    chosen, spot = conformity_projects.choose(SYNTHETIC)
    projects, gpkg = DEMO / "conformity_input.gpkg", DEMO / "conformity.gpkg"
    conformity_projects.write(projects, chosen)
    results, seconds = run(projects, gpkg)
    draw(gpkg, SYNTHETIC, spot, DEMO / "conformity.png", results["METHOD"])
    drawn = draw_conflicts(gpkg, SYNTHETIC, DEMO / "conformity_conflicts.png", DEMO / "conformity_conflicts.pdf",
                           results["METHOD"])
    if drawn != results["N_CONFLICT"]:
        raise SystemExit(f"{results['N_CONFLICT']} conflicts, but {drawn} on the sheet")

    print("三线符合性审查（合成示例数据，非真实控制线和项目）")
    print("  " + "，".join(f"{title} {results[name]}" for name, title in NUMBERS.items())
          + f"；分块 {results['N_PIECES']}，其中容差内碎片 {results['N_SLIVERS']}")
    print(f"  占用生态保护红线 {results['ECO_M2']:.2f} 平方米，永久基本农田 {results['FARM_M2']:.2f} 平方米，"
          f"在开发边界内 {results['UBD_M2']:.2f} 平方米，项目总面积 {results['AREA_M2']:.2f} 平方米")
    print(f"  {results['N_READ']} read, {results['N_USED']} used, {results['N_REJECTED']} rejected; "
          f"{seconds:.1f} s (qgis_process, start-up included)")
    print("  " + results["METHOD"])
    print("build/demo/: conformity.gpkg conformity.png conformity_conflicts.png conformity_conflicts.pdf")


if __name__ == "__main__":
    main()
