"""GEOS by QgsGeometry and by shapely: the same digits from the overlay, and the overlay without QGIS."""

import pickle  # of our own making, from one process to another
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import shapely

from nm_urban.nm_urban_plugin.analysis.geos import default, sound
from nm_urban.nm_urban_plugin.analysis.geos.by_qgis import QgisGeos
from nm_urban.nm_urban_plugin.analysis.geos.by_shapely import ShapelyGeos
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.precedence import claims_among
from nm_urban.nm_urban_plugin.core.units import cents
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.overlay.engine_worlds import layer_of, placed
from tests.analysis.worlds import plane_shapes
from tools.common import ROOT

BOTH = pytest.mark.parametrize("geos", [QgisGeos(), ShapelyGeos()], ids=["qgis", "shapely"])
SQUARE = shapely.box(0, 0, 10, 10)


def world(seed):
    """(parcels, zones) of one of the 40 worlds; every third zone is blown up, so that zones overlap and GEOS cuts."""
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    parcels = worlds.parcels_of(random, zones, size)
    zones = [z.buffer(3, join_style="mitre") if k % 3 == 0 else z for k, z in enumerate(zones)]
    return placed(parcels), placed(zones)


def printed(parcels, zones, geos):
    """{(parcel, label, claimed, label measured): cents}, and how many cells GEOS did."""
    shapes = plane_shapes(parcels)
    before = [list(range(max(0, k - 3), k)) for k in range(len(parcels))]
    claims = claims_among(shapes.rings, shapes.rings, before, geos)
    overlay = Overlay(split=layer_of(zones), measure=[layer_of(zones[::2], name="line")], geos=geos)
    cells, out = overlay.run(shapes, claims), {}
    measured = cells.measured["line"]
    for cell, label, area in zip(measured.cell.tolist(), measured.label.tolist(), cents(measured.area).tolist()):
        key = (int(cells.shape[cell]), int(cells.label[cell]), bool(cells.claimed[cell]), label)
        out[key] = out.get(key, 0) + area
    return {key: area for key, area in out.items() if area}, overlay.cut + overlay.handed


@pytest.mark.parametrize("seed", range(40))
def test_the_same_cents_on_every_world(seed):
    parcels, zones = world(seed)
    (by_qgis, cut), (by_shapely, also) = (printed(parcels, zones, geos) for geos in (QgisGeos(), ShapelyGeos()))
    assert min(cut, also) > 0, "nothing was GEOS's: nothing is compared"
    assert by_shapely == by_qgis


@BOTH
@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_what_is_cut_out_of_all_zones_lies_in_none(geos, seed):
    """Parts of no width once made GEOS find a hectare of a zone in what it had cut out of that zone (world 0)."""
    parcels, zones = world(seed)
    shapes = plane_shapes(parcels)
    before = [list(range(max(0, k - 3), k)) for k in range(len(parcels))]
    overlay = Overlay(split=layer_of(zones), measure=[layer_of(zones, name="line")], geos=geos)
    cells = overlay.run(shapes, claims_among(shapes.rings, shapes.rings, before, geos))
    measured = cells.measured["line"]
    real = cents(measured.area) > 0
    assert real.sum() > 100
    assert (measured.label == cells.label[measured.cell])[real].all()


