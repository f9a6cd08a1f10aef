"""The dates, sizes and goals of a stock inventory, read from the parameters and checked."""

from __future__ import annotations

from qgis.core import QgsProcessingException

from ...nm_urban_plugin.core.idle.declared import UNITS as AREA_UNITS
from ...nm_urban_plugin.core.idle.ledger import Progress
from ...nm_urban_plugin.core.units import scaled_half_up
from ...nm_urban_plugin.i18n import tr
from ...nm_urban_plugin.jobs.idle.inputs import Terms
from ..framework.algorithm import AREA_METHOD

BASE_DATE, DEADLINE, TARGET_MU = "BASE_DATE", "DEADLINE", "TARGET_MU"
APPR_FROM, APPR_TO, MIN_PIECE_M2, AREA_UNIT = "APPR_FROM", "APPR_TO", "MIN_PIECE_M2", "AREA_UNIT"
UNITS = ("auto", *AREA_UNITS)


def terms_of(algorithm, parameters, context) -> Terms:
    """Raises QgsProcessingException that names the parameter and what is wrong with it."""
    days = {name: algorithm.day(parameters, name, context) for name in (BASE_DATE, DEADLINE)}
    for name, day in days.items():
        if day is None:
            raise QgsProcessingException(tr("{name} must be a date, YYYY-MM-DD").format(name=name))
    if days[DEADLINE] < days[BASE_DATE]:
        raise QgsProcessingException(tr("The deadline ({end}) lies before the base date ({start}).").format(
            end=days[DEADLINE], start=days[BASE_DATE]))
    years = [None if parameters.get(name) in (None, "") else algorithm.parameterAsInt(parameters, name, context)
             for name in (APPR_FROM, APPR_TO)]
    if None not in years and years[0] > years[1]:
        raise QgsProcessingException(tr("APPR_FROM ({first}) lies after APPR_TO ({last}).").format(
            first=years[0], last=years[1]))
    target = int(scaled_half_up(algorithm.parameterAsDouble(parameters, TARGET_MU, context), 2))
    unit = algorithm.parameterAsEnumString(parameters, AREA_UNIT, context)
    return Terms(Progress(target, days[BASE_DATE], days[DEADLINE], algorithm.as_of(parameters, context)), *years,
                 algorithm.parameterAsDouble(parameters, MIN_PIECE_M2, context),
                 algorithm.parameterAsEnumString(parameters, AREA_METHOD, context), None if unit == UNITS[0] else unit)
