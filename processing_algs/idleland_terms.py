"""The dates, sizes and goals of a stock inventory, read from the parameters and checked."""

from __future__ import annotations

import datetime as dt

from qgis.core import QgsProcessingException

from ..nm_urban_plugin.analysis.idle_inputs import Terms
from ..nm_urban_plugin.core.area_units import FACTORS
from ..nm_urban_plugin.core.dates import ImpossibleDate, parse_date
from ..nm_urban_plugin.core.stock_ledger import Progress
from ..nm_urban_plugin.core.units import scaled_half_up
from ..nm_urban_plugin.i18n import tr
from .base import AREA_METHOD, AS_OF, message_of

BASE_DATE, DEADLINE, TARGET_MU = "BASE_DATE", "DEADLINE", "TARGET_MU"
APPR_FROM, APPR_TO, MIN_PIECE_M2, AREA_UNIT = "APPR_FROM", "APPR_TO", "MIN_PIECE_M2", "AREA_UNIT"
UNITS = ("auto", *FACTORS)


def terms_of(algorithm, parameters, context) -> Terms:
    """Raises QgsProcessingException that names the parameter and what is wrong with it."""
    days = {}
    for name in (BASE_DATE, DEADLINE, AS_OF):
        try:
            days[name] = parse_date(algorithm.parameterAsString(parameters, name, context))
        except ImpossibleDate as error:
            raise QgsProcessingException(f"{name}: {message_of(error)}") from error
        if days[name] is None and name != AS_OF:
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
    return Terms(Progress(target, days[BASE_DATE], days[DEADLINE], days[AS_OF] or dt.date.today()), *years,
                 algorithm.parameterAsDouble(parameters, MIN_PIECE_M2, context),
                 algorithm.parameterAsEnumString(parameters, AREA_METHOD, context), None if unit == UNITS[0] else unit)
