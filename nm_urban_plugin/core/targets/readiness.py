"""What is missing for each target: which layer, which field, which value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..roles import field_roles, layer_roles
from ..verdict import NOTHING, Text
from .indicators import Indicator, indicator_of
from .registry import Target, register
from .words import said


@dataclass(frozen=True)
class Ready:
    """Whether a layer can answer a target; if not, what it lacks."""

    target: Target
    indicator: Indicator | None
    ready: bool
    missing: Text


def readiness(role: str, fields: Iterable[str], geometry: str = "any") -> list[Ready]:
    """One entry per row of the register for a layer of this role with these field roles."""
    have = frozenset(fields)
    out = []
    for target in register().values():
        indicator = indicator_of().get(target.id)
        form = indicator.form_for(role, have) if indicator else None
        fits = form is not None and not _wrong_geometry(form, geometry)
        out.append(Ready(target, indicator, fits, NOTHING if fits else why_not(indicator, role, have, geometry)))
    return out


def why_not(indicator: Indicator | None, role: str, fields: Iterable[str], geometry: str = "any") -> Text:
    """Why a layer cannot answer: which roles could, or which fields it lacks."""
    if indicator is None:
        return said("statistics_only")
    lacks = indicator.missing_for(role, fields)
    if lacks is None:
        roles = dict.fromkeys(r for form in indicator.forms for r in form.roles)
        return said("needs_layer", roles=Text(" / ".join(layer_name(r, "en") for r in roles),
                                              "、".join(layer_name(r, "zh") for r in roles)))
    if lacks:
        known = [field_roles()[name] for name in lacks]
        return said("fields_missing", fields=Text(", ".join(f"{r.en} ({r.key})" for r in known),
                                                  "、".join(f"{r.zh}（{r.key}）" for r in known)))
    form = indicator.form_for(role, fields)
    wanted = Text("polygons", "面要素") if form is not None and form.needs_area else Text("lines", "线要素")
    return said("needs_geometry", wanted=wanted, given=Text(geometry, _GEOMETRY.get(geometry, geometry)))


_GEOMETRY = {"polygon": "面图层", "line": "线图层", "point": "点图层", "none": "无几何的表"}


def _wrong_geometry(form, geometry: str) -> bool:
    return (form.needs_area and geometry not in ("polygon", "any")) or (
        form.needs_length and geometry not in ("line", "any"))


def layer_name(role: str, lang: str) -> str:
    """Printed name of a layer role."""
    for layer in layer_roles():
        if layer.role == role:
            return layer.zh if lang.startswith("zh") else layer.en
    return role.replace("_", " ")
