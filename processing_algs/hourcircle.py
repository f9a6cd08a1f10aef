"""小时交通圈: travel times among cities by rail and by road, isochrones, and who lives within reach."""

from __future__ import annotations

import datetime as dt

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
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

from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.frames import LONLAT
from ..nm_urban_plugin.analysis.hourcircle_job import Done, Task, run
from ..nm_urban_plugin.analysis.network_exits import Crossing, crossings, load_boundary
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.core.corridors import RAIL, ROAD, exits_wanted
from ..nm_urban_plugin.core.hourcircle import FASTEST, SLOWEST
from ..nm_urban_plugin.core.resources import BilingualError
from ..nm_urban_plugin.i18n import tr, tr_noop
from .base import AS_OF, FIELDS, INPUT, METHOD, OUTPUT, message_of
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
from .hourcircle_outputs import (
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

MATRIX, EXITS, MEASURES = "MATRIX", "EXITS", "MEASURES"


class HourCircle(HourCircleInputs):
    ID = "hourcircle"
    TITLE = tr_noop("Hour circle")
    GROUP = ("corridors", tr_noop("Transport corridors"))

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self.check_crs(parameters, context, INPUT, ORIGINS, POPULATION, BOUNDARY)
            self._task(parameters, context)
            self._people_field(parameters, context)
            self.as_of(parameters, context)
        except (BilingualError, CrsRefused, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given, tally = self.given(parameters, INPUT, context), Tally()
        try:
            task = self._task(parameters, context)
            origins = self._origins(parameters, context, tally, feedback)
            population = self._population(parameters, context, tally, feedback)
            boundary = self.given(parameters, BOUNDARY, context)
            area = None if boundary is None else load_boundary(boundary, tally)
            done = run(given, origins, task, population, tally, feedback)
        except (BilingualError, CrsRefused) as error:
            raise QgsProcessingException(message_of(error)) from error
        if feedback.isCanceled():
            return {}
        gap_m = self._value(parameters, EXIT_GAP_M, context, task.speeds.rules, "exit_gap_m")
        exits = None
        if area is not None and not area.isNull() and ROAD in done.modes:
            exits = crossings(area, done.lines.of_mode(ROAD), gap_m, feedback)
        elif boundary is not None:
            feedback.pushWarning(tr("Exit corridors are not counted: there are no roads, or no usable boundary."))
        self._warn(parameters, context, feedback, done, task, population, tally)
        as_of = self.as_of(parameters, context)
        text = method(done, task, None if exits is None else gap_m, as_of)
        result = self._write(parameters, context, feedback, done, task, exits, text, given.name, as_of)
        if feedback.isCanceled():
            return {}
        crs = QgsCoordinateReferenceSystem(LONLAT)
        result.update(self.write_rejects(parameters, context, tally, crs))
        self.report(feedback, tally, given.name)
        for mode in done.modes:
            limit = task.speeds.rules.limit(mode)
            say_reading(feedback, done, mode, done.all_pairs[mode], tr("all pairs"), limit)
            say_reading(feedback, done, mode, done.spokes[mode], tr("to Hohhot"), limit)
        result.update(numbers(done, exits))
        if exits is not None:
            feedback.pushInfo(tr("{n} exit corridors in {k} crossings; the plan names {wanted}").format(
                n=result["N_EXITS"], k=len(exits), wanted=exits_wanted().count))
        result.update({"N_READ": tally.read, "N_USED": tally.used, "N_REJECTED": tally.count("rejected"), METHOD: text})
        return result

    def _write(self, parameters, context, feedback, done: Done, task: Task, exits: list[Crossing] | None, text: str,
               source: str, as_of: dt.date) -> dict:
        crs, plain = QgsCoordinateReferenceSystem(LONLAT), QgsWkbTypes.Type.NoGeometry
        sink, dest = self.sink(parameters, OUTPUT, context, CIRCLE_FIELDS, QgsWkbTypes.Type.MultiPolygon, crs,
                               "hourcircle")
        # the large ones first, so that the small ones are drawn above them
        for circle in sorted(done.circles, key=lambda c: -c.minutes):
            self.put(sink, OUTPUT, circle.geometry, circle_row(done, circle))
            if feedback.isCanceled():
                return {}
        result = {OUTPUT: dest}
        sink, dest = self.sink(parameters, MATRIX, context, MATRIX_FIELDS, plain, crs, "hourcircle_matrix")
        if sink is not None:
            rule = task.speeds.rules
            for mode in done.modes:
                for row in matrix_rows(done, mode, rule.limit(mode), rule.hub):
                    self.put(sink, MATRIX, None, row)
            result[MATRIX] = dest
        if exits is not None:
            sink, dest = self.sink(parameters, EXITS, context, EXIT_FIELDS, QgsWkbTypes.Type.Point, crs, "exits")
            if sink is not None:
                for crossing in exits:
                    self.put(sink, EXITS, *exit_row(crossing))
                result[EXITS] = dest
        result.update(self.write_measures(parameters, context, measures(done, task, exits, text, source, as_of), crs))
        return result
