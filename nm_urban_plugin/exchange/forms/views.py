"""What is looked up for the records of a table before it is printed, by the name that a form's `view` gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ...core import landuse
from .errors import FormError
from .results import Table

#: Area fields of measured land-use patches, the adjusted one first.
_AREAS = ("adj_m2", "area_m2")
_RIDGE = "1203"
#: Wetland is a first-level class of its own in the third survey, made of second-level classes of others.
_WETLAND = frozenset(("0303", "0304", "0306", "0402", "0603", "1105", "1106", "1108"))
_MAIN = {landuse.CROP: "agri", landuse.AGRI_OTHER: "agri", landuse.BUILT: "built", landuse.UNUSED: "unused"}
_MAIN_ORDER = {"agri": 1, "built": 2, "unused": 3, "unknown": 4}


def _land_classes(table: Table) -> Table:
    """One record per patch and class: lc_code, lc_name, lc_first (first level), lc_main (三大类), lc_m2.

    A patch with a deduction share (KCXS) is cropland without its 田坎, which stand as class 1203.
    """
    code, share, area = (table.find(one) for one in (["role:landuse_code"], ["role:kcxs"], _AREAS))
    if code is None or area is None:
        raise FormError("forms.no_land_class", layer=table.name or table.role)
    records = list(table.records)
    codes = [str(record.get(code) if record.get(code) is not None else "").strip() for record in records]
    labels = landuse.classify(codes)
    m2 = np.array([_number(record.get(area)) for record in records], float)
    ridge_share = np.array([_number(record.get(share)) if share else 0.0 for record in records], float)
    net, ridge = landuse.patch_areas(m2, ridge_share)
    survey = landuse.survey_of(codes)
    out = []
    for record, one, label, own, lost in zip(records, codes, labels.tolist(), net.tolist(), ridge.tolist()):
        if own != own:
            raise FormError("forms.bad_patch", code=one or "—")
        out.append({**record, **_class(one, label, survey), "lc_m2": own})
        if lost:
            out.append({**record, **_class(_RIDGE, landuse.AGRI_OTHER, "third"), "lc_m2": lost})
    return replace(table, fields=(*table.fields, *_CLASS_FIELDS), records=out)


_CLASS_FIELDS = ("lc_code", "lc_name", "lc_first", "lc_main", "lc_order", "lc_m2")


def _class(code: str, label: int, survey: str) -> dict:
    main = _MAIN.get(label, "unknown")
    base = code.upper().rstrip("AK")
    name = landuse.name_of(base, "second" if survey == "second" else "third")
    first = "00" if base in _WETLAND and survey != "second" else base[:2]
    return {
        "lc_code": base,
        "lc_name": name,
        "lc_first": first if main != "unknown" else "",
        "lc_main": main,
        "lc_order": _MAIN_ORDER[main],
    }


def _number(value) -> float:
    return float("nan") if value is None or value == "" else float(value)


VIEWS: Mapping[str, Callable[[Table], Table]] = {"land_classes": _land_classes}
