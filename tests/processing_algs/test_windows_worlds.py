"""Worlds past the limits of 32 bits give the same figures, digit for digit, with the whole numbers of Windows.

Every world has a layer whose keys (ray x edges, point x features) pass 2^31; each use case runs as natively, and again
when the plugin's modules see `tests.windows_ints`.
"""

import datetime as dt

import numpy as np
import pytest

from tests import windows_ints
from tests.builders import geopackage, rows_of
from tests.processing_algs.conformity import case as conformity_case

pytestmark = pytest.mark.skipif(bool(windows_ints.whole_suite), reason="compares with native")
X, Y = 37_550_000.0, 4_515_000.0
SIDE = 268  # a lattice of 268 x 268 zones: 72 000
POLYGON = np.dtype([("order", "u1"), ("kind", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("xy", "<f8", (5, 2))])


def polygons(xy):
    """(n, 4, 2) corners → WKB of each quadrilateral."""
    out = np.zeros(len(xy), POLYGON)
    out["order"], out["kind"], out["rings"], out["points"] = 1, 3, 1, 5
    out["xy"] = np.concatenate([xy, xy[:, :1]], axis=1)
    return [one.tobytes() for one in out]


def lattice(side, step, seed, apart=0.0, x=X, y=Y):
    """side x side quadrilaterals over displaced nodes that neighbours share; *apart*: shrunk about their middles."""
    random = np.random.default_rng(seed)
    at = np.arange(side + 1.0) * step
    node = np.stack(np.meshgrid(x + at, y + at, indexing="ij"), axis=2)
    node += random.uniform(-0.3 * step, 0.3 * step, node.shape).round(2)
    xy = np.stack([node[:-1, :-1], node[1:, :-1], node[1:, 1:], node[:-1, 1:]], axis=2).reshape(-1, 4, 2)
    middle = xy.mean(axis=1, keepdims=True)
    return polygons(middle + (xy - middle) * (1 - apart))


def wavy(vertices, radius, x, y):
    """WKB of one zone with so many vertices along a wavy border."""
    angle = 2 * np.pi * np.arange(vertices) / vertices
    r = radius * (1 + 0.02 * np.sin(999 * angle))
    xy = np.column_stack([x + r * np.cos(angle), y + r * np.sin(angle)])
    xy = np.concatenate([xy, xy[:1]])
    return (np.array([1], "u1").tobytes() + np.array([3, 1, len(xy)], "<u4").tobytes() + xy.astype("<f8").tobytes())


def with_words(blobs, *columns):
    """Rows of a layer: column k takes its words in turn."""
    return [(blob, *(words[k % len(words)] for words in columns)) for k, blob in enumerate(blobs)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def farmland(folder):
    return str(geopackage(folder / "farm.gpkg", "永久基本农田", with_words(lattice(SIDE, 60, 1), ["甲", "乙", "丙"]),
                          [(conformity_case.FIELDS["farm"], str)]))


@pytest.fixture(scope="module")
def land_use(folder):
    codes = ["0101", "0103", "0201", "0401", "0701", "1206", "0303"]
    return str(geopackage(folder / "dltb.gpkg", "DLTB", with_words(lattice(SIDE, 60, 2), codes), [("DLBM", str)]))


@pytest.fixture(scope="module")
def counties(folder):
    """Two units, one with 300 000 vertices."""
    side = SIDE * 60.0
    beside = np.array([[X + side, Y], [X + 2 * side, Y], [X + 2 * side, Y + side], [X + side, Y + side]])
    rows = [(wavy(300_000, 0.45 * side, X + 0.5 * side, Y + 0.5 * side), "150102", "新城区"),
            (polygons(beside[None])[0], "150103", "回民区")]
    return str(geopackage(folder / "counties.gpkg", "旗县", rows, [("XZQDM", str), ("XZQMC", str)]))


def everything(result):
    """All numbers, and all rows and shapes of the outputs."""
    out = {}
    for name, value in result.items():
        layer = hasattr(value, "getFeatures") and value
        out[name] = [(row, bytes(feature.geometry().asWkb())) for row, feature in zip(
            rows_of(layer), layer.getFeatures())] if layer else value
    return out


@pytest.fixture
def same(run_alg, monkeypatch):
    """Run an algorithm natively and as on Windows; the results must be equal. Returns the native ones."""
    def run(algorithm, parameters):
        native = everything(run_alg(algorithm, parameters))
        assert windows_ints.switch(monkeypatch) > 20
        windows = everything(run_alg(algorithm, parameters))
        assert list(windows) == list(native)
        for name in native:
            assert windows[name] == native[name], name
        return native

    return run


def memory(*names):
    return dict.fromkeys(names, "memory:")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("side", "drawn"), [(182, False), (40, True)])
def test_conformity_with_72_000_zones_in_each_line(same, folder, farmland, side, drawn):
    """33 000 projects, and the pieces of the first 1 600 of them drawn (which takes most of the time)."""
    projects = str(geopackage(folder / f"projects_{side}.gpkg", "项目", [(b,) for b in lattice(side, 88, 3, 0.3)]))
    lines = {"FARMLAND": farmland}
    for key, seed, words in (("eco", 4, ["红线一", "红线二"]), ("ubd", 5, ["城镇集中建设区", "特别用途区"])):
        path = folder / f"{key}.gpkg"
        if not path.exists():
            geopackage(path, key, with_words(lattice(SIDE, 60, seed), words), [(conformity_case.FIELDS[key], str)])
        lines[conformity_case.PARAMETERS[key]] = str(path)
    found = same("conformity", {"INPUT": projects, **lines, "AS_OF": "2025-12-31",
                                **memory("OUTPUT", "MEASURES", "REJECTS", *(["PIECES"] if drawn else []))})
    assert len(found["OUTPUT"]) == side**2 and found["N_PIECES"] > 3 * side**2 and found["N_REJECTED"] == 0
    assert not drawn or len(found["PIECES"]) == found["N_PIECES"]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_landquota_with_200_000_parcels(same, folder, counties, land_use, farmland):
    dates = ["2021-03-01", "2022-07-15", "2023-01-31", "2024-05-05"]
    parcels = str(geopackage(folder / "parcels.gpkg", "新增", with_words(lattice(448, 36, 6, 0.1), dates),
                             [("PZRQ", str)]))
    found = same("landquota", {"INPUT": parcels, "COUNTIES": counties, "LANDUSE": land_use, "FARMLAND": farmland,
                               "AS_OF": "2024-06-30", **memory("OUTPUT", "LEDGER", "MEASURES", "REJECTS")})
    assert len(found["OUTPUT"]) > 200_000 and found["N_REJECTED"] == 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_idleland_with_60_000_parcels(same, folder, counties):
    """Supplies are smaller than approvals and lie across their borders."""
    documents = [f"内政土发〔2019〕{k}号" for k in range(500)]
    approved = str(geopackage(folder / "approved.gpkg", "批准", with_words(lattice(135, 120, 7), documents,
                              ["2012-05-01", "2016-08-01", "2019-02-03"]), [("批准文号", str), ("批准日期", str)]))
    supplied = str(geopackage(folder / "supplied.gpkg", "供应", with_words(lattice(200, 80, 8, 0.05), documents[:400],
                              ["2018-03-01", "2020-07-15", "2023-01-31"]), [("批准文号", str), ("供地日期", str)]))
    found = same("idleland", {"APPROVED": approved, "SUPPLIED": supplied, "COUNTIES": counties, "AS_OF": "2024-06-30",
                              **memory("UNSUPPLIED", "IDLE", "LEDGER", "DOCUMENTS", "MEASURES", "REJECTS")})
    assert len(found["UNSUPPLIED"]) > 10_000


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_corridors_over_72_000_zones_and_a_county_of_300_000_vertices(same, folder, counties, farmland):
    side = SIDE * 60.0
    along = np.linspace(0, side, 60)
    rows = []
    for k in range(3):
        line = np.column_stack([X + along, Y + side * (k + 1) / 4 + 900 * np.sin(along / 700 + k)])
        rows.append((np.array([1], "u1").tobytes() + np.array([2, len(line)], "<u4").tobytes()
                     + line.astype("<f8").tobytes(), f"线{k}"))
    lines = str(geopackage(folder / "lines.gpkg", "铁路", rows, [("线名", str)]))
    found = same("corridorbuffer", {"INPUT": lines, "DISSOLVE_FIELD": "线名", "RINGS": "300,900",
                                    "ZONES": [counties, farmland], "AS_OF": "2024-06-30",
                                    **memory("OUTPUT", "MEASURES", "REJECTS")})
    assert len(found["OUTPUT"]) == 6 and len(found["MEASURES"]) > 20


def test_the_accounts_of_the_dock(folder, land_use, monkeypatch):
    """Read, changed and asked for what stands behind each number, as the dock does."""
    from qgis.core import QgsVectorLayer

    from nm_urban.nm_urban_plugin.jobs.targets.job import IndicatorRun
    from nm_urban.nm_urban_plugin.jobs.targets.reader import snapshot

    codes = [f"1501{21 + k}" for k in range(3)]
    rows = [(blob, codes[k % 3], k % 2, 2020 + k % 6) for k, blob in enumerate(lattice(300, 50, 9))]
    path = geopackage(folder / "stock.gpkg", "存量", rows, [("XZQDM", str), ("是否盘活", int), ("年度", int)])

    def account():
        layer = QgsVectorLayer(str(path), "存量", "ogr")
        run = IndicatorRun(snapshot(layer), dt.date(2024, 6, 30), "stock_parcels", keep=True)
        assert run.run() is not None
        seen = []
        for step in range(3):
            seen.append([(row.target.id, row.value, row.n, row.n_skipped, row.n_fail, row.gap, row.covered, row.verdict,
                          list(run.assessment.fids_behind(row))) for row in run.assessment.rows()])
            run.update(layer.getFeatures(f"fid % 7 = {step}"))
            run.forget(range(1 + step, 40_000, 5))
        return seen

    native = account()
    assert any(len(fids) > 10_000 for *_, fids in native[0]) and native[0] != native[1] != native[2]
    assert windows_ints.switch(monkeypatch) > 20
    assert account() == native
