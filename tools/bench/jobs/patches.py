"""The other way round: very many small zones. All parcels are the patches of a land-use layer (DLTB), and those of the
sample are measured in them; reading, checking and making ready count, in as many blocks as it takes."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFeedback

from tools.bench import region
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.layers.loading import load_zones  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.batches import FeatureReader  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.source import Given  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode_buffer  # noqa: E402

#: Land-use classes; the patches take them in turn.
_CLASSES = 57


def measure(args) -> None:
    """The job itself."""
    clock = Clock()
    patches = vector_layer(region.parcel_path(args.size), "parcels")
    tally = Tally()
    frame, rings, _, _ = load_zones(Given(patches, patches.crs(), "patches", patches), [], tally, QgsFeedback())
    if tally.rejects:
        raise ValueError(f"patches were rejected: {tally.rejects[:3]}")
    layer = ZoneLayer("land_use", frame, rings, np.arange(rings.n) % _CLASSES)
    clock.stage("patches read and checked")
    parcels = vector_layer(region.sample_path(args.size), "parcels")
    reader = FeatureReader(parcels, [], parcels)
    overlay = Overlay(measure=[layer], reach=frame.reach, expected=reader.count)
    count, inside, whole = 0, 0.0, 0.0
    for batch in reader:
        cells = overlay.run(frame.shapes(decode_buffer(batch.buffer, batch.offsets).rings))
        found = cells.measured["land_use"]
        count += len(cells.shape)
        whole += float(cells.area.sum())
        inside += float(found.area[found.label != OUTSIDE].sum())
    clock.stage("patches made ready, and parcels measured")
    if abs(whole - inside) > 1e-3 * count:  # the patches tile the region, and each parcel is one of them
        raise ValueError(f"{count} parcels have {whole} m², in the patches lie {inside}")
    (_, blocks), = layer.plans()
    clock.done(n=rings.n, parcels=count, blocks=len(blocks), handed=overlay.handed)


def main() -> None:
    args = arguments(__doc__)
    with started():
        measure(args)


if __name__ == "__main__":
    main()
