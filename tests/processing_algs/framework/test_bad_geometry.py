"""Broken geometry: what can be read one way is repaired on a copy and listed, the rest is listed, nothing is lost."""

import math
import struct

import pytest
from qgis.core import QgsGeometry

from tests.builders import corners, fingerprint, geometries_of, geopackage, layer, polygon, rectangle, rows_of
from tests.processing_algs.quota import case, oracle

E, N = 37555000, 4520000
GOOD = rectangle(E + 2000, N, E + 2100, N + 100)
BOW_TIE = [(E, N), (E + 100, N + 100), (E + 100, N), (E, N + 100)]


def ring_wkb(*rings, kind=3, size="2d"):
    """WKB of a polygon exactly as given: rings are not closed for the caller."""
    body = b"".join(struct.pack("<I", len(r)) + b"".join(struct.pack(f"<{size}", *p) for p in r) for r in rings)
    return b"\x01" + struct.pack("<II", kind, len(rings)) + body


def raw_layer(wkb_rows, kind="Polygon"):
    """Layer of (QgsGeometry from raw WKB, date)."""
    rows = []
    for wkb in wkb_rows:
        geometry = None
        if wkb is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
        rows.append((geometry, "2022-05-01"))
    return layer(rows, [("PZRQ", str)], kind=kind, name="坏图形")


def dated(*shapes, kind="Polygon"):
    """Layer of WKT, all approved on one day."""
    return layer([(shape, "2022-05-01") for shape in shapes], [("PZRQ", str)], kind=kind, name="坏图形")


def run_both(run_alg, source):
    """parcelarea and landquota of one layer; their rejects must tell the same."""
    area = run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:", "REJECTS": "memory:"})
    quota = run_alg("landquota", {"INPUT": source, "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30",
                                  "OUTPUT": "memory:", "LEDGER": "memory:", "REJECTS": "memory:"})
    rejects = rows_of(area["REJECTS"])
    assert [r for r in rows_of(quota["REJECTS"]) if r["src"] == source.name()] == rejects
    pieces = {}
    for row in rows_of(quota["OUTPUT"]):
        pieces[row["src_fid"]] = pieces.get(row["src_fid"], 0) + round(row["area_m2"] * 100)
    areas = [round(row["area_m2"] * 100) for row in rows_of(area["OUTPUT"])]
    assert sorted(pieces.values()) == sorted(areas)
    assert area["N_READ"] == quota["N_READ"] == area["N_USED"] + area["N_REJECTED"]
    assert quota["N_USED"] == area["N_USED"] and quota["N_REJECTED"] == area["N_REJECTED"]
    return area, rejects


@pytest.mark.parametrize("bad", [None, "POLYGON EMPTY", "MULTIPOLYGON EMPTY"])
def test_null_and_empty(run_alg, bad):
    area, rejects = run_both(run_alg, dated(bad, GOOD))
    assert [(r["src"], r["fid"], r["action"]) for r in rejects] == [("坏图形", 1, "rejected")]
    assert rejects[0]["reason"] and area["N_USED"] == 1


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon", "PolygonZ"])
def test_bow_tie_counts_as_the_two_triangles(run_alg, kind):
    area, rejects = run_both(run_alg, dated(polygon(BOW_TIE), GOOD, kind=kind))
    (line,) = rejects
    assert (line["fid"], line["action"]) == (1, "repaired")
    row = rows_of(area["OUTPUT"])[0]
    triangles = [[(E, N), (E + 50, N + 50), (E, N + 100)], [(E + 100, N), (E + 100, N + 100), (E + 50, N + 50)]]
    assert abs(row["area_m2"] - sum(oracle.ring_area(t, 37_500_000) for t in triangles)) < 0.011
    assert abs(line["d_area_m2"] - row["area_m2"]) < 0.02  # the signed areas of the two halves cancelled
    assert area["N_REPAIRED"] == 1


