"""The writer: order, orientation, labels, closing points, area; and what it writes is what the reader calls clean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone
from nm_urban.nm_urban_plugin.core.rings import Rings
from nm_urban.nm_urban_plugin.exchange.boundarytxt.reader import read
from nm_urban.nm_urban_plugin.exchange.boundarytxt.writer import (
    Entry,
    WriteError,
    clean_text,
    lines,
    measure,
    polygons,
    rings_in_mm,
    write,
)
from tests.builders import files_in
from tests.processing_algs.quota.oracle import ring_area
from tools.samples.boundary_samples import CLEAN

ZONE = Zone(111.0, 3, True)


def rings_of(*rings, part=None, hole=None):
    """Rings of (e, n), closed here."""
    closed = [[*ring, ring[0]] for ring in rings]
    xy = np.array([p for ring in closed for p in ring], float)
    count = len(rings)
    return Rings(xy[:, 0].copy(), xy[:, 1].copy(), np.cumsum([0] + [len(r) for r in closed]), np.zeros(count, np.int64),
                 np.array(part or [0] * count), np.array(hole or [False] + [True] * (count - 1)), 1)


def entry(rings, **more):
    found, fault = rings_in_mm(rings, ZONE)
    assert fault is None
    made = Entry(more.get("number", "1"), "名", "", "", "", found)
    measure([made], ZONE)
    return made


SQUARE = [(55000.0, 4520000.0), (55000.0, 4520100.0), (55100.0, 4520100.0), (55100.0, 4520000.0)]
HOLE = [(55020.0, 4520050.0), (55050.0, 4520020.0), (55050.0, 4520050.0)]


def shoelace(ring):
    x, y = ring.T
    return (x[:-1] * y[1:] - x[1:] * y[:-1]).sum()


@pytest.mark.parametrize("turn", [1, -1])
def test_outer_rings_run_clockwise_and_holes_against_it_from_where_they_were_drawn(turn):
    found, fault = rings_in_mm(rings_of(SQUARE[:1] + SQUARE[1:][::turn], HOLE[:1] + HOLE[1:][::turn]), ZONE)
    assert fault is None
    outer, hole = (ring - ring[0] for ring in found)
    assert shoelace(outer) < 0 < shoelace(hole)
    assert [tuple(ring[0]) for ring in found] == [(37555000000, 4520000000), (37555020000, 4520050000)]
    assert all((ring[0] == ring[-1]).all() for ring in found)


def test_rings_start_in_the_north_west_where_that_is_wanted():
    found, _ = rings_in_mm(rings_of(SQUARE, HOLE), ZONE, northwest=True)
    assert tuple(found[0][0]) == (37555000000, 4520100000) and len(found[0]) == 5


def test_labels_run_on_and_close_each_ring():
    text = list(lines([entry(rings_of(SQUARE, HOLE)), entry(rings_of(SQUARE), number="2")], ZONE, "单位", "2024-05-20"))
    assert text[12].startswith("9,") and text[12].endswith(",1,名,面,,,,@")
    assert [line.split(",")[0] for line in text[13:22]] == ["J1", "J2", "J3", "J4", "J1", "J5", "J6", "J7", "J5"]
    assert [line.split(",")[1] for line in text[13:22]] == list("111112222")
    assert text[13] == text[17] == "J1,1,4520000.000,37555000.000"
    assert text[23].startswith("J1,1,"), "labels begin anew with every parcel"


def test_the_declared_area_is_that_of_the_written_coordinates():
    """Drawn with a tenth of a millimetre more: the area is of the millimetres, by the second author's formula."""
    drawn = [(x + 0.00049, y - 0.00049) for x, y in SQUARE]
    made = entry(rings_of(drawn))
    assert made.cents == round(ring_area([(37500000 + x, y) for x, y in SQUARE], 37500000) * 100) == 999925


