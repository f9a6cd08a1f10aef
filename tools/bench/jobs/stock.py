"""The stock of approved land: Arrow read, checks, official areas, the whole accounting, and the pieces that are left,
streamed to a file. ``--out`` then saves what is left of each approval, for the comparison."""

from __future__ import annotations

from datetime import date

import numpy as np
from qgis.core import QgsFeedback

from tools.bench import stock_world
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.layers.loading import Given  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.stock.account import Request, read_parcels, take_stock  # noqa: E402
from nm_urban.nm_urban_plugin.core.dates import parse_date  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas  # noqa: E402

#: Ordinal of the base date.
_BASE = date(2021, 12, 31).toordinal()


def read(name: str, size: int, column: str):
    """Parcels of one layer and the ordinals of their dates."""
    layer = vector_layer(stock_world.path(name, size), name)
    parcels = read_parcels(Given(layer, layer.crs(), name, layer), [column], Tally(), QgsFeedback())
    days = {value: parse_date(value).toordinal() for value in set(parcels.columns[column])}
    return parcels, np.array([days[value] for value in parcels.columns[column]], np.int64)


def measure(args) -> None:
    """The job itself."""
    clock = Clock()
    approved, approved_days = read(stock_world.APPROVED, args.size, "PZRQ")
    clock.stage("approvals read")
    supplied, supplied_days = read(stock_world.SUPPLIED, args.size, "GDRQ")
    clock.stage("supplies read")
    with Spool() as spool:
        request = Request(approved, approved_days, supplied, supplied_days, supplied_days > _BASE)
        stock = take_stock(request, spool, QgsFeedback())
        clock.stage("accounted and drawn")
        clock.done(n=len(approved), supplies=len(supplied), pieces=spool.count)
    if (stock.area != stock.overlap + stock.supplied + stock.cancelled + stock.unsupplied).any():
        raise ValueError("the parts of an approval do not sum to it")
    if args.out:
        shapes = approved.frame.shapes(approved.rings)
        raw = np.bincount(shapes.feature, straight_areas(shapes.rings))
        np.savez(args.out, left=stock.unsupplied / 100, overlap=stock.overlap / 100, scale=stock.area / 100 / raw)


def main() -> None:
    args = arguments(__doc__)
    with started():
        measure(args)


if __name__ == "__main__":
    main()
