"""数据质检: layers against the rules of survey, planning and stock databases; what can be computed with them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.quality import kind_of, kinds, read_rules, rules
from ...nm_urban_plugin.core.quality.checks.rules import ERROR, HINT, WARN
from ...nm_urban_plugin.i18n import tr, tr_noop
from ...nm_urban_plugin.jobs.quality.job import LONLAT, CheckJob, QualityResult
from ..framework.algorithm import AS_OF, METHOD, NmAlgorithm, Outputs
from ..framework.method import evaluated, version
from .rows import ISSUE_FIELDS, READY_FIELDS, issue_row, ready_rows, say_result

LAYERS, ROLES, COUNTIES, COUNTY, TOPOLOGY, POLICY = "LAYERS", "ROLES", "COUNTIES", "COUNTY", "TOPOLOGY", "POLICY"
ISSUES, READINESS = "ISSUES", "READINESS"


@dataclass
class Checked:
    """A result with what the log warns of."""

    result: QualityResult
    warnings: list = field(default_factory=list)


class DataCheck(NmAlgorithm):
    ID = "datacheck"
    TITLE = tr_noop("Data check")
    GROUP = ("quality", tr_noop("Data"))
    BOOK = "datacheck"

    def initAlgorithm(self, configuration=None) -> None:
        vector = QgsProcessing.SourceType.TypeVector
        polygon = QgsProcessing.SourceType.TypeVectorPolygon
        self.add(QgsProcessingParameterMultipleLayers(LAYERS, tr("Layers and tables to check"), vector))
        self.add(QgsProcessingParameterFeatureSource(COUNTIES, tr("County area (to find what lies outside)"), [polygon],
                                                     None, True))
        self.add(QgsProcessingParameterString(COUNTY, tr("County code (6 digits; unit codes should begin with it)"), "",
                                              False, True))
        self.add(QgsProcessingParameterBoolean(TOPOLOGY, tr("Overlaps, gaps, and layers against each other"), True))
        self.add(QgsProcessingParameterString(AS_OF, tr("Date of evaluation (empty = today)"), "", False, True))
        self.add(QgsProcessingParameterString(ROLES, tr("Roles of layers (JSON), where recognition is to be corrected"),
                                              "", True, True), advanced=True)
        self.add(QgsProcessingParameterFile(POLICY, tr("Rules (JSON file)"), extension="json", optional=True),
                 advanced=True)
        self.add(QgsProcessingParameterFeatureSink(ISSUES, tr("Issues"), QgsProcessing.SourceType.TypeVectorPoint))
        self.add(QgsProcessingParameterFeatureSink(READINESS, tr("What can be computed"), vector, None, True))
        self.add_rejects()
        self.add_numbers(N_LAYERS=tr("Layers checked"), N_ERROR=tr("Errors"), N_WARN=tr("Warnings"), N_HINT=tr("Hints"),
                         N_RULES=tr("Rules broken"), N_READY=tr("Algorithms that can run"), N_READ=tr("Features read"),
                         N_USED=tr("Features compared with their neighbours"), N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> CheckJob:
        layers = [layer for layer in self.parameterAsLayerList(parameters, LAYERS, context)
                  if isinstance(layer, QgsVectorLayer)]
        if not layers:
            raise QgsProcessingException(tr("Choose at least one layer or table."))
        roles = self._roles_of(self.parameterAsString(parameters, ROLES, context), layers)
        given = [(layer, self._given(layer, context), roles.get(layer.name(), "")) for layer in layers]
        policy = self.parameterAsFile(parameters, POLICY, context)
        return CheckJob(given, self.given(parameters, COUNTIES, context), self.as_of(parameters, context),
                        self._county(parameters, context), self.parameterAsBool(parameters, TOPOLOGY, context),
                        read_rules(Path(policy)) if policy else rules())

    def perform(self, job: CheckJob, spool, feedback) -> Checked | None:
        result = job.run(feedback)
        return None if result is None else Checked(result, list(result.skipped))

    def source(self, job: CheckJob) -> Given:
        return job.layers[0][1]

    def counts(self, job: CheckJob) -> dict:
        return {"N_READ": job.tally.read, "N_USED": job.tally.used, "N_REJECTED": len(job.tally.rejects)}

    def write(self, job: CheckJob, checked: Checked, outputs: Outputs) -> dict:
        result = checked.result
        crs = QgsCoordinateReferenceSystem(LONLAT)
        with outputs.open(ISSUES, ISSUE_FIELDS, QgsWkbTypes.Type.Point, crs, "datacheck",
                          sum(result.counts().values()), repeats=True) as sink:
            for issue in result.issues():
                sink.add(*issue_row(issue))
        outputs.table(READINESS, READY_FIELDS, crs, "datacheck_ready", ready_rows(result))
        counts = result.counts()
        return {"N_LAYERS": len(result.layers), "N_ERROR": result.number(ERROR), "N_WARN": result.number(WARN),
                "N_HINT": result.number(HINT), "N_RULES": len(counts),
                "N_READY": sum(one.ready for one in result.readiness), METHOD: self._method(job, result)}

    def log(self, job: CheckJob, checked: Checked, feedback) -> None:
        say_result(feedback, checked.result)

    def report(self, feedback, tally, src: str) -> None:
        """The counts of features stand with their layers."""

    def _method(self, job: CheckJob, result: QualityResult) -> str:
        parts = [tr("{n} rules with their tolerances as in the rule table").format(n=len(result.table)),
                 tr("overlaps and gaps checked") if job.topology else tr("overlaps and gaps not checked"),
                 evaluated(job.as_of.isoformat()), f"NM Urban {version()}"]
        return "; ".join(parts)

    def _given(self, layer: QgsVectorLayer, context) -> Given:
        source = QgsProcessingUtils.variantToSource(layer, context)
        return Given(source if source is not None else layer, layer.crs(), layer.name(), layer)

    def _county(self, parameters, context) -> str:
        text = self.parameterAsString(parameters, COUNTY, context).strip()
        if text and not (text.isdigit() and len(text) == 6):
            raise QgsProcessingException(tr("The county code must have 6 digits, not '{text}'.").format(text=text))
        return text

    def _roles_of(self, text: str, layers: list[QgsVectorLayer]) -> dict[str, str]:
        """Layer name → role, from JSON {"layer": "role"}; a role by its key or its Chinese name."""
        if not text.strip():
            return {}
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise QgsProcessingException(tr("ROLES is no valid JSON (line {line}).").format(
                line=error.lineno)) from error
        names = {layer.name() for layer in layers}
        by_name = {kind.zh: kind.role for kind in kinds().values()}
        out = {}
        for name, role in found.items() if isinstance(found, dict) else ():
            key = by_name.get(str(role), str(role))
            if kind_of(key) is None:
                raise QgsProcessingException(tr("ROLES: there is no role '{role}'.").format(role=role))
            if name not in names:
                raise QgsProcessingException(tr("ROLES: no layer to check is called '{name}'.").format(name=name))
            out[name] = key
        return out
