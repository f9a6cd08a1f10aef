"""三线符合性审查: every project against the ecological red line, permanent farmland and the urban boundary."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsGeometry,
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

from ..nm_urban_plugin.analysis.conformity_job import ConformityJob, Done
from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.analysis.spool import Spool
from ..nm_urban_plugin.core.conformity import LINES, Rules, check_tolerance, read_rules, rules
from ..nm_urban_plugin.core.resources import BilingualError
from ..nm_urban_plugin.core.roles import match, parse_fields_json
from ..nm_urban_plugin.core.units import ConservationError
from ..nm_urban_plugin.i18n import locale, tr, tr_noop
from .base import AREA_METHOD, AS_OF, FIELDS, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .carried import carried_features, carried_fields
from .conformity_outputs import CHECK_FIELDS, LINE_PARAMETERS, PIECE_FIELDS, check_row, measures, numbers, say_verdicts
from .fields import make_fields
from .method import method_text

ZONE_FIELD, LANDUSE, TOLERANCE_M2, POLICY = "ZONE_FIELD", "LANDUSE", "TOLERANCE_M2", "POLICY"
PIECES, MEASURES = "PIECES", "MEASURES"

#: Roles that name the zones of a line: the first field that is filled counts. Patch numbers of farmland are no zones.
ZONE_ROLES = {"eco": ("redline_name", "redline_type"), "farm": (), "ubd": ("zone_name", "zone_code")}


class Conformity(NmAlgorithm):
    ID = "conformity"
    TITLE = tr_noop("Three-line conformity check")
    GROUP = ("control", tr_noop("Control lines"))

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self.as_of(parameters, context)
            self._fields(parameters, context)
            self._rules(parameters, context)
            check_tolerance(self.parameterAsDouble(parameters, TOLERANCE_M2, context))
            self.check_crs(parameters, context, INPUT, LANDUSE, *LINE_PARAMETERS.values())
        except (BilingualError, ValueError, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given = self.given(parameters, INPUT, context)
        method = self.parameterAsEnumString(parameters, AREA_METHOD, context)
        tally = Tally()
        try:
            names, land_fields = self._fields(parameters, context)
            job = ConformityJob(
                projects=given, lines={key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES},
                names=names, land_use=self.given(parameters, LANDUSE, context), land_fields=land_fields,
                rules=self._rules(parameters, context), tally=tally,
                tolerance=self.parameterAsDouble(parameters, TOLERANCE_M2, context), method=method,
                as_of=self.as_of(parameters, context), geometries=parameters.get(PIECES) not in (None, ""))
            with Spool() as spool:
                done = job.run(spool, feedback)
                if done is None:
                    return {}
                for line in done.warnings:
                    feedback.pushWarning(line)
                text = method_text(method, done.frame, job.as_of.isoformat(), done.text)
                result = self._write(parameters, context, feedback, given, spool, done, text)
        except (CrsRefused, ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        if feedback.isCanceled():
            return {}
        result.update(self.write_rejects(parameters, context, tally, given.crs))
        self.report(feedback, tally, given.name)
        say_verdicts(feedback, done)
        result.update({
            "N_READ": tally.read, "N_USED": tally.used, "N_REPAIRED": tally.count("repaired", given.name),
            "N_REJECTED": tally.count("rejected", given.name), METHOD: text})
        return result

    def _write(self, parameters, context, feedback, given, spool: Spool, done: Done, text: str) -> dict:
        """Open the outputs, now that everything is computed, and fill them one after the other."""
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        fields = carried_fields(given.source, layer, make_fields(*CHECK_FIELDS), feedback)
        sink, dest = self.sink(parameters, OUTPUT, context, fields, QgsWkbTypes.multiType(given.source.wkbType()),
                               given.crs, "conformity")
        language = locale()
        flagged = 0
        features = carried_features(given.source, done.checked.fids, done.mended)
        for number, (k, geometry, attributes) in enumerate(features, 1):
            values, flag = check_row(done, k, language)
            geometry.convertToMultiType()
            self.put(sink, OUTPUT, geometry, [*attributes, *values])
            flagged += flag
            feedback.setProgress(80 + 15 * number / len(done.checked.fids))
            if feedback.isCanceled():
                return {}
        result = {OUTPUT: dest, **numbers(done, flagged)}
        sink, dest = self.sink(parameters, PIECES, context, PIECE_FIELDS, QgsWkbTypes.Type.MultiPolygon, given.crs,
                               "conformity_pieces")
        if sink is not None:
            for number, piece in enumerate(spool):
                geometry = None
                if piece.wkb:
                    geometry = QgsGeometry()
                    geometry.fromWkb(piece.wkb)
                    geometry.convertToMultiType()
                self.put(sink, PIECES, geometry, [piece.src_fid, piece.line, piece.zone, piece.area / 100,
                                                  int(piece.sliver)])
                if number % 1000 == 0 and feedback.isCanceled():
                    return {}
            result[PIECES] = dest
        result.update(self.write_measures(parameters, context, measures(done, text), given.crs))
        return result

    def _rules(self, parameters, context) -> Rules:
        path = self.parameterAsFile(parameters, POLICY, context)
        return read_rules(Path(path)) if path else rules()

    def _fields(self, parameters, context) -> tuple[dict[str, list[str]], tuple[str | None, str | None]]:
        """Fields that name the zones of each line, and land class and 田坎 share of LANDUSE; raises naming the layer
        and the remedy where a needed or chosen one is missing."""
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        chosen = self.parameterAsString(parameters, ZONE_FIELD, context)
        used: set[str] = set()
        names: dict[str, list[str]] = {}
        for key in LINES:
            found = [self._match(parameters, context, LINE_PARAMETERS[key], role, overrides)
                     for role in ZONE_ROLES[key]]
            used |= {field for field in found if field}
            names[key] = list(dict.fromkeys(field for field in found if field))
        boundary = self.given(parameters, LINE_PARAMETERS["ubd"], context)
        if chosen and boundary is not None:
            if boundary.source.fields().lookupField(chosen) < 0:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=boundary.name, field=chosen))
            names["ubd"] = [chosen]
        code = self._match(parameters, context, LANDUSE, "landuse_code", overrides)
        ridge = self._match(parameters, context, LANDUSE, "kcxs", overrides)
        land = self.given(parameters, LANDUSE, context)
        if land is not None and code is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: "
                                            "{have}).").format(
                name=land.name, role="landuse_code", remedy=FIELDS,
                have=", ".join(field.name() for field in land.source.fields())))
        used |= {field for field in (code, ridge) if field}
        roles = {role for group in ZONE_ROLES.values() for role in group} | {"landuse_code", "kcxs"}
        known = {field.casefold() for field in used}
        missing = [field for role, field in overrides.items() if role in roles and field.casefold() not in known]
        if missing:
            raise QgsProcessingException(tr("FIELDS names fields that no layer has: {fields}").format(
                fields=", ".join(missing)))
        return names, (code, ridge)

    def _match(self, parameters, context, parameter: str, role: str, overrides: dict[str, str]) -> str | None:
        """The field of a role in a layer, None where there is no layer or no such field."""
        given = self.given(parameters, parameter, context)
        if given is None:
            return None
        names = [field.name() for field in given.source.fields()]
        own = {key: value for key, value in overrides.items() if value.casefold() in [n.casefold() for n in names]}
        return match(role, names, own)
