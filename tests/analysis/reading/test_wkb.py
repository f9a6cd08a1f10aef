"""WKB to rings and back, against QgsGeometry, OGR's other byte order, shapely's EWKB and hand-made bytes."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr
from qgis.core import QgsGeometry

from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode, decode_buffer, encode
from nm_urban.nm_urban_plugin.core.rings import Rings

LAWS = settings(deadline=None, max_examples=80)
NUMBER = st.floats(-5e7, 5e7, allow_nan=False)


@st.composite
def wkt(draw):
    """A polygon or multipolygon of any dimension; parts may be empty only as a whole."""
    dims = draw(st.sampled_from(["", "Z", "M", "ZM"]))
    extra = len(dims)

    def ring():
        points = [[draw(NUMBER) for _ in range(2 + extra)] for _ in range(draw(st.integers(3, 5)))]
        return "(" + ", ".join(" ".join(repr(v) for v in p) for p in [*points, points[0]]) + ")"

    parts = ["(" + ", ".join(ring() for _ in range(draw(st.integers(1, 3)))) + ")"
             for _ in range(draw(st.integers(0, 3)))]
    kind = draw(st.sampled_from(["Polygon", "MultiPolygon"]))
    if not parts:
        return f"{kind} {dims} EMPTY"
    return f"Polygon {dims} {parts[0]}" if kind == "Polygon" else f"MultiPolygon {dims} ({', '.join(parts)})"


def rows(geometry):
    """(part, is hole, [(x, y), …]) of every ring, as QGIS sees them."""
    flat = QgsGeometry(geometry)
    flat.get().dropZValue()
    flat.get().dropMValue()
    polygons = flat.asMultiPolygon() if flat.isMultipart() else [flat.asPolygon()]
    return [(p, r > 0, [(v.x(), v.y()) for v in ring]) for p, rings in enumerate(polygons)
            for r, ring in enumerate(rings)]


@LAWS
@given(st.lists(st.none() | wkt(), max_size=7))
def test_decode_is_what_qgis_reads_and_encode_the_way_back(texts):
    geometries = [None if t is None else QgsGeometry.fromWkt(t) for t in texts]
    decoded = decode([None if g is None else bytes(g.asWkb()) for g in geometries])
    rings = decoded.rings
    assert (rings.n, len(decoded.other), len(decoded.unclosed)) == (len(texts), 0, 0)
    found = [[] for _ in texts]
    for k in range(len(rings.shape)):
        a, b = rings.first[k], rings.first[k + 1]
        found[rings.shape[k]].append((int(rings.part[k]), bool(rings.hole[k]),
                                      list(zip(rings.x[a:b].tolist(), rings.y[a:b].tolist()))))
    assert found == [[] if g is None or g.isEmpty() else rows(g) for g in geometries]
    for blob, expected in zip(encode(rings), found):
        back = QgsGeometry()
        back.fromWkb(blob)
        assert (rows(back) if not back.isEmpty() else []) == expected
    again = decode(encode(rings)).rings
    for name in ("x", "y", "first", "shape", "part", "hole"):
        assert np.array_equal(getattr(again, name), getattr(rings, name))


@LAWS
@given(st.lists(wkt(), max_size=5), st.integers(0, 5))
def test_a_buffer_that_is_a_slice_of_a_bigger_one(texts, skip):
    blobs = [bytes(QgsGeometry.fromWkt(t).asWkb()) for t in texts]
    offsets = np.cumsum([0] + [len(b) for b in blobs])
    skip = min(skip, len(blobs))
    whole = np.frombuffer(b"".join(blobs), np.uint8)
    a = decode_buffer(whole, offsets[skip:]).rings
    b = decode(blobs[skip:]).rings
    assert np.array_equal(a.x, b.x) and np.array_equal(a.first, b.first) and a.n == b.n


SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]


def raw(points, head=b"\x01\x03\x00\x00\x00", rings=1):
    body = struct.pack("<I", len(points)) + b"".join(struct.pack("<2d", *p) for p in points)
    return head + struct.pack("<I", rings) + body


def test_unclosed_rings_are_closed_and_named():
    decoded = decode([raw(SQUARE), raw(SQUARE[:-1]), None, raw(SQUARE[:-1])])
    assert decoded.unclosed.tolist() == [1, 3]
    assert decoded.rings.count.tolist() == [5, 5, 5]
    assert decoded.rings.x.tolist() == [x for x, _ in SQUARE] * 3


def test_empty_rings_are_dropped():
    blob = raw(SQUARE, rings=2) + struct.pack("<I", 0)
    assert decode([raw([]), blob]).rings.shape.tolist() == [1]


def test_other_byte_order_and_other_kinds_go_to_other():
    polygon = ogr.CreateGeometryFromWkt("POLYGON ((0 0,4 0,4 4,0 0))")
    curve = QgsGeometry.fromWkt("CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0))")
    collection = QgsGeometry.fromWkt("GeometryCollection (Point (0 0))")
    blobs = [raw(SQUARE), bytes(polygon.ExportToWkb(ogr.wkbXDR)), bytes(curve.asWkb()), bytes(collection.asWkb()),
             bytes(QgsGeometry.fromWkt("Point (1 2)").asWkb()), b"\x01\x03", raw(SQUARE)]
    decoded = decode(blobs)
    assert decoded.other.tolist() == [1, 2, 3, 4, 5]
    assert decoded.rings.shape.tolist() == [0, 6]


@pytest.mark.parametrize("flags, extra", [(0x80000000, 1), (0x40000000, 1), (0xC0000000, 2)])
def test_the_older_flags_for_z_and_m(flags, extra):
    points = b"".join(struct.pack(f"<{2 + extra}d", x, y, *[9.0] * extra) for x, y in SQUARE)
    blob = b"\x01" + struct.pack("<IIII", 3 | flags, 1, 5, 0)[:12] + points
    decoded = decode([blob])
    assert decoded.rings.x.tolist() == [x for x, _ in SQUARE] and len(decoded.other) == 0


def test_ewkb_with_srid_is_left_to_the_caller():
    shapely = pytest.importorskip("shapely")
    blob = shapely.to_wkb(shapely.set_srid(shapely.box(0, 0, 1, 1), 4490), include_srid=True, flavor="extended")
    assert decode([blob]).other.tolist() == [0]


@pytest.mark.parametrize("cut", [9, 10, 13, 20, 45, 92])
def test_a_torn_wkb_is_listed_and_harms_no_neighbour(cut):
    """A damaged row of a file must not stop the layer, and must not be read into its neighbour."""
    decoded = decode([raw(SQUARE), raw(SQUARE)[:cut], raw(SQUARE)])
    assert decoded.other.tolist() == [1]
    assert decoded.rings.shape.tolist() == [0, 2]
    last = decode([raw(SQUARE), raw(SQUARE)[:cut]])
    assert last.other.tolist() == [1] and last.rings.shape.tolist() == [0]


def test_counts_that_cannot_be_are_listed():
    wild = raw(SQUARE)[:5] + struct.pack("<I", 0xFFFFFFFF) + raw(SQUARE)[9:]
    wild_points = raw(SQUARE)[:9] + struct.pack("<I", 0x7FFFFFFF) + raw(SQUARE)[13:]
    wild_parts = b"\x01\x06\x00\x00\x00" + struct.pack("<I", 0xFFFFFFF0) + raw(SQUARE)
    decoded = decode([wild, raw(SQUARE), wild_points, wild_parts])
    assert decoded.other.tolist() == [0, 2, 3]
    assert decoded.rings.shape.tolist() == [1]


def test_nothing():
    assert decode([]).rings.n == 0
    assert decode([None, b""]).rings.n == 2
    assert encode(Rings.empty(2)) == [b"\x01\x06\x00\x00\x00\x00\x00\x00\x00"] * 2
