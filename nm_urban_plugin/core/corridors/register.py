"""The register of transport corridors that the planning documents name: resources/corridors.json, read and checked.

A corridor is a name, a mode, a status and places in order, each with the clause that names it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..places import normalise_code
from ..resources import BilingualError, ResourceError, load, require
from ..transport import ANY, MODES

EXISTING, BUILDING, PLANNED, PRELIMINARY = "existing", "building", "planned", "preliminary"
STATUSES = (EXISTING, BUILDING, PLANNED, PRELIMINARY)


class UnknownCorridor(BilingualError):
    """A name that is no corridor of the register."""


@dataclass(frozen=True)
class NamedPlace:
    """A place of the register: ``lon``, ``lat`` in degrees (EPSG:4490) of its seat or station town, None if unknown."""

    name: str
    code: str
    name_en: str
    lon: float | None
    lat: float | None
    source: str = ""

    @property
    def located(self) -> bool:
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True)
class Clause:
    """Where a document names something, and its words."""

    source: str
    quote: str


@dataclass(frozen=True)
class Corridor:
    """A corridor of the documents.

    ``places`` stand in order along it; ``via`` names those of them that no document names (they only pin the route);
    ``supports`` are places that a document wants strengthened along the corridor (支撑点), in no order.
    """

    key: str
    name: str
    name_en: str
    mode: str
    status: str
    places: tuple[NamedPlace, ...]
    via: frozenset[str]
    supports: tuple[NamedPlace, ...]
    aliases: tuple[str, ...]
    sources: tuple[Clause, ...]
    note: str = ""

    @property
    def dashed(self) -> bool:
        """Whether a map draws it dashed: it is planned or only being prepared."""
        return self.status in (PLANNED, PRELIMINARY)

    def fits(self, mode: str) -> bool:
        """Whether the corridor can be looked for in a network of this mode."""
        return ANY in (self.mode, mode) or self.mode == mode


@dataclass(frozen=True)
class Exits:
    """The count of exit corridors that a plan wants for a city."""

    place: NamedPlace
    count: int
    clause: Clause


@dataclass(frozen=True)
class _Register:
    places: Mapping[str, NamedPlace]
    corridors: Mapping[str, Corridor]
    names: Mapping[str, str]
    exits: Exits


def _plain(text: Any) -> str:
    """A name without what writers vary: width, case, blanks, dashes."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(ch for ch in folded if ch not in " \t\u3000-–—－_~")


def _place(where: str, raw: Any) -> NamedPlace:
    require(where, raw, ("name", "code", "name_en", "lon", "lat"))
    if normalise_code(raw["code"]) != raw["code"]:
        raise ResourceError(f"{where}: code {raw['code']!r} is malformed", f"{where}：代码 {raw['code']!r} 有误")
    lon, lat = raw["lon"], raw["lat"]
    if (lon is None) != (lat is None) or lon is not None and not (70 <= lon <= 138 and 14 <= lat <= 56):
        raise ResourceError(f"{where}: lon and lat must both be null or lie in China",
                            f"{where}：经纬度应同时为空，或位于我国境内")
    return NamedPlace(raw["name"], raw["code"], raw["name_en"], lon, lat, raw.get("source", ""))


def _corridor(where: str, raw: Any, places: Mapping[str, NamedPlace]) -> Corridor:
    require(where, raw, ("key", "name", "name_en", "mode", "status", "places", "via", "supports", "aliases", "sources"))
    if raw["mode"] not in MODES or raw["status"] not in STATUSES:
        raise ResourceError(f"{where}: mode must be one of {', '.join(MODES)}, status one of {', '.join(STATUSES)}",
                            f"{where}：mode 应为 {'、'.join(MODES)} 之一，status 应为 {'、'.join(STATUSES)} 之一")
    unknown = [name for name in (*raw["places"], *raw["supports"]) if name not in places]
    if unknown or not set(raw["via"]) <= set(raw["places"]):
        strange = "、".join(unknown or sorted(set(raw["via"]) - set(raw["places"])))
        raise ResourceError(f"{where}: unknown places {strange}", f"{where}：未知地名 {strange}")
    if len(raw["places"]) < 2 or len(set(raw["places"])) != len(raw["places"]):
        raise ResourceError(f"{where}: at least two places, none of them twice", f"{where}：至少两个地名，且不得重复")
    if not raw["sources"]:
        raise ResourceError(f"{where}: a corridor needs a source and its quote", f"{where}：通道须附出处和原文")
    clauses = []
    for clause in raw["sources"]:
        require(f"{where}: sources", clause, ("source", "quote"))
        clauses.append(Clause(clause["source"], clause["quote"]))
    return Corridor(raw["key"], raw["name"], raw["name_en"], raw["mode"], raw["status"],
                    tuple(places[name] for name in raw["places"]), frozenset(raw["via"]),
                    tuple(places[name] for name in raw["supports"]), tuple(raw["aliases"]), tuple(clauses),
                    raw.get("note", ""))


