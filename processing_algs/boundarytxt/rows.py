"""Parcels of boundary-point files as features: their CRS, geometry, attributes, and which of them overlap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsSpatialIndex

from ...nm_urban_plugin.analysis.reading.crs import gauss_zone
from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.analysis.reading.wkb import encode
from ...nm_urban_plugin.exchange.boundarytxt.format import DATE, PRODUCER
from ...nm_urban_plugin.exchange.boundarytxt.notes import REPAIR, WARNING
from ...nm_urban_plugin.exchange.boundarytxt.reader import Parcel
from ...nm_urban_plugin.i18n import tr
from ..framework.fields import LONG

PARCEL_FIELDS = (
    ("parcel_no", "text"), ("name", "text", 0, LONG), ("use", "text"), ("dlbm", "text", 0, 16), ("sheet", "text"),
    ("decl_ha", "real", 4), ("area_m2", "real", 2), ("file", "text", 0, LONG), ("warnings", "text", 0, LONG),
    ("line", "int"), ("extra", "text", 0, LONG), ("producer", "text", 0, LONG), ("made_on", "text", 0, 32))

#: Neighbours drawn a millimetre into each other are no overlap (m²).
_OVERLAP_M2 = 1.0

#: Overlaps named per parcel.
_MOST_OVERLAPS = 3


@dataclass
class Drawn:
    """A parcel of a file, its geometry in the output's CRS, and remarks of ours."""

    file: str
    parcel: Parcel
    geometry: QgsGeometry | None = None
    overlaps: list[str] = field(default_factory=list)
    moved: str = ""

    @property
    def repaired(self) -> bool:
        return bool(self.moved) or any(n.level == REPAIR for n in self.parcel.notes)

    def warnings(self, language: str) -> list[str]:
        """What was noticed, repairs left out."""
        return [n.text(language) for n in self.parcel.notes if n.level == WARNING] + self.overlaps

    def remarks(self, language: str) -> str:
        """All that a user of the parcel must know, in one text."""
        parts = [n.text(language) for n in self.parcel.notes] + ([self.moved] if self.moved else []) + self.overlaps
        return ("；" if language == "zh" else "; ").join(parts)


def target_crs(given: QgsCoordinateReferenceSystem, found: list[Drawn]) -> QgsCoordinateReferenceSystem:
    """The user's CRS, else the zone (with prefix) of most parcels; of equal ones the western one."""
    if given.isValid():
        return given
    codes = Counter(one.parcel.zone.epsg for one in found)
    most = min(codes, key=lambda code: (-codes[code], code)) if codes else 4490
    return QgsCoordinateReferenceSystem(f"EPSG:{most}")


def draw(one: Drawn, crs: QgsCoordinateReferenceSystem, tally: Tally) -> bool:
    """Set the geometry, moved to *crs* where its zone is another one; False where it is rejected after all."""
    zone, rings = one.parcel.zone, one.parcel.rings
    target = gauss_zone(crs, one.file)
    if target is None or target.meridian == zone.meridian:
        shift = 0 if target is None else target.false_easting - zone.false_easting
        rings = rings.with_xy(rings.x + shift, rings.y) if shift else rings
    else:
        own = QgsCoordinateReferenceSystem(f"EPSG:{zone.epsg}")
        rings = Frame(own, one.file).to_meridian(rings, target.meridian)
        rings = rings.with_xy(rings.x + target.false_easting, rings.y)
        one.moved = tr("transformed from zone {zone} to {crs}; the area is that of zone {zone}").format(
            zone=zone.number, crs=crs.authid())
        tally.repaired(one.file, one.parcel.line, one.moved, None)
    one.geometry = QgsGeometry()
    one.geometry.fromWkb(encode(rings)[0])
    if one.geometry.isGeosValid():
        return True
    tally.reject(one.file, one.parcel.line,
                 tr("the boundary is no valid polygon (rings cross, overlap or touch wrongly)"))
    return False


def warn_of_overlaps(drawn: list[Drawn], feedback) -> bool:
    """Note on parcels which others of their file they overlap (a few of them); False where the user cancelled.

    Several files may well hold the same parcels: as applied for, as approved, as amended.
    """
    index = QgsSpatialIndex()
    for k, one in enumerate(drawn):
        if k and drawn[k - 1].file != one.file:
            index = QgsSpatialIndex()
        box = one.geometry.boundingBox()
        for other in sorted(index.intersects(box)):
            if len(one.overlaps) == len(drawn[other].overlaps) == _MOST_OVERLAPS:
                continue
            if not one.geometry.intersects(drawn[other].geometry):
                continue
            area = one.geometry.intersection(drawn[other].geometry).area()
            if area >= _OVERLAP_M2:
                for a, b in ((one, drawn[other]), (drawn[other], one)):
                    if len(a.overlaps) < _MOST_OVERLAPS:
                        a.overlaps.append(_overlap(b, area))
        feature = QgsFeature(k)
        feature.setGeometry(one.geometry)
        index.addFeature(feature)
        feedback.setProgress(60 + 20 * (k + 1) / len(drawn))
        if feedback.isCanceled():
            return False
    return True


def _overlap(other: Drawn, area: float) -> str:
    return tr("overlaps parcel {number} of line {line} by {area:.2f} m²").format(
        number=other.parcel.number or "?", line=other.parcel.line, area=area)


def row(one: Drawn, language: str) -> list:
    """Attributes in the order of PARCEL_FIELDS."""
    parcel = one.parcel
    return [parcel.number, parcel.name, parcel.use, parcel.dlbm, parcel.sheet, parcel.declared_ha, parcel.cents / 100,
            one.file, one.remarks(language), parcel.line, ",".join(parcel.extra), parcel.header.get(PRODUCER, ""),
            parcel.header.get(DATE, "")]
