"""Which fields of a layer fill the columns of a parcel line."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsFeatureRequest, QgsProcessingException

from ...nm_urban_plugin.analysis.reading.batches import features_of, plain
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.roles import match
from ...nm_urban_plugin.exchange.boundarytxt.notes import Note, note
from ...nm_urban_plugin.exchange.boundarytxt.writer import clean_text
from ...nm_urban_plugin.i18n import tr, tr_noop

#: Parameter → title.
FIELD_PARAMETERS = {
    "NUMBER_FIELD": tr_noop("Parcel number field"), "NAME_FIELD": tr_noop("Parcel name field"),
    "USE_FIELD": tr_noop("Parcel use field"), "DLBM_FIELD": tr_noop("Land class code field"),
    "SHEET_FIELD": tr_noop("Map sheet field"), "EXTRA_FIELD": tr_noop("Field of further columns"),
}

#: Parameter → name that the import gives the field, then the field role that may fill it.
_DEFAULTS = {
    "NUMBER_FIELD": ("parcel_no", "parcel_id"), "NAME_FIELD": ("name", "project_name"),
    "USE_FIELD": ("use", "parcel_use"), "DLBM_FIELD": ("dlbm", "landuse_code"), "SHEET_FIELD": ("sheet", "map_sheet"),
    "EXTRA_FIELD": ("extra", None),
}

#: Taken for the unit of the areas by mistake.
_AREA_UNITS = {"m2", "m²", "㎡", "平方米", "ha", "hm2", "公顷", "mu", "亩"}


@dataclass(frozen=True)
class Columns:
    """Parameter → field, '' where no field fills the column."""

    fields: dict[str, str]

    @property
    def wanted(self) -> list[str]:
        return list(dict.fromkeys(field for field in self.fields.values() if field))

    def values(self, columns: dict[str, list], k: int) -> tuple[dict[str, str], list[Note]]:
        """Parameter → text of row k, and remarks on texts that the format cannot carry as they are."""
        out, notes = {}, []
        for name, field in self.fields.items():
            text = _text(columns[field][k]) if field else ""
            allowed = clean_text(text) if name != "EXTRA_FIELD" else ",".join(clean_text(t) for t in text.split(","))
            if allowed != text:
                notes.append(note(0, "cleaned", field=field, value=text))
            out[name] = allowed
        return out, notes


def columns_of(given: Given, chosen: dict[str, str]) -> Columns:
    """The fields to use: the chosen ones, else those of the import, else by role. Raises where one is missing."""
    names = [field.name() for field in given.source.fields()]
    out = {}
    for name, (own, role) in _DEFAULTS.items():
        field = chosen.get(name, "")
        if field and field not in names:
            raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                name=given.name, field=field))
        out[name] = field or (own if own in names else (role and match(role, names)) or "")
    return Columns(out)


def producer_of(given: Given, chosen: str, feedback) -> str:
    """数据产生单位 of the header: what the user chose, else what the layer says. A unit of area is no organisation."""
    if chosen.strip().casefold() in _AREA_UNITS:
        feedback.pushWarning(tr("UNIT is the organisation that made the data (数据产生单位), not a unit of area: areas "
                                "in the file are always in 公顷. '{value}' is left out.").format(value=chosen))
        chosen = ""
    return chosen or only_value(given, "producer")


def only_value(given: Given, field: str) -> str:
    """The value of a field of the layer where all features have the same, else ''."""
    index = given.source.fields().lookupField(field)
    if index < 0:
        return ""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([index])
    found = {_text(plain(feature.attribute(index))) for feature in features_of(given.source, request)}
    return found.pop() if len(found) == 1 else ""


def _text(value) -> str:
    """An attribute as text; a number without needless decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
