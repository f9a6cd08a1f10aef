"""Small networks for the tests of corridors and the hour circle, and a judge of travel times that shares no code with
them: Dijkstra by a heap over the vertices of plain polylines, edges measured by PROJ's geodesics."""

import heapq
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from tests.builders import LONLAT, layer

DATA = Path(__file__).parents[2] / "data" / "hbew_network.tsv"

#: The four cities as in the register: name, code, lon, lat.
CITIES = (("呼和浩特市", "150100", 111.65222, 40.81056), ("包头市", "150200", 109.84389, 40.6516),
          ("鄂尔多斯市", "150600", 109.78157, 39.6086), ("乌兰察布市", "150900", 113.10583, 41.0275))


def line(*points):
    """WKT of a polyline."""
    return "LINESTRING (" + ", ".join(f"{float(x)!r} {float(y)!r}" for x, y in points) + ")"


def lines_layer(paths, fields=(), values=(), crs=LONLAT, name="lines"):
    """A line layer: one feature per path, with the values of its fields."""
    rows = [(line(*path), *(row if row is not None else ())) for path, row in zip(paths, values or [()] * len(paths))]
    return layer(rows, fields, crs, "LineString", name)


def cities_layer(cities=CITIES, crs=LONLAT, name="cities"):
    """Points with code and name."""
    return layer([(f"POINT ({x!r} {y!r})", code, title) for title, code, x, y in cities],
                 (("code", str), ("name", str)), crs, "Point", name)


def given(source, name="lines"):
    """A layer as an algorithm is given it."""
    assert isinstance(source, QgsVectorLayer)
    return Given(source, QgsCoordinateReferenceSystem(source.crs()), name, source)


def real_network(mode):
    """The polylines of the extract around 呼包鄂乌, mode rail or road."""
    paths = []
    for row in DATA.read_text(encoding="utf-8").splitlines()[2:]:
        kind, vertices = row.split("\t")
        if kind == mode:
            paths.append([tuple(map(float, pair.split(","))) for pair in vertices.split()])
    return paths


class Judge:
    """Travel times by hand. *paths*: polylines in degrees; *kmh*: one speed, or one per path."""

    def __init__(self, paths, kmh, geod):
        self.geod, self.edges = geod, {}
        speeds = kmh if isinstance(kmh, (list, tuple)) else [kmh] * len(paths)
        for path, speed in zip(paths, speeds):
            for a, b in zip(path, path[1:]):
                if a != b:
                    self._join(a, b, self.metres(a, b) / (speed / 3.6), speed)

    def metres(self, a, b):
        return self.geod.inv(*a, *b)[2]

    def _join(self, a, b, seconds, speed):
        self.edges.setdefault(a, []).append((b, seconds, speed))
        self.edges.setdefault(b, []).append((a, seconds, speed))

    def tie(self, point, steps=2000):
        """Put a vertex into the nearest edge: golden section on every edge near by; returns (vertex, metres)."""
        best = (float("inf"), None)
        near = sorted(self.edges, key=lambda v: (v[0] - point[0]) ** 2 + (v[1] - point[1]) ** 2)[:40]
        for a in near:
            for b, seconds, speed in self.edges[a]:
                low, high = 0.0, 1.0
                for _ in range(60):
                    one, two = low + 0.381966 * (high - low), high - 0.381966 * (high - low)
                    if self.metres(point, _on(a, b, one)) < self.metres(point, _on(a, b, two)):
                        high = two
                    else:
                        low = one
                share = (low + high) / 2
                far = self.metres(point, _on(a, b, share))
                if far < best[0]:
                    best = (far, (a, b, share, seconds, speed))
        far, (a, b, share, seconds, speed) = best
        vertex = _on(a, b, share)
        for one, two in ((a, b), (b, a)):  # the edge is cut: a later point may lie on either half
            self.edges[one].remove((two, seconds, speed))
        self._join(a, vertex, seconds * share, speed)
        self._join(vertex, b, seconds * (1 - share), speed)
        return vertex, far

    def seconds(self, start):
        """Seconds from a vertex to every other one that can be reached."""
        done, queue = {}, [(0.0, start)]
        while queue:
            t, at = heapq.heappop(queue)
            if at in done:
                continue
            done[at] = t
            for other, cost, _ in self.edges[at]:
                if other not in done:
                    heapq.heappush(queue, (t + cost, other))
        return done


def _on(a, b, share):
    return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
