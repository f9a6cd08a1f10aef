"""Modes and speeds of transport lines, as every network reads them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Protocol

RAIL, ROAD, ANY = "rail", "road", "any"
MODES = (RAIL, ROAD, ANY)

#: Speeds outside this range are no travel speeds in km/h.
SLOWEST, FASTEST = 1.0, 1000.0


class SpeedTable(Protocol):
    """What a network asks of a policy file of speeds."""

    def classify(self, value: Any) -> tuple[str, float] | None:
        """(mode, km/h) of a line by the value of its class field; None for an empty or unknown one."""

    def default_kmh(self, mode: str) -> float:
        """The speed of a line of which only the mode is known."""


def read_speed(value: Any) -> float | None:
    """A line's speed in km/h from a field: a number, or text such as '120', '120 km/h', '１２０公里/小时'.

    None for NULL and empty text; raises ValueError for what is no speed between 1 and 1000 km/h.
    """
    if value is None or isinstance(value, str) and not value.strip():
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip().casefold()
    text = re.sub(r"\s*(km/h|kmh|kph|公里/小时|千米/小时|公里/时|千米/时)$", "", text)
    speed = float(text)
    if not SLOWEST <= speed <= FASTEST:  # NaN fails as well
        raise ValueError(text)
    return speed
