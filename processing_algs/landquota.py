"""建设用地指标核算: new construction land against the quota, by county, league, region and year."""

from __future__ import annotations

import datetime as dt

from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.quota_job import LINES, QuotaJob, QuotaTables
from ..nm_urban_plugin.analysis.quota_run import NoDates
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.analysis.spool import Spool
from ..nm_urban_plugin.core.dates import ImpossibleDate, parse_date
from ..nm_urban_plugin.core.quota import Plan
from ..nm_urban_plugin.core.resources import BilingualError, policy
from ..nm_urban_plugin.core.roles import match, parse_fields_json
from ..nm_urban_plugin.core.units import ConservationError, ha, m2, mu, scaled_half_up
from ..nm_urban_plugin.i18n import tr, tr_noop
from .base import AREA_METHOD, AS_OF, FIELDS, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .landquota_outputs import LEDGER_FIELDS, PIECE_FIELDS, measures, say_ledger
from .method import method_text

COUNTIES, COUNTY_CODE, DATE_FIELD = "COUNTIES", "COUNTY_CODE", "DATE_FIELD"
QUOTA, REWARD, CAP_MU, START, END = "QUOTA", "REWARD", "CAP_MU", "START", "END"
LANDUSE, LEDGER, MEASURES = "LANDUSE", "LEDGER", "MEASURES"
LINE_PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND", "ubd": "URBAN_BOUNDARY"}


