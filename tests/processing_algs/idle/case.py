"""One stock case of rectangles: approvals, supplies, cancellations, as layers and as numbers by hand."""

import datetime as dt

from tests.builders import layer, rectangle, rows_of, table

X, Y = 37550000, 4515000
AS_OF = dt.date(2024, 6, 30)
APPROVAL_FIELDS = [("批准文号", str), ("批准日期", str), ("批准面积（公顷）", float), ("补偿安置日期", str),
                   ("XZQDM", str)]
SUPPLY_FIELDS = [
    ("电子监管号", str), ("批准文号", str), ("供地日期", str), ("供地面积（公顷）", float), ("约定动工日期", str),
    ("交地日期", str), ("实际动工日期", str), ("中止开发日期", str), ("应动工面积", float), ("已开发面积", float),
    ("总投资", float), ("已投资", float), ("闲置原因", str), ("认定书文号", str), ("处置方式", str), ("处置日期", str)]
CANCEL_FIELDS = [("批准文号", str), ("核销日期", str), ("核销面积（公顷）", float)]


def square(i, j, w=100, h=100):
    """A rectangle of w x h metres at place (i, j) of a grid of 1000 m."""
    return rectangle(X + 1000 * i, Y + 1000 * j, X + 1000 * i + w, Y + 1000 * j + h)


def approvals(rows, name="批准", geometry=True):
    """rows: (wkt, document, date, hectares, compensated, county)."""
    made = [(wkt if geometry else None, *values) for wkt, *values in rows]
    return layer(made, APPROVAL_FIELDS, name=name) if geometry else table([r[1:] for r in made], APPROVAL_FIELDS, name)


def supply(wkt, **values):
    """One row of the supplies; keys as in SUPPLY_FIELDS, 公顷 for the declared area."""
    if "公顷" in values:
        values["供地面积（公顷）"] = values.pop("公顷")
    row = (wkt, *(values.pop(name, None) for name, _ in SUPPLY_FIELDS))
    assert not values, values
    return row


def supplies(rows, name="供应", geometry=True):
    return layer(rows, SUPPLY_FIELDS, name=name) if geometry else table([r[1:] for r in rows], SUPPLY_FIELDS, name)


def cancellations(rows, name="核销", geometry=True):
    return layer(rows, CANCEL_FIELDS, name=name) if geometry else table([r[1:] for r in rows], CANCEL_FIELDS, name)


def counties():
    return layer([(rectangle(X - 500, Y - 500, X + 4500, Y + 9500), "150102", "新城区"),
                  (rectangle(X + 4500, Y - 500, X + 9500, Y + 9500), "150202", "东河区")],
                 [("XZQDM", str), ("XZQMC", str)], name="旗县")


def run(run_alg, approved, supplied, feedback=None, context=None, **more):
    parameters = {"APPROVED": approved, "SUPPLIED": supplied, "AS_OF": AS_OF.isoformat(), "UNSUPPLIED": "memory:",
                  "IDLE": "memory:", "LEDGER": "memory:", "DOCUMENTS": "memory:", "MEASURES": "memory:",
                  "REJECTS": "memory:", **more}
    return run_alg("idleland", parameters, feedback, context)


def ledger(result):
    """{(level, code, name): row} of LEDGER."""
    out = {}
    for row in rows_of(result["LEDGER"]):
        key = (row["level"], row["code"] or "", row["year"] if row["level"] in ("year", "county_year") else row["name"]
               if row["level"] == "age" else "")
        assert key not in out, key
        out[key] = row
    return out
