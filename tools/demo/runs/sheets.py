"""The demo's workbooks: every form over the results of the other runs, as a user prints them with nmurban:sheet.

    python -m tools.demo.runs.sheets

leaves in build/demo/ landquota.xlsx, idleland.xlsx, stock_cleanup.xlsx, conformity.xlsx, countyclass.xlsx,
quotahooks.xlsx, corridors.xlsx, county_pages.xlsx, landuse.xlsx, and landquota_template.xlsx, a bureau's own workbook
that was filled. What has not been run is left out.
"""

import tempfile
from pathlib import Path

from tools.common import ROOT
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

DEMO = ROOT / "build" / "demo"
TEMPLATE = ROOT / "tests" / "data" / "forms" / "suite.xlsx"
AS_OF = "2025-12-31"
NATURE = "示例（合成数据，非官方）"
#: Workbook → (its layers as file and table, form).
BOOKS = {
    "landquota.xlsx": ([("landquota", "ledger"), ("landquota", "pieces"), ("landquota", "measures")], ""),
    "landquota_template.xlsx": ([("landquota", "ledger")], str(TEMPLATE)),
    "idleland.xlsx": ([("idleland", name) for name in ("ledger", "documents", "idle", "measures")], ""),
    "stock_cleanup.xlsx": ([("idleland", "documents")], "stock_cleanup"),
    "conformity.xlsx": ([("conformity", name) for name in ("projects", "pieces", "measures")], ""),
    "countyclass.xlsx": ([("classes", "classes"), ("classes", "measures")], ""),
    "quotahooks.xlsx": ([("quotahooks", "quota")], ""),
    "corridors.xlsx": ([("corridors", "road_rings"), ("corridors", "road_nodes")], ""),
    "county_pages.xlsx": ([("classes", "classes"), ("landquota", "ledger"), ("idleland", "ledger"),
                           ("quotahooks", "quota")], "county_page"),
}


def print_books(process):
    """Write every workbook whose layers are there; returns {workbook: number of sheets}."""
    made = {}
    for name, (tables, form) in BOOKS.items():
        layers = [f"{DEMO / f'{file}.gpkg'}|layername={table}" for file, table in tables
                  if (DEMO / f"{file}.gpkg").exists()]
        if len(layers) == len(tables):
            answer = process.run_json("nmurban:sheet", {
                "LAYERS": layers, "FORM": form, "ORG": NATURE, "AS_OF": AS_OF, "OUTPUT": str(DEMO / name)})
            made[name] = answer["results"]["N_SHEETS"]
    return made


def print_land_classes(process, folder):
    """Measured land-use patches of the demo by class."""
    measured = Path(folder) / "landuse.gpkg"
    process.run("nmurban:parcelarea", {
        "INPUT": f"{DEMO / 'input' / 'synthetic.gpkg'}|layername=landuse", "OUTPUT": str(measured)}, timeout=900)
    process.run_json("nmurban:sheet", {"LAYERS": [str(measured)], "FORM": "land_classes,method", "ORG": NATURE,
                                       "AS_OF": AS_OF, "PLACE": "内蒙古自治区", "OUTPUT": str(DEMO / "landuse.xlsx")})


def main():
    if not (DEMO / "input").is_dir():
        raise SystemExit("build/demo/input is missing: run make demo")
    with tempfile.TemporaryDirectory(prefix=".run-", dir=DEMO) as folder:
        process = QgisProcess(Path(folder) / "profile", plugin_path=link(), language="zh-Hans")
        process.enable()
        made = print_books(process)
        print_land_classes(process, folder)
    print("表册（合成示例数据）：" + "，".join(f"{name} {n} 张" for name, n in made.items()) + "，landuse.xlsx 2 张")


if __name__ == "__main__":
    main()
