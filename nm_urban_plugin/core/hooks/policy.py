"""The parameters of the quota hooks, read from resources/policies/quotahooks.json or a file of the user's."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..places import lookup, normalise_code
from ..resources import ROOT, PolicyEntry, ResourceError, read_json, read_policy, require

_NEEDED = ("k1", "k2_low", "k2_mid", "k2_high", "k2_unknown", "k2_step1", "k2_step2", "tilt", "task_done",
           "task_missed", "base")
CLAUSES = ("stock", "people", "people_county", "core", "shrink", "boundary")


@dataclass(frozen=True)
class HookRules:
    """Coefficients (none of them stated by a plan) and clauses.

    k1 亩 of quota per 亩 disposed · k2 m² per settled person, by present m² of urban land per head: *low* up to step1,
    *mid* up to step2, *high* above, *unknown* where it is not known; *k2* replaces all four · tilt of the core regions
    · task_done, task_missed · base 亩 · core: codes · clauses: key → (quote, source zh, source en).
    """

    k1: float
    k2_low: float
    k2_mid: float
    k2_high: float
    k2_unknown: float
    k2_step1: float
    k2_step2: float
    tilt: float
    task_done: float
    task_missed: float
    base: float
    core: frozenset[str]
    clauses: Mapping[str, tuple[str, str, str]]
    k2: float | None = None
    entries: Mapping[str, PolicyEntry] = field(default_factory=dict)

    def k2_of(self, per_capita: float | None) -> float:
        """m² per settled person for a county with that much urban construction land per head."""
        if self.k2 is not None:
            return self.k2
        if per_capita is None:
            return self.k2_unknown
        if per_capita <= self.k2_step1:
            return self.k2_low
        return self.k2_mid if per_capita <= self.k2_step2 else self.k2_high

    def is_core(self, code: str) -> bool:
        """Whether a place lies in the regions that land is tilted to."""
        return bool(lookup(dict.fromkeys(self.core, True), code, False))

    def changed(self, k1: float | None = None, k2: float | None = None, tilt: float | None = None) -> HookRules:
        """The same rules with some coefficients replaced; None keeps what is there. k2 is then one for all."""
        new = {key: value for key, value in (("k1", k1), ("k2", k2), ("tilt", tilt)) if value is not None}
        return replace(self, **new)

    def stretched(self, k1: float = 1.0, k2: float = 1.0) -> HookRules:
        """The same rules with k1 and all of k2 multiplied: for what-if and sensitivity."""
        keys = ("k2_low", "k2_mid", "k2_high", "k2_unknown")
        return replace(self, k1=self.k1 * k1, k2=None if self.k2 is None else self.k2 * k2,
                       **{key: getattr(self, key) * k2 for key in keys})


def read_hooks(path: Path) -> HookRules:
    """The rules in a file, checked entry by entry. Raises `ResourceError` naming the entry and the remedy."""
    path = Path(path)
    entries, data, where = read_policy(path), read_json(path), path.name
    require(f"{where}: entries", entries, _NEEDED)
    for key in (*_NEEDED, *(["k2"] if "k2" in entries else [])):
        value = entries[key].value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ResourceError(f"{where}: {key} must be a number", f"{where}：{key} 应为数")
    if not entries["k2_step1"].value <= entries["k2_step2"].value:
        raise ResourceError(f"{where}: k2_step1 must not exceed k2_step2", f"{where}：k2_step1 不应大于 k2_step2")
    require(where, data, ("core", "clauses"))
    core = data["core"]
    strange = [code for code in core if normalise_code(code) != code] if isinstance(core, list) else [core]
    if strange:
        raise ResourceError(f"{where}: core: a list of six-digit codes is expected, not {strange}",
                            f"{where}：core 应为六位代码的列表，而不是 {strange}")
    require(f"{where}: clauses", data["clauses"], CLAUSES)
    clauses = {}
    for key in CLAUSES:
        raw = data["clauses"][key]
        require(f"{where}: clauses.{key}", raw, ("quote", "source", "source_en"))
        clauses[key] = (raw["quote"], raw["source"], raw["source_en"])
    numbers = {key: float(entries[key].value) for key in _NEEDED}
    k2 = float(entries["k2"].value) if "k2" in entries else None
    return HookRules(**numbers, core=frozenset(core), clauses=clauses, k2=k2, entries=entries)


@functools.cache
def hook_rules() -> HookRules:
    """The bundled rules (cached)."""
    return read_hooks(ROOT / "policies" / "quotahooks.json")