def test_without_qgis_the_overlay_runs_and_prints_the_same():
    expected = {seed: printed(*world(seed), default())[0] for seed in range(8)}
    script = f"""
        import pickle, sys
        sys.path.insert(0, {str(ROOT)!r})

        class Blocker:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("qgis", "osgeo", "PyQt5", "PyQt6", "processing", "sip"):
                    raise ImportError("the engine may not import " + name)

        sys.meta_path.insert(0, Blocker())
        from tools.common import ROOT, import_nm_urban
        import_nm_urban()
        import importlib
        import numpy as np
        import shapely

        base = "nm_urban.nm_urban_plugin.analysis."
        for room in ("overlay", "drawing"):
            for path in sorted((ROOT / "nm_urban_plugin" / "analysis" / room).glob("*.py")):
                importlib.import_module(base + room + "." + path.stem)
        for name in ("area", "kept", "parallel", "planes", "spool", "tally", "wkb"):
            importlib.import_module(base + "reading." + name)

        from nm_urban.nm_urban_plugin.analysis.geos import default
        from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
        from nm_urban.nm_urban_plugin.analysis.overlay.precedence import claims_among
        from nm_urban.nm_urban_plugin.analysis.overlay.zones import ZoneLayer
        from nm_urban.nm_urban_plugin.analysis.reading.planes import Planes, Shapes
        from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode
        from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import zone_of_epsg
        from nm_urban.nm_urban_plugin.core.units import cents

        def rings_of(blobs):
            return decode(blobs).rings

        def layer_of(blobs, name):
            plane = rings_of(blobs)
            return ZoneLayer(name, Planes(zone_of_epsg(4525), False), plane.with_xy(plane.x + 37_500_000.0, plane.y),
                             np.arange(plane.n, dtype=np.int64))

        found = {{}}
        for seed, (parcels, zones) in pickle.load(sys.stdin.buffer).items():
            rings = rings_of(parcels)
            shapes = Shapes(rings, np.arange(rings.n, dtype=np.int64), np.full(rings.n, 111.0))
            claims = claims_among(rings, rings, [list(range(max(0, k - 3), k)) for k in range(rings.n)])
            overlay = Overlay(split=layer_of(zones, "zones"), measure=[layer_of(zones[::2], "line")])
            cells, out = overlay.run(shapes, claims), {{}}
            m = cells.measured["line"]
            for cell, label, area in zip(m.cell.tolist(), m.label.tolist(), cents(m.area).tolist()):
                key = (int(cells.shape[cell]), int(cells.label[cell]), bool(cells.claimed[cell]), label)
                out[key] = out.get(key, 0) + area
            found[seed] = {{key: area for key, area in out.items() if area}}
            assert overlay.cut + overlay.handed > 0
        assert type(default()).__name__ == "ShapelyGeos"
        assert not [name for name in sys.modules if name.split(".")[0] in ("qgis", "osgeo")]
        sys.stdout.buffer.write(pickle.dumps(found))
    """
    asked = {seed: [[one.wkb for one in many] for many in world(seed)] for seed in expected}
    done = subprocess.run([sys.executable, "-I", "-c", textwrap.dedent(script)], input=pickle.dumps(asked),
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert pickle.loads(done.stdout) == expected


@BOTH
def test_what_is_handed_back_is_polygonal_and_empty_where_nothing_is_left(geos):
    square, beside, far = (geos.read(shapely.box(x, 0, x + 10, 10).wkb) for x in (0, 10, 30))
    assert geos.area(geos.intersection(square, beside)) == 0  # they share a line
    assert geos.area(geos.intersection(square, far)) == geos.area(geos.difference(square, square)) == 0
    assert geos.area(geos.union([square, beside, far])) == 300
    assert geos.box(geos.union([square, far])).tolist() == [0, 0, 40, 10]
    corner = geos.read((shapely.box(5, 0, 10, 5) | shapely.box(10, 5, 15, 15)).wkb)
    assert geos.area(geos.intersection(square, corner)) == 25
    assert shapely.from_wkb(geos.write(geos.difference(square, corner))).equals(SQUARE - shapely.box(5, 0, 10, 5))


@BOTH
def test_bow_ties_are_made_sound(geos):
    tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert not geos.is_valid(geos.read(tie.wkb))
    mended = sound(geos, tie.wkb)
    assert geos.is_valid(mended) and geos.area(mended) == 50


@BOTH
def test_prepared_ones_answer_as_plain_ones(geos):
    ready = geos.prepared(geos.read(SQUARE.wkb))
    for other, meets, holds in ((shapely.box(1, 1, 2, 2), True, True), (shapely.box(9, 9, 12, 12), True, False),
                                (shapely.box(10, 0, 20, 10), True, False), (shapely.box(11, 0, 20, 10), False, False)):
        shape = geos.read(other.wkb)
        assert (ready.intersects(shape), ready.contains(shape)) == (meets, holds)


@BOTH
def test_subdivided_parts_are_small_and_together_the_whole(geos):
    angle = np.linspace(0, 2 * np.pi, 5001)[:-1]
    wavy = shapely.Polygon(np.column_stack([np.cos(angle), np.sin(angle)]) * (800 + 100 * np.sin(40 * angle))[:, None],
                           [shapely.box(-50, -50, 50, 50).exterior.coords])
    parts = [shapely.from_wkb(geos.write(part)) for part in geos.subdivided(geos.read(wavy.wkb), 128)]
    assert len(parts) > 40 and max(map(shapely.get_num_coordinates, parts)) <= 130
    assert shapely.area(parts).sum() == pytest.approx(wavy.area, rel=1e-12)
    assert shapely.area(shapely.union_all(parts)) == pytest.approx(wavy.area, rel=1e-12)


class GivesUp:
    """A polygon on which GEOS gives up until it lies on a grid."""

    def __init__(self, square, on_grid=False):
        self.square, self.on_grid, self.asked = square, on_grid, []

    def isGeosValid(self):
        return True

    def snappedToGrid(self, *_):
        return GivesUp(self.square, True)

    def difference(self, other):
        return self.square.difference(other.square) if self.on_grid and other.on_grid else type(self.square)()


def test_where_geos_gives_up_it_is_asked_again_on_a_grid():
    geos = QgisGeos()
    one, other = (GivesUp(geos.read(shapely.box(x, 0, x + 10, 10).wkb)) for x in (0, 5))
    assert one.difference(other).isNull()
    assert geos.area(geos.difference(one, other)) == 50


def test_where_geos_gives_up_in_shapely_it_is_asked_again_on_a_grid():
    geos, asked = ShapelyGeos(), []

    def stubborn(one, other, grid_size=None):
        asked.append(grid_size)
        if grid_size is None:
            raise shapely.GEOSException("TopologyException")
        return shapely.difference(one, other, grid_size=grid_size)

    assert geos.area(geos._done(stubborn, SQUARE, shapely.box(5, 0, 15, 10))) == 50
    assert asked == [None, None, 1e-6]
