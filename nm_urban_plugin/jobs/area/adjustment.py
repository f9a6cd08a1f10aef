"""面积平差: adjustment of feature areas to control areas, for a whole layer or per group (core.units.apportion)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...analysis.reading.tally import LayerRefused
from ...core.units import apportion, cents, m2
from ...i18n import tr

#: A misclosure above this share is surely a wrong unit or a wrong group, and is said aloud.
_LARGE_MISCLOSURE = 0.01


class ControlError(LayerRefused):
    """The control cannot be met by any adjustment."""


@dataclass
class Controls:
    """What the areas are adjusted to: *whole* (cents) for the layer, or one value per group read from a field.

    Features arrive in batches; per feature only a group number is kept.
    """

    whole: int | None
    by_field: bool
    numbers: dict = field(default_factory=dict)
    _groups: list[np.ndarray] = field(default_factory=list)
    values: dict[int, set] = field(default_factory=dict)

    def add(self, groups: list | None, values: list | None, n: int) -> None:
        """Group and control values of the next n features; None = the whole layer is one group, no field."""
        number = np.zeros(n, np.int32)
        for k in range(n):
            key = groups[k] if groups is not None else ""
            number[k] = self.numbers.setdefault(key, len(self.numbers))
            if values is not None:
                self.values.setdefault(int(number[k]), set()).add(values[k])
        self._groups.append(number)

    @property
    def group(self) -> np.ndarray:
        return np.concatenate(self._groups) if self._groups else np.zeros(0, np.int32)


@dataclass(frozen=True)
class Adjusted:
    """cents (n,) adjusted areas; unknown (n,) bool: no single control for its group, with the reason per feature."""

    cents: np.ndarray
    unknown: np.ndarray
    reason: dict[int, str]
    warnings: list[str]
    text: str


def adjust(area: np.ndarray, fid: np.ndarray, controls: Controls) -> Adjusted:
    """Adjust (n,) int64 cents. Without control the areas themselves. Ties go to the smaller feature id.

    With groups and one control for the layer the control is shared out step by step (逐级平差): among the groups
    first, then within each. Raises ControlError where a control is given but there is no area to share it.
    """
    group = controls.group.astype(np.int64)
    n_groups = len(controls.numbers)
    unknown = np.zeros(len(area), bool)
    if controls.whole is None and not controls.by_field:
        return Adjusted(area, unknown, {}, [], tr("no control area"))
    sums = np.bincount(group, area, minlength=n_groups).astype(np.int64)
    warnings: list[str] = []
    reasons: dict[int, str] = {}
    if controls.whole is not None:
        if controls.whole <= 0:
            raise ControlError(tr("the control area must be more than zero"))
        if not len(area) or not sums.sum():
            raise ControlError(tr("there is no area to adjust to the control area"))
        target = apportion(sums, np.zeros(n_groups, np.int64), [controls.whole],
                           ties=(np.arange(n_groups, dtype=np.int64),))
        text = tr("adjusted to {m2:.2f} m²").format(m2=float(m2(controls.whole)))
        _warn(warnings, tr("the layer"), int(sums.sum()), controls.whole)
    else:
        target = sums.copy()
        bad: dict[int, str] = {}
        for key, number in controls.numbers.items():
            value, why = _single(controls.values.get(number, set()))
            if why:
                bad[number] = tr("group '{group}': {why}; not adjusted").format(group=key, why=why)
                continue
            target[number] = value
            _warn(warnings, tr("group '{group}'").format(group=key), int(sums[number]), value)
        for k, number in enumerate(group.tolist()):
            if number in bad:
                unknown[k] = True
                reasons[k] = bad[number]
        text = tr("adjusted per group to the control field, {n} groups").format(n=n_groups - len(bad))
    return Adjusted(apportion(area, group, target, ties=(fid,)), unknown, reasons, warnings, text)


def _single(values: set) -> tuple[int, str]:
    """The one control value of a group in cents, or why there is none."""
    known = [v for v in values if v is not None]
    if not known:
        return 0, tr("it has no control area")
    if len(values) > 1:
        return 0, tr("its features carry different control areas")
    value = float(known[0])
    if not np.isfinite(value) or value <= 0:
        return 0, tr("the control area {value} is not a positive number").format(value=known[0])
    return int(cents(value)), ""


def _warn(warnings: list[str], what: str, measured: int, control: int) -> None:
    if measured and abs(control - measured) > _LARGE_MISCLOSURE * measured:
        warnings.append(tr("{what}: measured {a:.2f} m², control {b:.2f} m²: more than 1 % apart. Is the control "
                           "in m²?").format(what=what, a=float(m2(measured)), b=float(m2(control))))
