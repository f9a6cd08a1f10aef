"""The county demo: classes of the real county units by real land cover and census, and a made-up year of quota hooks.

    python -m tools.demo.runs.countyclass

leaves in build/demo/ classes_input.gpkg, classes.gpkg (classes, measures, rejects), quotahooks.gpkg (quota, whatif,
rejects), classes.png, growth.png and quotahooks.png.
"""


from tools.demo.inputs import class_inputs
from tools.demo.maps.counties import draw
from tools.demo.runs.batch import BASE, DEMO, inputs_of, run_into

INPUT = DEMO / "classes_input.gpkg"
RUNS = {
    "countyclass": ("classes.gpkg", {"OUTPUT": "classes", "MEASURES": "measures", "REJECTS": "rejects"}),
    "quotahooks": ("quotahooks.gpkg", {"OUTPUT": "quota", "WHATIF": "whatif", "REJECTS": "rejects"}),
}
COVER_NOTE = ("土地覆盖：NASA MCD12C1 2019（0.05°），换为三调编码，仅作示例；人口：人口普查分县资料 2010、2020；"
              "界线：天地图，仅供示意。没有生态保护红线、永久基本农田、国界线和黄河图层，相应指标和标识未判定。")
HOOKS_NOTE = "合成示例数据：处置面积、落户人数、剩余容量均为虚构，不代表任何旗县的真实指标；系数为假定值。"


def main():
    if not BASE.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    class_inputs.write(BASE, INPUT)
    (classes, first), (hooks, second) = (
        run_into(DEMO / file, name, inputs_of(name, tables), tables, (tables["OUTPUT"],))
        for name, (file, tables) in RUNS.items())
    draw(DEMO / "classes.gpkg", "classes", "countyclass", DEMO / "classes.png", "内蒙古自治区旗县主体功能（示例）",
         COVER_NOTE + "\n“清单”多数未与规划原件核对，“计算建议”不是规划确定的类别。", classes["METHOD"])
    draw(DEMO / "classes.gpkg", "classes", "county_growth", DEMO / "growth.png",
         "城市发展类型：规划与2010—2020年实测（示例）", COVER_NOTE + "\n实测只看人口，没有两期建设用地。",
         classes["METHOD"])
    draw(DEMO / "quotahooks.gpkg", "quota", "quotahooks", DEMO / "quotahooks.png",
         "增存挂钩与人地挂钩测算（合成示例）", HOOKS_NOTE, hooks["METHOD"])
    print(f"旗县分类：城市化地区 {classes['N_URBAN']}，农产品主产区 {classes['N_AGRI']}，"
          f"重点生态功能区 {classes['N_ECO']}，缺失 {classes['N_MISSING']}；")
    print(f"  清单 {classes['N_REPORTED']}，计算建议 {classes['N_COMPUTED']}（存疑 {classes['N_DOUBTFUL']}），"
          f"增长类型不一致 {classes['N_MISMATCH']}；{first:.1f} s")
    print("  " + classes["METHOD"])
    print(f"挂钩（合成数据）：应得 {hooks['DEMAND_MU']:.2f} 亩，限制后 {hooks['WANTED_MU']:.2f} 亩，分得 "
          f"{hooks['ALLOTTED_MU']:.2f} 亩，余 {hooks['REST_MU']:.2f} 亩，系数 {hooks['SCALE']:.6f}；{second:.1f} s")
    print("  " + hooks["METHOD"])
    print("build/demo/: classes_input.gpkg classes.gpkg quotahooks.gpkg classes.png growth.png quotahooks.png")


if __name__ == "__main__":
    main()
