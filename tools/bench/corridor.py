"""Corridor buffers beside the usual ways: how far each is off, and how long it takes.

``python -m tools.bench.corridor`` prints both tables; ``--errors`` or ``--speed`` only one of them. Truth is PROJ's
geodesics (tools.bench.geodesic_judge). The lines of the second table are the demo's railways and roads.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyproj
import shapely

from tools.bench import geodesic_judge as judge
from tools.bench.corridor_lines import WIDTHS, ZONES, random_lines, west_east
from tools.common import BUILD, import_nm_urban

SEGMENTS = 64
_LINES = int(os.environ.get("BENCH_LINES", 13_000))
_NETWORK = BUILD / "demo" / "input" / "base.gpkg"
#: One projected CRS for the whole region, as a careful user would choose it (Lambert, two parallels).
_PLANE = "+proj=lcc +lon_0=111 +lat_0=0 +lat_1=40 +lat_2=48 +ellps=GRS80 +units=m"
_LONLAT = "+proj=longlat +ellps=GRS80"
_MOST_POINTS = 30_000

#: Way → (CRS or None for degrees, factor from metres to its units).
WAYS = {
    "degrees, m / 111 320": (None, 1 / 111_320),
    "Web Mercator EPSG:3857": ("+proj=merc +a=6378137 +b=6378137 +units=m", 1.0),
    "one Gauss zone (111° E)": ("+proj=tmerc +lon_0=111 +k=1 +x_0=500000 +ellps=GRS80", 1.0),
}


def planar(lines: list[np.ndarray], width: float, crs: str | None, factor: float) -> tuple[np.ndarray, float]:
    """Points along the outline of a plane buffer (degrees), and its area in m²."""
    there = None if crs is None else pyproj.Transformer.from_crs(_LONLAT, crs, always_xy=True)
    if crs is not None and "merc +a" in crs:  # latitudes as they are, on a sphere: that is what EPSG:3857 does
        there = pyproj.Transformer.from_crs("+proj=longlat +a=6378137 +b=6378137", crs, always_xy=True)
    drawn = [line if there is None else np.column_stack(there.transform(*line.T)) for line in lines]
    area = shapely.union_all([shapely.LineString(xy).buffer(width * factor, quad_segs=SEGMENTS) for xy in drawn])
    if there is not None:
        area = shapely.transform(shapely.segmentize(area, 500.0),
                                 lambda xy: np.column_stack(there.transform(*xy.T, direction="INVERSE")))
    return shapely.get_coordinates(shapely.boundary(area)), judge.polygon_area(area)


def ours(lines: list[np.ndarray], width: float) -> tuple[np.ndarray, float]:
    """The same of the plugin's buffer."""
    from tests.analysis.buffers.case import boundary, buffers, lines_layer  # needs QGIS, which main() has started

    ((_, area),) = buffers(lines_layer(lines), [width])
    return boundary(area, width / 111e3 / 10), judge.polygon_area(area)