def test_a_ring_that_laps_over_itself_is_rejected_not_guessed(run_alg):
    lap = [(E + 50 * math.sin(0.8 * math.pi * k), N + 50 * math.cos(0.8 * math.pi * k)) for k in range(5)]  # pentagram
    twice = [*corners(E, N, E + 100, N + 100), *corners(E, N, E + 100, N + 100)]
    for ring in (lap, twice):
        area, rejects = run_both(run_alg, dated(polygon(ring), GOOD))
        assert [(r["fid"], r["action"]) for r in rejects] == [(1, "rejected")]
        assert area["N_USED"] == 1


def test_hole_outside_its_ring_is_no_silent_subtraction(run_alg):
    text = polygon(corners(E, N, E + 100, N + 100), corners(E + 200, N, E + 250, N + 50))
    area, rejects = run_both(run_alg, dated(text, GOOD))
    assert rejects and rejects[0]["fid"] == 1 and rejects[0]["action"] in ("rejected", "repaired")
    if rejects[0]["action"] == "repaired":
        assert abs(rows_of(area["OUTPUT"])[0]["area_m2"] - 9999.25) < 0.05


def test_duplicate_vertices_change_nothing(run_alg):
    ring = [p for p in corners(E, N, E + 100, N + 100) for _ in range(3)]
    area, rejects = run_both(run_alg, dated(polygon(ring)))
    assert rows_of(area["OUTPUT"])[0]["area_m2"] == 9999.25 and rejects == []


def test_unclosed_ring_is_closed_and_listed(run_alg, tmp_path):
    wkb = ring_wkb(corners(E, N, E + 100, N + 100))
    path = geopackage(tmp_path / "unclosed.gpkg", "地块", [(wkb, "2022-05-01")], [("PZRQ", str)])
    before = fingerprint(path)
    for source in (raw_layer([wkb]), str(path)):
        result = run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:", "REJECTS": "memory:"})
        assert rows_of(result["OUTPUT"])[0]["area_m2"] == 9999.25
        if isinstance(source, str):  # QGIS closes rings of its own layers before anybody can see them
            assert [(r["fid"], r["action"]) for r in rows_of(result["REJECTS"])] == [(1, "repaired")]
    assert fingerprint(path) == before


@pytest.mark.parametrize(("kind", "code", "extra"), [("PolygonZ", 1003, (1043.5,)), ("PolygonM", 2003, (7.0,)),
                                                     ("PolygonZM", 3003, (1043.5, 7.0))])
def test_z_and_m_do_not_count(run_alg, kind, code, extra):
    ring = corners(E, N, E + 100, N + 100)
    wkb = ring_wkb([(*p, *extra) for p in [*ring, ring[0]]], kind=code, size=f"{2 + len(extra)}d")
    area, rejects = run_both(run_alg, raw_layer([wkb], kind))
    assert rows_of(area["OUTPUT"])[0]["area_m2"] == 9999.25 and rejects == []
    assert geometries_of(area["OUTPUT"])[0].replace(" ", "").startswith(f"{kind}(")  # 3.40 writes 'Polygon Z (('


def test_curve_polygon_is_measured_along_its_arcs(run_alg):
    text = f"CURVEPOLYGON(CIRCULARSTRING({E} {N}, {E + 100} {N + 100}, {E + 200} {N}, {E + 100} {N - 100}, {E} {N}))"
    area, rejects = run_both(run_alg, dated(text, GOOD, kind="CurvePolygon"))
    row = rows_of(area["OUTPUT"])[0]
    circle = [(E + 100 + 100 * math.cos(2 * math.pi * k / 7200), N + 100 * math.sin(2 * math.pi * k / 7200))
              for k in range(7200)]
    assert abs(row["area_m2"] - oracle.ring_area(circle, 37_500_000, rounded=False)) < 2 * math.pi * 100 * 0.001
    assert [(r["fid"], r["action"]) for r in rejects] == [(1, "repaired")]


