"""A layer as an algorithm was given it, and where its features lie in another CRS."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureSource,
    QgsRectangle,
    QgsVectorLayer,
)


@dataclass(frozen=True)
class Given:
    """A polygon layer as an algorithm was given it: its source, and the layer itself where the source is all of it."""

    source: QgsFeatureSource
    crs: QgsCoordinateReferenceSystem
    name: str
    layer: QgsVectorLayer | None = None


def rect_around(given: Given, other: QgsCoordinateReferenceSystem) -> QgsRectangle | None:
    """Where the features of *given* lie, in another CRS, with a margin; None = unknown, take all."""
    extent = given.source.sourceExtent()
    if extent.isNull() or not extent.isFinite():
        return None
    transform = QgsCoordinateTransform(given.crs, other, QgsCoordinateTransformContext())
    try:
        box = transform.transformBoundingBox(extent)
    except QgsCsException:  # one feature far off its CRS is enough; the others still count
        return None
    if not box.isFinite() or box.isNull():
        return None
    box.grow(0.01 * max(box.width(), box.height()) + 1e-6)
    return box
