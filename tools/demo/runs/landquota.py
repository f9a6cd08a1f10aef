"""The demo's main job: the ledger of the synthetic parcels over the real county units, as a bureau would run it.

    python -m tools.demo.runs.landquota

runs nmurban:landquota through qgis_process in a clean profile with the parameters of
resources/models/landquota_batch.json, and leaves in build/demo/ landquota.gpkg (pieces, ledger, measures, rejects),
landquota.png, landquota.pdf and demo.qgz. The project also shows what tools.demo.runs.conformity made
before, if it did.
"""

import json
import shutil

from tools.common import ROOT, verdict_zh
from tools.demo.maps.project import make_project
from tools.demo.maps.quota import MapMeta, make_map
from tools.demo.runs.batch import DEMO, inputs_of, run_into

BATCH = ROOT / "resources" / "models" / "landquota_batch.json"
TABLES = {"OUTPUT": "pieces", "LEDGER": "ledger", "MEASURES": "measures", "REJECTS": "rejects"}
MADE = ("landquota.gpkg", "landquota.png", "landquota.pdf", "conformity.gpkg", "conformity.png",
        "conformity_conflicts.png", "conformity_conflicts.pdf",
        "idleland.gpkg", "idleland.png", "idleland.pdf", "demo.qgz")


def region_row(gpkg):
    """The region's total row of the ledger as a dict."""
    from osgeo import gdal

    source = gdal.OpenEx(str(gpkg), gdal.OF_VECTOR)
    layer = source.GetLayerByName("ledger")
    layer.SetAttributeFilter("level = 'region' AND year = 0")
    return json.loads(next(iter(layer)).ExportToJson())["properties"]


def main():
    if not (DEMO / "input").is_dir():
        raise SystemExit("build/demo/input is missing: run make demo")
    gpkg = DEMO / "landquota.gpkg"
    asked = inputs_of("landquota", TABLES)
    results, seconds = run_into(gpkg, "landquota", asked, TABLES, ("pieces",))
    row = region_row(gpkg)
    manifest = json.loads((DEMO / "input" / "manifest.json").read_text(encoding="utf-8"))

    make_map(DEMO / "input" / "base.gpkg", gpkg, DEMO / "landquota.png", DEMO / "landquota.pdf",
             MapMeta(as_of=asked["AS_OF"], method=results["METHOD"]))
    make_project(DEMO / "demo.qgz")
    shutil.copyfile(BATCH, DEMO / BATCH.name)

    print()
    print("示例数据：新增建设用地图斑、三条控制线、地类图斑和指标均为合成数据；旗县界"
          + ("为天地图数据" if not manifest.get("fallback") else "为生成的示例区域") + "。")
    print(f"全区 Region: 指标 quota {row['quota_mu']:.2f} 亩 = {row['quota_mu'] / 15:.4f} 公顷")
    print(f"  已用 used {row['used_mu']:.2f} 亩 = {row['used_ha']:.4f} 公顷, "
          f"结余 balance {row['balance_mu']:.2f} 亩 = {row['balance_mu'] / 15:.4f} 公顷, "
          f"占比 share {row['used_pct']:.2f} %, 判定 verdict {verdict_zh(row['verdict'])} ({row['verdict']})")
    print(f"  {results['N_READ']} read, {results['N_USED']} used, {results['N_LISTED']} outside the period, "
          f"{results['N_REPAIRED']} repaired, {results['N_REJECTED']} rejected")
    print(f"  {seconds:.1f} s (qgis_process, start-up included)")
    print("  " + results["METHOD"])
    there = [name for name in MADE if (DEMO / name).exists()]
    print(f"build/demo/: {' '.join(there)}; make run opens the project")


if __name__ == "__main__":
    main()
