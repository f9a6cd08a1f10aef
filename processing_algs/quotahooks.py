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

from ..nm_urban_plugin.analysis.features import features_of
from ..nm_urban_plugin.analysis.hooks_job import EARNING, ROLES, Done, HooksJob
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.core.hooks_policy import HookRules, hook_rules, read_hooks
from ..nm_urban_plugin.core.resources import BilingualError, policy
from ..nm_urban_plugin.core.roles import match_all, parse_fields_json
from ..nm_urban_plugin.core.units import ConservationError, scaled_half_up
from ..nm_urban_plugin.i18n import tr, tr_noop
from .base import FIELDS, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .method import version
from .quotahooks_outputs import SHARE_FIELDS, WHATIF_FIELDS, rest_row, say_shares, share_row, whatif_row

POLICY, CAP_MU, K1, K2, TILT, WHATIF = "POLICY", "CAP_MU", "K1", "K2", "TILT", "WHATIF"

#: More 亩 than the region has.
_MOST = 2e9

_NUMBER = QgsProcessingParameterNumber.Type.Double


class QuotaHooks(NmAlgorithm):
    ID = "quotahooks"
    TITLE = tr_noop("Quota hooks: disposed stock and settled people")
    GROUP = ("quota", tr_noop("Quota and stock"))

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._rules(parameters, context)
            self._cap(parameters, context)
            self._fields(parameters, context)
        except (BilingualError, ValueError, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given = self.given(parameters, INPUT, context)
        tally = Tally()
        try:
            rules = self._rules(parameters, context)
            job = HooksJob(given, self._fields(parameters, context), rules, self._cap(parameters, context), tally)
            done = job.run(feedback)
        except (ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        if done is None:
            return {}
        for line in done.warnings:
            feedback.pushWarning(line)
        text = f"{done.text}; NM Urban {version()}"
        result = self._write(parameters, context, feedback, given, done, rules)
        result.update(self.write_rejects(parameters, context, tally, given.crs))
        self.report(feedback, tally, given.name)
        say_shares(feedback, done.allotment)
        one = done.allotment
        result.update({
            "DEMAND_MU": one.demand / 100, "WANTED_MU": one.wanted / 100, "ALLOTTED_MU": one.allotted / 100,
            "REST_MU": one.rest / 100, "SCALE": one.scale, "N_LIMITED": sum(bool(s.limits) for s in one.shares),
            "N_READ": tally.read, "N_USED": tally.used, "N_REJECTED": tally.count("rejected", given.name),
            METHOD: text})
        return result

    def _write(self, parameters, context, feedback, given, done: Done, rules: HookRules) -> dict:
        """Open the outputs, now that everything is computed. County rows keep the geometry of the table."""
        shapes = self._shapes(given, done)
        kind = QgsWkbTypes.multiType(given.source.wkbType()) if shapes else QgsWkbTypes.Type.NoGeometry
        sink, dest = self.sink(parameters, OUTPUT, context, SHARE_FIELDS, kind, given.crs, "quotahooks")
        for number, share in enumerate(done.allotment.shares):
            self.put(sink, OUTPUT, shapes.get(share.claim.code), share_row(share, done, rules))
            if number % 1000 == 0 and feedback.isCanceled():
                return {}
        if not done.allotment.scaled:
            self.put(sink, OUTPUT, None, rest_row(done))
        result = {OUTPUT: dest}
        sink, dest = self.sink(parameters, WHATIF, context, WHATIF_FIELDS, QgsWkbTypes.Type.NoGeometry, given.crs,
                               "quotahooks_whatif")
        if sink is not None:
            for scenario in done.scenarios:
                self.put(sink, WHATIF, None, whatif_row(scenario, rules))
            result[WHATIF] = dest
        return result

    def _shapes(self, given, done: Done) -> dict[str, QgsGeometry]:
        """Geometry by code, as drawn; {} where the table has none."""
        if given.source.wkbType() == QgsWkbTypes.Type.NoGeometry:
            return {}
        code_of = {fid: code for code, fid in done.fids.items()}
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

    def _fields(self, parameters, context) -> dict[str, str | None]:
        """Field of each role; raises with the layer and the remedy where a needed one is missing."""
        given = self.given(parameters, INPUT, context)
        names = [one.name() for one in given.source.fields()]
        found = match_all(ROLES, names, parse_fields_json(self.parameterAsString(parameters, FIELDS, context)))
        for wanted in (("county_code",), EARNING):
            if not any(found[role] for role in wanted):
                raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it "
                                                "has: {have}).").format(
                    name=given.name, role=" / ".join(wanted), remedy=FIELDS, have=", ".join(names)))
        return found
