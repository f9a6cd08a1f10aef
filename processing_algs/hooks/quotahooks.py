"""增存挂钩与人地挂钩测算: the quota that counties earn by disposed stock land and settled people, within the cap."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.batches import features_of
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.hooks.policy import HookRules, hook_rules, read_hooks
from ...nm_urban_plugin.core.resources import policy
from ...nm_urban_plugin.core.units import scaled_half_up
from ...nm_urban_plugin.i18n import tr, tr_noop
from ...nm_urban_plugin.jobs.hooks.job import EARNING, ROLES, HooksJob, HooksResult
from ..framework.algorithm import FIELDS, INPUT, METHOD, OUTPUT, NmAlgorithm, Outputs, Wanted
from ..framework.method import version
from .rows import SHARE_FIELDS, WHATIF_FIELDS, rest_row, say_shares, share_row, whatif_row

POLICY, CAP_MU, K1, K2, TILT, WHATIF = "POLICY", "CAP_MU", "K1", "K2", "TILT", "WHATIF"

WANTED = (
    Wanted(INPUT, "county_code", needed=True), Wanted(INPUT, EARNING[0], needed=True, or_any=EARNING[1:]),
    *(Wanted(INPUT, role) for role in ROLES if role not in ("county_code", EARNING[0])))

#: More 亩 than the region has.
_MOST = 2e9

_NUMBER = QgsProcessingParameterNumber.Type.Double


class QuotaHooks(NmAlgorithm):
    ID = "quotahooks"
    TITLE = tr_noop("Quota hooks: disposed stock and settled people")
    GROUP = ("quota", tr_noop("Quota and stock"))
    BOOK = "quotahooks"

    def initAlgorithm(self, configuration=None) -> None:
        table = QgsProcessing.SourceType.TypeVector
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("County table"), [table]))
        cap = QgsProcessingParameterNumber(CAP_MU, tr("Quota to be allotted (亩)"), _NUMBER,
                                           policy("landquota")["cap_mu"].value, False, 0)
        cap.setMetadata({"widget_wrapper": {"decimals": 2}})
        self.add(cap)
        self.add(QgsProcessingParameterNumber(K1, tr("k1: quota per 亩 disposed (empty = parameter table)"), _NUMBER,
                                              None, True, 0))
        self.add(QgsProcessingParameterNumber(K2, tr("k2: m² per settled person, one for all (empty = by land per "
                                                     "head)"), _NUMBER, None, True, 0))
        self.add(QgsProcessingParameterNumber(TILT, tr("Tilt of the core regions (empty = parameter table)"), _NUMBER,
                                              None, True, 0))
        self.add(QgsProcessingParameterFile(POLICY, tr("Parameter table (JSON file)"), extension="json",
                                            optional=True), advanced=True)
        self.add(QgsProcessingParameterString(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Quota by county"), table))
        self.add(QgsProcessingParameterFeatureSink(WHATIF, tr("What if k1 and k2 were other"), table, None, True,
                                                   False))
        self.add_rejects()
        self.add_numbers(
            DEMAND_MU=tr("Earned before limits (亩)"), WANTED_MU=tr("Earned after limits (亩)"),
            ALLOTTED_MU=tr("Allotted (亩)"), REST_MU=tr("Left unallocated (亩)"), SCALE=tr("Factor of scaling"),
            N_LIMITED=tr("Counties limited"), N_READ=tr("Features read"), N_USED=tr("Features counted"),
            N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> HooksJob:
        fields = self.mapped(parameters, context, WANTED)[INPUT]
        return HooksJob(self.given(parameters, INPUT, context), {role: fields.get(role) for role in ROLES},
                        self._rules(parameters, context), self._cap(parameters, context), Tally())

    def perform(self, job: HooksJob, spool, feedback) -> HooksResult | None:
        return job.run(feedback)

    def source(self, job: HooksJob) -> Given:
        return job.table

    def counts(self, job: HooksJob) -> dict:
        found = super().counts(job)
        del found["N_REPAIRED"]  # geometry is not measured
        return found

    def write(self, job: HooksJob, result: HooksResult, outputs: Outputs) -> dict:
        """County rows keep the geometry of the table."""
        given, one = job.table, result.allotment
        shapes = self._shapes(given, result)
        kind = QgsWkbTypes.multiType(given.source.wkbType()) if shapes else QgsWkbTypes.Type.NoGeometry
        with outputs.open(OUTPUT, SHARE_FIELDS, kind, given.crs, "quotahooks") as sink:
            for share in one.shares:
                sink.add(shapes.get(share.claim.code), share_row(share, result, job.rules))
            if not one.scaled:
                sink.add(None, rest_row(result))
        outputs.table(WHATIF, WHATIF_FIELDS, given.crs, "quotahooks_whatif",
                      (whatif_row(scenario, job.rules) for scenario in result.scenarios))
        return {"DEMAND_MU": one.demand / 100, "WANTED_MU": one.wanted / 100, "ALLOTTED_MU": one.allotted / 100,
                "REST_MU": one.rest / 100, "SCALE": one.scale, "N_LIMITED": sum(bool(s.limits) for s in one.shares),
                METHOD: f"{result.text}; NM Urban {version()}"}

    def log(self, job: HooksJob, result: HooksResult, feedback) -> None:
        say_shares(feedback, result.allotment)

    def _shapes(self, given, result: HooksResult) -> dict[str, QgsGeometry]:
        """Geometry by code, as drawn; {} where the table has none."""
        if given.source.wkbType() == QgsWkbTypes.Type.NoGeometry:
            return {}
        code_of = {fid: code for code, fid in result.fids.items()}
        out = {}
        for feature in features_of(given.source, QgsFeatureRequest().setNoAttributes()):
            code = code_of.get(feature.id())
            if code is not None and not feature.geometry().isNull():
                geometry = QgsGeometry(feature.geometry())
                geometry.convertToMultiType()
                out[code] = geometry
        return out

    def _rules(self, parameters, context) -> HookRules:
        path = self.parameterAsFile(parameters, POLICY, context)
        rules = read_hooks(Path(path)) if path else hook_rules()
        chosen = {key: self._number(parameters, name, context)
                  for key, name in (("k1", K1), ("k2", K2), ("tilt", TILT)) if parameters.get(name) not in (None, "")}
        return rules.changed(**chosen)

    def _cap(self, parameters, context) -> int:
        """The cap in hundredths of a 亩."""
        return int(scaled_half_up(self._number(parameters, CAP_MU, context), 2))

    def _number(self, parameters, name: str, context) -> float:
        """QGIS lets NaN and huge numbers pass; raises for them."""
        value = self.parameterAsDouble(parameters, name, context)
        if not 0 <= value <= _MOST:
            raise QgsProcessingException(tr("{name} must be a number from 0 to {most:,.0f}.").format(
                name=name, most=_MOST))
        return value
