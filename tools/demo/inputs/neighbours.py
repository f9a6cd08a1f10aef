"""What the corridors need beyond the region: the 12 county units of 榆林 (6108xx), and the places of the register."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely

from tools.demo.inputs import counties

COUNT = 12
REGION = "6108"
REGISTER = Path(__file__).resolve().parents[3] / "resources" / "corridors.json"


def load(wheel: Path) -> counties.Counties:
    """The county units of 榆林, from the same source as the region's own. Raises ValueError unless there are 12."""
    rows, geometry = counties.read(wheel, "tianditu", REGION)
    if len(rows) != COUNT or not shapely.is_valid(geometry).all():
        raise ValueError(f"{len(rows)} county units of {REGION}, {COUNT} valid ones expected")
    return counties.Counties(
        code=[row["district_adcode"] for row in rows],
        name=[row["district_name"] for row in rows],
        league=[row["city_adcode"] for row in rows],
        league_name=[row["city_name"] for row in rows],
        geometry=geometry,
        label=np.array([[float(row["lon"]), float(row["lat"])] for row in rows]),
        real=True,
    )


def none() -> counties.Counties:
    """No units, where the package cannot be had."""
    return counties.Counties([], [], [], [], np.zeros(0, object), np.zeros((0, 2)), False)


def places(units: counties.Counties) -> dict[str, list]:
    """Points: the located places of the corridor register, and the label point of each unit that has none of them."""
    register = json.loads(REGISTER.read_text(encoding="utf-8"))["places"]
    rows = [(r["code"], r["name"], r["name_en"], "register", r["lon"], r["lat"]) for r in register
            if r["lon"] is not None]
    known = {row[0] for row in rows}
    rows += [(code, name, "", "label", *map(float, at)) for code, name, at in zip(units.code, units.name, units.label)
             if code not in known]
    return dict(zip(("code", "name", "name_en", "kind", "lon", "lat"), (list(column) for column in zip(*rows))))
