"""Areas as they are stored against the official ones: differences, wrong units, areas computed in degrees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...analysis.reading.area import feature_areas
from ...analysis.reading.frames import Frame
from ...core.ellipsoid import plane_areas
from ...core.quality import Finding, Names, Rule
from ...core.quality.checks.columns import Batch
from ...core.quality.checks.findings import of_rows
from ...core.rings import Rings
from ...core.roles import unit_in_name

#: Columns of a stored area by role, the first that a layer has; those in m² by the standards of their database.
_COLUMNS = {
    "dltb": ("tbmj", "TBMJ"), "dltb_update": ("tbmj", "TBMJ"), "farmland": ("YJJBNTTBMJ", "JBNTMJ"),
    "present_use": ("tbmj", "MJ"), "planned_use": ("GHDLMJ", "YDMJ", "MJ"), "town_land": ("CZCMJ",),
    "urban_boundary": ("MJ", "BJMJ"), "eco_redline": ("MJ", "QYMJ"), "plan_zones": ("MJ",),
    "counties": ("JSMJ", "DCMJ", "MJ"), "control_zones_old": ("GZQMJ",), "towns_admin": ("JSMJ", "DCMJ"),
    "villages_admin": ("JSMJ", "DCMJ"), "cropland_target": ("tbmj", "TBMJ"), "approved_land": ("approved_area",),
    "supplied_land": ("supplied_area",), "projects": ("YDMJ",), "violations": ("JCMJ",)}
_ANY_UNIT = ("approved_land", "supplied_land", "projects", "violations", "new_construction")
_FACTORS = {"m2": 1.0, "ha": 10_000.0, "mu": 2000 / 3, "km2": 1e6, "wanmu": 2e7 / 3}
_NAMES = {"m2": ("平方米", "m²"), "ha": ("公顷", "ha"), "mu": ("亩", "mu"), "km2": ("平方公里", "km²"),
          "wanmu": ("万亩", "10 000 mu")}
#: Mean radius of the ellipsoid about the middle latitudes, for the scale of the Gauss plane.
_RADIUS_M = 6_375_000.0
#: Less rows than this decide no unit.
_DECIDES = 3


class AreaChecks:
    """Rules Q7101 … Q7103 for one layer, batch by batch."""

    def __init__(self, role: str, table: Mapping[str, Rule], frame: Frame) -> None:
        self._role, self._rules, self._frame = role, table, frame
        self._column = ""
        self._unit = ""
        self._said = False

    def batch(self, batch: Batch, rows: np.ndarray, rings: Rings) -> list[Finding]:
        """*rings* are the polygons of the rows (k,) of the batch, valid ones, in the layer's CRS."""
        self._column = self._column or batch.first(*_COLUMNS.get(self._role, ()))
        if not self._column or not rings.n:
            return []
        stored = batch.numbers(self._column)[rows]
        shapes = self._frame.shapes(rings)
        # the plane is larger than the ellipsoid by 1 + (e/R)², to a part in a million
        middle = np.nan_to_num(shapes.rings.bounds()[:, [0, 2]].mean(axis=1)) / _RADIUS_M
        near = np.bincount(shapes.feature, plane_areas(shapes.rings) / (1 + middle**2), minlength=rings.n)
        out = self._units(batch, stored, near)
        if not self._unit:
            return out
        stored = stored * _FACTORS[self._unit]
        rule = self._rules["Q7101"]
        limit = np.maximum(rule.limit("m2"), rule.limit("share") * near)
        doubtful = np.nonzero(np.abs(stored - near) > 0.9 * limit)[0]
        if not len(doubtful):
            return out
        few = rings.take(doubtful)
        right = feature_areas(self._frame, few, self._frame.shapes(few))
        bad = np.abs(stored[doubtful] - right) > limit[doubtful]
        which, right = doubtful[bad], right[bad]
        share = 100 * np.abs(stored[which] - right) / np.where(right > 0, right, np.nan)
        values = batch.numbers(self._column)[rows][which]
        return out + of_rows("Q7101", "area_differs", batch.fids, rows[which],
                             {"value": values, "right": np.round(right, 2), "share": np.round(share, 2)},
                             field=batch.name(self._column))

    def _units(self, batch: Batch, stored: np.ndarray, near: np.ndarray) -> list[Finding]:
        """Decide the unit once, from the middle of the ratios; say it where it is not the one of the standard."""
        if self._said:
            return []
        good = (stored > 0) & (near > 0)
        name = batch.name(self._column)
        if good.sum() < _DECIDES:  # too few to tell a unit from a mistake: the standard's, for this batch
            self._unit = unit_in_name(name) or ("" if self._role in _ANY_UNIT else "m2")
            return []
        self._said = True
        if self._frame.geographic and (stored[good] < self._rules["Q7103"].limit("value")).all():
            return [Finding("Q7103", "area_degrees", {"field": name})]
        named = unit_in_name(name)
        ratio = float(np.median(near[good] / stored[good]))
        tolerance = self._rules["Q7102"].limit("share")
        found = next((unit for unit, factor in _FACTORS.items() if abs(ratio / factor - 1) <= tolerance), "")
        due = named or ("m2" if self._role not in _ANY_UNIT else found)
        self._unit = found or due or "m2"
        if found and due and found != due:
            words = Names(*((word,) for word in _NAMES[found]))
            return [Finding("Q7102", "area_unit", {"field": name, "unit": words})]
        return []
