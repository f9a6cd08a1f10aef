"""The region of the benchmark: 240 x 420 km, 103 counties, three control lines, parcels; seeded, cached as GeoPackages.

All layers are in EPSG:4527 (CGCS2000, 3-degree zone 39). The counties and the lines are the same for every number of
parcels; borders of parcels and zones have nothing in common, as when two surveys meet.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tools.bench import counties, lines, parcels
from tools.bench.region import COUNTIES, LINES, parcel_path, sample_path, sample_step, zone_path


def build(size: int, say: Callable[[str], None] = print) -> None:
    """Write the files for *size* parcels that are not there yet."""
    steps = [(zone_path(COUNTIES), counties.write)]
    steps += [(zone_path(name), lambda path, name=name: lines.write(path, name)) for name in LINES]
    steps += [(parcel_path(size), lambda path: parcels.write(path, size)),
              (sample_path(size), lambda path: parcels.write_sample(parcel_path(size), path, sample_step(size)))]
    for path, make in steps:
        if not path.exists():
            began = time.perf_counter()
            words = make(path)
            say(f"bench: made {path.name} in {time.perf_counter() - began:.0f} s: {words}")
