"""No sheet leaves whose totals are not the sums of what is printed."""

from dataclasses import replace

import pytest

from nm_urban.nm_urban_plugin.exchange.forms import FormDoesNotTie, Table, write_book
from tests.exchange.forms.form_results import conformity, quota_ledger, quota_pieces, results


def changed(table, where, field, by):
    records = [dict(record) for record in table.records]
    victim = next(r for r in records if all(r[k] == v for k, v in where.items()))
    victim[field] = round(victim[field] + by, 4)
    return replace(table, records=records)


@pytest.mark.parametrize(
    ("where", "field", "by", "named"),
    [
        ({"level": "region", "year": 0}, "used_mu", 0.01, "region 150000.* used_mu"),
        ({"level": "region", "year": 2021}, "used_ha", 0.0001, "region 150000.*2021 used_ha"),
        ({"level": "league", "code": "150100", "year": 0}, "agri_mu", -0.01, "150100"),
        ({"level": "county", "code": "150123", "year": 2021}, "used_mu", 0.01, "150123"),
        ({"level": "outside", "year": 0}, "used_mu", 0.01, "outside"),
        ({"level": "county", "code": "150123", "year": 0}, "balance_mu", 0.01, "balance_mu"),
    ],
)
def test_a_ledger_that_does_not_tie_is_refused(tmp_path, where, field, by, named):
    with pytest.raises(FormDoesNotTie, match=named) as caught:
        write_book(tmp_path / "a.xlsx", ["landquota"], results(changed(quota_ledger(), where, field, by)), "zh")
    assert caught.value.differences and "合计不平" in caught.value.zh
    assert list(tmp_path.iterdir()) == []


def test_the_own_quota_of_a_league_need_not_be_the_sum_of_its_counties(tmp_path):
    ledger = changed(quota_ledger(), {"level": "league", "code": "150100", "year": 0}, "quota_mu", 1.0)
    row = next(r for r in ledger.records if r["code"] == "150100" and r["year"] == 0)
    row["balance_mu"] = round(row["balance_mu"] + 1.0, 2)
    write_book(tmp_path / "a.xlsx", ["quota_ledger"], results(ledger), "zh")


def test_a_list_that_is_not_that_of_the_ledger_is_refused(tmp_path):
    pieces = changed(quota_pieces(), {"src_fid": 1}, "agri_m2", 900.0)
    with pytest.raises(FormDoesNotTie, match="list_agri"):
        write_book(tmp_path / "a.xlsx", ["quota_list"], results(quota_ledger(), pieces), "zh")


def test_groups_must_sum_to_the_area(tmp_path):
    with pytest.raises(FormDoesNotTie, match="area_m2"):
        write_book(
            tmp_path / "a.xlsx", ["land_groups"], results(changed(conformity(), {"src_fid": 2}, "agri_m2", 0.01)), "zh"
        )


STOCK = {
    "code": "150123",
    "name": "和林格尔县",
    "year": None,
    "verdict": "at_risk",
    "task_mu": 100.0,
    "prog_pct": 1.0,
    "unsup_pct": 40.0,
    "idle_pct": 10.0,
    "sup_pct": 50.0,
    **{
        f"{key}_{unit}": value / (15 if unit == "ha" else 1)
        for unit in ("mu", "ha")
        for key, value in (
            ("appr", 1500.0),
            ("sup", 750.0),
            ("canc", 150.0),
            ("unsup", 600.0),
            ("idle", 75.0),
            ("halted", 15.0),
            ("stock", 675.0),
            ("disp", 30.0),
        )
    },
}


def stock(**change):
    rows = [
        {"level": "region", **STOCK, "code": "150000"},
        {"level": "league", **STOCK, "code": "150100"},
        {"level": "county", **STOCK, **change},
        {"level": "county_year", **STOCK, "year": 2021},
        {"level": "year", **STOCK, "code": None, "year": 2021},
    ]
    return Table("idleland_ledger", tuple(rows[0]), rows)


def test_a_stock_ledger_that_ties_is_written(tmp_path):
    write_book(tmp_path / "a.xlsx", ["stock_summary", "stock_years"], results(stock()), "zh")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"appr_mu": 1500.01}, "appr_mu"),
        ({"stock_ha": 45.0001}, "stock_ha"),
        ({"idle_mu": 75.01, "stock_mu": 675.01}, "idle_mu"),
        ({"disp_mu": 30.01}, "150123 .*disp_mu"),
        ({"appr_mu": None}, "appr_mu"),
    ],
)
def test_a_stock_ledger_that_does_not_tie_is_refused(tmp_path, change, named):
    with pytest.raises(FormDoesNotTie, match=named):
        write_book(tmp_path / "a.xlsx", ["stock_summary"], results(stock(**change)), "zh")


def test_documents_sum_to_the_ledger(tmp_path):
    document = {
        "appr_id": "a",
        "project": "p",
        "code": "150123",
        "name": "n",
        "year": 2021,
        "appr_date": None,
        "appr_mu": 1500.0,
        "sup_mu": 750.0,
        "canc_mu": 150.0,
        "unsup_mu": 600.0,
        "lapsed": "no",
        "age_y": 4,
    }
    table = Table("idleland_documents", tuple(document), [document])
    write_book(tmp_path / "a.xlsx", ["stock_documents"], results(table, stock()), "zh")
    wrong = replace(table, records=[{**document, "unsup_mu": 600.01}])
    with pytest.raises(FormDoesNotTie, match="list_unsup"):
        write_book(tmp_path / "b.xlsx", ["stock_documents"], results(wrong, stock()), "zh")
