"""The corridor demo: corridors of the plans, the axis 呼包鄂榆 with its rings and nodes, and the hour circle.

    python -m tools.demo.runs.corridors

runs nmurban:corridorlines, nmurban:corridorbuffer and nmurban:hourcircle through qgis_process over the demo's railways
and roads, and leaves in build/demo/ corridors.gpkg, hourcircle.gpkg, corridor_map.png, corridor_map.pdf and
hourcircle.png.
"""

import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from osgeo import gdal

from tools.common import BUILD, verdict_zh
from tools.demo.maps import corridor as corridor_map
from tools.demo.maps import hourcircle as hourcircle_map
from tools.demo.runs.batch import BASE, DEMO, destination, inputs_of
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

NETWORKS = {"rail": "railways", "road": "roads"}
AXIS = "呼包鄂榆发展轴"
RINGS = "2000,5000,10000"
HOHHOT = f"{BASE}|layername=counties|subset=\"league\" = '150100'"
WORDS = {"on": "在轴上", "off": "不在轴上", "not_judged": "不作判断"}


def run(corridors, circles):
    """Run all three algorithms for both networks; returns {(what, mode): results}. Files are made beside, renamed.

    The two files are made side by side, each by runs of its own: GeoPackages have one writer at a time.
    """
    link()
    with tempfile.TemporaryDirectory(prefix=".run-", dir=DEMO) as folder, ThreadPoolExecutor(2) as pool:
        jobs = {path: pool.submit(make, Path(folder) / path.name) for path, make in (
            (corridors, make_corridors), (circles, make_circles))}
        found = {key: results for job in jobs.values() for key, results in job.result().items()}
        for path in jobs:
            os.replace(Path(folder) / path.name, path)
    return found


def started(out):
    """qgis_process with a profile beside the file *out*."""
    process = QgisProcess(out.with_suffix(".profile"), plugin_path=BUILD / "plugins", language="zh-Hans")
    process.enable()
    return process


def make_corridors(out):
    """Lines of the corridors, and the axis with its rings and nodes, on both networks."""
    process, found = started(out), {}
    for mode, table in NETWORKS.items():
        network = f"{BASE}|layername={table}"
        found["lines", mode] = process.run("nmurban:corridorlines", {
            "INPUT": network, "MODE": mode, "OUTPUT": destination(out, f"{mode}_lines")}, timeout=900)
        found["buffer", mode] = process.run("nmurban:corridorbuffer", {
            "INPUT": network, "CORRIDORS": AXIS, "WIDTH": 5000, "RINGS": RINGS, "AS_OF": "2025-12-31",
            "OUTPUT": destination(out, f"{mode}_rings"), "NODES": destination(out, f"{mode}_nodes")}, timeout=900)
    return found


def make_circles(out):
    """The hour circle on both networks."""
    process, found = started(out), {}
    for mode, table in NETWORKS.items():
        extra = {"BOUNDARY": HOHHOT, "EXITS": destination(out, "exits")} if mode == "road" else {}
        found["circle", mode] = process.run("nmurban:hourcircle", {
            **inputs_of("hourcircle", ("OUTPUT", "MATRIX")),
            "INPUT": f"{BASE}|layername={table}", "MODE": mode, **extra,
            "OUTPUT": destination(out, f"{mode}_circles"), "MATRIX": destination(out, f"{mode}_matrix", False),
            "MEASURES": destination(out, f"{mode}_measures", False)}, timeout=900)
    return found


def rows_of(gpkg, table):
    """Rows of a table as dicts."""
    source = gdal.OpenEx(str(gpkg), gdal.OF_VECTOR)
    return [json.loads(feature.ExportToJson())["properties"] for feature in source.GetLayerByName(table)]


def support_points(corridors):
    """(place, judgement by road, judgement by rail) of each support point of the axis."""
    texts = {}
    for mode in ("road", "rail"):
        for row in rows_of(corridors, f"{mode}_nodes"):
            if row["role"] == "support":
                far = "" if row["dist_m"] is None else f"{row['dist_m'] / 1000:.1f}公里 "
                texts.setdefault(row["name"], {})[mode] = far + WORDS[row["state"]]
    return [(name, text.get("road", "—"), text.get("rail", "—")) for name, text in texts.items()]


def travel_times(circles):
    """(pair, minutes by rail, minutes by road), each pair once."""
    pairs = {}
    for mode in NETWORKS:
        for row in rows_of(circles, f"{mode}_matrix"):
            if (row["d"], row["o"]) not in pairs:
                pairs.setdefault((row["o"], row["d"]), {})[mode] = row["minutes"]
    return [(f"{o.removesuffix('市')}—{d.removesuffix('市')}",
             *("—" if times.get(mode) is None else f"{times[mode]:.1f}" for mode in ("rail", "road")))
            for (o, d), times in pairs.items()]


def main():
    if not BASE.exists():
        raise SystemExit("build/demo/input is missing: run make demo")
    corridors, circles = DEMO / "corridors.gpkg", DEMO / "hourcircle.gpkg"
    start = time.perf_counter()
    found = run(corridors, circles)
    seconds = time.perf_counter() - start
    nodes, times = support_points(corridors), travel_times(circles)
    corridor_map.draw(BASE, corridors, (corridors, "road_rings"), nodes, times, DEMO / "corridor_map.png",
                      DEMO / "corridor_map.pdf")
    hourcircle_map.draw(BASE, circles, found["circle", "rail"], found["circle", "road"], DEMO / "hourcircle.png")

    print("交通通道与小时交通圈（真实路网的简化图，没有线名，缺支线）")
    for mode, title in (("rail", "铁路"), ("road", "公路")):
        lines = found["lines", mode]
        print(f"  {title}：网络上找到 {lines['N_DERIVED']} 条通道，示意 {lines['N_SCHEMATIC']} 条，"
              f"没有线位 {lines['N_NO_LINE']} 条")
    for name, road, rail in nodes:
        print(f"  支撑点 {name}：沿公路 {road}；沿铁路 {rail}")
    for pair, rail, road in times:
        print(f"  {pair}：铁路 {rail} 分钟，公路 {road} 分钟")
    for mode, title in (("RAIL", "铁路"), ("ROAD", "公路")):
        circle = found["circle", mode.lower()]
        print(f"  {title}：两两之间{verdict_zh(circle[f'{mode}_VERDICT'])}（最慢 {circle[f'{mode}_MAX_MIN']} 分钟），"
              f"到呼和浩特{verdict_zh(circle[f'{mode}_SPOKE_VERDICT'])}（最慢 {circle[f'{mode}_SPOKE_MIN']} 分钟）")
    print(f"  呼和浩特市界出市通道 {found['circle', 'road']['N_EXITS']} 条（规划 12 条；示例路网没有等级，未区分干线）")
    print(f"  {seconds:.1f} s (six runs of qgis_process, two at a time, start-up included)")
    print("build/demo/: corridors.gpkg hourcircle.gpkg corridor_map.png corridor_map.pdf hourcircle.png")


if __name__ == "__main__":
    main()