def test_curve_polygon_in_a_geopackage(run_alg, tmp_path):
    arc = f"CIRCULARSTRING({E} {N}, {E + 100} {N + 100}, {E + 200} {N})"
    text = f"CURVEPOLYGON(COMPOUNDCURVE({arc}, ({E + 200} {N}, {E} {N})))"
    path = geopackage(tmp_path / "curve.gpkg", "弧", [(text,), (GOOD,)])
    result = run_alg("parcelarea", {"INPUT": str(path), "OUTPUT": str(tmp_path / "out.gpkg"), "REJECTS": "memory:"})
    assert abs(rows_of(result["OUTPUT"])[0]["area_m2"] / (math.pi * 5000) - 1) < 1e-3
    assert [(r["fid"], r["action"]) for r in rows_of(result["REJECTS"])] == [(1, "repaired")]


@pytest.mark.parametrize("ring", [[(E, N), (E + 10, N)], [(E, N), (E, N), (E, N)], [(E, N), (E + 5, N), (E + 10, N)],
                                  [(E, N), (E + math.nan, N), (E, N + 10)], [(E, N), (math.inf, N), (E, N + 10)]])
def test_degenerate_rings_are_rejected(run_alg, ring):
    good = corners(E + 2000, N, E + 2100, N + 100)
    area, rejects = run_both(run_alg, raw_layer([ring_wkb([*ring, ring[0]]), ring_wkb([*good, good[0]])]))
    assert {(r["fid"], r["action"]) for r in rejects} == {(1, "rejected")}
    assert area["N_USED"] == 1


def test_one_parcel_off_the_map_does_not_stop_the_others(run_alg):
    far = rectangle(37555000, 452000, 37555100, 452100)
    near = [rectangle(E + 200 * k, N, E + 200 * k + 100, N + 100) for k in range(3)]
    area, rejects = run_both(run_alg, dated(*near, far))
    assert area["N_USED"] == 3 and [(r["fid"], r["action"]) for r in rejects] == [(4, "rejected")]


@pytest.mark.parametrize(("n", "east", "codes"), [(1_000_000, 4000, {"150102"}),
                                                  (100_000, 10000, {"150102", "150103"})])
def test_million_vertices(run_alg, tmp_path, n, east, codes):
    """A circle of a million points, and one of a tenth of that across a county border, from a file."""
    x, radius = case.X + east, 1500.0
    turn = 2 * math.pi / n
    circle = [(x + radius * math.cos(turn * k), N + radius * math.sin(turn * k)) for k in range(n)]
    path = geopackage(tmp_path / "大.gpkg", "大", [(ring_wkb([*circle, circle[0]]), "2022-05-01")], [("PZRQ", str)])
    del circle
    result = run_alg("landquota", {"INPUT": str(path), "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30",
                                   "OUTPUT": "memory:", "LEDGER": "memory:", "REJECTS": "memory:"})
    pieces = {row["code"]: round(row["area_m2"] * 100) for row in rows_of(result["OUTPUT"])}
    whole = run_alg("parcelarea", {"INPUT": str(path), "OUTPUT": "memory:"})["TOTAL_M2"]
    assert set(pieces) == codes and rows_of(result["REJECTS"]) == []
    assert sum(pieces.values()) == round(whole * 100)
    # the scale of the projection, measured by the oracle on the square around the circle
    around = corners(x - radius, N - radius, x + radius, N + radius)
    scale = oracle.ring_area(around, 37_500_000, rounded=False) / (2 * radius) ** 2
    assert abs(whole / (math.pi * radius**2 * scale) - 1) < 1e-7
    assert max(pieces.values()) - min(pieces.values()) < 1e-4 * sum(pieces.values())


def test_zero_features(run_alg):
    result = run_alg("landquota", {"INPUT": layer([], [("PZRQ", str)]), "COUNTIES": case.county_layer(),
                                   "AS_OF": "2024-06-30", "OUTPUT": "memory:", "LEDGER": "memory:"})
    assert rows_of(result["OUTPUT"]) == [] and result["USED_MU"] == 0 and result["N_READ"] == 0
    rows = case.ledger(result)
    assert rows["region", "150000", 0]["used_mu"] == 0 and rows["region", "150000", 0]["verdict"] == "not_computable"
    assert rows["county", "150102", 2022]["used_mu"] == 0
