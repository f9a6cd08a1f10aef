"""The catalogue of checks: id, severity, tolerances, clause and remedy of each (resources/policies/datacheck.json)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...resources import ROOT, ResourceError, read_json, require

ERROR, WARN, HINT = "error", "warn", "hint"
SEVERITIES = (ERROR, WARN, HINT)
_KEYS = ("id", "zh", "en", "severity", "clause", "remedy", "tolerance", "roles", "fix")


@dataclass(frozen=True)
class Rule:
    """One rule. id is Q and four digits, the first of them the group (1 delivery … 7 totals).

    tolerance: name → (number, unit); roles: the layer roles it is for, () = all; fix: can be offered as a new layer;
    heavy: needs the geometry of whole layers, so that it can be left out on very large data.
    """

    id: str
    zh: str
    en: str
    severity: str
    clause: tuple[str, str]
    remedy: tuple[str, str]
    tolerance: Mapping[str, tuple[float, str]]
    roles: tuple[str, ...]
    fix: bool
    heavy: bool = False

    def title(self, lang: str = "zh") -> str:
        return self.zh if lang.lower().startswith("zh") else self.en

    def advice(self, lang: str = "zh") -> str:
        return self.remedy[0 if lang.lower().startswith("zh") else 1]

    def limit(self, name: str) -> float:
        """The tolerance of that name. Raises KeyError."""
        return self.tolerance[name][0]

    def is_for(self, role: str) -> bool:
        return not self.roles or role in self.roles


def read_rules(path: Path) -> Mapping[str, Rule]:
    """The rules of a policy file by id. Raises `ResourceError`, which names the rule."""
    data = read_json(path)
    require(path.name, data, ("rules",))
    out: dict[str, Rule] = {}
    for k, raw in enumerate(data["rules"]):
        here = f"{path.name}: rules[{k}]"
        require(here, raw, _KEYS)
        good = raw["severity"] in SEVERITIES and raw["id"] not in out and len(raw["remedy"]) == len(raw["clause"]) == 2
        numbers = [pair[0] for pair in raw["tolerance"].values()]
        if not good or any(isinstance(n, bool) or not isinstance(n, (int, float)) or n < 0 for n in numbers):
            raise ResourceError(f"{here} ({raw['id']}): severity, id or tolerance is wrong",
                                f"{here}（{raw['id']}）：严重程度、编号或容差有误")
        tolerance = {name: (float(pair[0]), str(pair[1])) for name, pair in raw["tolerance"].items()}
        out[raw["id"]] = Rule(raw["id"], raw["zh"], raw["en"], raw["severity"], tuple(raw["clause"]),
                              tuple(raw["remedy"]), tolerance, tuple(raw["roles"]), bool(raw["fix"]),
                              bool(raw.get("heavy")))
    return out


@functools.lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """The bundled rules by id."""
    return read_rules(ROOT / "policies" / "datacheck.json")
