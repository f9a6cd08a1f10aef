"""建设用地指标核算: new construction land against the quota, by county, league, region and year."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.quota.ledger import Plan
from ...nm_urban_plugin.core.resources import policy
from ...nm_urban_plugin.core.units import mu, scaled_half_up
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.quota.job import LINES, QuotaJob, QuotaResult, QuotaTables
from ...nm_urban_plugin.jobs.quota.run import CARRIED
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
from ..framework.bulk import Batches
from ..framework.method import method_text
from .rows import LEDGER_FIELDS, PIECE_FIELDS, headlines, measures, piece_rows

COUNTIES, COUNTY_CODE, DATE_FIELD = "COUNTIES", "COUNTY_CODE", "DATE_FIELD"
QUOTA, REWARD, CAP_MU, START, END = "QUOTA", "REWARD", "CAP_MU", "START", "END"
LANDUSE, LEDGER = "LANDUSE", "LEDGER"
LINE_PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND", "ubd": "URBAN_BOUNDARY"}
WANTED = (
    Wanted(INPUT, "approval_date", DATE_FIELD, needed=True), *(Wanted(INPUT, role) for role in CARRIED),
    Wanted(COUNTIES, "county_code", COUNTY_CODE, needed=True), Wanted(COUNTIES, "county_name"),
    Wanted(QUOTA, "county_code", needed=True), Wanted(QUOTA, "year"), Wanted(QUOTA, "quota_mu", needed=True),
    Wanted(REWARD, "county_code", needed=True), Wanted(REWARD, "year"), Wanted(REWARD, "reward_mu", needed=True),
    Wanted(LANDUSE, "landuse_code", needed=True), Wanted(LANDUSE, "kcxs"))


class LandQuota(NmAlgorithm):
    ID = "landquota"
    TITLE = tr_noop("Construction land quota accounting")
    GROUP = ("quota", tr_noop("Quota and stock"))
    BOOK = "landquota"

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

    def prepared(self, parameters, context) -> QuotaJob:
        lines = {key: self.given(parameters, LINE_PARAMETERS[key], context) for key in LINES}
        parcels, counties, land_use = (self.given(parameters, name, context) for name in (INPUT, COUNTIES, LANDUSE))
        self.check_crs(parcels, counties, land_use, *lines.values())
        return QuotaJob(
            parcels=parcels, counties=counties, lines=lines, land_use=land_use,
            tables=QuotaTables(self.given(parameters, QUOTA, context), self.given(parameters, REWARD, context)),
            fields=self.mapped(parameters, context, WANTED), plan=self._plan(parameters, context),
            method=self.parameterAsEnumString(parameters, AREA_METHOD, context), tally=Tally())

    def source(self, job: QuotaJob) -> Given:
        return job.parcels

    def write(self, job: QuotaJob, result: QuotaResult, outputs: Outputs) -> dict:
        crs, text = result.frame.crs, method_text(job.method, result.frame, job.plan.as_of.isoformat(), result.text)
        multi = QgsWkbTypes.Type.MultiPolygon
        outputs.columns(OUTPUT, PIECE_FIELDS, multi, crs, "landquota_pieces", Batches(result.pieces, piece_rows))
        outputs.table(LEDGER, LEDGER_FIELDS, crs, "landquota_ledger",
                      (list(row.as_dict().values()) for row in result.ledger.rows))
        outputs.measures(measures(result, text), crs)
        total = result.ledger.total.as_dict()
        return {**{f"{level.upper()}_MU": used for level, used in result.special_mu.items()},
                "USED_MU": total["used_mu"], "BALANCE_MU": total["balance_mu"], "USED_PCT": total["used_pct"],
                "USED_HA": total["used_ha"], "OUT_OF_PERIOD_MU": float(mu(result.out_of_period)), METHOD: text}

    def log(self, job: QuotaJob, result: QuotaResult, feedback) -> None:
        for message in headlines(result):
            feedback.pushInfo(message.text(locale()))

    def counts(self, job: QuotaJob) -> dict:
        return {**super().counts(job), "N_LISTED": job.tally.listed}

    def _plan(self, parameters, context) -> Plan:
        days = {name: self.day(parameters, name, context) for name in (START, END)}
        for name, day in days.items():
            if day is None:
                raise QgsProcessingException(tr("{name} must be a date, YYYY-MM-DD").format(name=name))
        if days[END] < days[START]:
            raise QgsProcessingException(tr("The plan ends ({end}) before it starts ({start}).").format(
                end=days[END], start=days[START]))
        cap = self.parameterAsDouble(parameters, CAP_MU, context)
        return Plan(int(scaled_half_up(cap, 2)), days[START], days[END], self.as_of(parameters, context))
