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

from ..nm_urban_plugin.analysis.class_indicators import LINES
from ..nm_urban_plugin.analysis.class_job import ClassJob, Done
from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.core.classes_rules import ClassRules, class_rules, read_class_rules
from ..nm_urban_plugin.core.resources import BilingualError
from ..nm_urban_plugin.core.roles import field_roles, match, match_all, parse_fields_json
from ..nm_urban_plugin.core.units import ConservationError
from ..nm_urban_plugin.i18n import locale, tr, tr_noop
from .base import AREA_METHOD, AS_OF, FIELDS, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .carried import carried_features, carried_fields
from .countyclass_outputs import class_fields, class_row, measures, numbers, say_classes
from .fields import make_fields
from .method import method_text

COUNTY_CODE, MAIN_FIELD, MAIN_DOC = "COUNTY_CODE", "MAIN_FIELD", "MAIN_DOC"
LANDUSE, BORDER, RIVER, CITIES, SEATS = "LANDUSE", "BORDER", "RIVER", "CITIES", "SEATS"
YEARS, POLICY, MEASURES = "YEARS", "POLICY", "MEASURES"
LINE_PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND"}

#: Roles that the county layer may carry beside the indicators of the parameter table.
ROLES = ("county_code", "county_name", "main_function", "main_doc", "pop_total", "pop_urban", "pop_before",
         "land_before", "land_now", "natural_region", "exhausted", "port")
LAND_ROLES = ("landuse_code", "kcxs")


class CountyClass(NmAlgorithm):
    ID = "countyclass"
    TITLE = tr_noop("County classes, flags and growth types")
    GROUP = ("county", tr_noop("Counties"))

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self.as_of(parameters, context)
            rules = self._rules(parameters, context)
            self._fields(parameters, context, rules)
            self._land_fields(parameters, context)
            self.check_crs(parameters, context, INPUT, LANDUSE, *LINE_PARAMETERS.values())
            for name in (BORDER, RIVER, CITIES, SEATS):
                given = self.given(parameters, name, context)
                if given is not None and not given.crs.isValid():
                    raise QgsProcessingException(tr("Layer '{name}' has no CRS: set it under Layer CRS.").format(
                        name=given.name))
        except (BilingualError, ValueError, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given = self.given(parameters, INPUT, context)
        method = self.parameterAsEnumString(parameters, AREA_METHOD, context)
        tally = Tally()
        try:
            rules = self._rules(parameters, context)
            fields, overrides = self._fields(parameters, context, rules)
            job = ClassJob(
                counties=given, fields=fields, rules=rules, tally=tally,
                lines={key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES},
                land_use=self.given(parameters, LANDUSE, context),
                land_fields=self._land_fields(parameters, context), border=self.given(parameters, BORDER, context),
                river=self.given(parameters, RIVER, context), cities=self.given(parameters, CITIES, context),
                seats=self.given(parameters, SEATS, context), overrides=overrides,
                document=self.parameterAsString(parameters, MAIN_DOC, context),
                years=self.parameterAsDouble(parameters, YEARS, context), method=method,
                as_of=self.as_of(parameters, context))
            done = job.run(feedback)
            if done is None:
                return {}
            for line in done.warnings:
                feedback.pushWarning(line)
            text = method_text(method, done.frame, job.as_of.isoformat(), done.text)
            result = self._write(parameters, context, feedback, given, done, text)
        except (CrsRefused, ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        if feedback.isCanceled():
            return {}
        result.update(self.write_rejects(parameters, context, tally, given.crs))
        self.report(feedback, tally, given.name)
        say_classes(feedback, done)
        result.update({
            "N_READ": tally.read, "N_USED": tally.used, "N_REPAIRED": tally.count("repaired", given.name),
            "N_REJECTED": tally.count("rejected", given.name), METHOD: text})
        return result

    def _write(self, parameters, context, feedback, given, done: Done, text: str) -> dict:
        """Open the outputs, now that everything is computed, and fill them one after the other."""
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        fields = carried_fields(given.source, layer, make_fields(*class_fields(done.rules)), feedback)
        sink, dest = self.sink(parameters, OUTPUT, context, fields, QgsWkbTypes.multiType(given.source.wkbType()),
                               given.crs, "countyclass")
        rows = {row.fid: row for row in done.rows}
        language = locale()
        for k, geometry, attributes in carried_features(given.source, done.units.fids, done.units.mended):
            row = rows.get(int(done.units.fids[k]))
            if row is None:  # it stands among the rejects
                continue
            geometry.convertToMultiType()
            self.put(sink, OUTPUT, geometry, [*attributes, *class_row(row, done.rules, language)])
            if feedback.isCanceled():
                return {}
        result = {OUTPUT: dest, **numbers(done)}
        result.update(self.write_measures(parameters, context, measures(done, text), given.crs))
        return result

    def _rules(self, parameters, context) -> ClassRules:
        path = self.parameterAsFile(parameters, POLICY, context)
        return read_class_rules(Path(path)) if path else class_rules()

    def _fields(self, parameters, context, rules: ClassRules) -> tuple[dict[str, str | None], dict[str, str]]:
        """Field of each role of the county layer, and the overrides; raises with the remedy where the code is not
        found or a chosen field is not there."""
        given = self.given(parameters, INPUT, context)
        names = [one.name() for one in given.source.fields()]
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        own = {role: field for role, field in overrides.items() if role not in LAND_ROLES}
        known = [key for key in rules.indicators if key in field_roles()]
        found = match_all([*ROLES, *known], names, own)
        found.update({key: key if key in names else None for key in rules.indicators if key not in known})
        for role, name in (("county_code", COUNTY_CODE), ("main_function", MAIN_FIELD)):
            chosen = self.parameterAsString(parameters, name, context)
            if chosen and chosen not in names:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=given.name, field=chosen))
            found[role] = chosen or found[role]
        if found["county_code"] is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: "
                                            "{have}).").format(
                name=given.name, role="county_code", remedy=COUNTY_CODE, have=", ".join(names)))
        return found, overrides

    def _land_fields(self, parameters, context) -> tuple[str | None, str | None]:
        """Land class and 田坎 share of LANDUSE; raises with the remedy where there is no land class."""
        given = self.given(parameters, LANDUSE, context)
        if given is None:
            return None, None
        names = [one.name() for one in given.source.fields()]
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        own = {role: field for role, field in overrides.items() if role in LAND_ROLES}
        code, ridge = match("landuse_code", names, own), match("kcxs", names, own)
        if code is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: "
                                            "{have}).").format(
                name=given.name, role="landuse_code", remedy=FIELDS, have=", ".join(names)))
        return code, ridge
