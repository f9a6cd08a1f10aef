"""Every computable row of the register against a value worked out by hand (tests/data/indicator_cases.tsv)."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.core.roles import field_roles, layer_roles, role_of_schema
from nm_urban.nm_urban_plugin.core.targets import indicators as ind
from nm_urban.nm_urban_plugin.core.targets.assessment import Assessment
from nm_urban.nm_urban_plugin.core.targets.columns import Columns, unit_of_heading
from nm_urban.nm_urban_plugin.core.targets.registry import register

AS_OF = dt.date(2024, 6, 30)
LINES = (Path(__file__).parents[2] / "data" / "indicator_cases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]
GEOMETRY = {"$area": "polygon", "$length": "line"}


def number(text):
    try:
        return float(text)
    except ValueError:
        return text or None


def columns_of(fields, rows, first=0):
    """Columns of a case; the first value of a row is its code."""
    values = [row.split(",") for row in rows.split(";")]
    table = {name: [number(row[k + 1]) for row in values] for k, name in enumerate(fields)}
    area = np.array(table.pop("$area")) * 100 if "$area" in table else None
    length = np.array(table.pop("$length")) if "$length" in table else None
    units = {name: unit_of_heading(name, name) for name in table}
    return Columns(np.arange(first, first + len(values)), [row[0] for row in values], table, units, area, length)


def assessed(role, fields, keep=False, **more):
    kind = next((GEOMETRY[name] for name in fields if name in GEOMETRY), "any")
    have = ["county_code", *(name for name in fields if not name.startswith("$"))]
    return Assessment(role, have, more.pop("as_of", AS_OF), geometry=kind, keep=keep, **more)


def row_of(assessment, target, **wanted):
    found = [row for row in assessment.rows() if row.target.id == target and row.origin == "register"]
    return found[0] if not wanted else next(r for r in found if all(getattr(r, k) == v for k, v in wanted.items()))


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_value(case):
    target, role, fields, rows, value, how = case
    fields = fields.split(",")
    assessment = assessed(role, fields)
    assert assessment.add(columns_of(fields, rows)) == []
    row = row_of(assessment, target)
    assert row.value == pytest.approx(float(value), rel=1e-12, abs=1e-12), how
    assert row.indicator.id == ind.indicator_of()[target].id
    # none of these layers covers what its target speaks of: nothing may be judged
    if row.covered < row.of:
        assert row.verdict in ("not_computable", "no_number")
        if row.target.kind == "target" and row.target.value is not None:
            assert row.verdict == "not_computable" and f"covers {row.covered} of {row.of} units" in row.method.en


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_order_and_the_cutting_of_batches_do_not_matter(case):
    target, role, fields, rows, _, _ = case
    fields = fields.split(",")
    whole, parts = assessed(role, fields), assessed(role, fields, keep=True)
    whole.add(columns_of(fields, rows))
    for k, one in enumerate(reversed(rows.split(";"))):
        parts.add(columns_of(fields, one, first=100 + k))
    one, two = row_of(whole, target), row_of(parts, target)
    assert two.value == pytest.approx(one.value, rel=1e-12, abs=1e-12)
    assert (one.n, one.n_fail, one.covered) == (two.n, two.n_fail, two.covered)


def test_every_row_of_tier_a_and_b_has_a_case():
    cases = {case[0] for case in CASES}
    wanted = {key for key, target in register().items() if target.tier in "AB"}
    assert len(wanted) == 110
    assert wanted <= cases, wanted - cases
    assert set(ind.indicator_of()) <= cases, set(ind.indicator_of()) - cases


def test_indicators_are_declared_in_full():
    for indicator in ind.indicators().values():
        assert indicator.zh and indicator.en and indicator.unit and indicator.direction in ("up", "down", "near")
        assert indicator.boundary_name("zh") and indicator.boundary_name("en")
        assert indicator.targets and indicator.forms
        for form in indicator.forms:
            assert form.agg in ind.AGGREGATIONS
            assert all(name in field_roles() for name in (*form.fields, *form.optional))


#: Chosen by the user, or outputs with many more fields.
NOT_BY_FIELDS = ("green", "parks", "forest", "reserve_land", "conformity", "corridor_nodes", "counties")
BY_FIELDS = [case for case in CASES if case[1] not in NOT_BY_FIELDS]


@pytest.mark.parametrize("case", BY_FIELDS, ids=[case[0] for case in BY_FIELDS])
def test_a_layer_with_these_fields_is_known_by_them(case):
    """Roles are found by fields alone; four have no fields of their own, and measures need no recognising."""
    _, role, fields, _, _, _ = case
    fields = fields.split(",")
    kinds = {layer.role: layer.geometry for layer in layer_roles()}
    kind = kinds[role] if kinds[role] != "any" else "none"
    names = [field_roles()[name].zh for name in fields if not name.startswith("$")]
    assert role_of_schema(["旗县代码", *names], kind) == role


def test_the_printed_list_is_that_of_the_data():
    from tools.release.indicator_table import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()
