"""Lines for the tests of corridor buffers, and short ways to run them."""

import numpy as np
import shapely
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.buffers.rings import make_rings
from nm_urban.nm_urban_plugin.analysis.buffers.source import read_source
from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from tests.builders import LONLAT, layer
from tools.bench.corridor_lines import WIDTHS, random_lines, west_east

__all__ = ["WIDTHS", "boundary", "buffers", "degrees", "given", "lines_layer", "random_lines", "read", "west_east",
           "wkt"]

def wkt(vertices):
    return "LINESTRING (" + ", ".join(f"{x!r} {y!r}" for x, y in np.asarray(vertices).tolist()) + ")"


def lines_layer(lines, crs=LONLAT, fields=(), values=None, name="线"):
    rows = [(wkt(line), *(values[k] if values else ())) for k, line in enumerate(lines)]
    return layer(rows, fields, crs, "LineString", name)


def degrees(rows, kind="LineString"):
    """A layer in longitude and latitude."""
    return layer(rows, (), LONLAT, kind, "线")


def given(source):
    return Given(source, source.crs(), source.name(), source)


def read(source, columns=(), tally=None):
    return read_source(given(source), list(columns), tally or Tally(), QgsFeedback())


def buffers(source, widths, corridor=None, **more):
    """Rings of a layer as (Ring, shapely polygon)."""
    found = read(source)
    owner = np.zeros(len(found), int) if corridor is None else np.asarray(corridor)
    rings = make_rings(found, owner, int(owner.max(initial=0)) + 1, widths, QgsFeedback(), **more)
    return [(ring, shapely.from_wkb(ring.wkb)) for ring in rings]


def boundary(polygon, step_deg):
    """Points all along the boundary of a polygon, no farther apart than *step_deg*."""
    return shapely.get_coordinates(shapely.segmentize(shapely.boundary(polygon), step_deg))
