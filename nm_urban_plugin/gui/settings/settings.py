"""What the user chose on the options page; the dock reads it before each evaluation."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsSettings

from ...analysis.reading.area import METHODS, OFFICIAL
from ...core.dates import ImpossibleDate, parse_date
from ...core.targets.own import Own, load_own
from ...core.targets.registry import conventions

GROUP = "nm_urban/targets"

#: Units in which areas can be shown; '' = as the plan has them.
AREA_UNITS = ("", "亩", "万亩", "公顷", "平方公里")


@dataclass(frozen=True)
class Choices:
    """tolerance_points, tolerance_total_pct: what 左右 allows; as_of '' = today; own_file '' = none."""

    tolerance_points: float = 1.0
    tolerance_total_pct: float = 2.0
    area_method: str = OFFICIAL
    as_of: str = ""
    area_unit: str = ""
    own_file: str = ""

    @property
    def day(self) -> dt.date:
        """The date of evaluation; today where none, or none that can be read, is stored."""
        try:
            return parse_date(self.as_of) or dt.date.today()
        except ImpossibleDate:
            return dt.date.today()

    def own(self) -> Own:
        """The user's targets and values with the tolerances chosen here; those in the file win.

        Raises `JsonLineError` with file and line.
        """
        own = _own_file(self.own_file, _stamp(self.own_file)) if self.own_file else Own()
        default, rules = conventions(), own.conventions
        changes = {
            name: getattr(self, name) for name in ("tolerance_points", "tolerance_total_pct")
            if getattr(rules, name) == getattr(default, name)
        }
        return dataclasses.replace(own, conventions=dataclasses.replace(rules, **changes))


def defaults() -> Choices:
    """What holds where nothing was chosen: the register's conventions."""
    rules = conventions()
    return Choices(rules.tolerance_points, rules.tolerance_total_pct)


def read_choices() -> Choices:
    """The stored choices; whatever cannot be used is replaced by its default."""
    settings, plain = QgsSettings(), defaults()

    def number(key: str, default: float) -> float:
        try:
            value = float(settings.value(f"{GROUP}/{key}", default))
        except (TypeError, ValueError):
            return default
        return value if 0 <= value <= 100 else default

    def word(key: str, allowed: tuple[str, ...] | None, default: str) -> str:
        value = str(settings.value(f"{GROUP}/{key}", default) or "")
        return value if allowed is None or value in allowed else default

    return Choices(
        number("tolerance_points", plain.tolerance_points), number("tolerance_total_pct", plain.tolerance_total_pct),
        word("area_method", METHODS, OFFICIAL), word("as_of", None, ""), word("area_unit", AREA_UNITS, ""),
        word("own_file", None, ""))


def write_choices(choices: Choices) -> None:
    """Store all choices."""
    settings = QgsSettings()
    for field in dataclasses.fields(choices):
        settings.setValue(f"{GROUP}/{field.name}", getattr(choices, field.name))


_read: dict[tuple[str, float, int], Own] = {}


def _own_file(path: str, stamp: tuple[float, int]) -> Own:
    """The file, read again only when it changed."""
    key = (path, *stamp)
    if key not in _read:
        own = load_own(path)
        _read.clear()
        _read[key] = own
    return _read[key]


def _stamp(path: str) -> tuple[float, int]:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return 0.0, 0  # load_own says what is wrong with the file
    return found.st_mtime, found.st_size
