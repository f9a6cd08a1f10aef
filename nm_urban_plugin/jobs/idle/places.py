"""In which county a row of stock land lies: on the map where there are county polygons, else by its code field."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsFeedback

from ...analysis.layers.loading import load_counties
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.stock.account import zone_of
from ...core import places
from ...core.cells import is_empty, shown
from .records import Records


@dataclass
class Places:
    """County units of a run: drawn zones or None, their codes (label = index), and the names of all codes met."""

    zones: ZoneLayer | None = None
    codes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def codes_of(self, records: Records) -> list[str]:
        """n codes, '' = no county unit known. Where the map and the code field differ, the map stands."""
        by_field = self._by_field(records)
        if self.zones is None or records.parcels is None:
            found = by_field
        else:
            labels = zone_of(records.parcels, self.zones)
            found = ["" if label == OUTSIDE else self.codes[label] for label in labels.tolist()]
            differ = sum(bool(a) and bool(b) and a != b for a, b in zip(found, by_field))
            if differ:
                records.say("map_stands", n=differ)
            found += by_field[records.n_drawn:]
        for code in found:
            if code and code not in self.names:
                self.names[code] = places.name_of(code)
        return found

    def _by_field(self, records: Records) -> list[str]:
        if not records.has("county_code"):
            return [""] * len(records)
        known: dict = {}
        out = []
        for k, value in enumerate(records.columns["county_code"]):
            if value not in known:
                code = places.code_of(value)
                known[value] = code if code and places.is_county(code) else ""
            if not known[value] and not is_empty(value):
                records.list_row(k, places.why_no_county(shown(value), records.fields["county_code"]))
            out.append(known[value])
        return out


def load_places(given: Given | None, code_field: str | None, name_field: str | None, tally: Tally,
                feedback: QgsFeedback) -> Places:
    """The county polygons, or none."""
    if given is None:
        return Places()
    zones, codes, names = load_counties(given, code_field or "", name_field, tally, feedback)
    return Places(zones, codes, dict(names))
