"""批而未供、闲置土地清查: the stock of land approved but not supplied, and supplied but idle, with its disposal."""

from __future__ import annotations

from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.idle_job import Done, IdleJob
from ..nm_urban_plugin.analysis.idle_pieces import pieces
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.analysis.spool import Spool
from ..nm_urban_plugin.core.resources import BilingualError, policy
from ..nm_urban_plugin.core.roles import parse_fields_json
from ..nm_urban_plugin.core.units import ConservationError
from ..nm_urban_plugin.i18n import locale, tr, tr_noop
from .base import AS_OF, FIELDS, METHOD, NmAlgorithm, message_of
from .carried import carried_features, carried_fields
from .fields import MEASURE_FIELDS, make_fields
from .idleland_fields import (
    APPROVED,
    CANCELLED,
    COUNTIES,
    REPORTED,
    SUPPLIED,
    TASKS,
    check_geometry,
    fields_of,
    layers_of,
)
from .idleland_outputs import (
    CHECK_FIELDS,
    DOCUMENT_FIELDS,
    IDLE_FIELDS,
    LEDGER_FIELDS,
    UNSUPPLIED_FIELDS,
    IdleRows,
    check_rows,
    document_rows,
    measures,
    numbers,
    say_ledger,
    unsupplied_row,
)
from .idleland_terms import (
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
from .method import method_text, version

COUNTY_CODE, MEASURES = "COUNTY_CODE", "MEASURES"
UNSUPPLIED, IDLE, LEDGER, DOCUMENTS, CHECKS = "UNSUPPLIED", "IDLE", "LEDGER", "DOCUMENTS", "CHECKS"
TABLE = QgsWkbTypes.Type.NoGeometry


class IdleLand(NmAlgorithm):
    ID = "idleland"
    TITLE = tr_noop("Approved-unsupplied and idle land inventory")
    GROUP = ("quota", tr_noop("Quota and stock"))

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._job(parameters, context, Tally())
        except (BilingualError, ValueError, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        tally = Tally()
        try:
            job = self._job(parameters, context, tally)
            with Spool() as spool:
                done = job.run(spool, feedback)
                if done is None:
                    return {}
                for line in done.warnings:
                    feedback.pushWarning(line)
                method = self._method(parameters, context, done)
                result = self._write(parameters, context, feedback, spool, done, method)
        except (CrsRefused, ConservationError, BilingualError) as error:
            raise QgsProcessingException(message_of(error)) from error
        if feedback.isCanceled():
            return {}
        name = job.layers.supplied.name
        result.update(self.write_rejects(parameters, context, tally, job.layers.approved.crs))
        self.report(feedback, tally, name)
        say_ledger(feedback, done.ledger.total)
        result.update({"N_READ": tally.read, "N_USED": tally.used, METHOD: method,
                       "N_REPAIRED": tally.count("repaired"), "N_REJECTED": tally.count("rejected")})
        return result

    def _job(self, parameters, context, tally: Tally) -> IdleJob:
        """Everything that was asked, checked. Raises with layer, field and remedy."""
        given = {name: self.given(parameters, name, context)
                 for name in (APPROVED, SUPPLIED, CANCELLED, COUNTIES, TASKS, REPORTED)}
        for name in (APPROVED, SUPPLIED, CANCELLED, COUNTIES):
            check_geometry(given[name])
        overrides = parse_fields_json(self.parameterAsString(parameters, FIELDS, context))
        fields = fields_of(given, overrides, self.parameterAsString(parameters, COUNTY_CODE, context))
        return IdleJob(layers_of(given), fields, terms_of(self, parameters, context), tally)

    def _method(self, parameters, context, done: Done) -> str:
        drawn = done.chosen.records.parcels or done.supplied.parcels
        as_of = done.terms.as_of.isoformat()
        if drawn is None:
            return "; ".join((tr("declared areas"), f"AS_OF {as_of}", f"NM Urban {version()}", done.text))
        return method_text(done.terms.method, drawn.frame, as_of, done.text)

    def _write(self, parameters, context, feedback, spool: Spool, done: Done, method: str) -> dict:
        """Open the outputs, now that everything is computed, and fill them one after the other."""
        approved = self.given(parameters, APPROVED, context)
        multi = QgsWkbTypes.Type.MultiPolygon
        sink, dest = self.sink(parameters, UNSUPPLIED, context, UNSUPPLIED_FIELDS, multi if done.was_mapped else TABLE,
                               approved.crs, "idleland_unsupplied")
        n_pieces = n_slivers = 0
        least = done.terms.min_piece_m2 * 100
        for n_pieces, piece in enumerate(pieces(done, spool), 1):
            geometry = None
            if piece.wkb:
                geometry = QgsGeometry()
                geometry.fromWkb(piece.wkb)
                geometry.convertToMultiType()
            self.put(sink, UNSUPPLIED, geometry, unsupplied_row(done, piece, least))
            n_slivers += piece.cents < least
            if n_pieces % 1000 == 0 and feedback.isCanceled():
                return {}
        result = {UNSUPPLIED: dest, **numbers(done, n_slivers, n_pieces)}
        result[IDLE] = self._write_idle(parameters, context, feedback, done)
        ledger = (list(row.as_dict().values()) for row in done.ledger.rows)
        tables = ((LEDGER, LEDGER_FIELDS, "idleland_ledger", ledger),
                  (DOCUMENTS, DOCUMENT_FIELDS, "idleland_documents", document_rows(done)),
                  (CHECKS, CHECK_FIELDS, "idleland_checks", check_rows(done)),
                  (MEASURES, MEASURE_FIELDS, "measures", measures(done, method)))
        for name, fields, role, rows in tables:
            sink, dest = self.sink(parameters, name, context, fields, TABLE, approved.crs, role)
            if sink is not None:
                for values in rows:
                    self.put(sink, name, None, values)
                result[name] = dest
        return result

    def _write_idle(self, parameters, context, feedback, done: Done) -> str:
        given = self.given(parameters, SUPPLIED, context)
        layer = self.parameterAsVectorLayer(parameters, SUPPLIED, context)
        fields = carried_fields(given.source, layer, make_fields(*IDLE_FIELDS), feedback)
        parcels, ours = done.supplied.parcels, IdleRows(done, locale())
        kind = TABLE if parcels is None else QgsWkbTypes.multiType(given.source.wkbType())
        mended = {}
        if parcels is not None:
            repaired = {r.fid for r in done.supplied.tally.rejects if r.action == "repaired" and r.src == given.name}
            rows = [k for k, fid in enumerate(parcels.fids.tolist()) if fid in repaired]
            mended = dict(zip(parcels.fids[rows].tolist(), parcels.wkb(rows))) if rows else {}
        sink, dest = self.sink(parameters, IDLE, context, fields, kind, given.crs, "idleland_idle")
        for k, geometry, attributes in carried_features(given.source, done.supplied.fids, mended):
            if parcels is None:
                geometry = None
            else:
                geometry.convertToMultiType()
            self.put(sink, IDLE, geometry, [*attributes, *ours(k)])
            if k % 1000 == 0 and feedback.isCanceled():
                break
        return dest
