"""Scenarios by name in the project: read, written, renamed, deleted. What cannot be read is kept as it is."""

from __future__ import annotations

import json

from qgis.core import QgsProject

from ...core.hooks.scenario import Setting, SettingError, setting_of
from ..widgets.plain_text import one_line

_SCOPE, _KEY = "nm_urban", "/hooks_scenarios"
LONGEST_NAME = 60


def clean_name(text: str) -> str:
    """A name as it is stored: one line of at most 60 characters; '' = no name."""
    return one_line(text, LONGEST_NAME)


class ScenarioStore:
    """The entry of one project. Every change marks the project as changed."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._read())

    def get(self, name: str) -> Setting:
        """Raises `SettingError` where there is none of that name, or it cannot be read."""
        records = self._read()
        if name not in records:
            raise SettingError("there is no scenario of that name", "没有这个名称的情景")
        return setting_of(records[name])

    def put(self, name: str, setting: Setting) -> None:
        """Store under a name, in the place of what stood there."""
        records = self._read()
        records[name] = setting.record()
        self._write(records)

    def rename(self, old: str, new: str) -> None:
        """Give another name; an existing name is left alone."""
        records = self._read()
        if old in records and new not in records:
            records[new] = records.pop(old)
            self._write(records)

    def delete(self, name: str) -> None:
        """Take one away."""
        records = self._read()
        if records.pop(name, None) is not None:
            self._write(records)

    def _read(self) -> dict:
        text, _ = self._project.readEntry(_SCOPE, _KEY, "")
        try:
            found = json.loads(text or "{}")
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {clean_name(name): record for name, record in found.items() if clean_name(name)}

    def _write(self, records: dict) -> None:
        text = json.dumps(records, ensure_ascii=False, sort_keys=True)
        self._project.writeEntry(_SCOPE, _KEY, text)
        self._project.setDirty(True)
