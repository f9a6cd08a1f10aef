"""Run by ``tools.digits`` in a plain interpreter with numpy only: hashes of what the core reckons, as one line of JSON.

    python -m tools.digits.reckon WORLD.npz
"""

from __future__ import annotations

import hashlib
import json
import sys
import time

import numpy as np

from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.buffers import outline  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.network import capsules  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid import gauss, geodesic, trig  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid.official import official_areas, sheet_area  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas  # noqa: E402
from nm_urban.nm_urban_plugin.core.rings import Rings  # noqa: E402
from nm_urban.nm_urban_plugin.core.units import cents  # noqa: E402

#: Central meridian of the world's zone.
_MERIDIAN = 117.0


def fingerprint(*arrays) -> str:
    """First 16 hex digits of the SHA-256 of the bits of arrays (little-endian, −0 as 0)."""
    digest = hashlib.sha256()
    for array in arrays:
        array = np.asarray(array)
        digest.update((array + 0).astype("<i8" if array.dtype.kind == "i" else "<f8").tobytes())
    return digest.hexdigest()[:16]


def _functions():
    """The functions of core.ellipsoid.trig over numbers that are the same everywhere: fractions of whole numbers."""
    x = (np.arange(400_001, dtype=np.int64) * 104_729 % 1_000_003 - 500_000) / 65_536.0
    y = (np.arange(400_001, dtype=np.int64) * 15_485_863 % 999_983 - 400_000) / 131_072.0
    small = x / 16
    return [*trig.sin_cos(x), trig.sin(x * 50), trig.cos(y), trig.tan(y), trig.arctan2(y, x), trig.arctanh(small),
            trig.sinh(small * 4), trig.exp(x), trig.log(np.abs(x) + 2.0**-20), trig.hypot(x, y)]


def _lines(lon, lat):
    """Corridors: geodesics there and back, circles, capsules."""
    step = slice(0, None, 997)
    lon, lat = lon[step], lat[step]
    there = geodesic.inverse(117.0, 43.0, lon, lat)
    x, y = geodesic.to_plane(lon, lat, (117.0, 43.0))
    start, end = np.stack([lon[:-1], lat[:-1]], 1), np.stack([lon[1:], lat[1:]], 1)
    radius = 1000.0 + np.arange(len(start)) % 500
    around = capsules.capsules(start[:500], end[:500], radius[:500], radius[::-1][:500])
    ends = np.stack([x, y], 1)
    moved = (ends[1:] != ends[:-1]).any(axis=1)
    segments = outline.strips_and_fans(ends[:-1][moved], ends[1:][moved], 2500.0)
    return [*there, *geodesic.direct(lon, lat, there[1], there[0] / 3), x, y, *geodesic.from_plane(x, y, (117.0, 43.0)),
            outline.circles(x, y, 30_000.0), around, *segments, geodesic.zone_to_equator(lat)]


def reckon(path: str) -> dict:
    """Fingerprints by name, and what was used."""
    data = np.load(path)
    rings = Rings(*(data[name] for name in ("x", "y", "first", "shape", "part", "hole")), int(data["n"]))
    began = time.perf_counter()
    areas = cents(official_areas(rings))
    seconds = time.perf_counter() - began
    exact = straight_areas(rings)
    lon, lat = gauss.inverse(rings.x, rings.y, _MERIDIAN)
    back = gauss.forward(lon, lat, _MERIDIAN)
    sheets = [sheet_area(south / 24, (south + 1) / 24, 0.0625) for south in range(37 * 24, 54 * 24)]
    return {"numpy": np.__version__, "python": sys.version.split()[0], "parcels": rings.n, "vertices": len(rings.x),
            "seconds": round(seconds, 2), "cents": fingerprint(areas), "total_cents": int(areas.sum()),
            "straight": fingerprint(exact), "gauss": fingerprint(lon, lat, *back), "sheets": fingerprint(sheets),
            "lines": fingerprint(*_lines(lon, lat)), "functions": fingerprint(*_functions())}


def features() -> list[str]:
    """The processor's features for which this numpy has code of its own, beyond those it cannot do without."""
    try:
        from numpy._core import _multiarray_umath as umath
    except ImportError:  # numpy 1
        from numpy.core import _multiarray_umath as umath
    return [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__.get(name)]


if __name__ == "__main__":
    print(json.dumps({**(reckon(sys.argv[1]) if len(sys.argv) > 1 else {}), "features": features()}))
