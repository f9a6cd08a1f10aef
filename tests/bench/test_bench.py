"""The benchmark's own parts: its world is what it claims to be, its comparison sees what differs, its page is whole."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from tools.bench import compare, counties, lines, parcels, region, report, results
from tools.bench.jobs import cells
from tools.bench.measure import Measured, Run
from tools.bench.methods import ENGINE, FLOOR, METHODS, ZONES_PREPARED

REGION = shapely.box(region.X0, region.Y0, region.X0 + region.WIDTH, region.Y0 + region.HEIGHT)


@pytest.fixture(scope="module")
def few():
    return parcels.partition(3000)


def test_parcels_fill_the_region_without_overlap(few):
    shapes = few.polygons(0, len(few))
    assert shapely.is_valid(shapes).all()
    # valid, inside the region, and together exactly as large: nothing overlaps and nothing is left out
    assert shapely.area(shapes).sum() == pytest.approx(REGION.area, rel=1e-12)
    assert shapely.covers(REGION.buffer(1e-3), shapes).all()
    assert shapely.area(shapely.coverage_union_all(shapes)) == pytest.approx(REGION.area, rel=1e-12)


def test_parcels_have_the_shares_of_holes_parts_and_vertices(few):
    shapes = few.polygons(0, len(few))
    assert len(few) == pytest.approx(3000, rel=0.02)
    assert shapely.get_num_coordinates(shapes).mean() == pytest.approx(27, abs=1)
    assert shapely.get_num_interior_rings(shapely.get_parts(shapes)).sum() / len(few) == pytest.approx(0.01, rel=0.05)
    assert (shapely.get_num_geometries(shapes) == 2).mean() == pytest.approx(0.005, rel=0.2)


def test_the_same_seed_gives_the_same_parcels(few):
    again = parcels.partition(3000)
    assert np.array_equal(few.xy, again.xy)
    assert not np.array_equal(few.xy, parcels.partition(3000, seed=7).xy[: len(few.xy)])
    assert shapely.equals_exact(few.polygons(100, 103), few.polygons(0, len(few))[100:103], 0).all()


def test_counties_share_their_borders_vertex_by_vertex():
    units = counties.polygons()
    assert len(units) == 103
    assert 700_000 < shapely.get_num_coordinates(units).sum() < 800_000
    assert shapely.coverage_is_valid(units)
    assert shapely.covers(shapely.coverage_union_all(units), REGION)


@pytest.mark.parametrize("name, km", [("eco", 16_400), ("farm", 11_500), ("ubd", 1_850)])
def test_lines_are_disjoint_and_as_long_as_said(name, km):
    zones = lines.polygons(name)
    assert shapely.is_valid(zones).all()
    assert shapely.area(shapely.union_all(zones)) == pytest.approx(shapely.area(zones).sum(), rel=1e-9)
    assert shapely.length(zones).sum() / 1e3 == pytest.approx(km, rel=0.02)
    assert shapely.get_num_interior_rings(zones).sum() > 0


def _write(path, area, fid=(1, 2, 3), label=(0, 1, 1)):
    one = {"fid": np.array(fid), "label": np.array(label), "plane": np.array(area, float)}
    cells.save(path, {name: one for name in region.ZONES})
    return path


def test_comparison_finds_a_wrong_area_a_missing_cell_and_a_count(tmp_path):
    right = _write(tmp_path / "right.npz", [5.0, 7.0, 9.0])
    same = compare.compare(_write(tmp_path / "same.npz", [9.0, 7.0, 5.0], (3, 2, 1), (1, 1, 0)), right, "plane")
    assert (same.cell_m2, same.sum_m2, same.counts, same.cells) == (0, 0, 0, 3 * len(region.ZONES))
    off = compare.compare(_write(tmp_path / "off.npz", [5.0, 7.25, 8.75]), right, "plane")
    assert (off.cell_m2, off.sum_m2, off.counts) == (0.25, 0, 0)
    lost = compare.compare(_write(tmp_path / "lost.npz", [5.0, 7.0], (1, 2), (0, 1)), right, "plane")
    assert (lost.cell_m2, lost.sum_m2, lost.counts) == (9.0, 9.0, len(region.ZONES))
    sample = compare.compare(_write(tmp_path / "sample.npz", [7.0], (2,), (1,)), right, "plane", step=2)
    assert (sample.cell_m2, sample.cells) == (0, len(region.ZONES))


def _run(seconds):
    return Run(seconds, seconds, 500.0, seconds, seconds, 500.0, {"zones read": 1.0, ZONES_PREPARED: 1.0}, {"n": 10})


def test_page_shows_what_there_is_and_survives_what_is_missing(tmp_path):
    found = results.Results("2 cores", {"qgis": "3.22"}, 200.0, skipped={"postgis": "no apt-get"})
    found.sizes[200_000] = results.AtSize(200_000, {FLOOR: Measured([_run(0.5)]), ENGINE: Measured([_run(2.0)])})
    found.sizes[1_000_000] = results.AtSize(1_000_000, {ENGINE: Measured([_run(6.0), _run(1.0), _run(7.0)])},
                                            {ENGINE: compare.Disagreement(2e-6, 1e-5, 0, 99)})
    ran = replace(_run(5.0), facts={"N_READ": 200_000})
    found.algorithms = {"landquota": {200_000: Measured([ran])}, "idleland": {100_000: Measured([ran])}}
    found.save(tmp_path / "results.json")
    page = report.page(results.Results.load(tmp_path / "results.json"))
    assert "| engine, times the read floor | 4.00 × | – |" in page
    assert "**5.00 µs**" in page  # (6 − 2) s over 0.8 million parcels
    assert "left out: postgis: no apt-get" in page
    assert page.index("What the user waits for") < page.index("## Ratios")
    assert "with three lines | 200 000 | 5.00 | 5.00 | 2.50 × | 500 | 1 |" in page
    assert "left of each approval | 200 000 | 5.00 | 5.00 | – | 500 | 1 |" in page
    ran = [method.title for method in METHODS if method.title in page]
    assert len(ran) == 2
    assert report.disagreements(found) == []
    found.sizes[1_000_000].agree[ENGINE].counts = 1
    assert len(report.disagreements(found)) == 1