def read_register(data: Mapping[str, Any], where: str = "corridors.json") -> _Register:
    """The register in a json object, checked. Raises `ResourceError` with the place of the mistake."""
    require(where, data, ("exits", "places", "corridors"))
    places: dict[str, NamedPlace] = {}
    for i, raw in enumerate(data["places"]):
        place = _place(f"{where}: places[{i}]", raw)
        if place.name in places:
            raise ResourceError(f"{where}: {place.name} stands twice", f"{where}：{place.name} 重复")
        places[place.name] = place
    corridors: dict[str, Corridor] = {}
    names: dict[str, str] = {}
    for i, raw in enumerate(data["corridors"]):
        here = f"{where}: corridors[{i}]"
        found = _corridor(here, raw, places)
        for name in {_plain(n) for n in (found.key, found.name, found.name_en, *found.aliases)}:
            if name in names:
                raise ResourceError(f"{here}: the name '{name}' already stands for {names[name]}",
                                    f"{here}：名称“{name}”已用于 {names[name]}")
            names[name] = found.key
        corridors[found.key] = found
    raw = data["exits"]
    require(f"{where}: exits", raw, ("place", "value", "source", "quote"))
    if raw["place"] not in places or not isinstance(raw["value"], int):
        raise ResourceError(f"{where}: exits: place or value is wrong", f"{where}：exits 的 place 或 value 有误")
    return _Register(places, corridors, names,
                     Exits(places[raw["place"]], raw["value"], Clause(raw["source"], raw["quote"])))


@functools.lru_cache(maxsize=1)
def _register() -> _Register:
    return read_register(load("corridors"))


def corridors(mode: str = ANY) -> tuple[Corridor, ...]:
    """The corridors of the register, in its order; with a mode only those that a network of it may hold."""
    return tuple(item for item in _register().corridors.values() if item.fits(mode))


def named_places() -> tuple[NamedPlace, ...]:
    """All places of the register."""
    return tuple(_register().places.values())


def named_place(name: str) -> NamedPlace | None:
    """The place of that exact name, None if the register has none."""
    return _register().places.get(name)


def exits_wanted() -> Exits:
    """How many exit corridors the plan wants for 呼和浩特 (12)."""
    return _register().exits


def find(text: Any) -> Corridor | None:
    """The corridor that a key, a name or an alias stands for (京包, 京包线, G65 …); None if there is none."""
    key = _register().names.get(_plain(text)) if text is not None else None
    return _register().corridors[key] if key else None


def corridor(text: Any) -> Corridor:
    """Like `find`; raises `UnknownCorridor`, naming the corridors there are."""
    found = find(text)
    if found is None:
        known = "、".join(item.name for item in corridors())
        raise UnknownCorridor(f"no corridor '{text}' in the register; there are: {known}",
                              f"通道库中没有“{text}”；现有：{known}")
    return found


def chosen(text: str, mode: str = ANY) -> list[Corridor]:
    """The corridors in a list of names ('京包、G65' or '京包, 包茂'); an empty text stands for all that a network of
    the mode may hold. Raises `UnknownCorridor`."""
    names = [name for name in re.split(r"[,，、;；\n]+", text or "") if name.strip() not in ("", "*")]
    if not names:
        return list(corridors(mode))
    return list({item.key: item for item in map(corridor, names)}.values())
