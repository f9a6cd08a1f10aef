"""规划通道线位: the corridors of the register as lines, found on a network or drawn schematically."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.frames import LONLAT
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.corridors.nodes import ANY, MODES, Corridor, chosen
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.corridors.derive import DERIVED, NO_LINE, SCHEMATIC, Derived, LinesJob
from ..framework.algorithm import INPUT, METHOD, OUTPUT, Cancelled, NmAlgorithm, Outputs
from ..framework.fields import LONG, fixed
from ..framework.method import version

MODE, CORRIDORS, SNAP_M = "MODE", "CORRIDORS", "SNAP_M"

LINE_FIELDS = (
    ("key", "text"),
    ("corridor", "text"),
    ("mode", "text", 0, 8),
    ("status", "text", 0, 16),
    ("kind", "text", 0, 16),
    ("length_m", "real", 2),
    ("connected", "int"),
    ("places", "text", 0, LONG),
    ("gaps", "text", 0, LONG),
    ("source", "text", 0, LONG),
    ("quote", "text", 0, LONG),
)


class CorridorLines(NmAlgorithm):
    ID = "corridorlines"
    TITLE = tr_noop("Corridors of the plans as lines")
    GROUP = ("corridors", tr_noop("Transport corridors"))

    def initAlgorithm(self, configuration=None) -> None:
        line = QgsProcessing.SourceType.TypeVectorLine
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Railways or roads"), [line], optional=True))
        self.add(QgsProcessingParameterEnum(MODE, tr("Mode of the layer"), list(MODES), False, ANY, True, True))
        self.add(QgsProcessingParameterString(CORRIDORS, tr("Corridors (names, comma-separated; empty = all)"), "",
                                              optional=True))
        self.add(QgsProcessingParameterNumber(SNAP_M, tr("Places at most this far from a line (m)"),
                                              QgsProcessingParameterNumber.Type.Double, 5000, False, 1, 100_000))
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Corridor lines"), line))
        self.add_rejects()
        self.add_numbers(N_DERIVED=tr("Found on the network"), N_SCHEMATIC=tr("Drawn schematically"),
                         N_NO_LINE=tr("Without a line"), N_READ=tr("Features read"), N_USED=tr("Features measured"),
                         N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> LinesJob:
        given = self.given(parameters, INPUT, context)
        self.check_crs(given)
        wanted = chosen(self.parameterAsString(parameters, CORRIDORS, context),
                        self.parameterAsEnumString(parameters, MODE, context) or ANY)
        return LinesJob(given, wanted, self.parameterAsDouble(parameters, SNAP_M, context), Tally())

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        job = self.prepared(parameters, context)
        found = job.run(feedback)
        if feedback.isCanceled():
            raise Cancelled
        crs = QgsCoordinateReferenceSystem(LONLAT)
        with outputs.open(OUTPUT, LINE_FIELDS, QgsWkbTypes.Type.MultiLineString, crs, "corridorlines") as sink:
            for item in found:
                if item.kind == NO_LINE:
                    feedback.pushWarning(tr("{name}: no line; not on the network: {places}").format(
                        name=self._name(item.corridor), places="、".join(item.skipped) or "–"))
                    continue
                parts = [[QgsPointXY(x, y) for x, y in part.tolist()] for part in item.parts]
                sink.add(QgsGeometry.fromMultiPolylineXY(parts), self._row(item))
        outputs.rejects(job.tally, crs)
        if job.given is not None:
            self.report(feedback, job.tally, job.given.name)
        text = tr("existing corridors: shortest path on the network through the ordered places, each within {snap:g} m "
                  "of a line (derived); others: straight from place to place (schematic)").format(snap=job.snap_m)
        count = [item.kind for item in found]
        return {**outputs.results, "N_DERIVED": count.count(DERIVED), "N_SCHEMATIC": count.count(SCHEMATIC),
                "N_NO_LINE": count.count(NO_LINE), "N_READ": job.tally.read, "N_USED": job.tally.used,
                "N_REJECTED": job.tally.count("rejected"), METHOD: f"{text}; NM Urban {version()}"}

    @staticmethod
    def _name(item: Corridor) -> str:
        return item.name if locale() == "zh" else item.name_en

    def _row(self, item: Derived) -> list:
        """Values of LINE_FIELDS; nothing is measured on a schematic line."""
        corridor = item.corridor
        measured = item.kind == DERIVED
        gaps = [f"{leg.a}–{leg.b}" for leg in item.legs if leg.gap] + list(item.skipped)
        clauses = corridor.sources
        return [corridor.key, self._name(corridor), corridor.mode, corridor.status, item.kind,
                fixed(item.length_m) if measured else None, int(item.connected) if measured else None,
                "、".join(place.name for place in corridor.places), "、".join(gaps),
                "\n".join(clause.source for clause in clauses), "\n".join(clause.quote for clause in clauses)]
