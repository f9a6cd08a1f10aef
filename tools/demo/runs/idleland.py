"""The stock demo: synthetic approvals, supplies and cancellations of all counties, through qgis_process.

    python -m tools.demo.runs.idleland

leaves in build/demo/ idleland.gpkg (unsupplied, idle, ledger, documents, measures, rejects),
idleland.png and idleland.pdf.
"""


from tools.demo.maps import idleland as idleland_map
from tools.demo.runs.batch import DEMO, SYNTHETIC, inputs_of, run_into

TABLES = {"UNSUPPLIED": "unsupplied", "IDLE": "idle", "LEDGER": "ledger", "DOCUMENTS": "documents",
          "MEASURES": "measures", "REJECTS": "rejects"}


def main():
    if not SYNTHETIC.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    gpkg = DEMO / "idleland.gpkg"
    asked = inputs_of("idleland", TABLES)
    results, seconds = run_into(gpkg, "idleland", asked, TABLES, ("unsupplied", "idle"))
    as_of = asked["AS_OF"]
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
