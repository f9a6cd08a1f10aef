"""The one place that knows how QGIS spells field types: QVariant below 3.38, QMetaType from there on."""

from __future__ import annotations

from qgis.core import Qgis, QgsField, QgsFields

from ...nm_urban_plugin.core.units import scaled_half_up

if Qgis.QGIS_VERSION_INT >= 33800:
    from qgis.PyQt.QtCore import QMetaType

    _TYPES = {
        "text": QMetaType.Type.QString,
        "real": QMetaType.Type.Double,
        "int": QMetaType.Type.Int,
        "long": QMetaType.Type.LongLong,
        "date": QMetaType.Type.QDate,
    }
else:
    from qgis.PyQt.QtCore import QVariant

    _TYPES = {
        "text": QVariant.Type.String,
        "real": QVariant.Type.Double,
        "int": QVariant.Type.Int,
        "long": QVariant.Type.LongLong,
        "date": QVariant.Type.Date,
    }

#: Length of a text that may be a sentence: no limit where the format has none (a shapefile cuts at 254 bytes).
LONG = -1

_SIZES = {"text": (254, 0), "int": (9, 0), "long": (18, 0), "date": (0, 0)}


def make_field(name: str, kind: str, decimals: int = 0, length: int = 0) -> QgsField:
    """A field: kind text, real, int, long or date. Lengths fit a shapefile's limits."""
    if kind == "real":
        return QgsField(name, _TYPES["real"], "", length or 20, decimals)
    size, precision = _SIZES[kind]
    return QgsField(name, _TYPES[kind], "", 0 if length == LONG else length or size, precision)


def make_fields(*specs: tuple) -> QgsFields:
    """QgsFields from (name, kind[, decimals[, length]]) tuples."""
    fields = QgsFields()
    for spec in specs:
        fields.append(make_field(*spec))
    return fields


def fixed(value: float | None) -> float | None:
    """Two decimals, half up."""
    return None if value is None else int(scaled_half_up(value, 2)) / 100


def extended(base: QgsFields, extra: QgsFields, reserved: tuple[str, ...] = ()) -> tuple[QgsFields, dict[str, str]]:
    """*base* plus *extra*. A field of the user is renamed (area_m2 → area_m2_1), never overwritten, where it bears one
    of our names, a *reserved* one, or one of his own but for upper and lower case: to a database these are the same.
    Returns the fields and {old name: new name} of what was renamed."""
    ours = {field.name().casefold() for field in extra} | set(reserved)
    out, renamed = QgsFields(), {}
    taken = ours | {field.name().casefold() for field in base}
    seen = set(ours)
    for field in base:
        copy = QgsField(field)
        if field.name().casefold() in seen:
            number = 1
            while f"{field.name()}_{number}".casefold() in taken:
                number += 1
            copy.setName(f"{field.name()}_{number}")
            taken.add(copy.name().casefold())
            renamed[field.name()] = copy.name()
        seen.add(field.name().casefold())
        out.append(copy)
    for field in extra:
        out.append(field)
    return out, renamed


REJECT_FIELDS = (
    ("src", "text", 0, LONG),
    ("fid", "long"),
    ("reason", "text", 0, LONG),
    ("action", "text", 0, 16),
    ("d_area_m2", "real", 2),
)

MEASURE_FIELDS = (
    ("indicator", "text"),
    ("code", "text", 0, 6),
    ("date", "date"),
    ("value", "real", 4),
    ("unit", "text", 0, 16),
    ("n", "long"),
    ("method", "text", 0, LONG),
    ("src_layer", "text", 0, LONG),
    ("missing", "text", 0, LONG),
)
