"""The overlay engine: Arrow read, decode, official areas, exact areas in four zone layers, sums and counts by zone.

Parcels have their official areas, and the parts of those that are cut their share, as in every algorithm. With --out
the cells are raw, to be compared. --raw leaves official areas out.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace

import numpy as np
from qgis.core import QgsFeedback

from tools.bench import region
from tools.bench.jobs import cells as results
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.bench.methods import ZONES_PREPARED, ZONES_READ
from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.layers.loading import load_counties, load_line  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Cells, Overlay  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.batches import FeatureReader  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.parallel import ahead, stream  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.planes import Shapes  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.source import Given  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode_buffer  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid.official import official_areas  # noqa: E402


def read_zones(begin) -> list[ZoneLayer]:
    """Counties and lines as every algorithm reads them: checked, with whatever cannot be used in the tally. *begin* is
    called with each layer as soon as it is read."""
    tally, feedback = Tally(), QgsFeedback()
    zones = []
    for name in region.ZONES:
        layer = vector_layer(region.zone_path(name), name)
        given = Given(layer, layer.crs(), name, layer)
        counties = name == region.COUNTIES
        zones.append(load_counties(given, "code", None, tally, feedback)[0] if counties else
                     load_line(name, given, tally, feedback, None))
        begin(zones[-1])
    if tally.rejects:
        raise ValueError(f"zones were rejected: {tally.rejects[:3]}")
    return zones


class Table:
    """Sums and counts by layer and label; with *keep* also the cells."""

    def __init__(self, keep: bool) -> None:
        self.sums = {name: np.zeros(0) for name in region.ZONES}
        self.counts = {name: np.zeros(0, np.int64) for name in region.ZONES}
        self.gap_m2 = 0.0
        self._cells: dict[str, list] | None = {name: [] for name in region.ZONES} if keep else None

    def add(self, fids: np.ndarray, shapes: Shapes, cells) -> None:
        """Book one batch."""
        for name in region.ZONES:
            measured = cells.measured[name]
            inside = measured.label != OUTSIDE
            label, area = measured.label[inside], measured.area[inside]
            sums, counts = results.tabulate(label, area)
            self.sums[name] = _added(self.sums[name], sums)
            self.counts[name] = _added(self.counts[name], counts)
            if self._cells is not None:
                self._cells[name].append((fids[shapes.feature[cells.shape[measured.cell[inside]]]], label, area))
                parts = np.bincount(measured.cell, measured.area, minlength=len(cells.area))
                self.gap_m2 = max(self.gap_m2, float(np.abs(parts - cells.area).max()))

    def layers(self) -> dict[str, dict[str, np.ndarray]]:
        """The cells as results.save takes them."""
        return {name: dict(zip(("fid", "label", "straight"), map(np.concatenate, zip(*batches))))
                for name, batches in self._cells.items()}


def _added(total: np.ndarray, more: np.ndarray) -> np.ndarray:
    out = np.zeros(max(len(total), len(more)), total.dtype)
    out[: len(total)] += total
    out[: len(more)] += more
    return out


def _shared_out(cells: Cells, areas: np.ndarray) -> Cells:
    """The cells with official areas: those of the parcels, by the shares of the raw areas."""
    whole = np.bincount(cells.shape, cells.area, minlength=len(areas))
    factor = (areas / whole)[cells.shape]
    measured = {name: replace(one, area=one.area * factor[one.cell]) for name, one in cells.measured.items()}
    return replace(cells, area=cells.area * factor, measured=measured)


def measure(args) -> None:
    """The job itself."""
    clock = Clock()
    layer = vector_layer(region.parcel_path(args.size), "parcels")
    frame = Frame(layer.crs(), layer.name())
    reader = FeatureReader(layer, [], layer)
    prepared: list[float] = []

    def prepare(zones: ZoneLayer) -> None:
        """As ZoneLayer.begin has it done, with a clock."""
        began = time.thread_time()
        _, blocks = zones.blocks(frame.zone.meridian, frame.reach, reader.count)
        blocks.block(0)
        prepared.append(time.thread_time() - began)

    zones = read_zones(lambda one: ahead(prepare, one))
    clock.lap(ZONES_READ)
    overlay = Overlay(measure=zones, reach=frame.reach, expected=max(reader.count, 0))
    table, count, official = Table(args.out is not None), 0, 0.0
    spent: dict[str, float] = {}

    def work(batch):
        """One batch, on one of the engine's threads: decode, official areas, overlay."""
        marks = [time.thread_time()]
        shapes = frame.shapes(decode_buffer(batch.buffer, batch.offsets).rings)
        marks.append(time.thread_time())
        areas = None if args.raw else official_areas(shapes.rings)
        marks.append(time.thread_time())
        keep_raw = args.raw or args.out is not None
        cells = overlay.run(shapes) if keep_raw else _shared_out(overlay.run(shapes, known=areas), areas)
        marks.append(time.thread_time())
        return batch.fids, shapes, areas, cells, np.diff(marks)

    for fids, shapes, areas, cells, seconds in stream(work, reader):
        official += 0.0 if areas is None else float(areas.sum())
        table.add(fids, shapes, cells)
        count += len(fids)
        for name, second in zip(("decode", "official areas", "overlay"), seconds):
            spent[name] = spent.get(name, 0.0) + float(second)
    clock.lap("parcels")
    print(json.dumps({"stage": ZONES_PREPARED, "seconds": sum(prepared)}), flush=True)
    for name, second in spent.items():
        print(json.dumps({"stage": f"parcels: {name} (thread seconds)", "seconds": second}), flush=True)
    clock.done(n=count, path=reader.path_taken, official_m2=official, handed=overlay.handed, gap_m2=table.gap_m2)
    if args.out:
        results.save(args.out, table.layers())


def main() -> None:
    args = arguments(__doc__, "--raw")
    with started():
        measure(args)


if __name__ == "__main__":
    main()
