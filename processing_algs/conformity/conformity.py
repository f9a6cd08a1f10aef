"""三线符合性审查: every project against the ecological red line, permanent farmland and the urban boundary."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.conformity.judging import LINES, UBD, check_tolerance, read_rules, rules
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.conformity.job import ConformityJob, ConformityResult
from ..framework.algorithm import (
    AREA_METHOD,
    AS_OF,
    FIELDS,
    INPUT,
    MEASURES,
    METHOD,
    OUTPUT,
    NmAlgorithm,
    Outputs,
    Wanted,
)
from ..framework.bulk import Batches, Carried
from ..framework.carried import carried_fields
from ..framework.fields import make_fields
from ..framework.method import method_text
from .rows import (
    CHECK_FIELDS,
    LINE_PARAMETERS,
    PIECE_FIELDS,
    check_columns,
    measures,
    numbers,
    piece_rows,
    say_verdicts,
)

ZONE_FIELD, LANDUSE, TOLERANCE_M2, POLICY, PIECES = "ZONE_FIELD", "LANDUSE", "TOLERANCE_M2", "POLICY", "PIECES"

#: Roles that name the zones of a line: the first field that is filled counts. Patch numbers of farmland are no zones.
WANTED = (
    Wanted(LINE_PARAMETERS["eco"], "redline_name"), Wanted(LINE_PARAMETERS["eco"], "redline_type"),
    Wanted(LINE_PARAMETERS["ubd"], "zone_name", ZONE_FIELD), Wanted(LINE_PARAMETERS["ubd"], "zone_code"),
    Wanted(LANDUSE, "landuse_code", needed=True), Wanted(LANDUSE, "kcxs"))


class Conformity(NmAlgorithm):
    ID = "conformity"
    TITLE = tr_noop("Three-line conformity check")
    GROUP = ("control", tr_noop("Control lines"))
    BOOK = "conformity"

    def initAlgorithm(self, configuration=None) -> None:
        polygon = [QgsProcessing.SourceType.TypeVectorPolygon]
        source, sink = QgsProcessingParameterFeatureSource, QgsProcessingParameterFeatureSink
        table = QgsProcessing.SourceType.TypeVector
        self.add(source(INPUT, tr("Projects"), polygon))
        self.add(source("ECO_REDLINE", tr("Ecological red line"), polygon, optional=True))
        self.add(source("FARMLAND", tr("Permanent basic farmland"), polygon, optional=True))
        self.add(source("URBAN_BOUNDARY", tr("Urban development boundary"), polygon, optional=True))
        self.add(QgsProcessingParameterField(ZONE_FIELD, tr("Zone field of the boundary"), None, "URBAN_BOUNDARY",
                                             optional=True))
        self.add(source(LANDUSE, tr("Land use (DLTB)"), polygon, optional=True))
        tolerance = QgsProcessingParameterNumber(TOLERANCE_M2, tr("Tolerance for slivers (m²)"),
                                                 QgsProcessingParameterNumber.Type.Double, 1.0, False, 0)
        tolerance.setMetadata({"widget_wrapper": {"decimals": 2}})
        self.add(tolerance)
        self.add(QgsProcessingParameterString(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add_method()
        self.add(QgsProcessingParameterString(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(QgsProcessingParameterFile(POLICY, tr("Rule table (JSON file)"), extension="json", optional=True),
                 advanced=True)
        self.add(sink(OUTPUT, tr("Projects with verdicts"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.add(sink(PIECES, tr("Pieces in the lines"), QgsProcessing.SourceType.TypeVectorPolygon, None, True, True))
        self.add(sink(MEASURES, tr("Measures"), table, None, True, False))
        self.add_rejects()
        self.add_numbers(
            ECO_M2=tr("In the ecological red line (m²)"), FARM_M2=tr("In permanent basic farmland (m²)"),
            UBD_M2=tr("In the urban development boundary (m²)"), AREA_M2=tr("Area of all projects (m²)"),
            N_CONFLICT=tr("Projects in conflict"), N_NOT_COMPUTABLE=tr("Projects that cannot be judged"),
            N_INSIDE=tr("Projects inside the boundary"), N_OUTSIDE=tr("Projects outside the boundary"),
            N_PARTLY=tr("Projects partly outside the boundary"), N_FLAGGED=tr("Projects with a flag"),
            N_PIECES=tr("Pieces"), N_SLIVERS=tr("Pieces within the tolerance"), N_READ=tr("Features read"),
            N_USED=tr("Features counted"), N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> ConformityJob:
        path = self.parameterAsFile(parameters, POLICY, context)
        tolerance = self.parameterAsDouble(parameters, TOLERANCE_M2, context)
        check_tolerance(tolerance)
        projects, land_use = self.given(parameters, INPUT, context), self.given(parameters, LANDUSE, context)
        lines = {key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES}
        self.check_crs(projects, land_use, *lines.values())
        fields = self.mapped(parameters, context, WANTED)
        names = {key: list(dict.fromkeys(fields.get(LINE_PARAMETERS[key], {}).values())) for key in LINES}
        chosen = self.parameterAsString(parameters, ZONE_FIELD, context)
        if chosen and lines[UBD] is not None:  # the chosen field goes first, the code tells what its sub-zones mean
            found = fields[LINE_PARAMETERS[UBD]]
            names[UBD] = list(dict.fromkeys(filter(None, (found["zone_name"], found.get("zone_code")))))
        return ConformityJob(
            projects=projects, lines=lines, names=names, land_use=land_use, land_fields=fields.get(LANDUSE, {}),
            rules=read_rules(Path(path)) if path else rules(), tally=Tally(), tolerance=tolerance,
            method=self.parameterAsEnumString(parameters, AREA_METHOD, context),
            as_of=self.as_of(parameters, context), geometries=parameters.get(PIECES) not in (None, ""))

    def source(self, job: ConformityJob) -> Given:
        return job.projects

    def write(self, job: ConformityJob, result: ConformityResult, outputs: Outputs) -> dict:
        given = job.projects
        text = method_text(job.method, result.frame, job.as_of.isoformat(), result.text)
        fields = carried_fields(given.source, given.layer, make_fields(*CHECK_FIELDS), outputs.feedback)
        columns, flagged = check_columns(result, locale())
        outputs.carried(OUTPUT, fields, QgsWkbTypes.multiType(given.source.wkbType()), "conformity",
                        Carried(given, result.checked.fids, result.checked.bounds, columns, result.mended))
        outputs.columns(PIECES, PIECE_FIELDS, QgsWkbTypes.Type.MultiPolygon, given.crs, "conformity_pieces",
                        Batches(result.pieces, piece_rows), result.n_pieces, (95, 100))
        outputs.measures(measures(result, text), given.crs)
        return {**numbers(result, flagged), METHOD: text}

    def log(self, job: ConformityJob, result: ConformityResult, feedback) -> None:
        say_verdicts(feedback, result)
