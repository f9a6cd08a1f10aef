"""Parcels of one layer that overlap each other: the area of each, every m² counted once."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFeedback

from ..reading.parallel import stream
from .account import ranks
from .blocks import Plan
from .cut import OVERLAP
from .parcels import Parcels
from .pieces import share_out
from .settle import Covers, Settlement


def areas_counted_once(parcels: Parcels, order: np.ndarray, feedback: QgsFeedback) -> np.ndarray | None:
    """(n,) int64 cents of each parcel less what those before it hold; None when cancelled.

    *order* (n,) int: a place belongs to the parcel with the smallest number, of equal ones to the smallest fid. Parcels
    that touch nothing keep their official area to the cent.
    """
    nothing, none = parcels.take([]), np.zeros(0, np.int64)
    plan = Plan(parcels, nothing, None)
    settlement = Settlement(parcels, ranks(parcels.fids, np.asarray(order)),
                            Covers(nothing, None, none.astype(bool), none), plan.among_approvals,
                            plan.among_covers)
    out = parcels.cents.copy()
    for settled in stream(settlement.settle, plan):
        out[settled.block.rows] -= share_out(settled, parcels)[:, OVERLAP]
        if feedback.isCanceled():
            return None
    return out
