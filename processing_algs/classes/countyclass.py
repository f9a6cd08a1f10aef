"""旗县分类: main function, flags and growth type of the county units, from the user's fields and layers."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
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
from ...nm_urban_plugin.core.classes.rules import class_rules, read_class_rules
from ...nm_urban_plugin.core.roles import parse_fields_json
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.classes.job import ClassJob, ClassResult
from ...nm_urban_plugin.jobs.classes.shares import LINES
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
from ..framework.carried import carried_features, carried_fields
from ..framework.fields import make_fields
from ..framework.method import method_text
from .rows import class_fields, class_row, measures, numbers, say_classes

COUNTY_CODE, MAIN_FIELD, MAIN_DOC = "COUNTY_CODE", "MAIN_FIELD", "MAIN_DOC"
LANDUSE, BORDER, RIVER, CITIES, SEATS = "LANDUSE", "BORDER", "RIVER", "CITIES", "SEATS"
YEARS, POLICY = "YEARS", "POLICY"
LINE_PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND"}

#: Roles that the county layer may carry beside the indicators of the parameter table, and those of the land use.
WANTED = (
    Wanted(INPUT, "county_code", COUNTY_CODE, needed=True), Wanted(INPUT, "main_function", MAIN_FIELD),
    *(Wanted(INPUT, role) for role in ("county_name", "main_doc", "pop_total", "pop_urban", "pop_before", "land_before",
                                       "land_now", "natural_region", "exhausted", "port")),
    Wanted(LANDUSE, "landuse_code", needed=True), Wanted(LANDUSE, "kcxs"))


class CountyClass(NmAlgorithm):
    ID = "countyclass"
    TITLE = tr_noop("County classes, flags and growth types")
    GROUP = ("county", tr_noop("Counties"))
    BOOK = "countyclass"

    def initAlgorithm(self, configuration=None) -> None:
        kind = QgsProcessing.SourceType
        polygon, line = [kind.TypeVectorPolygon], [kind.TypeVectorLine]
        source, field, text = (QgsProcessingParameterFeatureSource, QgsProcessingParameterField,
                               QgsProcessingParameterString)
        self.add(source(INPUT, tr("County units"), polygon))
        self.add(field(COUNTY_CODE, tr("County code field"), None, INPUT, optional=True))
        self.add(field(MAIN_FIELD, tr("Main function field"), None, INPUT, optional=True))
        self.add(text(MAIN_DOC, tr("Document of the main function"), "", optional=True))
        self.add(source("ECO_REDLINE", tr("Ecological red line"), polygon, optional=True))
        self.add(source("FARMLAND", tr("Permanent basic farmland"), polygon, optional=True))
        self.add(source(LANDUSE, tr("Land use (DLTB)"), polygon, optional=True))
        self.add(source(BORDER, tr("National border line"), line, optional=True))
        self.add(source(RIVER, tr("Main stem of the Yellow River"), [kind.TypeVectorAnyGeometry], optional=True))
        self.add(source(CITIES, tr("Centre cities"), [kind.TypeVectorAnyGeometry], optional=True))
        self.add(source(SEATS, tr("County seats"), [kind.TypeVectorPoint], optional=True))
        self.add(QgsProcessingParameterNumber(YEARS, tr("Years between the two dates"),
                                              QgsProcessingParameterNumber.Type.Double, 10.0, False, 0.1, 100))
        self.add(text(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add_method()
        self.add(text(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(QgsProcessingParameterFile(POLICY, tr("Parameter table (JSON file)"), extension="json",
                                            optional=True), advanced=True)
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Classified county units"), kind.TypeVectorPolygon))
        self.add(QgsProcessingParameterFeatureSink(MEASURES, tr("Measures"), kind.TypeVector, None, True, False))
        self.add_rejects()
        self.add_numbers(
            N_URBAN=tr("Urbanised"), N_AGRI=tr("Farming"), N_ECO=tr("Ecological"), N_MISSING=tr("Class missing"),
            N_OFFICIAL=tr("Class official"), N_REPORTED=tr("Class reported"), N_COMPUTED=tr("Class computed"),
            N_DOUBTFUL=tr("Proposals in doubt"), N_MISMATCH=tr("Growth type not that of the plan"),
            N_BLIND=tr("Blind-construction alerts"), N_READ=tr("Features read"), N_USED=tr("Features counted"),
            N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> ClassJob:
        path = self.parameterAsFile(parameters, POLICY, context)
        rules = read_class_rules(Path(path)) if path else class_rules()
        given = {name: self.given(parameters, name, context) for name in (INPUT, LANDUSE, BORDER, RIVER, CITIES, SEATS)}
        lines = {key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES}
        self.check_crs(given[INPUT], given[LANDUSE], *lines.values())
        for one in (given[name] for name in (BORDER, RIVER, CITIES, SEATS)):
            if one is not None and not one.crs.isValid():
                raise QgsProcessingException(tr("Layer '{name}' has no CRS: set it under Layer CRS.").format(
                    name=one.name))
        fields = self.mapped(parameters, context, [*WANTED, *(Wanted(INPUT, key) for key in rules.indicators)])
        return ClassJob(
            counties=given[INPUT], fields=fields[INPUT], rules=rules, tally=Tally(), lines=lines,
            land_use=given[LANDUSE], land_fields=fields.get(LANDUSE, {}), border=given[BORDER], river=given[RIVER],
            cities=given[CITIES], seats=given[SEATS],
            overrides=parse_fields_json(self.parameterAsString(parameters, FIELDS, context)),
            document=self.parameterAsString(parameters, MAIN_DOC, context),
            years=self.parameterAsDouble(parameters, YEARS, context),
            method=self.parameterAsEnumString(parameters, AREA_METHOD, context), as_of=self.as_of(parameters, context))

    def perform(self, job: ClassJob, spool, feedback) -> ClassResult | None:
        return job.run(feedback)

    def source(self, job: ClassJob) -> Given:
        return job.counties

    def write(self, job: ClassJob, result: ClassResult, outputs: Outputs) -> dict:
        given, units = job.counties, result.units
        text = method_text(job.method, result.frame, job.as_of.isoformat(), result.text)
        fields = carried_fields(given.source, given.layer, make_fields(*class_fields(result.rules)), outputs.feedback)
        rows = {row.fid: row for row in result.rows}
        language = locale()
        with outputs.open(OUTPUT, fields, QgsWkbTypes.multiType(given.source.wkbType()), given.crs,
                          "countyclass") as sink:
            for k, geometry, attributes in carried_features(given.source, units.fids, units.mended):
                row = rows.get(int(units.fids[k]))
                if row is None:  # it stands among the rejects
                    continue
                geometry.convertToMultiType()
                sink.add(geometry, [*attributes, *class_row(row, result.rules, language)])
        outputs.measures(measures(result, text), given.crs)
        return {**numbers(result), METHOD: text}

    def log(self, job: ClassJob, result: ClassResult, feedback) -> None:
        say_classes(feedback, result)
