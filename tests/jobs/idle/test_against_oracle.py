"""idleland against an account of its own kind: random drawings square by square, random tables token by token."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.builders import layer, rectangle, table
from tests.jobs.idle.oracle import MU, Approval, Loss, Supply, by_squares, by_tokens
from tests.processing_algs.idle import case

BASE, AS_OF = dt.date(2021, 12, 31), case.AS_OF
CODES = ("150102", "150121", "150202")
NUMBERS = [f"内政土发〔{2015 + k}〕{k + 1}号" for k in range(5)]
#: Other spellings of a number, as clerks type them.
SPELLINGS = (lambda n: n, lambda n: n.replace("〔", "[").replace("〕", "]"), lambda n: n.replace("〕", "〕 0"),
             lambda n: n.replace("〔", "（").replace("〕", "）"), lambda n: f" {n}　")


def day(rng, first=2015, last=2024):
    return dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def block(rng):
    """Squares (column, row) of a random rectangle on a grid of 8 x 5."""
    i, j, wide, high = rng.randint(0, 6), rng.randint(0, 3), rng.randint(1, 4), rng.randint(1, 3)
    return frozenset((x, y) for x in range(i, min(8, i + wide)) for y in range(j, min(5, j + high)))


def drawn(squares):
    columns, rows = [x for x, _ in squares], [y for _, y in squares]
    return rectangle(case.X + 100 * min(columns), case.Y + 100 * min(rows), case.X + 100 * max(columns) + 100,
                     case.Y + 100 * max(rows) + 100)


def world(seed):
    """Approvals, supplies and cancellations of one seed, both drawn and declared."""
    rng = random.Random(seed)
    approvals = [Approval(rng.choice(NUMBERS), day(rng, 2015, 2023), rng.choice(CODES), block(rng), rng.randint(1, 9))
                 for _ in range(rng.randint(1, 6))]
    supplies = []
    for _ in range(rng.randint(0, 7)):
        given = day(rng, 2016, 2024)
        agreed = min(given + dt.timedelta(days=rng.randint(0, 700)), dt.date(2025, 6, 1))
        agreed = agreed.replace(day=min(agreed.day, 28))
        started = agreed + dt.timedelta(days=rng.randint(-100, 900)) if rng.random() < 0.4 else None
        gone = agreed + dt.timedelta(days=rng.randint(400, 1500)) if rng.random() < 0.3 else None
        supplies.append(Supply(rng.choice(NUMBERS), given, rng.choice(CODES), agreed, started, gone, block(rng),
                               rng.randint(1, 7)))
    losses = [Loss(rng.choice(NUMBERS), day(rng, 2018, 2024), block(rng), rng.randint(1, 5))
              for _ in range(rng.randint(0, 3))]
    return rng, approvals, supplies, losses


def layers(world_, geometry):
    rng, approvals, supplies, losses = world_

    def spelled(number):
        return rng.choice(SPELLINGS)(number)

    def date(value):
        return None if value is None else rng.choice((str(value), value.strftime("%Y/%m/%d"), value.strftime("%Y%m%d"),
                                                      f"{value:%Y}年{value.month}月{value.day}日"))

    made = case.approvals([(drawn(one.squares), spelled(one.number), date(one.day), float(one.hectares), None, one.code)
                           for one in approvals], geometry=geometry)
    fields = [*case.SUPPLY_FIELDS, ("XZQDM", str)]
    rows = [(*case.supply(drawn(one.squares), 批准文号=spelled(one.number), 供地日期=date(one.day),
                          公顷=float(one.hectares), 约定动工日期=date(one.agreed),
                          实际动工日期=date(one.started) or rng.choice(("", "未动工", "尚未开工", "—")),
                          处置日期=date(one.disposed), 处置方式="协议有偿收回" if one.disposed else None), one.code)
            for one in supplies]
    sales = layer(rows, fields, name="供应") if geometry else table([row[1:] for row in rows], fields, "供应")
    lost = case.cancellations([(drawn(one.squares), spelled(one.number), date(one.day), float(one.hectares))
                               for one in losses], geometry=geometry)
    return {"approved": made, "supplied": sales, **({"CANCELLED": lost} if losses else {})}


def compare(result, expected):
    rows = case.ledger(result)
    region = rows["region", "150000", ""]
    found = {"sup": region["sup_mu"], "canc": region["canc_mu"], "unsup": region["unsup_mu"],
             "idle": region["idle_mu"], "disp": region["disp_mu"], "outside": result["OUTSIDE_MU"],
             "idle_in": region["idle_in_mu"]}
    wanted = {key: getattr(expected, key) * MU for key in found}
    assert found == pytest.approx(wanted, abs=0.5), (found, wanted)
    for code in CODES:
        county = rows.get(("county", code, ""))
        assert (county["unsup_mu"] if county else 0) == pytest.approx(expected.by_county.get(code, 0) * MU, abs=0.5)
    assert all(row["idle_pct"] is None or row["idle_pct"] <= 100 for row in rows.values())
    # nothing is both disposed of and in stock: what was in stock on the base date bounds the two together
    assert region["stock_mu"] == pytest.approx(region["unsup_mu"] + region["idle_mu"])


@pytest.mark.parametrize("seed", range(24))
def test_drawings_square_by_square(run_alg, seed):
    made = world(seed)
    _, approvals, supplies, losses = made
    result = case.run(run_alg, **layers(made, True))
    expected = by_squares(approvals, supplies, losses, BASE, AS_OF)
    compare(result, expected)
    assert result["TWICE_MU"] >= 0 and (result["TWICE_MU"] > 0) == (expected.twice > 0)


def ledger_of(result):
    return {key: {name: value for name, value in row.items() if name != "fid"}
            for key, row in case.ledger(result).items()}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("geometry", [True, False])
def test_order_and_splitting_of_rows_do_not_matter(run_alg, seed, geometry):
    """Rows in another order; a row of a table as two that say the same of its hectares."""
    rng, approvals, supplies, losses = world(seed)
    head = {number: (day(rng, 2015, 2023), rng.choice(CODES)) for number in NUMBERS}
    approvals = [replace(one, day=head[one.number][0], code=head[one.number][1]) for one in approvals]
    supplies = [replace(one, code=head[one.number][1]) for one in supplies]
    first = case.run(run_alg, **layers((rng, approvals, supplies, losses), geometry))
    if not geometry:
        approvals = [replace(one, hectares=part) for one in approvals for part in {1: (1,)}.get(
            one.hectares, (1, one.hectares - 1))]
    mixed = [rng.sample(column, len(column)) for column in (approvals, supplies, losses)]
    again = case.run(run_alg, **layers((rng, *mixed), geometry))
    assert ledger_of(first) == ledger_of(again)


@pytest.mark.parametrize("seed", range(24))
def test_tables_token_by_token(run_alg, seed):
    """The rows of a document are of one day and county here; documents of several are worked by hand elsewhere."""
    rng, approvals, supplies, losses = world(seed)
    head = {number: (day(rng, 2015, 2023), rng.choice(CODES)) for number in NUMBERS}
    approvals = [replace(one, day=head[one.number][0], code=head[one.number][1]) for one in approvals]
    supplies = [replace(one, code=head[one.number][1]) for one in supplies]
    made = rng, approvals, supplies, losses
    compare(case.run(run_alg, **layers(made, False)), by_tokens(approvals, supplies, losses, BASE, AS_OF))