def test_rounding_that_leaves_no_polygon_is_refused():
    thin = [(55000.0, 4520000.0), (55000.0, 4520100.0), (55000.0004, 4520050.0)]
    assert rings_in_mm(rings_of(thin), ZONE) == ([], "spike")
    tiny = [(55000.0, 4520000.0), (55000.0002, 4520000.0), (55000.0, 4520000.0003)]
    assert rings_in_mm(rings_of(tiny), ZONE) == ([], "few_points")


def test_polygons_of_a_batch():
    one, two = rings_of(SQUARE, HOLE), rings_of(SQUARE)
    both = Rings(np.concatenate([one.x, two.x]), np.concatenate([one.y, two.y]),
                 np.concatenate([one.first, two.first[1:] + one.first[-1]]), np.array([0, 0, 1]), np.array([0, 0, 0]),
                 np.array([False, True, False]), 2)
    found = list(polygons(both))
    assert [p.first.tolist() for p in found] == [[0, 5, 9], [0, 5]]
    assert [p.hole.tolist() for p in found] == [[False, True], [False]]


def test_a_clean_file_comes_back_byte_for_byte():
    raw = CLEAN.replace("\n", "\r\n").encode("gb18030")
    reading = read(raw)
    made = []
    for parcel in reading.parcels:
        rings, _ = rings_in_mm(parcel.rings.with_xy(parcel.rings.x - 37500000, parcel.rings.y), parcel.zone)
        made.append(Entry(parcel.number, parcel.name, parcel.sheet, parcel.use, parcel.dlbm, rings))
    measure(made, ZONE)
    text = "\r\n".join([*lines(made, ZONE, "示例旗自然资源局", "2024-05-20"), ""])
    assert text.encode("gb18030") == raw


star = st.lists(st.tuples(st.integers(1, 400_000), st.integers(0, 999)), min_size=3, max_size=12)


@settings(deadline=None, max_examples=150)
@given(star, st.integers(201_000, 799_000), st.integers(4_200_000, 5_800_000))
def test_whatever_is_written_is_read_back_clean(spokes, east, north):
    """Star-shaped rings of millimetres anywhere in the window: no remark, the same corners, the same area."""
    angles = np.sort(np.array([a for _, a in spokes]) / 1000 * 2 * np.pi)
    length = np.array([r for r, _ in spokes]) / 1000
    ring = [(east - 500_000 + r * np.cos(a), north + r * np.sin(a)) for r, a in zip(length, angles)]
    found, fault = rings_in_mm(rings_of(ring), ZONE)
    if fault is not None:
        return
    made = Entry("1", "名", "", "", "", found)
    measure([made], ZONE)
    if made.cents < 50:  # 0.0000 公顷 is no area
        return
    (parcel,) = read("\r\n".join(lines([made], ZONE, "", "")).encode("gb18030")).parcels
    assert parcel.notes == () and parcel.cents == made.cents
    assert np.array_equal(np.round(np.stack([parcel.rings.x, parcel.rings.y], 1) * 1000).astype(np.int64), found[0])


def test_columns_cannot_be_broken():
    assert clean_text("a,b\r\nc@d\te") == "a b c d e" and clean_text("（甲，乙）") == "（甲，乙）"


def test_the_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "成果.txt"
    path.write_text("before", encoding="utf-8")

    def broken():
        yield "一"
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write(path, broken())
    assert path.read_text(encoding="utf-8") == "before" and files_in(tmp_path) == ["成果.txt"]
    with pytest.raises(WriteError, match="cannot be written in utf-8"):
        write(path, ["\ud800"], "utf-8")
    with pytest.raises(WriteError):
        write(tmp_path / "no folder" / "x.txt", ["一"])
    write(path, ["一", "二"])
    assert path.read_bytes() == "一\r\n二\r\n".encode("gb18030") and files_in(tmp_path) == ["成果.txt"]
    write(path, ["一"], "utf-8-sig")
    assert path.read_bytes() == b"\xef\xbb\xbf" + "一\r\n".encode()
