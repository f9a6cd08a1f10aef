"""Which field of which layer plays which role: one table of what is wanted, one way to find it, one message.

An algorithm declares a list of `Wanted` and gets back ``{parameter: {role: field}}`` with the roles that were found.
For each role, in this order:

1. the field parameter that chooses it (``DATE_FIELD``, ``COUNTY_CODE`` …);
2. FIELDS, the mapping of this run;
3. the mapping that the user confirmed for the layer (kept with it as a custom property);
4. recognition by the names and aliases of resources/roles.json.

Names are compared as they stand first, then without regard to case where only one field can be meant: the same rule for
every algorithm. A chosen field that no layer has, and a needed role without a field, are refused with layer and remedy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qgis.core import QgsProcessingException

from ...nm_urban_plugin.analysis.reading.roles import FIELDS_PROPERTY
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.roles import field_roles, match
from ...nm_urban_plugin.i18n import locale, tr
from .headings import advice

FIELDS = "FIELDS"


@dataclass(frozen=True)
class Wanted:
    """One role that a layer is asked for.

    parameter  the parameter that holds the layer
    role       key of resources/roles.json, or the name of a field itself where the register does not have it
    chosen_by  the field parameter by which the user chooses it ('' = FIELDS only)
    needed     without it the run is refused
    or_any     other roles that do as well: the run is refused only where none of them is there
    """

    parameter: str
    role: str
    chosen_by: str = ""
    needed: bool = False
    or_any: tuple[str, ...] = ()


def field_named(name: str, names: Sequence[str]) -> str | None:
    """The field of that name as the layer spells it; another case will do where only one field can be meant."""
    if name in names:
        return name
    same = [one for one in names if one.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else None


def names_of(given: Given) -> list[str]:
    """The names of a layer's fields in their order."""
    return [field.name() for field in given.source.fields()]


def confirmed(given: Given) -> dict[str, str]:
    """The mapping kept with a layer; {} where there is none, or where it names what the layer no longer has."""
    if given.layer is None:
        return {}
    text = str(given.layer.customProperty(FIELDS_PROPERTY) or "")
    try:
        kept = json.loads(text) if text else {}
    except json.JSONDecodeError:  # written by hand or by another version: recognition takes its place
        return {}
    names = names_of(given)
    known = field_roles()
    return {role: field for role, field in kept.items()
            if role in known and isinstance(field, str) and field in names} if isinstance(kept, dict) else {}


def resolve(layers: Mapping[str, Given | None], wanted: Iterable[Wanted], overrides: Mapping[str, str],
            chosen: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Parameter → role → field, for the layers that are given and the roles that were found.

    *overrides* is FIELDS as parsed, *chosen* the values of the field parameters by name ('' = not chosen).
    Raises QgsProcessingException.
    """
    wanted = list(wanted)
    out: dict[str, dict[str, str]] = {parameter: {} for parameter, given in layers.items() if given is not None}
    for parameter, found in out.items():
        given = layers[parameter]
        names = names_of(given)
        own = {**confirmed(given), **{role: field for role, field in overrides.items() if field_named(field, names)}}
        for want in (one for one in wanted if one.parameter == parameter):
            field = _found(want, given, names, own, chosen)
            if field is not None:
                found[want.role] = field
        missing = [want for want in wanted if want.parameter == parameter and want.needed
                   and not any(role in found for role in (want.role, *want.or_any))]
        if missing:
            raise _missing(missing, given, names)
    _refuse_unknown(overrides, wanted, layers)
    return out


def _found(want: Wanted, given: Given, names: list[str], own: Mapping[str, str], chosen: Mapping[str, str]
           ) -> str | None:
    choice = chosen.get(want.chosen_by, "") if want.chosen_by else ""
    if choice:
        field = field_named(choice, names)
        if field is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'. It has: {have}.").format(
                name=given.name, field=choice, have=", ".join(names)))
        return field
    if want.role in field_roles():
        field = match(want.role, names, {role: name for role, name in own.items() if role == want.role})
        return field
    return want.role if want.role in names else None


def _missing(wanted: Sequence[Wanted], given: Given, names: list[str]) -> QgsProcessingException:
    """All that is missing in one message, so that nobody has to come back for the next one."""
    roles = (" / ".join(label_of(role) for role in (want.role, *want.or_any)) for want in wanted)
    remedies = dict.fromkeys(want.chosen_by or FIELDS for want in wanted)
    comma = "、" if locale() == "zh" else ", "
    said = tr("Layer '{name}' has no field for {role}: choose it in {remedy} (it has: {have}).").format(
        name=given.name, role=comma.join(roles), remedy=comma.join(remedies), have=", ".join(names))
    why = advice(given, names, [want.role for want in wanted])
    return QgsProcessingException(said if why is None else f"{said} {why.text(locale())}")


def label_of(role: str) -> str:
    """A role as a reader knows it, with the key that FIELDS takes: 批准日期 (approval_date)."""
    known = field_roles().get(role)
    if known is None:
        return role
    return f"{known.zh if locale() == 'zh' else known.en} ({role})"


def _refuse_unknown(overrides: Mapping[str, str], wanted: Sequence[Wanted], layers: Mapping[str, Given | None]) -> None:
    """A field of FIELDS that no layer has is a slip of the hand, unless its layer was not given at all."""
    absent = []
    for role, field in overrides.items():
        asked = [layers.get(want.parameter) for want in wanted if want.role == role]
        if any(asked) and not any(given is not None and field_named(field, names_of(given)) for given in asked):
            absent.append(field)
    if absent:
        raise QgsProcessingException(tr("FIELDS names fields that no layer has: {fields}").format(
            fields=", ".join(absent)))
