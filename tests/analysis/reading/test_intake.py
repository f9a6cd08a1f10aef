"""Nothing is lost and nothing is mended in silence: read = used + rejected, every repair is listed."""

import math
import struct

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtGui import QTransform

from nm_urban.nm_urban_plugin.analysis.reading.batches import Batch
from nm_urban.nm_urban_plugin.analysis.reading.intake import clean
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from tests.analysis.worlds import E0, N0, batches_of, frame, qgs
from tests.builders import LONLAT, geopackage, layer, rectangle

GOOD = rectangle(E0, N0, E0 + 100, N0 + 100)


def at(wkt):
    """A small drawing around (0, 0), in tens of metres, put into zone 37."""
    geometry = QgsGeometry.fromWkt(wkt)
    geometry.get().transform(QTransform(10, 0, 0, 10, E0, N0))
    return geometry


ROWS = {
    "good": (GOOD, None),
    "bow-tie": (at("POLYGON ((0 0,4 4,4 0,0 4,0 0))"), "repaired"),
    "laps": (at("POLYGON ((0 0,6 0,6 4,2 4,2 2,4 2,4 6,0 6,0 0))"), "rejected"),
    "null": (None, "rejected"),
    "empty": ("POLYGON EMPTY", "rejected"),
    "line": (at("POLYGON ((0 0,4 0,0 0,0 0))"), "rejected"),
    "tiny": (rectangle(E0, N0, E0 + 0.05, N0 + 0.05), "rejected"),
    "arc": (at("CURVEPOLYGON (CIRCULARSTRING (0 0,2 2,4 0,2 -2,0 0))"), "repaired"),
    "arc bow-tie": (at("CURVEPOLYGON (COMPOUNDCURVE ((0 0,4 4,4 0,0 4),CIRCULARSTRING (0 4,-1 2,0 0)))"), None),
    "abroad": (rectangle(555_000.0, N0, 555_100.0, N0 + 100), "rejected"),
    "z": (at("POLYGON Z ((0 0 1,4 0 1,4 4 1,0 0 1))"), None),
}


@pytest.fixture(scope="module")
def world():
    source = layer([(g, name) for name, (g, _) in ROWS.items()], [("name", str)], kind="MultiSurfaceZ", name="宗地")
    return batches_of(source, ["name"])


def test_every_feature_is_used_or_rejected(world):
    (batch,), tally = world
    assert tally.read == len(ROWS) == len(batch) + tally.count("rejected")
    listed = {}
    for line in tally.rejects:
        listed.setdefault(list(ROWS)[line.fid - 1], []).append(line)
    for name, (_, action) in ROWS.items():
        if action is not None:
            assert [line.action for line in listed[name]] == [action], name
            assert (name in batch.columns["name"]) == (action == "repaired")
    assert "good" not in listed and "z" not in listed
    assert all(line.src == "宗地" and line.reason for line in tally.rejects)
    assert batch.fids.tolist() == [k for k, name in enumerate(ROWS, 1) if name in batch.columns["name"]]
    assert [bool(m) for m, n in zip(batch.mended, batch.columns["name"]) if n in ("good", "bow-tie", "arc")] == \
        [False, True, True]


def test_the_reasons_tell_what_to_do(world):
    _, tally = world
    reason = {list(ROWS)[line.fid - 1]: line for line in tally.rejects}
    assert "cannot be read in one way" in reason["laps"].reason
    assert "there is no geometry" in reason["null"].reason
    assert "empty" in reason["empty"].reason
    assert "no area" in reason["tiny"].reason
    assert "chords within 0.1 mm" in reason["arc"].reason
    assert "no zone prefix" in reason["abroad"].reason
    assert "enclose" in reason["bow-tie"].reason


def test_a_repair_tells_its_change_of_area(world):
    """The official sum of a bow-tie is 0 − the two triangles cancel −, mended it is two triangles of 400 m²."""
    (batch,), tally = world
    (line,) = [r for r in tally.rejects if r.fid == list(ROWS).index("bow-tie") + 1]
    assert line.d_area_m2 == pytest.approx(800, abs=0.2)
    assert [r for r in tally.rejects if r.reason.startswith("arcs")][0].d_area_m2 is None


def test_what_comes_out_is_valid(world):
    (batch,), _ = world
    for name, geometry in zip(batch.columns["name"], qgs(batch.rings)):
        assert geometry.isGeosValid(), name
    area = dict(zip(batch.columns["name"], (g.area() for g in qgs(batch.rings))))
    assert area["good"] == pytest.approx(10_000)
    assert area["bow-tie"] == pytest.approx(800)
    assert area["arc"] == pytest.approx(3.14159265 * 400, rel=1e-4)