class LandQuota(NmAlgorithm):
    ID = "landquota"
    TITLE = tr_noop("Construction land quota accounting")
    GROUP = ("quota", tr_noop("Quota and stock"))

    def initAlgorithm(self, configuration=None) -> None:
        polygon, table = [QgsProcessing.SourceType.TypeVectorPolygon], [QgsProcessing.SourceType.TypeVector]
        rules = policy("landquota")
        source, field, text = (QgsProcessingParameterFeatureSource, QgsProcessingParameterField,
                               QgsProcessingParameterString)
        self.add(source(INPUT, tr("New construction parcels"), polygon))
        self.add(field(DATE_FIELD, tr("Approval date field"), None, INPUT, optional=True))
        self.add(source(COUNTIES, tr("County units"), polygon))
        self.add(field(COUNTY_CODE, tr("County code field"), None, COUNTIES, optional=True))
        self.add(source(QUOTA, tr("Quota table (county code, year, 亩)"), table, optional=True))
        self.add(source(REWARD, tr("Reward table (county code, year, 亩)"), table, optional=True))
        cap = QgsProcessingParameterNumber(CAP_MU, tr("Cap of the region (亩)"),
                                           QgsProcessingParameterNumber.Type.Double, rules["cap_mu"].value, False, 0)
        cap.setMetadata({"widget_wrapper": {"decimals": 2}})
        self.add(cap)
        self.add(text(START, tr("First day of the plan"), rules["start"].value.isoformat()))
        self.add(text(END, tr("Last day of the plan"), rules["end"].value.isoformat()))
        self.add(text(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add(source("ECO_REDLINE", tr("Ecological red line"), polygon, optional=True))
        self.add(source("FARMLAND", tr("Permanent basic farmland"), polygon, optional=True))
        self.add(source("URBAN_BOUNDARY", tr("Urban development boundary"), polygon, optional=True))
        self.add(source(LANDUSE, tr("Land use (DLTB)"), polygon, optional=True))
        self.add_method()
        self.add(text(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Pieces by county"),
                                                   QgsProcessing.SourceType.TypeVectorPolygon))
        self.add(QgsProcessingParameterFeatureSink(LEDGER, tr("Quota ledger"), QgsProcessing.SourceType.TypeVector))
        self.add(QgsProcessingParameterFeatureSink(MEASURES, tr("Measures"), QgsProcessing.SourceType.TypeVector,
                                                   None, True, False))
        self.add_rejects()
        self.add_numbers(
            USED_MU=tr("Used (亩)"), BALANCE_MU=tr("Balance (亩)"), USED_PCT=tr("Share used (%)"),
            USED_HA=tr("Used (公顷)"), OUTSIDE_MU=tr("Outside all counties (亩)"), OVERLAP_MU=tr("Counted once (亩)"),
            UNDATED_MU=tr("Without date (亩)"), OUT_OF_PERIOD_MU=tr("Outside the period (亩)"),
            N_READ=tr("Features read"), N_USED=tr("Features counted"), N_LISTED=tr("Features outside the period"),
            N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._plan(parameters, context)
            self._fields(parameters, context)
            self.check_crs(parameters, context, INPUT, COUNTIES, LANDUSE, *LINE_PARAMETERS.values())
        except (BilingualError, ValueError, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given = self.given(parameters, INPUT, context)
        method = self.parameterAsEnumString(parameters, AREA_METHOD, context)
        tally = Tally()
        try:
            fields = self._fields(parameters, context)
            job = QuotaJob(
                parcels=given, counties=self.given(parameters, COUNTIES, context),
                lines={key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES},
                land_use=self.given(parameters, LANDUSE, context),
                tables=QuotaTables(self.given(parameters, QUOTA, context), self.given(parameters, REWARD, context)),
                fields=fields, plan=self._plan(parameters, context), method=method, tally=tally)
            with Spool() as spool:
                done = job.run(spool, feedback)
                if done is None:
                    return {}
                for line in done.warnings:
                    feedback.pushWarning(line)
                text = method_text(method, done.frame, job.plan.as_of.isoformat(), done.text)
                result = self._write(parameters, context, feedback, spool, done, text)
        except (CrsRefused, NoDates, ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        result.update(self.write_rejects(parameters, context, tally, given.crs))
        self.report(feedback, done.tally_of_parcels, given.name)
        say_ledger(feedback, done.ledger.total)
        total = done.ledger.total.as_dict()
        result.update({f"{level.upper()}_MU": used for level, used in done.special_mu.items()})
        result.update({
            "USED_MU": total["used_mu"], "BALANCE_MU": total["balance_mu"], "USED_PCT": total["used_pct"],
            "USED_HA": total["used_ha"], "OUT_OF_PERIOD_MU": float(mu(done.out_of_period)),
            "N_READ": tally.read, "N_USED": tally.used, "N_LISTED": tally.listed,
            "N_REPAIRED": tally.count("repaired", given.name), "N_REJECTED": tally.count("rejected", given.name),
            METHOD: text})
        return result

    def _write(self, parameters, context, feedback, spool, done, text) -> dict:
        """Open the outputs, now that everything is computed, and fill them."""
        pieces, dest = self.sink(parameters, OUTPUT, context, PIECE_FIELDS, QgsWkbTypes.Type.MultiPolygon,
                                 done.frame.crs, "landquota_pieces")
        for number, piece in enumerate(spool):
            geometry = QgsGeometry()
            geometry.fromWkb(piece.wkb)
            land = piece.land
            self.put(pieces, OUTPUT, geometry, [
                piece.src_fid, piece.code, done.names.get(piece.code, ""), piece.year,
                None if piece.date is None else QDate(piece.date.year, piece.date.month, piece.date.day),
                piece.status, float(m2(piece.area)), float(ha(piece.area)), float(mu(piece.area)),
                *(None if piece.lines[key] is None else float(m2(piece.lines[key])) for key in LINES),
                *(None if land is None else float(m2(getattr(land, key)))
                  for key in ("agri", "crop", "unused", "built", "unknown"))])
            if number % 1000 == 0 and feedback.isCanceled():
                return {}
        ledger, ledger_dest = self.sink(parameters, LEDGER, context, LEDGER_FIELDS, QgsWkbTypes.Type.NoGeometry,
                                        done.frame.crs, "landquota_ledger")
        for row in done.ledger.rows:
            self.put(ledger, LEDGER, None, list(row.as_dict().values()))
        result = {OUTPUT: dest, LEDGER: ledger_dest}
        result.update(self.write_measures(parameters, context, measures(done, text), done.frame.crs))
        return result

    def _plan(self, parameters, context) -> Plan:
        days = {}
        for name in (START, END, AS_OF):
            value = self.parameterAsString(parameters, name, context)
            try:
                days[name] = parse_date(value)
            except ImpossibleDate as error:
                raise QgsProcessingException(f"{name}: {message_of(error)}") from error
            if days[name] is None and name != AS_OF:
                raise QgsProcessingException(tr("{name} must be a date, YYYY-MM-DD").format(name=name))
        if days[END] < days[START]:
            raise QgsProcessingException(tr("The plan ends ({end}) before it starts ({start}).").format(
                end=days[END], start=days[START]))
        cap = self.parameterAsDouble(parameters, CAP_MU, context)
        return Plan(int(scaled_half_up(cap, 2)), days[START], days[END], days[AS_OF] or dt.date.today())

    def _fields(self, parameters, context) -> dict[str, str | None]:
        """Field of each role in its layer; raises with the layer, the role and the remedy where one is missing."""
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        chosen = {"approval_date": self.parameterAsString(parameters, DATE_FIELD, context),
                  "county_code": self.parameterAsString(parameters, COUNTY_CODE, context)}
        out: dict[str, str | None] = {}
        wanted = ((INPUT, "approval_date", DATE_FIELD), (COUNTIES, "county_code", COUNTY_CODE),
                  (COUNTIES, "county_name", None), (QUOTA, "county_code", FIELDS), (QUOTA, "year", None),
                  (QUOTA, "quota_mu", FIELDS), (REWARD, "county_code", FIELDS), (REWARD, "year", None),
                  (REWARD, "reward_mu", FIELDS), (LANDUSE, "landuse_code", FIELDS), (LANDUSE, "kcxs", None))
        for parameter, role, remedy in wanted:
            given = self.given(parameters, parameter, context)
            if given is None:
                continue
            names = [f.name() for f in given.source.fields()]
            own = {k: v for k, v in overrides.items() if v.casefold() in [n.casefold() for n in names]}
            field = chosen.get(role) if parameter in (INPUT, COUNTIES) else None
            if field and field not in names:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=given.name, field=field))
            field = field or match(role, names, own)
            if field is None and remedy:
                raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it "
                                                "has: {have}).").format(
                    name=given.name, role=role, remedy=remedy, have=", ".join(names)))
            out[f"{parameter}.{role}"] = field
        known_roles = {role for _, role, _ in wanted}
        missing = [k for k, v in overrides.items() if k in known_roles and v not in out.values()]
        if missing:
            raise QgsProcessingException(tr("FIELDS names fields that no layer has: {fields}").format(
                fields=", ".join(overrides[k] for k in missing)))
        return out

