"""The layer roles that a file can play, as resources/quality/recognition.json describes them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from ..resources import ResourceError, load, require
from ..roles import field_roles, layer_roles

_FILE = "quality/recognition"
GEOMETRIES = ("polygon", "line", "point", "none")


@dataclass(frozen=True)
class Weights:
    """Points that each signal can give; a role is taken from `accept` on, `lead` points ahead of the next."""

    ysdm: int
    fields: int
    values: int
    name: int
    folder: int
    geometry: int
    alias: int
    accept: int
    lead: int


@dataclass(frozen=True)
class Kind:
    """One role with its signs.

    need     groups of columns, any column of a group serves; helps: columns usual for it; without: against it
    values   (columns, test): what the values of the first of these columns look like
    serves   other roles for which such a layer may be chosen
    partial  True where the layer holds changed features only, so that it never covers its county
    result   columns that only a result of this plugin has
    must     groups of columns that the structure of the layer has to have
    """

    role: str
    zh: str
    en: str
    geometry: tuple[str, ...]
    tokens: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    ysdm: tuple[str, ...] = ()
    need: tuple[tuple[str, ...], ...] = ()
    helps: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    values: tuple[tuple[tuple[str, ...], str], ...] = ()
    serves: tuple[str, ...] = ()
    partial: bool = False
    result: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()

    def name(self, lang: str = "zh") -> str:
        return self.zh if lang.lower().startswith("zh") else self.en


@functools.lru_cache(maxsize=1)
def weights() -> Weights:
    """Raises `ResourceError`."""
    raw = load(_FILE)["weights"]
    require(f"{_FILE}.json: weights", raw, Weights.__dataclass_fields__)
    return Weights(**raw)


@functools.lru_cache(maxsize=1)
def own_columns() -> Mapping[str, tuple[str, ...]]:
    """Column key → spellings, of the columns that are no field role of roles.json."""
    return {key: tuple(names) for key, names in load(_FILE)["columns"].items()}


@functools.lru_cache(maxsize=1)
def weak_spellings() -> frozenset[str]:
    """Headings that so many tables have that they prove little."""
    return frozenset(word.casefold() for word in load(_FILE)["weak"])


@functools.lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """All roles by key: the catalogue, then results and layers of the targets. Raises `ResourceError`."""
    known = {**own_columns(), **field_roles()}
    out: dict[str, Kind] = {}
    for k, raw in enumerate(load(_FILE)["roles"]):
        kind = _kind(f"{_FILE}.json: roles[{k}]", raw, known)
        if kind.role in out:
            raise ResourceError(f"{_FILE}.json: role {kind.role} twice", f"{_FILE}.json：角色 {kind.role} 重复")
        out[kind.role] = kind
    for layer in layer_roles():
        if layer.role in out:
            continue
        geometry = GEOMETRIES if layer.geometry == "any" else (layer.geometry,)
        groups = [(role,) for role in layer.roles] + ([layer.any] if layer.any else [])
        tokens = (layer.role.upper(), layer.zh) if len(layer.zh) > 1 else (layer.role.upper(),)
        out[layer.role] = Kind(layer.role, layer.zh, layer.en, geometry, tokens,
                               need=tuple(tuple(group) for group in groups), without=layer.without, result=layer.fields)
    return out


def kind_of(role: str) -> Kind | None:
    """The role of that key, None where the catalogue has none."""
    return kinds().get(role)


def _kind(where: str, raw: Mapping, known: Mapping) -> Kind:
    require(where, raw, ("role", "zh", "en", "geometry", "tokens", "need", "values"))
    groups = tuple(tuple(group.split("|")) for group in raw["need"])
    values = tuple((tuple(columns.split("|")), test) for columns, test in raw["values"])
    must = tuple(tuple(group.split("|")) for group in raw.get("must", ()))
    used = [c for group in (*groups, *must) for c in group] + [c for columns, _ in values for c in columns]
    used += [*raw.get("help", ()), *raw.get("without", ())]
    unknown = sorted({c for c in used if c not in known})
    if unknown or not set(raw["geometry"]) <= set(GEOMETRIES):
        raise ResourceError(f"{where}: unknown columns or geometry {unknown}", f"{where}：未知的列或几何类型 {unknown}")
    return Kind(raw["role"], raw["zh"], raw["en"], tuple(raw["geometry"]), tuple(raw["tokens"]),
                tuple(raw.get("folders", ())), tuple(raw.get("ysdm", ())), groups, tuple(raw.get("help", ())),
                tuple(raw.get("without", ())), values, tuple(raw.get("serves", ())), bool(raw.get("partial")),
                must=must)
