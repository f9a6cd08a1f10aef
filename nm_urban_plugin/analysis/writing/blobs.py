"""Geometry blobs of a GeoPackage from WKB: a header with the bounding box before each (OGC 12-128r18 §2.1.3)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

#: Length of a header with an XY envelope: magic 2, version 1, flags 1, srs_id 4, envelope 32.
HEAD = 40

_HEADER = np.dtype([("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", 4)])

#: Flags: little endian, with an XY envelope.
_WITH_BOX = 0b00000011

#: Where the srs_id stands in a blob.
SRS_AT, SRS_END = 4, 8


def heads(bounds: np.ndarray, srs_id: int) -> bytes:
    """Headers of n geometries one after another, HEAD bytes each; bounds (n, 4) xmin, ymin, xmax, ymax."""
    out = np.zeros(len(bounds), _HEADER)
    out["magic"], out["flags"], out["srs"] = b"GP", _WITH_BOX, srs_id
    out["box"] = bounds[:, [0, 2, 1, 3]]
    return out.tobytes()


def blobs(wkb: Sequence[bytes | None], bounds: np.ndarray, srs_id: int) -> list[bytes | None]:
    """One blob per WKB (little endian); None stands for no geometry. bounds (n, 4), NaN where there is none."""
    head = heads(bounds, srs_id)
    return [None if one is None else head[at : at + HEAD] + one for at, one in zip(range(0, len(head), HEAD), wkb)]
