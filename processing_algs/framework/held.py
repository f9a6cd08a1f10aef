"""Outputs whose place is taken: loaded in the project, or held open by another program.

QGIS notices neither before all has been computed, and of a shapefile it has then removed some components already.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from qgis.core import QgsProcessingException, QgsProject, QgsProviderRegistry

from ...nm_urban_plugin.core.whole_file import patiently
from ...nm_urban_plugin.i18n import tr
from .destinations import components, place_of, same_file


def loaded_files(project: QgsProject | None) -> list[tuple[str, str]]:
    """(path of the file, name of the layer) of the layers of a project that come from files. Main thread only."""
    found = []
    for layer in project.mapLayers().values() if project is not None else ():
        parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        path = str(parts.get("path") or "")
        if path:
            found.append((path, layer.name()))
    return found


def refuse_held(destinations: dict[str, object], loaded: Iterable[tuple[str, str]]) -> None:
    """Raise where an output would replace a file that is loaded (see `loaded_files`) or held open by anybody.

    A new table in an existing GeoPackage replaces no file.
    """
    for name, value in destinations.items():
        path, table = place_of(value)
        if not path or table:
            continue
        for one in components(path):
            layer = next((title for other, title in loaded if same_file(str(one), other)), None)
            if layer is not None:
                raise QgsProcessingException(
                    tr("Output {name}: {path} is loaded in the project as layer “{layer}”. Remove the layer from the "
                       "project, or choose another file.").format(name=name, path=one, layer=layer))
            if is_held(one):
                raise QgsProcessingException(
                    tr("Output {name}: {path} is open in another program, or may not be changed. Close it there, or "
                       "choose another file.").format(name=name, path=one))


def is_held(path: Path) -> bool:
    """Whether the system refuses to replace a file: Windows does while somebody has it open."""
    with suppress(OSError):
        try:
            patiently(lambda: os.rename(path, path))
        except PermissionError:
            return True
    return False
