"""界址点TXT导出: parcels as a boundary-point file (勘测定界界址点坐标交换格式) for approval and filing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...nm_urban_plugin.analysis.reading.area import OFFICIAL, feature_areas
from ...nm_urban_plugin.analysis.reading.batches import FeatureReader
from ...nm_urban_plugin.analysis.reading.crs import CrsRefused, gauss_zone
from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.analysis.reading.intake import Clean, Intake
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.ellipsoid.gauss import FALSE_EASTING, Zone, inverse, zone_number
from ...nm_urban_plugin.core.ellipsoid.mapsheets import sheet_10000
from ...nm_urban_plugin.core.units import ha, m2
from ...nm_urban_plugin.exchange.boundarytxt.format import limits
from ...nm_urban_plugin.exchange.boundarytxt.writer import (
    ENCODINGS,
    Entry,
    lines,
    measure,
    polygons,
    rings_in_mm,
    write,
)
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ..framework.algorithm import INPUT, METHOD, OUTPUT, Cancelled, NmAlgorithm, Outputs
from ..framework.method import method_text
from .columns import FIELD_PARAMETERS, Columns, columns_of, only_value, producer_of

UNIT, DATE, CRS, NORTHWEST, ENCODING = "UNIT", "DATE", "CRS", "NORTHWEST", "ENCODING"


class BoundaryTxtExport(NmAlgorithm):
    ID = "boundarytxtexport"
    TITLE = tr_noop("Export boundary-point TXT")
    GROUP = ("exchange", tr_noop("Exchange files"))

    def initAlgorithm(self, configuration=None) -> None:
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Parcels to write"),
                                                     [QgsProcessing.SourceType.TypeVectorPolygon]))
        for name, title in FIELD_PARAMETERS.items():
            self.add(QgsProcessingParameterField(name, tr(title), None, INPUT, optional=True), name == "EXTRA_FIELD")
        self.add(QgsProcessingParameterString(UNIT, tr("Producing organisation"), "", False, True))
        self.add(QgsProcessingParameterString(DATE, tr("Date of the data (empty = the layer's, else today)"), "",
                                              False, True))
        self.add(QgsProcessingParameterCrs(CRS, tr("Zone to write in (empty = the layer's)"), None, True))
        self.add(QgsProcessingParameterBoolean(NORTHWEST, tr("Start rings in the north-west corner"), False, True),
                 advanced=True)
        self.add(QgsProcessingParameterEnum(ENCODING, tr("Encoding"), list(ENCODINGS), False, ENCODINGS[0], True, True))
        self.add(QgsProcessingParameterFileDestination(OUTPUT, tr("Boundary-point file"),
                                                       tr("Boundary points") + " (*.txt)"))
        self.add_rejects()
        self.add_numbers(TOTAL_M2=tr("Official area of the parcels (m²)"), N_READ=tr("Features read"),
                         N_USED=tr("Parcels written"), N_POINTS=tr("Point lines written"),
                         N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> tuple[Given, Frame, Zone, Columns, str]:
        given = self.given(parameters, INPUT, context)
        frame = Frame(given.crs, given.name)
        day = self.day(parameters, DATE, context)
        return (given, frame, self._zone(parameters, context, frame, given),
                self._columns(parameters, context, given), "" if day is None else day.isoformat())

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        (given, frame, zone, columns, day), tally = self.prepared(parameters, context), Tally()
        path = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        encoding = self.parameterAsEnumString(parameters, ENCODING, context) or ENCODINGS[0]
        northwest = self.parameterAsBoolean(parameters, NORTHWEST, context)
        entries: list[Entry] = []
        reader = FeatureReader(given.source, columns.wanted, given.layer)
        for batch in Intake(reader, frame, tally):
            entries += self._entries(batch, frame, zone, columns, northwest, len(entries), tally)
            if reader.count > 0:
                feedback.setProgress(80 * tally.read / reader.count)
            if feedback.isCanceled():
                raise Cancelled
        if not entries:
            raise QgsProcessingException(tr("Layer '{name}': there is no parcel that could be written.").format(
                name=given.name))
        producer = producer_of(given, self.parameterAsString(parameters, UNIT, context), feedback)
        date = day or only_value(given, "made_on") or dt.date.today().isoformat()
        write(path, lines(entries, zone, producer, date), encoding)
        tally.used = len(entries)
        outputs.rejects(tally, given.crs)
        self.report(feedback, tally, given.name)
        total, parts = sum(e.cents for e in entries), sum(len(e.rings) > 1 for e in entries)
        feedback.pushInfo(tr("{n} parcels in zone {zone}, {m2:.2f} m² = {ha:.4f} ha; {parts} with several rings"
                             ).format(n=len(entries), zone=zone.number, m2=float(m2(total)), ha=float(ha(total)),
                                      parts=parts))
        how = tr("written in zone {zone}, as the layer's coordinates stand").format(zone=zone.number)
        if frame.zone is None or frame.zone.meridian != zone.meridian:
            how = tr("corners projected to zone {zone}; edges are straight there; areas are those of the written "
                     "coordinates").format(zone=zone.number)
        return {OUTPUT: str(path), **outputs.results, "TOTAL_M2": float(m2(total)), "N_READ": tally.read,
                "N_USED": len(entries), "N_POINTS": sum(e.count for e in entries),
                "N_REPAIRED": tally.count("repaired"), "N_REJECTED": tally.count("rejected"),
                METHOD: method_text(OFFICIAL, frame, extra=how)}

    def _entries(self, batch: Clean, frame: Frame, zone: Zone, columns: Columns, northwest: bool, before: int,
                 tally: Tally) -> list[Entry]:
        """The parcels of one batch as they are written; what cannot be written is listed."""
        e, n = frame.plane(batch.rings.x, batch.rings.y, zone.meridian)
        plane = batch.rings.with_xy(e, n)
        bounds, (west, east) = plane.bounds(), limits().east
        entries, kept = [], []
        for k, polygon in enumerate(polygons(plane)):
            fid = batch.fids[k]
            if bounds[k, 0] + FALSE_EASTING < west or bounds[k, 2] + FALSE_EASTING > east:
                tally.reject(frame.name, fid, tr("the parcel lies outside zone {zone}").format(zone=zone.number))
                continue
            rings, fault = rings_in_mm(polygon, zone, northwest)
            if fault is not None:
                tally.reject(frame.name, fid, tr("rounded to millimetres, the boundary is no valid polygon any more"))
                continue
            text, notes = columns.values(batch.columns, k)
            if not columns.fields["SHEET_FIELD"]:
                text["SHEET_FIELD"] = _sheet_of(bounds[k], zone)
            for remark in notes:
                tally.repaired(frame.name, fid, remark.words(locale()), None)
            if sum(~polygon.hole) > 1:
                tally.repaired(frame.name, fid, tr("the parcel has several parts: they are written as further rings, "
                                                   "which other programs may take for deductions"), 0.0)
            entries.append(Entry(
                text["NUMBER_FIELD"] or str(before + len(entries) + 1), text["NAME_FIELD"], text["SHEET_FIELD"],
                text["USE_FIELD"], text["DLBM_FIELD"], rings, text["EXTRA_FIELD"].split(",")
                if text["EXTRA_FIELD"] else []))
            kept.append(k)
        if entries:
            measure(entries, zone)
            self._compare(batch, frame, zone, entries, kept, tally)
        return entries

    def _compare(self, batch: Clean, frame: Frame, zone: Zone, entries: list[Entry], kept: list[int],
                 tally: Tally) -> None:
        """A projected parcel has straight edges in another plane: say where that changes its area visibly."""
        if frame.zone is not None and frame.zone.meridian == zone.meridian:
            return
        true = feature_areas(frame, batch.rings, batch.shapes)
        for entry, k in zip(entries, kept):
            change = entry.cents / 100 - float(true[k])
            if abs(change) > limits().area_tolerance_m2:
                tally.repaired(frame.name, batch.fids[k], tr(
                    "long edges are straight in zone {zone} and not in the layer: add corners to them").format(
                    zone=zone.number), round(change, 2))

    def _zone(self, parameters, context, frame: Frame, given) -> Zone:
        """The zone to write in; raises where the layer is in none and the user chose none."""
        if parameters.get(CRS) not in (None, ""):
            crs = self.parameterAsCrs(parameters, CRS, context)
            zone = gauss_zone(crs, CRS)
            if zone is None:
                raise CrsRefused(tr("{name}: {crs} is no Gauss zone of CGCS2000. Choose one of EPSG:4521-4530.").format(
                    name=CRS, crs=crs.authid() or crs.description()))
        elif frame.zone is not None:
            zone = frame.zone
        else:
            box = given.source.sourceExtent()
            middle = np.array([box.center().x()]), np.array([box.center().y()])
            lon = float(frame.lonlat(*middle)[0][0]) if not box.isNull() else 111.0
            raise CrsRefused(tr("Layer '{name}' ({crs}) is in no Gauss zone, and boundary points need one: choose it "
                                "in {parameter}. Its middle lies in zone {zone} (EPSG:{epsg}).").format(
                name=given.name, crs=given.crs.authid(), parameter=CRS, zone=int(zone_number(lon)),
                epsg=4488 + int(zone_number(lon))))
        return Zone(zone.meridian, zone.width, True)

    def _columns(self, parameters, context, given) -> Columns:
        chosen = {name: self.parameterAsString(parameters, name, context) for name in FIELD_PARAMETERS}
        return columns_of(given, chosen)


def _sheet_of(bounds: np.ndarray, zone: Zone) -> str:
    """The 1:10 000 map sheet of the middle of a parcel's box (e, n)."""
    lon, lat = inverse((bounds[[0]] + bounds[[2]]) / 2, (bounds[[1]] + bounds[[3]]) / 2, zone.meridian)
    return sheet_10000(float(lon[0]), float(lat[0]))
