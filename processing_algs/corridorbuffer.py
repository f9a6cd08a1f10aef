"""交通廊道缓冲: true-distance rings along corridors, the places on them, and what lies inside."""

from __future__ import annotations

import datetime as dt

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..nm_urban_plugin.analysis.buffers import check_width, parse_rings
from ..nm_urban_plugin.analysis.buffers_plane import BufferFailed
from ..nm_urban_plugin.analysis.corridor_groups import wanted_corridors
from ..nm_urban_plugin.analysis.corridor_job import CorridorJob, Done, parse_class_widths
from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.frames import LONLAT, Frame
from ..nm_urban_plugin.analysis.loading import Given
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.core.resources import BilingualError
from ..nm_urban_plugin.core.units import ConservationError
from ..nm_urban_plugin.i18n import tr, tr_noop
from .base import AS_OF, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .corridorbuffer_outputs import (
    NODE_FIELDS,
    RING_FIELDS,
    RING_MEASURE_FIELDS,
    measure_rows,
    method,
    node_row,
    numbers,
    ring_row,
)

WIDTH, WIDTH_FIELD, RINGS, CLASS_WIDTHS = "WIDTH", "WIDTH_FIELD", "RINGS", "CLASS_WIDTHS"
DISSOLVE_FIELD, CORRIDORS, SNAP_M = "DISSOLVE_FIELD", "CORRIDORS", "SNAP_M"
CLIP, PLACES, ZONES = "CLIP", "PLACES", "ZONES"
NODES, MEASURES = "NODES", "MEASURES"


