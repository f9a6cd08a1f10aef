"""目标达成评估: every target of the plans against one layer or table, with value, verdict, gap, method and clause."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...nm_urban_plugin.analysis.reading.batches import BATCH_SIZE
from ...nm_urban_plugin.analysis.reading.roles import CHOSEN, IN_FILE, NONE, detect_role, known_roles
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.roles import parse_fields_json
from ...nm_urban_plugin.core.targets.assessment import numbers
from ...nm_urban_plugin.core.targets.own import Own, load_own
from ...nm_urban_plugin.core.targets.readiness import layer_name
from ...nm_urban_plugin.core.targets.scopes import parse_place
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.targets.job import IndicatorRun
from ..framework.algorithm import (
    AREA_METHOD,
    AS_OF,
    FIELDS,
    INPUT,
    MEASURES,
    METHOD,
    OUTPUT,
    Cancelled,
    NmAlgorithm,
    Outputs,
)
from ..framework.field_mapping import confirmed, field_named, names_of
from ..framework.method import evaluated, method_text, version
from .rows import ROW_FIELDS, measure_values, row_values, say_rows

ROLE, PLACE, TARGETS, COVERS, ANSWERED = "ROLE", "PLACE", "TARGETS", "COVERS", "ANSWERED"


class _JsonParameter(QgsProcessingParameterFile):
    """A JSON file with its browse button; the JSON text itself is taken too (models, scripts)."""

    def checkValueIsAcceptable(self, value, context=None) -> bool:
        return isinstance(value, str) or value is None

    def clone(self):
        copy = _JsonParameter(self.name(), self.description(), optional=True)
        copy.setHelp(self.help())
        return copy


class Compliance(NmAlgorithm):
    ID = "compliance"
    TITLE = tr_noop("Target compliance")
    GROUP = ("targets", tr_noop("Targets of the plans"))
    BOOK = "compliance"

    def initAlgorithm(self, configuration=None) -> None:
        text, sink = QgsProcessingParameterString, QgsProcessingParameterFeatureSink
        table = QgsProcessing.SourceType.TypeVector
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Layer or table"), [table]))
        self.add(text(ROLE, tr("Role of the layer (empty = by its fields)"), "", optional=True))
        self.add(text(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add(text(PLACE, tr("Place (code, name or set of cities; empty = the targets' own)"), "", optional=True))
        self.add(_JsonParameter(TARGETS, tr("Own targets and values (JSON)"), optional=True))
        self.add(text(COVERS, tr("Place for which the layer is complete (code)"), "", optional=True), advanced=True)
        self.add(QgsProcessingParameterBoolean(ANSWERED, tr("Only targets that this layer answers"), False, True))
        self.add_method()
        self.add(text(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(sink(OUTPUT, tr("Targets"), table))
        self.add(sink(MEASURES, tr("Measures"), table, None, True, False))
        self.add_rejects()
        self.add_numbers(
            N_MET=tr("Targets met"), N_NOT_MET=tr("Targets not met"), N_PENDING=tr("Targets not due yet"),
            N_AT_RISK=tr("Targets at risk"),
            N_NOT_COMPUTABLE=tr("Targets not computable"), N_NO_NUMBER=tr("Rows without a number in the plan"),
            N_ROWS=tr("Rows"), N_READ=tr("Features read"), N_USED=tr("Features counted"),
            N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> IndicatorRun:
        """The run with all its parameters read; raises where one of them cannot be used, with the remedy."""
        given = self.given(parameters, INPUT, context)
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        absent = [field for field in overrides.values() if field_named(field, names_of(given)) is None]
        if absent:
            raise QgsProcessingException(tr("FIELDS names fields that no layer has: {fields}").format(
                fields=", ".join(absent)))
        return IndicatorRun(
            given, self.as_of(parameters, context), self._role(parameters, context, given),
            {**confirmed(given), **overrides}, self._own(parameters, context),
            parse_place(self.parameterAsString(parameters, PLACE, context)),
            self.parameterAsEnumString(parameters, AREA_METHOD, context), size=BATCH_SIZE)

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        job = self.prepared(parameters, context)
        if not job.role:
            feedback.pushWarning(tr("The role of layer '{name}' is not known by its fields: choose ROLE.").format(
                name=job.given.name))
        else:
            feedback.pushInfo(tr("Role of the layer: {role}").format(role=layer_name(job.role, locale())))
        assessment = job.run(feedback)
        if assessment is None:
            raise Cancelled
        rows = assessment.rows(self.parameterAsBool(parameters, ANSWERED, context))
        if assessment.method.text(locale()):
            feedback.pushWarning(assessment.method.text(locale()))
        nowhere = QgsCoordinateReferenceSystem()
        outputs.table(OUTPUT, ROW_FIELDS, nowhere, "compliance", (row_values(row, locale()) for row in rows))
        outputs.measures((measure_values(row, locale()) for row in rows if row.value is not None), nowhere)
        outputs.rejects(job.tally, nowhere)
        self.report(feedback, job.tally, job.given.name)
        say_rows(feedback, rows)
        return {**outputs.results, **{f"N_{verdict.upper()}": n for verdict, n in numbers(rows).items()},
                "N_ROWS": len(rows), "N_READ": job.tally.read, "N_USED": job.tally.used,
                "N_REJECTED": job.tally.count("rejected", job.given.name),
                METHOD: self._method_text(parameters, context, job)}

    def _role(self, parameters, context, given: Given) -> str:
        role = self.parameterAsString(parameters, ROLE, context).strip()
        if role:
            for known in known_roles():
                if role in (known, layer_name(known, "zh")):
                    return known
            raise QgsProcessingException(tr("ROLE: there is no layer role '{role}'; known are {roles}").format(
                role=role, roles=", ".join(known_roles())))
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        found, how = detect_role(layer) if layer is not None else ("", NONE)
        return found if how in (CHOSEN, IN_FILE) else ""  # by fields: the run knows FIELDS too

    def _own(self, parameters, context) -> Own:
        own = load_own(self.parameterAsString(parameters, TARGETS, context))
        covers = self.parameterAsString(parameters, COVERS, context).strip()
        if not covers:
            return own
        found = parse_place(covers)
        if len(found) != 1 or not found[0].key.isdigit():
            raise QgsProcessingException(tr("COVERS must be one place: a code of six digits or a name"))
        return Own(own.targets, own.values, own.conventions, found[0].key)

    def _method_text(self, parameters, context, run: IndicatorRun) -> str:
        role = f"{layer_name(run.role, locale())} ({run.role})" if run.role else tr("unknown")
        extra = [tr("role {role}").format(role=role)]
        extra.append(tr("tolerance of about-targets: {points:g} points, {share:g} % of totals").format(
            points=run.own.conventions.tolerance_points, share=run.own.conventions.tolerance_total_pct))
        if run.assessment.method.en:
            extra.append(run.assessment.method.text(locale()))
        if run.own.covers:
            extra.append(tr("layer declared complete for {code}").format(code=run.own.covers))
        day = run.as_of.isoformat()
        if run.reader.frame is not None:
            method = self.parameterAsEnumString(parameters, AREA_METHOD, context)
            return method_text(method, run.reader.frame, day, "; ".join(extra))
        return "; ".join([evaluated(day), f"NM Urban {version()}", *extra])
