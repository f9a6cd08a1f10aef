"""Settlements: GeoNames places inside the county units, or made-up ones around the units' label points."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.demo.inputs import counties, mesh, sources, transit

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass
class Settlements:
    """Parallel arrays; ``unit`` is the index of the county unit, ``kind`` geonames, label or synthetic."""

    name: list[str]
    name_zh: list[str]
    population: np.ndarray
    lonlat: np.ndarray
    unit: np.ndarray
    kind: list[str]


def _chinese(names: list[str]) -> str:
    """The likeliest simplified Chinese name among alternate names, or ''."""
    fit = [n for n in names if _HAN.fullmatch(n) and n == n.encode("gb2312", "ignore").decode("gb2312")]
    fit.sort(
        key=lambda n: (n[-1] not in "市旗区县镇", len(n) < 3, len(n), n)
    )  # two characters with a suffix: a nickname
    return fit[0] if fit else ""


def _with_labels(places: Settlements, units: counties.Counties) -> Settlements:
    """Add the label point of every unit that holds no settlement, so each unit has at least one place."""
    for k in sorted(set(range(len(units.code))) - set(places.unit.tolist())):
        places.name.append(units.name[k])
        places.name_zh.append(units.name[k])
        places.kind.append("label")
        places.population = np.append(places.population, 0)
        places.lonlat = np.vstack([places.lonlat, units.label[k]])
        places.unit = np.append(places.unit, k)
    return places


def load(wheel: Path, cache: Path, units: counties.Counties) -> Settlements:
    """GeoNames populated places (500 inhabitants and more) inside the units; the cut is kept in the cache."""
    kept = cache / f"settlements-{wheel.name.split('-')[1]}-2.json"
    if not kept.is_file():
        cities = json.loads(sources.member(wheel, "/cities500.json"))
        rows = [
            [c["geonameid"], c["name"], _chinese(c["alternatenames"]), c["population"], c["longitude"], c["latitude"]]
            for c in cities.values()
            if c["countrycode"] == "CN" and 95 < c["longitude"] < 127 and 36 < c["latitude"] < 54
        ]
        temporary = kept.with_suffix(".part")
        temporary.write_text(json.dumps(sorted(rows), ensure_ascii=False), encoding="utf-8")
        os.replace(temporary, kept)
    rows = json.loads(kept.read_text(encoding="utf-8"))
    lonlat = np.array([row[4:6] for row in rows])
    where = transit.locate(units, lonlat)
    keep = np.flatnonzero(where >= 0)
    places = Settlements(
        name=[rows[k][1] for k in keep],
        name_zh=[rows[k][2] for k in keep],
        population=np.array([rows[k][3] for k in keep], dtype=np.int64),
        lonlat=lonlat[keep],
        unit=where[keep],
        kind=["geonames"] * len(keep),
    )
    return _with_labels(places, units)


def generate(units: counties.Counties, seed: int) -> Settlements:
    """Four made-up places a unit around its label point; those that fall outside the unit are dropped."""
    n = len(units.code) * 4
    home = np.repeat(np.arange(len(units.code)), 4)
    key = np.arange(n)
    step = np.column_stack([mesh.hash01(seed, 800, key, i) - 0.5 for i in (0, 1)]) * np.array([0.9, 0.55])
    lonlat = np.round(units.label[home] + step * (key % 4 > 0)[:, None], 5)
    keep = np.flatnonzero(transit.locate(units, lonlat) == home)
    population = np.rint(np.exp(9.5 + 2.2 * (mesh.hash01(seed, 801, key) - 0.3))).astype(np.int64)
    places = Settlements(
        name=[f"Place {k + 1}" for k in keep],
        name_zh=[f"示例镇{k + 1:03d}" for k in keep],
        population=population[keep],
        lonlat=lonlat[keep],
        unit=home[keep],
        kind=["synthetic"] * len(keep),
    )
    return _with_labels(places, units)
