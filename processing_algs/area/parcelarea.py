"""图斑面积与平差: the official area of every polygon, and its adjustment to control areas."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.units import cents, ha, m2, mu
from ...nm_urban_plugin.i18n import tr, tr_noop
from ...nm_urban_plugin.jobs.area.job import AreaJob, AreaResult
from ..framework.algorithm import AREA_METHOD, INPUT, METHOD, OUTPUT, NmAlgorithm, Outputs
from ..framework.bulk import Carried
from ..framework.carried import carried_fields
from ..framework.fields import make_fields
from ..framework.method import method_text

GROUP_FIELD, CONTROL_AREA, CONTROL_FIELD = "GROUP_FIELD", "CONTROL_AREA", "CONTROL_FIELD"
TOTAL_M2 = "TOTAL_M2"

AREA_FIELDS = (("area_m2", "real", 2), ("area_ha", "real", 4), ("area_mu", "real", 2), ("adj_m2", "real", 2))


class ParcelArea(NmAlgorithm):
    ID = "parcelarea"
    TITLE = tr_noop("Parcel area and adjustment")
    GROUP = ("area", tr_noop("Area and adjustment"))

    def initAlgorithm(self, configuration=None) -> None:
        polygon = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Parcels"), polygon))
        self.add_method()
        self.add(QgsProcessingParameterField(GROUP_FIELD, tr("Group field"), None, INPUT, optional=True))
        self.add(QgsProcessingParameterNumber(CONTROL_AREA, tr("Control area (m²)"),
                                              QgsProcessingParameterNumber.Type.Double, None, True, 0))
        self.add(QgsProcessingParameterField(CONTROL_FIELD, tr("Control area field (m² per group)"), None, INPUT,
                                             QgsProcessingParameterField.DataType.Numeric, optional=True))
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Parcels with areas"),
                                                   QgsProcessing.SourceType.TypeVectorPolygon))
        self.add_rejects()
        self.add_numbers(TOTAL_M2=tr("Sum of adjusted areas (m²)"), N_READ=tr("Features read"),
                         N_USED=tr("Features measured"), N_REPAIRED=tr("Features repaired"),
                         N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> AreaJob:
        control, field = self._control_area(parameters, context), self.parameterAsString(
            parameters, CONTROL_FIELD, context)
        if control is not None and field:
            raise QgsProcessingException(tr("Give either a control area for the whole layer or a field with one per "
                                            "group, not both."))
        given = self.given(parameters, INPUT, context)
        self.check_crs(given)
        group = self.field(parameters, GROUP_FIELD, context, given)
        found = self.field(parameters, CONTROL_FIELD, context, given)
        if found and not given.source.fields().field(found).isNumeric():
            raise QgsProcessingException(tr("Layer '{name}': the control area field '{field}' must hold numbers (m²)."
                                            ).format(name=given.name, field=found))
        return AreaJob(given, Tally(), group or "", control, found or "",
                       self.parameterAsEnumString(parameters, AREA_METHOD, context))

    def perform(self, job: AreaJob, spool, feedback) -> AreaResult | None:
        return job.run(feedback)

    def source(self, job: AreaJob) -> Given:
        return job.parcels

    def write(self, job: AreaJob, result: AreaResult, outputs: Outputs) -> dict:
        """The user's features with the four area fields; single polygons become multi where one had to be mended."""
        given = job.parcels
        fields = carried_fields(given.source, given.layer, make_fields(*AREA_FIELDS), outputs.feedback)
        # a mended bow-tie has two parts, which a layer of single polygons must not hold
        as_multi = bool(result.mended)
        wkb = QgsWkbTypes.multiType(given.source.wkbType()) if as_multi else given.source.wkbType()
        fitted = np.where(result.adjusted.unknown, np.nan, m2(result.adjusted.cents))
        columns = [m2(result.area), ha(result.area), mu(result.area), fitted]
        outputs.carried(OUTPUT, fields, wkb, "parcelarea",
                        Carried(given, result.fids, result.bounds, columns, result.mended), (60, 100))
        return {TOTAL_M2: float(m2(result.total)),
                METHOD: method_text(job.method, result.frame, extra=result.adjusted.text)}

    def log(self, job: AreaJob, result: AreaResult, feedback) -> None:
        total = result.total
        feedback.pushInfo(tr("Sum of adjusted areas: {m2:.2f} m² = {ha:.4f} 公顷 = {mu:.2f} 亩").format(
            m2=float(m2(total)), ha=float(ha(total)), mu=float(mu(total))))

    def _control_area(self, parameters, context) -> int | None:
        """Control area of the whole layer in cents, None where none was given."""
        if parameters.get(CONTROL_AREA) in (None, ""):
            return None
        return int(cents(self.parameterAsDouble(parameters, CONTROL_AREA, context)))