def test_an_arc_that_crosses_itself_is_mended_or_rejected_too(world):
    (batch,), tally = world
    lines = [r for r in tally.rejects if r.fid == list(ROWS).index("arc bow-tie") + 1]
    assert lines
    if "arc bow-tie" in batch.columns["name"]:
        k = batch.columns["name"].index("arc bow-tie")
        assert qgs(batch.rings)[k].isGeosValid()
        assert all(r.action == "repaired" for r in lines)
    else:
        assert [r.action for r in lines].count("rejected") == 1


def wkb_batch(*blobs):
    import numpy as np

    offsets = np.cumsum([0] + [len(b) for b in blobs])
    return Batch(np.arange(1, len(blobs) + 1), np.frombuffer(b"".join(blobs), np.uint8), offsets, {"a": list(blobs)})


def raw(points):
    head = b"\x01\x03\x00\x00\x00" + struct.pack("<II", 1, len(points))
    return head + b"".join(struct.pack("<2d", *p) for p in points)


CORNERS = [(E0, N0), (E0 + 100, N0), (E0 + 100, N0 + 100), (E0, N0 + 100)]


def test_unclosed_torn_and_impossible_numbers():
    good = raw([*CORNERS, CORNERS[0]])
    blobs = [good, raw(CORNERS), good[:60], raw([*CORNERS[:3], (float("nan"), N0), CORNERS[0]]),
             raw([*CORNERS[:3], (float("inf"), N0), CORNERS[0]]), raw([CORNERS[0], CORNERS[1]])]
    tally = Tally()
    batch = clean(wkb_batch(*blobs), frame(), tally)
    assert batch.fids.tolist() == [1, 2]
    assert qgs(batch.rings)[1].area() == pytest.approx(10_000)
    said = {r.fid: (r.action, r.reason) for r in tally.rejects}
    assert said[2] == ("repaired", "a ring was not closed; closed to its first vertex")
    assert {fid for fid, (action, _) in said.items() if action == "rejected"} == {3, 4, 5, 6}
    assert "not a number" in said[4][1] and "not a number" in said[5][1]
    assert batch.mended.tolist() == [False, True]


def test_the_second_pass_lists_nothing_twice():
    from nm_urban.nm_urban_plugin.analysis.reading.batches import FeatureReader
    from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame
    from nm_urban.nm_urban_plugin.analysis.reading.intake import Intake

    source = layer([(GOOD,), (None,), (at("POLYGON ((0 0,4 4,4 0,0 4,0 0))"),)])
    tally = Tally()
    intake = Intake(FeatureReader(source, []), Frame(source.crs(), "x"), tally)
    first = [b.fids.tolist() for b in intake]
    lines = list(tally.rejects)
    assert [b.fids.tolist() for b in intake] == first == [[1, 3]]
    assert tally.rejects == lines and tally.read == 3


def test_fast_and_slow_path_reject_the_same(tmp_path):
    rows = [(g.asWkt(12) if isinstance(g, QgsGeometry) else g, name) for name, (g, _) in ROWS.items()]
    path = geopackage(tmp_path / "in.gpkg", "宗地", rows, [("name", str)])
    source = QgsVectorLayer(f"{path}|layername=宗地", "宗地", "ogr")
    (quick,), tally_quick = batches_of(source, ["name"], fast=True)
    (slow,), tally_slow = batches_of(source, ["name"])
    assert tally_quick == tally_slow
    assert quick.columns == slow.columns and quick.rings.x.tolist() == slow.rings.x.tolist()


@pytest.mark.parametrize(("metres", "kept"), [(0.05, False), (0.08, True), (0.3, True), (1.0, True), (5.0, True)])
def test_small_polygons_in_degrees_have_an_area(metres, kept):
    """Less than 0.005 m² is none; a parcel corner of some decimetres is one, in degrees as in metres."""
    side = metres / 111_320.0
    east = side / math.cos(math.radians(41.0))
    source = layer([(rectangle(111.5, 41.0, 111.5 + east, 41.0 + side), "x")], [("name", str)], crs=LONLAT, name="宗地")
    batches, tally = batches_of(source, ["name"])
    assert sum(len(batch) for batch in batches) == int(kept) and len(tally.rejects) == 1 - int(kept)
