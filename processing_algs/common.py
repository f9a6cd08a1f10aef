"""What several algorithms ask and write alike: the date of evaluation, measurable CRS, the table of measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from qgis.core import QgsProcessingException, QgsWkbTypes

from ..nm_urban_plugin.analysis.frames import Frame
from ..nm_urban_plugin.core.dates import ImpossibleDate, parse_date
from ..nm_urban_plugin.core.resources import BilingualError
from ..nm_urban_plugin.i18n import locale
from .fields import MEASURE_FIELDS

AS_OF, MEASURES = "AS_OF", "MEASURES"


def message_of(error: Exception) -> str:
    """The words of an error in the user's language."""
    return error.text(locale()) if isinstance(error, BilingualError) else str(error)


class Common:
    """Mixed into the base of all algorithms."""

    def as_of(self, parameters, context) -> dt.date:
        """AS_OF, today where it is empty; raises with the parameter's name where it is no date."""
        try:
            return parse_date(self.parameterAsString(parameters, AS_OF, context)) or dt.date.today()
        except ImpossibleDate as error:
            raise QgsProcessingException(f"{AS_OF}: {message_of(error)}") from error

    def check_crs(self, parameters, context, *names: str) -> None:
        """Raise CrsRefused, with layer and remedy, where a layer that is given cannot be measured in its CRS."""
        for name in names:
            given = self.given(parameters, name, context)
            if given is not None:
                Frame(given.crs, given.name)

    def write_measures(self, parameters, context, rows: Iterable[list], crs, fields=MEASURE_FIELDS) -> dict:
        """Write MEASURES where it is wanted; returns its result entry."""
        sink, dest = self.sink(parameters, MEASURES, context, fields, QgsWkbTypes.Type.NoGeometry, crs, "measures")
        if sink is None:
            return {}
        for values in rows:
            self.put(sink, MEASURES, None, values)
        return {MEASURES: dest}
