"""Railways, roads and airports: OpenStreetMap graphs from ``scgraph_data`` cut to the region, and ``airportsdata``."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import numpy as np
import shapely

from tools.demo.inputs import counties, mesh, sources

BOX = (95.0, 36.0, 127.0, 54.0)
VERSION = 1  # of the cut: raise it when the cutting below changes, so cached cuts are made again


def parse_graph(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Nodes as lon, lat (n, 2) and undirected edges (m, 2) of one scgraph module, read as data, never executed."""
    match = re.search(r"^graph\s*=\s*(\[.*?\])\s*^nodes\s*=\s*(\[.*?\])\s*$", text, re.MULTILINE | re.DOTALL)
    if match is None:
        raise ValueError("not a scgraph module: no graph and nodes")
    nodes = np.array(json.loads(match[2]), dtype=np.float64)[:, ::-1]  # stored as lat, lon
    graph = json.loads(re.sub(r"(\d+):", r'"\1":', match[1]))
    edges = np.array([(a, int(b)) for a, row in enumerate(graph) for b in row if a < int(b)], dtype=np.int64)
    return nodes, edges.reshape(-1, 2)


def cut(nodes: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Lines (merged between junctions) of the edges whose two ends lie in the box."""
    west, south, east, north = BOX
    inside = (nodes[:, 0] >= west) & (nodes[:, 0] <= east) & (nodes[:, 1] >= south) & (nodes[:, 1] <= north)
    kept = edges[inside[edges].all(axis=1)]
    ends = nodes[kept]
    kept = ends[np.any(ends[:, 0] != ends[:, 1], axis=1)]
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(kept)))
    lines = shapely.get_parts(merged)
    order = np.lexsort(shapely.bounds(lines).T)
    return lines[order]


def load(wheel: Path, cache: Path) -> dict[str, np.ndarray]:
    """``railways`` and ``roads`` as arrays of lines; the cut is cached, for reading the modules takes a while."""
    result = {}
    for name, module in (("railways", "world_railways.py"), ("roads", "world_highways.py")):
        kept = cache / f"{name}-{wheel.name.split('-')[1]}-{VERSION}.npy"
        if not kept.is_file():
            text = sources.member(wheel, "/" + module).decode("utf-8")
            raw = np.frombuffer(shapely.to_wkb(shapely.multilinestrings(cut(*parse_graph(text)))), np.uint8)
            temporary = kept.with_suffix(".part.npy")
            np.save(temporary, raw)
            os.replace(temporary, kept)
        result[name] = shapely.get_parts(shapely.from_wkb(np.load(kept).tobytes()))
    return result


def generate(units: counties.Counties) -> dict[str, np.ndarray]:
    """Made-up lines between the units' label points: roads by Delaunay, railways as a thin part of them."""
    hull = shapely.multipoints(units.label)
    roads = shapely.get_parts(shapely.delaunay_triangles(hull, only_edges=True))
    length = shapely.length(roads)
    roads = roads[length < np.quantile(length, 0.7)]
    centre = shapely.get_coordinates(shapely.centroid(roads))
    return {"roads": roads, "railways": roads[mesh.hash01(11, np.rint(centre[:, 0] * 1e6), 1) < 0.25]}


def airports(wheel: Path, units: counties.Counties) -> list[dict[str, object]]:
    """Airports inside the county units: icao, iata, name, code (county), lon, lat."""
    rows = list(csv.DictReader(io.StringIO(sources.member(wheel, "/airports.csv").decode("utf-8"))))
    rows = [r for r in rows if r["country"] == "CN"]
    point = np.array([[float(r["lon"]), float(r["lat"])] for r in rows])
    where = locate(units, point)
    return [
        {"icao": r["icao"], "iata": r["iata"], "name": r["name"], "code": units.code[k], "lon": x, "lat": y}
        for r, k, (x, y) in zip(rows, where.tolist(), point.tolist())
        if k >= 0
    ]


def locate(units: counties.Counties, lonlat: np.ndarray) -> np.ndarray:
    """Index of the unit that contains each point (n, 2), -1 where none does."""
    found = np.full(len(lonlat), -1, dtype=np.int64)
    shapely.prepare(units.geometry)
    boxes = shapely.bounds(units.geometry)
    order = np.argsort(lonlat[:, 0], kind="stable")
    sorted_lon = lonlat[order, 0]
    for k, (west, south, east, north) in enumerate(boxes):
        rows = order[np.searchsorted(sorted_lon, west) : np.searchsorted(sorted_lon, east, side="right")]
        rows = rows[(lonlat[rows, 1] >= south) & (lonlat[rows, 1] <= north) & (found[rows] < 0)]
        inside = shapely.contains_xy(units.geometry[k], lonlat[rows, 0], lonlat[rows, 1])
        found[rows[inside]] = k
    return found
