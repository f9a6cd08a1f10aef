"""A setting of the quota hooks that a user tries out: the cap and the coefficients, kept by name with a project."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ..resources import BilingualError
from ..units import scaled_half_up
from .policy import HookRules

#: Coefficients beside k1, k2 and tilt, in the order in which they are shown.
MORE = ("k2_low", "k2_mid", "k2_high", "k2_unknown", "k2_step1", "k2_step2", "task_done", "task_missed", "base")

#: The largest number of each kind; a larger one is a slip of the keyboard.
MOST = {"cap": 1e8, "k1": 100.0, "k2": 10_000.0, "tilt": 100.0, "base": 1e6, "task_done": 100.0, "task_missed": 100.0}
_MOST_K2 = 10_000.0

#: k2 graded by land per head as it stands in the parameter table.
AS_GRADED = 100.0


class SettingError(BilingualError):
    """A stored setting cannot be used; the message names the entry."""


@dataclass(frozen=True)
class Setting:
    """cap in 亩 · k1 · k2: where *graded*, percent of the three graded values, else m² per person for all · tilt ·
    *more*: further coefficients that differ from the parameter table."""

    cap: float
    k1: float
    k2: float
    graded: bool
    tilt: float
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def cap_hundredths(self) -> int:
        return int(scaled_half_up(self.cap, 2))

    def rules(self, table: HookRules) -> HookRules:
        """The parameter table with this setting's coefficients. Raises `SettingError` where the steps are crossed."""
        rules = replace(table, k1=self.k1, tilt=self.tilt, k2=None, **self.more)
        if rules.k2_step1 > rules.k2_step2:
            raise SettingError(f"step 1 ({rules.k2_step1:g}) must not exceed step 2 ({rules.k2_step2:g})",
                               f"第一档界限（{rules.k2_step1:g}）不应大于第二档界限（{rules.k2_step2:g}）")
        return rules.stretched(k2=self.k2 / AS_GRADED) if self.graded else rules.changed(k2=self.k2)

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(replace(self, more={})), "more": dict(self.more)}


def most_of(key: str) -> float:
    """The largest value of an entry."""
    return MOST.get(key, _MOST_K2)


def standard(table: HookRules, cap: float) -> Setting:
    """What the parameter table says."""
    one_for_all = table.k2 is not None
    return Setting(cap, table.k1, table.k2 if one_for_all else AS_GRADED, not one_for_all, table.tilt)


def setting_of(record: Any) -> Setting:
    """The setting in a record read from a project. Raises `SettingError` naming the entry."""
    if not isinstance(record, Mapping):
        raise SettingError("the scenario is no object", "情景不是对象")
    more = record.get("more", {})
    if not isinstance(more, Mapping):
        raise SettingError("more: an object is expected", "more：应为对象")
    unknown = sorted(str(key) for key in more if key not in MORE)
    if unknown:
        raise SettingError(f"unknown coefficient {unknown[0][:40]}", f"未知的系数 {unknown[0][:40]}")
    if not isinstance(record.get("graded"), bool):
        raise SettingError("graded: true or false is expected", "graded：应为 true 或 false")
    numbers = {key: _number(key, record.get(key)) for key in ("cap", "k1", "k2", "tilt")}
    further = {key: _number(key, value) for key, value in more.items()}
    return Setting(graded=record["graded"], more=MappingProxyType(further), **numbers)


def _number(key: str, value: Any) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not 0 <= value <= most_of(key):
        raise SettingError(f"{key}: a number from 0 to {most_of(key):g} is expected",
                           f"{key}：应为 0 至 {most_of(key):g} 的数")
    return float(value)
