"""批而未供、闲置土地清查: the stock of land approved but not supplied, and supplied but idle, with its disposal."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.messages import worded
from ...nm_urban_plugin.core.resources import policy
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.idle.job import IdleJob, IdleResult
from ..framework.algorithm import AS_OF, FIELDS, MEASURES, METHOD, NmAlgorithm, Outputs
from ..framework.bulk import Carried
from ..framework.carried import carried_fields
from ..framework.fields import make_fields
from ..framework.method import evaluated, method_text, version
from .inputs import (
    APPROVED,
    CANCELLED,
    COUNTIES,
    COUNTY_CODE,
    REPORTED,
    SUPPLIED,
    TASKS,
    check_geometry,
    layers_of,
    wanted_of,
)
from .rows import (
    CHECK_FIELDS,
    DOCUMENT_FIELDS,
    IDLE_FIELDS,
    LEDGER_FIELDS,
    UNSUPPLIED_FIELDS,
    UnsuppliedRows,
    check_rows,
    document_rows,
    idle_columns,
    ledger_rows,
    measures,
    numbers,
    say_ledger,
)
from .terms import (
    APPR_FROM,
    APPR_TO,
    AREA_UNIT,
    BASE_DATE,
    DEADLINE,
    MIN_PIECE_M2,
    TARGET_MU,
    UNITS,
    terms_of,
)

UNSUPPLIED, IDLE, LEDGER, DOCUMENTS, CHECKS = "UNSUPPLIED", "IDLE", "LEDGER", "DOCUMENTS", "CHECKS"
TABLE = QgsWkbTypes.Type.NoGeometry


class IdleLand(NmAlgorithm):
    ID = "idleland"
    TITLE = tr_noop("Approved-unsupplied and idle land inventory")
    GROUP = ("quota", tr_noop("Quota and stock"))
    BOOK = "idleland"

    def initAlgorithm(self, configuration=None) -> None:
        any_, polygon = [QgsProcessing.SourceType.TypeVector], [QgsProcessing.SourceType.TypeVectorPolygon]
        table, rules = QgsProcessing.SourceType.TypeVector, policy("idleland")
        source, text, sink = (QgsProcessingParameterFeatureSource, QgsProcessingParameterString,
                              QgsProcessingParameterFeatureSink)
        self.add(source(APPROVED, tr("Approved land (polygons or table)"), any_))
        self.add(source(SUPPLIED, tr("Supplied land (polygons or table)"), any_))
        self.add(source(CANCELLED, tr("Cancelled approvals (polygons or table)"), any_, optional=True))
        self.add(source(COUNTIES, tr("County units"), polygon, optional=True))
        self.add(QgsProcessingParameterField(COUNTY_CODE, tr("County code field"), None, COUNTIES, optional=True))
        self.add(source(TASKS, tr("Disposal tasks (county code, 亩)"), any_, optional=True))
        self.add(source(REPORTED, tr("Published figures to be checked (table)"), any_, optional=True))
        self.add(text(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add(text(BASE_DATE, tr("Base date of the stock"), rules["base_date"].value.isoformat()))
        self.add(text(DEADLINE, tr("Deadline of disposal"), rules["deadline"].value.isoformat()))
        self._number(TARGET_MU, tr("Stock to be disposed of (亩)"), rules["target_mu"].value)
        self._number(MIN_PIECE_M2, tr("Pieces smaller than this are slivers (m²)"), rules["min_piece_m2"].value)
        for name, title in ((APPR_FROM, tr("Approvals from year")), (APPR_TO, tr("Approvals to year"))):
            self.add(QgsProcessingParameterNumber(name, title, QgsProcessingParameterNumber.Type.Integer, None, True,
                                                  1900, 2200))
        self.add(QgsProcessingParameterEnum(AREA_UNIT, tr("Unit of declared areas"), list(UNITS), False, UNITS[0],
                                            True, True))
        self.add_method()
        self.add(text(FIELDS, tr("Field mapping (JSON)"), "", True, True), advanced=True)
        self.add(sink(UNSUPPLIED, tr("Approved, not supplied"), table))
        self.add(sink(IDLE, tr("Supplied parcels, idle or not"), table))
        self.add(sink(LEDGER, tr("Stock ledger"), table))
        self.add(sink(DOCUMENTS, tr("Documents: map against ledger"), table, None, True, False))
        self.add(sink(CHECKS, tr("Checks of published figures"), table, None, True, False))
        self.add(sink(MEASURES, tr("Measures"), table, None, True, False))
        self.add_rejects()
        self.add_numbers(
            UNSUPPLIED_MU=tr("Approved, not supplied (亩)"), IDLE_MU=tr("Idle (亩)"), HALTED_MU=tr("Halted (亩)"),
            STOCK_MU=tr("Stock (亩)"), DISPOSED_MU=tr("Disposed since the base date (亩)"),
            PROGRESS_PCT=tr("Progress (%)"), APPROVED_MU=tr("Approved (亩)"), SUPPLIED_MU=tr("Supplied (亩)"),
            CANCELLED_MU=tr("Cancelled (亩)"), OUTSIDE_MU=tr("Supplied outside approved land (亩)"),
            TWICE_MU=tr("Supplied twice (亩)"), OVERLAP_MU=tr("Approvals overlapping (亩)"),
            N_DOCUMENTS=tr("Approval documents"), N_LAPSED=tr("Lapsed documents"), N_PIECES=tr("Unsupplied pieces"),
            N_SLIVERS=tr("Slivers"), N_IDLE=tr("Idle parcels"), N_HALTED=tr("Halted parcels"),
            N_UNKNOWN=tr("Parcels that cannot be judged"), N_NOT_TIED=tr("Published figures that do not tie"),
            N_READ=tr("Features read"), N_USED=tr("Features counted"),
            N_REPAIRED=tr("Features repaired"), N_REJECTED=tr("Features rejected"))

    def _number(self, name: str, title: str, default: float) -> None:
        number = QgsProcessingParameterNumber(name, title, QgsProcessingParameterNumber.Type.Double, default, False, 0)
        number.setMetadata({"widget_wrapper": {"decimals": 2}})
        self.add(number)

    def prepared(self, parameters, context) -> IdleJob:
        given = {name: self.given(parameters, name, context)
                 for name in (APPROVED, SUPPLIED, CANCELLED, COUNTIES, TASKS, REPORTED)}
        for name in (APPROVED, SUPPLIED, CANCELLED, COUNTIES):
            check_geometry(given[name])
        fields = self.mapped(parameters, context, wanted_of(given))
        return IdleJob(layers_of(given), fields, terms_of(self, parameters, context), Tally())

    def source(self, job: IdleJob) -> Given:
        return job.layers.supplied

    def counts(self, job: IdleJob) -> dict:
        tally = job.tally
        return {"N_READ": tally.read, "N_USED": tally.used, "N_REPAIRED": tally.count("repaired"),
                "N_REJECTED": tally.count("rejected")}

    def _method(self, result: IdleResult) -> str:
        drawn = result.chosen.records.parcels or result.supplied.parcels
        as_of, own = result.terms.as_of.isoformat(), "; ".join(worded(one, locale()) for one in result.method)
        if drawn is None:
            return "; ".join((tr("declared areas"), evaluated(as_of), f"NM Urban {version()}", own))
        return method_text(result.terms.method, drawn.frame, as_of, own)

    def write(self, job: IdleJob, result: IdleResult, outputs: Outputs) -> dict:
        crs, method = job.layers.approved.crs, self._method(result)
        kind = QgsWkbTypes.Type.MultiPolygon if result.was_mapped else TABLE
        rows = UnsuppliedRows(result, result.terms.min_piece_m2 * 100)
        outputs.columns(UNSUPPLIED, UNSUPPLIED_FIELDS, kind, crs, "idleland_unsupplied", rows, result.pieces.count)
        self._write_idle(job.layers.supplied, result, outputs)
        outputs.table(LEDGER, LEDGER_FIELDS, crs, "idleland_ledger", ledger_rows(result))
        outputs.table(DOCUMENTS, DOCUMENT_FIELDS, crs, "idleland_documents", document_rows(result))
        outputs.table(CHECKS, CHECK_FIELDS, crs, "idleland_checks", check_rows(result))
        outputs.measures(measures(result, method), crs)
        return {**numbers(result, rows.slivers, rows.count), METHOD: method}

    def _write_idle(self, given: Given, result: IdleResult, outputs: Outputs) -> None:
        fields = carried_fields(given.source, given.layer, make_fields(*IDLE_FIELDS), outputs.feedback)
        parcels, ours = result.supplied.parcels, idle_columns(result, locale())
        kind = TABLE if parcels is None else QgsWkbTypes.multiType(given.source.wkbType())
        bounds, mended = np.full((len(result.supplied), 4), np.nan), {}
        if parcels is not None:
            bounds[: len(parcels)] = parcels.rings.bounds()  # the rows that are drawn stand before the others
            repaired = {r.fid for r in result.supplied.tally.rejects if r.action == "repaired" and r.src == given.name}
            rows = [k for k, fid in enumerate(parcels.fids.tolist()) if fid in repaired]
            mended = dict(zip(parcels.fids[rows].tolist(), parcels.wkb(rows))) if rows else {}
        outputs.carried(IDLE, fields, kind, "idleland_idle", Carried(given, result.supplied.fids, bounds, ours, mended))

    def log(self, job: IdleJob, result: IdleResult, feedback) -> None:
        say_ledger(feedback, result.ledger.total)
