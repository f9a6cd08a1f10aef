"""图幅号: the number of the 1:10 000 map sheet that holds a point (GB/T 13989-2012, 国家基本比例尺地形图分幅和编号)."""

from __future__ import annotations

import math

#: A 1:1 000 000 sheet is 4° high and 6° wide and has 96 x 96 sheets of 1:10 000.
_HEIGHT, _WIDTH, _COUNT = 4, 6, 96


def sheet_10000(longitude: float, latitude: float) -> str:
    """The sheet, for example K49G076064, of a point in degrees; a point on a border belongs to the sheet north or east
    of it. Raises ValueError for a point outside 0 … 88° N, 0 … 180° E."""
    if not (0 <= latitude < 88 and 0 <= longitude < 180):
        raise ValueError(f"no sheet at longitude {longitude}, latitude {latitude}")
    band, zone = math.floor(latitude / _HEIGHT), math.floor(longitude / _WIDTH)
    row = _COUNT - math.floor((latitude - band * _HEIGHT) * _COUNT / _HEIGHT)
    column = math.floor((longitude - zone * _WIDTH) * _COUNT / _WIDTH) + 1
    return f"{chr(ord('A') + band)}{zone + 31}G{row:03d}{column:03d}"
