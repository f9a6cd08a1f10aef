"""The conformity demo: some sixty synthetic projects against the three synthetic lines, through qgis_process.

    python -m tools.demo.runs.conformity

leaves in build/demo/ conformity_input.gpkg, conformity.gpkg (projects, pieces, measures, rejects) conformity.png
and conformity_conflicts.png, .pdf.
"""


from tools.demo.inputs import conformity_projects
from tools.demo.maps.conformity import draw, draw_conflicts
from tools.demo.runs.batch import DEMO, SYNTHETIC, inputs_of, run_into

TABLES = {"OUTPUT": "projects", "PIECES": "pieces", "MEASURES": "measures", "REJECTS": "rejects"}
NUMBERS = {"N_CONFLICT": "冲突", "N_INSIDE": "边界内", "N_PARTLY": "部分在边界外", "N_OUTSIDE": "边界外",
           "N_NOT_COMPUTABLE": "无法判定"}


def main():
    if not SYNTHETIC.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    chosen, spot = conformity_projects.choose(SYNTHETIC)
    projects, gpkg = DEMO / "conformity_input.gpkg", DEMO / "conformity.gpkg"
    conformity_projects.write(projects, chosen)
    asked = {**inputs_of("conformity", TABLES), "INPUT": f"{projects}|layername=projects"}
    results, seconds = run_into(gpkg, "conformity", asked, TABLES, ("projects", "pieces"))
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