def worst(lines: list[np.ndarray], points: np.ndarray, width: float) -> float:
    """Largest error of an outline in metres."""
    points = points[:: len(points) // _MOST_POINTS + 1]
    return float(np.abs(judge.distances(lines, points) - width).max())


def errors() -> str:
    """The table of errors: per way and width the largest error, and the error of the area."""
    cases = {"2 400 km west-east": [[west_east()]], "zones 33-42, 30 lines": [random_lines(zone) for zone in ZONES]}
    rows = ["| line | width (m) | " + " | ".join([*WAYS, "corridorbuffer"]) + " |", "|---|---:|" + "---:|" * 4]
    for title, groups in cases.items():
        for width in WIDTHS:
            cells = []
            for way in [*WAYS, None]:
                found = [(group, *(ours(group, width) if way is None else planar(group, width, *WAYS[way])))
                         for group in groups]
                far = max(worst(group, points, width) for group, points, _ in found)
                true = sum(ours(group, width)[1] for group in groups) if way else None
                share = "" if way is None else f" ({(sum(a for _, _, a in found) / true - 1) * 100:+.2f} %)"
                cells.append((f"{far:,.2f}" if far < 10 else f"{far:,.0f}") + " m" + share)
            rows.append(f"| {title} | {width:,.0f} | " + " | ".join(cells) + " |")
            print(rows[-1], flush=True)
    return "\n".join(rows)


def network():
    """The first lines of the demo's railways and roads, from the west, as layers in degrees and in one plane."""
    import processing
    from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureRequest

    if not _NETWORK.is_file():
        raise SystemExit(f"{_NETWORK} is missing: run make demo first")
    layers = [f"{_NETWORK}|layername={name}" for name in ("railways", "roads")]
    merged = processing.run("native:mergevectorlayers", {"LAYERS": layers, "OUTPUT": "memory:"})["OUTPUT"]
    west = sorted((f.geometry().boundingBox().xMinimum(), f.id()) for f in merged.getFeatures())[:_LINES]
    degrees = merged.materialize(QgsFeatureRequest().setFilterFids([fid for _, fid in west]))
    plane = processing.run("native:reprojectlayer", {
        "INPUT": degrees, "TARGET_CRS": QgsCoordinateReferenceSystem.fromProj(_PLANE), "OUTPUT": "memory:"})["OUTPUT"]
    return degrees, plane


def speed() -> str:
    """Time of three rings of the network with corridorbuffer, and of the same three buffers with native:buffer."""
    import processing

    degrees, plane = network()
    rows = [f"{degrees.featureCount():,} lines, rings {', '.join(f'{w:g}' for w in WIDTHS)} m, dissolved",
            "| way | s | CPU s |", "|---|---:|---:|"]
    asked = {"INPUT": degrees, "RINGS": ",".join(f"{w:g}" for w in WIDTHS), "OUTPUT": "memory:"}
    wall, cpu = _timed(lambda: processing.run("nmurban:corridorbuffer", asked))
    rows.append(f"| corridorbuffer, {len(WIDTHS)} rings without overlap, areas | {wall:.1f} | {cpu:.1f} |")
    peer, peer_cpu = _timed(lambda: [processing.run("native:buffer", {
        "INPUT": plane, "DISTANCE": w, "SEGMENTS": SEGMENTS, "DISSOLVE": True, "OUTPUT": "memory:"}) for w in WIDTHS])
    rows.append(f"| native:buffer in one projected CRS, {len(WIDTHS)} times, {SEGMENTS} segments | {peer:.1f} | "
                f"{peer_cpu:.1f} |")
    rows.append(f"\ncorridorbuffer takes {wall / peer:.2f} times the time of native:buffer")
    text = "\n".join(rows)
    print(text, flush=True)
    if wall > 5 * peer or wall > 60 * max(degrees.featureCount() / 13_000, 1):
        raise SystemExit("corridorbuffer is too slow: at most 5 times native:buffer, and 60 s for 13 000 lines")
    return text


def _timed(call) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - cpu


def start():
    """QGIS without a window, with Processing, the native algorithms and the plugin's."""
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(os.path.join(QgsApplication.pkgDataPath(), "python", "plugins"))
    import_nm_urban()
    from processing.core.Processing import Processing

    from nm_urban.processing_algs.provider import NmUrbanProvider

    Processing.initialize()
    application.nm_providers = (QgsNativeAlgorithms(), NmUrbanProvider())  # the registry keeps no Python reference
    for provider in application.nm_providers:
        QgsApplication.processingRegistry().addProvider(provider)
    return application


def main() -> None:
    """Print what is asked for, both without a choice."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.corridor", description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    application = start()
    if args.errors or not args.speed:
        errors()
    if args.speed or not args.errors:
        speed()
    application.exitQgis()


if __name__ == "__main__":
    main()
