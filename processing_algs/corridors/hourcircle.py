"""小时交通圈: travel times among cities by rail and by road, isochrones, and who lives within reach."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.frames import LONLAT
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.corridors.nodes import RAIL, ROAD, exits_wanted
from ...nm_urban_plugin.core.transport import FASTEST, SLOWEST
from ...nm_urban_plugin.i18n import tr, tr_noop
from ...nm_urban_plugin.jobs.corridors.hourcircle import HourCircleJob, HourCircleResult
from ..framework.algorithm import AS_OF, FIELDS, INPUT, MEASURES, METHOD, OUTPUT, Outputs
from .hourcircle_inputs import (
    ACCESS_KMH,
    AUTO,
    BOUNDARY,
    CLASS_FIELD,
    EXIT_GAP_M,
    MINUTES,
    MODE,
    NAME_FIELD,
    ORIGINS,
    POLICY,
    POP_FIELD,
    POPULATION,
    SNAP_M,
    SPEED_FIELD,
    SPEED_KMH,
    TAIL_M,
    HourCircleInputs,
)
from .hourcircle_rows import (
    CIRCLE_FIELDS,
    EXIT_FIELDS,
    MATRIX_FIELDS,
    circle_row,
    exit_row,
    matrix_rows,
    measures,
    method,
    numbers,
    say_reading,
)

MATRIX, EXITS = "MATRIX", "EXITS"


class HourCircle(HourCircleInputs):
    ID = "hourcircle"
    TITLE = tr_noop("Hour circle")
    GROUP = ("corridors", tr_noop("Transport corridors"))
    BOOK = "hourcircle"

    def initAlgorithm(self, configuration=None) -> None:
        point, line = QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorLine
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        source, sink = QgsProcessingParameterFeatureSource, QgsProcessingParameterFeatureSink
        field = QgsProcessingParameterField
        self.add(source(INPUT, tr("Railways or roads"), [line]))
        self.add(source(ORIGINS, tr("Cities or stations"), [point]))
        self.add(QgsProcessingParameterEnum(MODE, tr("Mode"), [AUTO, RAIL, ROAD], False, AUTO, True, True))
        self.add(field(CLASS_FIELD, tr("Class field of the lines"), None, INPUT, optional=True))
        self.add(field(SPEED_FIELD, tr("Speed field of the lines (km/h)"), None, INPUT, optional=True))
        self._number(SPEED_KMH, tr("Speed for all lines (km/h, empty = by class)"), SLOWEST, FASTEST)
        self.add(QgsProcessingParameterString(MINUTES, tr("Minutes of the isochrones"), "30,60,120"))
        self.add(field(NAME_FIELD, tr("Name field of the origins"), None, ORIGINS, optional=True))
        self.add(source(POPULATION, tr("Population (points or polygons)"), [point, polygon], optional=True))
        self.add(field(POP_FIELD, tr("Population field"), None, POPULATION, field.DataType.Numeric, optional=True))
        self.add(source(BOUNDARY, tr("City boundary (for exit corridors)"), [polygon], optional=True))
        self.add(QgsProcessingParameterString(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self._number(ACCESS_KMH, tr("Access speed (km/h)"), SLOWEST, FASTEST, True)
        self._number(TAIL_M, tr("Longest tail off the network (m)"), 1, 50_000, True)
        self._number(SNAP_M, tr("Origins at most this far from a line (m)"), 1, 100_000, True)
        self._number(EXIT_GAP_M, tr("Crossings of one exit at most this far apart (m)"), 0, 100_000, True)
        self.add(QgsProcessingParameterString(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(QgsProcessingParameterFile(POLICY, tr("Speed table (JSON file)"), extension="json", optional=True),
                 advanced=True)
        self.add(sink(OUTPUT, tr("Isochrones"), polygon))
        self.add(sink(MATRIX, tr("Travel time matrix"), table, None, True, True))
        self.add(sink(EXITS, tr("Exit corridors"), point, None, True, False))
        self.add(sink(MEASURES, tr("Measures"), table, None, True, False))
        self.add_rejects()
        self.add_numbers(
            RAIL_MAX_MIN=tr("Rail: slowest pair (min)"), RAIL_SPOKE_MIN=tr("Rail: slowest to Hohhot (min)"),
            RAIL_N_PAIRS=tr("Rail: pairs"), RAIL_N_WITHIN=tr("Rail: pairs within the limit"),
            RAIL_N_UNREACHED=tr("Rail: pairs not reached"),
            ROAD_MAX_MIN=tr("Road: slowest pair (min)"), ROAD_SPOKE_MIN=tr("Road: slowest to Hohhot (min)"),
            ROAD_N_PAIRS=tr("Road: pairs"), ROAD_N_WITHIN=tr("Road: pairs within the limit"),
            ROAD_N_UNREACHED=tr("Road: pairs not reached"),
            N_EXITS=tr("Exit corridors"), N_READ=tr("Features read"), N_USED=tr("Features measured"),
            N_REJECTED=tr("Features rejected"))
        for name, title in (("RAIL_VERDICT", tr("Rail: verdict, all pairs")),
                            ("RAIL_SPOKE_VERDICT", tr("Rail: verdict, to Hohhot")),
                            ("ROAD_VERDICT", tr("Road: verdict, all pairs")),
                            ("ROAD_SPOKE_VERDICT", tr("Road: verdict, to Hohhot"))):
            self.addOutput(QgsProcessingOutputString(name, title))

    def _number(self, name: str, title: str, low: float, high: float, advanced: bool = False) -> None:
        """An optional number; left empty, the policy's value counts."""
        self.add(QgsProcessingParameterNumber(name, title, QgsProcessingParameterNumber.Type.Double, None, True, low,
                                              high), advanced)

    def perform(self, job: HourCircleJob, spool, feedback) -> HourCircleResult | None:
        return job.run(feedback)

    def source(self, job: HourCircleJob) -> Given:
        # travel times have no plane of their own: everything is written in degrees
        return replace(job.network, crs=QgsCoordinateReferenceSystem(LONLAT))

    def counts(self, job: HourCircleJob) -> dict:
        return {"N_READ": job.tally.read, "N_USED": job.tally.used, "N_REJECTED": job.tally.count("rejected")}

    def write(self, job: HourCircleJob, result: HourCircleResult, outputs: Outputs) -> dict:
        crs, task, exits = QgsCoordinateReferenceSystem(LONLAT), job.task, result.exits
        text = method(result, task, None if exits is None else job.exit_gap_m, job.as_of)
        with outputs.open(OUTPUT, CIRCLE_FIELDS, QgsWkbTypes.Type.MultiPolygon, crs, "hourcircle") as sink:
            # the large ones first, so that the small ones are drawn above them
            for circle in sorted(result.circles, key=lambda c: -c.minutes):
                sink.add(circle.geometry, circle_row(result, circle))
        rule = task.speeds.rules
        outputs.table(MATRIX, MATRIX_FIELDS, crs, "hourcircle_matrix", (
            row for mode in result.modes for row in matrix_rows(result, mode, rule.limit(mode), rule.hub)))
        if exits is not None:
            with outputs.open(EXITS, EXIT_FIELDS, QgsWkbTypes.Type.Point, crs, "exits") as sink:
                for crossing in exits if sink is not None else ():
                    sink.add(*exit_row(crossing))
        outputs.measures(measures(result, task, exits, text, job.network.name, job.as_of), crs)
        return {**numbers(result, exits), METHOD: text}

    def log(self, job: HourCircleJob, result: HourCircleResult, feedback) -> None:
        for mode in result.modes:
            limit = job.task.speeds.rules.limit(mode)
            say_reading(feedback, result, mode, result.all_pairs[mode], tr("all pairs"), limit)
            say_reading(feedback, result, mode, result.spokes[mode], tr("to Hohhot"), limit)
        if result.exits is not None:
            feedback.pushInfo(tr("{n} exit corridors in {k} crossings; the plan names {wanted}").format(
                n=numbers(result, result.exits)["N_EXITS"], k=len(result.exits), wanted=exits_wanted().count))
