"""QGIS without a window for the length of a job."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsVectorLayer  # noqa: E402


@contextlib.contextmanager
def started() -> Iterator[QgsApplication]:
    """QgsApplication without GUI, ended in order.

    Layers, features and readers must be gone by then, or it crashes: keep them in a function that is called inside.
    """
    application = QgsApplication([], False)
    application.initQgis()
    try:
        yield application
    finally:
        application.exitQgis()


def vector_layer(path, table: str) -> QgsVectorLayer:
    """A table of a GeoPackage as QGIS loads it; raises OSError where it cannot be read."""
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    if not layer.isValid():
        raise OSError(f"cannot read {table} of {path}")
    return layer
