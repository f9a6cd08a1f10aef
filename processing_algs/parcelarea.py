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

from ..nm_urban_plugin.analysis.area import feature_cents
from ..nm_urban_plugin.analysis.control import ControlError, Controls, adjust
from ..nm_urban_plugin.analysis.crs import CrsRefused
from ..nm_urban_plugin.analysis.features import FeatureReader
from ..nm_urban_plugin.analysis.frames import Frame
from ..nm_urban_plugin.analysis.intake import Intake
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.analysis.wkb import encode
from ..nm_urban_plugin.core.units import ConservationError, cents, ha, m2, mu
from ..nm_urban_plugin.i18n import tr, tr_noop
from .base import AREA_METHOD, INPUT, METHOD, OUTPUT, NmAlgorithm, message_of
from .carried import carried_features, carried_fields
from .fields import make_fields
from .method import method_text

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

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        if self._control_area(parameters, context) is not None and self.parameterAsString(
                parameters, CONTROL_FIELD, context):
            return False, tr("Give either a control area for the whole layer or a field with one per group, not both.")
        try:
            given = self.given(parameters, INPUT, context)
            Frame(given.crs, given.name)
            self._check_fields(parameters, given, context)
        except (CrsRefused, QgsProcessingException) as error:
            return False, str(error)
        return True, ""

    def compute(self, parameters, context, feedback) -> dict:
        given = self.given(parameters, INPUT, context)
        method = self.parameterAsEnumString(parameters, AREA_METHOD, context)
        group_field = self.parameterAsString(parameters, GROUP_FIELD, context)
        control_field = self.parameterAsString(parameters, CONTROL_FIELD, context)
        self._check_fields(parameters, given, context)
        columns = [name for name in (group_field, control_field) if name]
        tally = Tally()
        controls = Controls(self._control_area(parameters, context), bool(control_field))
        fids, areas, mended = [], [], {}
        try:
            frame = Frame(given.crs, given.name)
            reader = FeatureReader(given.source, columns, given.layer)
            for batch in Intake(reader, frame, tally):
                fids.append(batch.fids)
                areas.append(feature_cents(frame, batch.rings, batch.shapes, method))
                controls.add(batch.columns.get(group_field), batch.columns.get(control_field), len(batch))
                for k in np.nonzero(batch.mended)[0]:
                    mended[int(batch.fids[k])] = encode(batch.rings.take([k]))[0]
                if reader.count > 0:
                    feedback.setProgress(60 * tally.read / reader.count)
                if feedback.isCanceled():
                    return {}
            fid = np.concatenate(fids) if fids else np.zeros(0, np.int64)
            area = np.concatenate(areas) if areas else np.zeros(0, np.int64)
            adjusted = adjust(area, fid, controls)
        except (CrsRefused, ControlError, ConservationError) as error:
            raise QgsProcessingException(message_of(error)) from error
        tally.used = int((~adjusted.unknown).sum())
        for k in np.nonzero(adjusted.unknown)[0]:
            tally.reject(given.name, fid[k], adjusted.reason[int(k)])
        for line in adjusted.warnings:
            feedback.pushWarning(line)

        result = self._write(parameters, context, feedback, given, fid, area, adjusted, mended)
        if feedback.isCanceled():
            return result
        result.update(self.write_rejects(parameters, context, tally, given.crs))
        self.report(feedback, tally, given.name)
        total = int(adjusted.cents[~adjusted.unknown].sum())
        result.update({
            TOTAL_M2: float(m2(total)), "N_READ": tally.read, "N_USED": tally.used,
            "N_REPAIRED": tally.count("repaired"), "N_REJECTED": tally.count("rejected"),
            METHOD: method_text(method, frame, extra=adjusted.text),
        })
        feedback.pushInfo(tr("Sum of adjusted areas: {m2:.2f} m² = {ha:.4f} 公顷 = {mu:.2f} 亩").format(
            m2=float(m2(total)), ha=float(ha(total)), mu=float(mu(total))))
        return result

    def _write(self, parameters, context, feedback, given, fid, area, adjusted, mended) -> dict:
        """The user's features with the four area fields; single polygons become multi where one had to be mended."""
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        fields = carried_fields(given.source, layer, make_fields(*AREA_FIELDS), feedback)
        # a mended bow-tie has two parts, which a layer of single polygons must not hold
        as_multi = bool(mended)
        wkb = QgsWkbTypes.multiType(given.source.wkbType()) if as_multi else given.source.wkbType()
        sink, dest = self.sink(parameters, OUTPUT, context, fields, wkb, given.crs, "parcelarea")
        square, hectare, mu_ = m2(area), ha(area), mu(area)
        fitted = m2(adjusted.cents)
        for number, (k, geometry, attributes) in enumerate(carried_features(given.source, fid, mended), 1):
            if feedback.isCanceled():
                break
            if as_multi:
                geometry.convertToMultiType()
            self.put(sink, OUTPUT, geometry, [
                *attributes, float(square[k]), float(hectare[k]), float(mu_[k]),
                None if adjusted.unknown[k] else float(fitted[k])])
            feedback.setProgress(60 + 40 * number / len(fid))
        return {OUTPUT: dest}

    def _control_area(self, parameters, context) -> int | None:
        """Control area of the whole layer in cents, None where none was given."""
        if parameters.get(CONTROL_AREA) in (None, ""):
            return None
        return int(cents(self.parameterAsDouble(parameters, CONTROL_AREA, context)))

    def _check_fields(self, parameters, given, context) -> None:
        for name in (GROUP_FIELD, CONTROL_FIELD):
            field = self.parameterAsString(parameters, name, context)
            if not field:
                continue
            index = given.source.fields().lookupField(field)
            if index < 0:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=given.name, field=field))
            if name == CONTROL_FIELD and not given.source.fields().at(index).isNumeric():
                raise QgsProcessingException(tr("Layer '{name}': the control area field '{field}' must hold numbers "
                                                "(m²).").format(name=given.name, field=field))
