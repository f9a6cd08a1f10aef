"""Land-use patches (DLTB) as zones, and the split of a piece by 农用地, 耕地, 建设用地, 未利用地.

TBDLMJ = TBMJ − KCMJ: of a piece of cropland the share KCXS is 田坎 (1203), which is 农用地 but not
耕地. What no patch covers is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core import landuse
from ...core.cells import shown
from ...core.landuse import LAND, LandAreas
from ...core.messages import Message
from ...core.units import apportion, scaled_half_up
from ..reading.tally import Tally
from .overlay import Measured
from .zones import OUTSIDE, ZoneLayer


@dataclass
class LandUse:
    """Zones whose labels are indices into *group* (class of core.landuse) and *ridge* (KCXS, 0 … 1)."""

    zones: ZoneLayer
    group: np.ndarray
    ridge: np.ndarray

    @staticmethod
    def labels(codes: list, shares: np.ndarray, table: str = "auto") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Per patch its label; per label the class and the share of 田坎. Equal patches share a label.

        *shares* (n,) as `core.landuse.ridge_shares` reads them, *table* as `core.landuse.table_of` says.
        """
        kind = landuse.classify(codes, table).astype(np.int64)
        share = np.where(kind == landuse.CROP, shares, 0.0)
        distinct, label = np.unique(np.stack([kind.astype(np.float64), share], 1), axis=0, return_inverse=True)
        return label.reshape(-1), distinct[:, 0].astype(np.int64), distinct[:, 1]

    def split(self, measured: Measured, piece_of_cell: np.ndarray, area: np.ndarray) -> list[LandAreas]:
        """:meth:`columns` as one record a piece."""
        columns = self.columns(measured, piece_of_cell, area)
        return [LandAreas(*row) for row in zip(area.tolist(), *(columns[key].tolist() for key in LAND))]

    def columns(self, measured: Measured, piece_of_cell: np.ndarray, area: np.ndarray) -> dict[str, np.ndarray]:
        """By class (core.landuse.LAND) the cents of each piece, (p,) int64; agri + unused + built + unknown = *area*
        exactly, crop is part of agri."""
        piece = piece_of_cell[measured.cell]
        slots = len(self.group) + 1  # the last one: outside every patch
        slot = np.where(measured.label == OUTSIDE, slots - 1, measured.label)
        key, inverse = np.unique(piece * slots + slot, return_inverse=True)
        owner, slot = key // slots, key % slots
        raw = np.bincount(inverse.reshape(-1), measured.area, minlength=len(key))
        got = apportion(raw, owner, area, ties=(slot,))
        kind = np.append(self.group, landuse.UNKNOWN)[slot]
        ridge = np.append(self.ridge, 0.0)[slot]

        def total(wanted, values=got) -> np.ndarray:
            out = np.zeros(len(area), np.int64)
            pick = np.isin(kind, wanted)
            np.add.at(out, owner[pick], values[pick])
            return out

        crop = total([landuse.CROP], scaled_half_up(got * (1.0 - ridge), 0))
        return {"agri": total(landuse.AGRI), "crop": crop, "unused": total([landuse.UNUSED]),
                "built": total([landuse.BUILT]), "unknown": total([landuse.UNKNOWN])}


def read_classes(name: str, code_field: str, codes: list, ridges: list | None, fids: np.ndarray, tally: Tally
                 ) -> tuple[str, np.ndarray, list[Message]]:
    """How the patches of a land-use layer are read: (table of the codes, (n,) shares of 田坎, what must be said).

    Cells of KCXS that are no share are listed in *tally*. Raises `CodesRefused`.
    """
    table, said = landuse.table_of(code_field, codes), []
    if table != "auto":
        said.append(Message("shared.read_as_ydyh", {"name": name, "field": code_field}))
    found = landuse.ridge_shares(ridges if ridges is not None else [None] * len(codes))
    if found.as_percent:
        said.append(Message("shared.ridges_in_percent", {"name": name}))
    for row in found.unreadable:
        tally.reject(name, fids[row], Message("shared.ridge_unreadable", {"value": shown(ridges[row])}))
    strange = landuse.unknown_codes(codes, table)
    if strange:
        said.append(Message("shared.unknown_codes", {"codes": ", ".join(
            f"{code or 'NULL'} x {n}" for code, n in list(strange.items())[:20])}))
    return table, found.shares, said