class CorridorBuffer(NmAlgorithm):
    ID = "corridorbuffer"
    TITLE = tr_noop("Corridor buffers")
    GROUP = ("corridors", tr_noop("Transport corridors"))

    def initAlgorithm(self, configuration=None) -> None:
        kinds, source = QgsProcessing.SourceType, QgsProcessingParameterFeatureSource
        sink, field = QgsProcessingParameterFeatureSink, QgsProcessingParameterField
        real = QgsProcessingParameterNumber.Type.Double
        self.add(source(INPUT, tr("Lines, stations or areas"), [kinds.TypeVectorAnyGeometry]))
        # no bounds here: QGIS would refuse a wrong width without a word on why
        width = QgsProcessingParameterNumber(WIDTH, tr("Width to each side (m)"), real, 5000)
        width.setMetadata({"widget_wrapper": {"decimals": 2}})
        self.add(width)
        self.add(QgsProcessingParameterString(RINGS, tr("Rings (m, comma-separated)"), "", optional=True))
        self.add(field(WIDTH_FIELD, tr("Width field (m), or class field"), None, INPUT, optional=True))
        self.add(field(DISSOLVE_FIELD, tr("Corridor field"), None, INPUT, optional=True))
        self.add(QgsProcessingParameterString(CORRIDORS, tr("Corridors of the plans (names, * = all)"), "",
                                              optional=True))
        self.add(source(CLIP, tr("Clip to region"), [kinds.TypeVectorPolygon], optional=True))
        self.add(source(PLACES, tr("Places"), [kinds.TypeVectorPoint], optional=True))
        self.add(QgsProcessingParameterMultipleLayers(ZONES, tr("Counties, land use, control lines"),
                                                      kinds.TypeVectorPolygon, None, True))
        self.add(QgsProcessingParameterNumber(SNAP_M, tr("Places at most this far from a line (m)"), real, 5000, False,
                                              1, 100_000), advanced=True)
        self.add(QgsProcessingParameterString(CLASS_WIDTHS, tr("Width of each class (JSON)"), "", True, True),
                 advanced=True)
        self.add(QgsProcessingParameterString(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True),
                 advanced=True)
        self.add(sink(OUTPUT, tr("Corridor rings"), kinds.TypeVectorPolygon))
        self.add(sink(NODES, tr("Nodes"), kinds.TypeVectorPoint, None, True, True))
        self.add(sink(MEASURES, tr("Measures"), kinds.TypeVector, None, True, False))
        self.add_rejects()
        self.add_numbers(
            N_CORRIDORS=tr("Corridors"), N_RINGS=tr("Rings"), TOTAL_M2=tr("Area of all rings (m²)"),
            N_ON=tr("Nodes on a corridor"), N_OFF=tr("Nodes off the corridor"), N_NOT_JUDGED=tr("Nodes not judged"),
            HUB_MAX=tr("Highest hub score"), N_READ=tr("Features read"), N_USED=tr("Features buffered"),
            N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._job(parameters, context)
            self.as_of(parameters, context)
        except (BilingualError, CrsRefused, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        try:
            job, as_of = self._job(parameters, context), self.as_of(parameters, context)
            done = job.run(feedback)
        except (CrsRefused, ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        except BufferFailed as error:
            raise QgsProcessingException(tr("The outlines could not be united ({error}). Please report this, with the "
                                            "layer.").format(error=error)) from error
        if done is None:
            return {}
        for line in done.warnings:
            feedback.pushWarning(line)
        text = method(job, done, as_of)
        result = self._write(parameters, context, feedback, job, done, as_of, text)
        if feedback.isCanceled():
            return {}
        result.update(self.write_rejects(parameters, context, job.tally, job.lines.crs))
        self.report(feedback, job.tally, job.lines.name)
        result.update({**numbers(done), "N_READ": job.tally.read, "N_USED": job.tally.used,
                       "N_REPAIRED": job.tally.count("repaired", job.lines.name),
                       "N_REJECTED": job.tally.count("rejected", job.lines.name), METHOD: text})
        return result

    def _write(self, parameters, context, feedback, job: CorridorJob, done: Done, as_of: dt.date, text: str) -> dict:
        """Open the outputs, now that everything is computed, and fill them one after the other."""
        sink, dest = self.sink(parameters, OUTPUT, context, RING_FIELDS, QgsWkbTypes.Type.MultiPolygon, job.lines.crs,
                               "corridorbuffer")
        for k in range(len(done.rings)):
            self.put(sink, OUTPUT, *ring_row(done, k))
            feedback.setProgress(85 + 10 * k / len(done.rings))
            if feedback.isCanceled():
                return {}
        result = {OUTPUT: dest}
        lonlat = QgsCoordinateReferenceSystem(LONLAT)
        sink, dest = self.sink(parameters, NODES, context, NODE_FIELDS, QgsWkbTypes.Type.Point, lonlat,
                               "corridor_nodes")
        if sink is not None:
            for node in done.nodes:
                self.put(sink, NODES, *node_row(done, node))
            result[NODES] = dest
        rows = measure_rows(done, as_of, text)
        result.update(self.write_measures(parameters, context, rows, lonlat, RING_MEASURE_FIELDS))
        return result

    # -- parameters -------------------------------------------------------------------------------------------

    def _job(self, parameters, context) -> CorridorJob:
        """The job as asked for. Raises with the name of the parameter and the remedy."""
        lines = self.given(parameters, INPUT, context)
        if lines is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        rings = parse_rings(self.parameterAsString(parameters, RINGS, context))
        classes = parse_class_widths(self.parameterAsString(parameters, CLASS_WIDTHS, context))
        job = CorridorJob(
            lines=lines, width=self._width(parameters, context), rings=rings, tally=Tally(),
            width_field=self._field(parameters, context, WIDTH_FIELD, lines), class_widths=classes,
            dissolve_field=self._field(parameters, context, DISSOLVE_FIELD, lines),
            wanted=wanted_corridors(self.parameterAsString(parameters, CORRIDORS, context)),
            clip=self.given(parameters, CLIP, context), places=self.given(parameters, PLACES, context),
            zones=self._zones(parameters, context), snap_m=self._snap_m(parameters, context),
            measures=parameters.get(MEASURES) not in (None, ""))
        if classes and not job.width_field:
            raise QgsProcessingException(tr("CLASS_WIDTHS needs the field that holds the class: choose it in "
                                            "WIDTH_FIELD."))
        if job.wanted and QgsWkbTypes.geometryType(lines.source.wkbType()) != QgsWkbTypes.GeometryType.LineGeometry:
            raise QgsProcessingException(tr("CORRIDORS looks for lines, but layer '{name}' holds none: give railways "
                                            "or roads.").format(name=lines.name))
        for given in (lines, job.clip, job.places, *job.zones):
            if given is not None:
                Frame(given.crs, given.name)
        return job

    def _width(self, parameters, context) -> float:
        raw = parameters.get(WIDTH)
        value = self.parameterAsDouble(parameters, WIDTH, context)
        if isinstance(raw, str):  # qgis_process passes text, and text that is no number would count as the default
            try:
                value = float(raw)
            except ValueError:
                return check_width(raw, WIDTH)
        elif isinstance(raw, float):
            value = raw
        return check_width(value, WIDTH)

    def _snap_m(self, parameters, context) -> float:
        value = self.parameterAsDouble(parameters, SNAP_M, context)
        return check_width(value, SNAP_M)  # QGIS holds the bounds, but lets NaN pass

    def _field(self, parameters, context, name: str, given: Given) -> str | None:
        found = self.parameterAsString(parameters, name, context)
        if not found:
            return None
        if given.source.fields().lookupField(found) < 0:
            raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                name=given.name, field=found))
        return given.source.fields().at(given.source.fields().lookupField(found)).name()

    def _zones(self, parameters, context) -> list[Given]:
        out = []
        for layer in self.parameterAsLayerList(parameters, ZONES, context) or []:
            if not isinstance(layer, QgsVectorLayer) or (
                    layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry):
                raise QgsProcessingException(tr("ZONES: layer '{name}' holds no polygons.").format(name=layer.name()))
            out.append(Given(layer, layer.crs(), layer.name(), layer))
        return out
