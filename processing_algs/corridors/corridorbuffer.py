"""交通廊道缓冲: true-distance rings along corridors, the places on them, and what lies inside."""

from __future__ import annotations

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

from ...nm_urban_plugin.analysis.buffers.rings import check_width, parse_rings
from ...nm_urban_plugin.analysis.reading.frames import LONLAT
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.i18n import tr, tr_noop
from ...nm_urban_plugin.jobs.corridors.groups import wanted_corridors
from ...nm_urban_plugin.jobs.corridors.job import CorridorJob, CorridorResult, parse_class_widths
from ..framework.algorithm import AS_OF, INPUT, MEASURES, METHOD, OUTPUT, NmAlgorithm, Outputs
from .buffer_rows import (
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
NODES = "NODES"


class CorridorBuffer(NmAlgorithm):
    ID = "corridorbuffer"
    TITLE = tr_noop("Corridor buffers")
    GROUP = ("corridors", tr_noop("Transport corridors"))
    BOOK = "corridorbuffer"

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

    def perform(self, job: CorridorJob, spool, feedback) -> CorridorResult | None:
        return job.run(feedback)

    def source(self, job: CorridorJob) -> Given:
        return job.lines

    def write(self, job: CorridorJob, result: CorridorResult, outputs: Outputs) -> dict:
        lonlat, text = QgsCoordinateReferenceSystem(LONLAT), method(job, result, job.as_of)
        with outputs.open(OUTPUT, RING_FIELDS, QgsWkbTypes.Type.MultiPolygon, job.lines.crs, "corridorbuffer",
                          len(result.rings)) as sink:
            for k in range(len(result.rings)):
                sink.add(*ring_row(result, k))
        with outputs.open(NODES, NODE_FIELDS, QgsWkbTypes.Type.Point, lonlat, "corridor_nodes") as sink:
            for node in result.nodes if sink is not None else ():
                sink.add(*node_row(result, node))
        outputs.measures(measure_rows(result, job.as_of, text), lonlat, RING_MEASURE_FIELDS)
        return {**numbers(result), METHOD: text}

    # -- parameters -------------------------------------------------------------------------------------------

    def prepared(self, parameters, context) -> CorridorJob:
        """The job as asked for. Raises with the name of the parameter and the remedy."""
        lines = self.given(parameters, INPUT, context)
        if lines is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, INPUT))
        rings = parse_rings(self.parameterAsString(parameters, RINGS, context))
        classes = parse_class_widths(self.parameterAsString(parameters, CLASS_WIDTHS, context))
        job = CorridorJob(
            lines=lines, width=self._width(parameters, context), rings=rings, tally=Tally(),
            width_field=self.field(parameters, WIDTH_FIELD, context, lines), class_widths=classes,
            dissolve_field=self.field(parameters, DISSOLVE_FIELD, context, lines),
            wanted=wanted_corridors(self.parameterAsString(parameters, CORRIDORS, context)),
            clip=self.given(parameters, CLIP, context), places=self.given(parameters, PLACES, context),
            zones=self._zones(parameters, context), snap_m=self._snap_m(parameters, context),
            measures=parameters.get(MEASURES) not in (None, ""), as_of=self.as_of(parameters, context))
        if classes and not job.width_field:
            raise QgsProcessingException(tr("CLASS_WIDTHS needs the field that holds the class: choose it in "
                                            "WIDTH_FIELD."))
        if job.wanted and QgsWkbTypes.geometryType(lines.source.wkbType()) != QgsWkbTypes.GeometryType.LineGeometry:
            raise QgsProcessingException(tr("CORRIDORS looks for lines, but layer '{name}' holds none: give railways "
                                            "or roads.").format(name=lines.name))
        self.check_crs(lines, job.clip, job.places, *job.zones)
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

    def _zones(self, parameters, context) -> list[Given]:
        out = []
        for layer in self.parameterAsLayerList(parameters, ZONES, context) or []:
            if not isinstance(layer, QgsVectorLayer) or (
                    layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry):
                raise QgsProcessingException(tr("ZONES: layer '{name}' holds no polygons.").format(name=layer.name()))
            out.append(Given(layer, layer.crs(), layer.name(), layer))
        return out
