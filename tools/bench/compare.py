"""Compare the cells of two methods: every (parcel, zone) of every layer, the sums and the counts by zone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.bench import region
from tools.bench.jobs.cells import LEAST_M2, load

_LABELS = 1_000


@dataclass
class Disagreement:
    """Worst difference of a cell and of a sum by zone in m², zones whose count differs, cells compared."""

    cell_m2: float = 0.0
    sum_m2: float = 0.0
    counts: int = 0
    cells: int = 0


def _keyed(cells: dict[str, np.ndarray], column: str, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys and areas in the order of the keys; of every step-th parcel."""
    pick = np.asarray(cells["fid"]) % step == 0
    key = np.asarray(cells["fid"])[pick].astype(np.int64) * _LABELS + np.asarray(cells["label"])[pick]
    order = np.argsort(key)
    return key[order], np.asarray(cells[column], np.float64)[pick][order]


def compare(path: Path, reference: Path, column: str, step: int = 1) -> Disagreement:
    """Cells in *path* against those in *reference*, both measured as *column*; a cell that one lacks has area 0 there.

    *step*: only parcels whose fid it divides (a sample).
    """
    out = Disagreement()
    for name in region.ZONES:
        key, area = _keyed(load(path, name), column, step)
        other_key, other_area = _keyed(load(reference, name), column, step)
        every = np.union1d(key, other_key)
        a, b = np.zeros(len(every)), np.zeros(len(every))
        np.add.at(a, np.searchsorted(every, key), area)
        np.add.at(b, np.searchsorted(every, other_key), other_area)
        label = every % _LABELS
        counts = [np.bincount(label[v >= LEAST_M2], minlength=_LABELS) for v in (a, b)]
        sums = [np.bincount(label, v, minlength=_LABELS) for v in (a, b)]
        out.cell_m2 = max(out.cell_m2, float(np.abs(a - b).max(initial=0.0)))
        out.sum_m2 = max(out.sum_m2, float(np.abs(sums[0] - sums[1]).max()))
        out.counts += int((counts[0] != counts[1]).sum())
        out.cells += len(every)
    return out
