"""compliance with tables as bureaus send them: years, totals, notes, repeated rows, shares, ledgers of one county."""

import json

import pytest
from qgis.core import QgsProcessingFeedback, QgsVectorLayer

from nm_urban.nm_urban_plugin.core import places
from tests.builders import rows_of, save, table
from tests.processing_algs.targets.test_compliance import row, run  # noqa: F401  (the fixture)

ALL = [unit.code for unit in places.counties()]
RATE = "urbanization_rate_2025"
TEXTS = [("旗县代码", str), ("旗县名称", str), ("年份", str), ("常住人口（万人）", str), ("城镇人口（万人）", str)]
LEDGER = [("level", str), ("code", str), ("name", str), ("appr_mu", float), ("sup_mu", float), ("canc_mu", float),
          ("unsup_mu", float), ("idle_mu", float), ("stock_mu", float), ("disp_mu", float), ("task_mu", float),
          ("verdict", str)]


def counted(result):
    return {key: result[f"N_{key}"] for key in ("MET", "NOT_MET", "PENDING", "AT_RISK")}


def by_year(write, shares):
    return table([(code, 10.0, share / 10, write(year)) for year, share in shares for code in ALL],
                 [("code", str), ("常住人口（万人）", float), ("城镇人口（万人）", float), ("年份", type(write(2025)))])


@pytest.mark.parametrize("write", [int, str, "{}年".format, "{}年度".format, "{}-12-31".format, float])
@pytest.mark.parametrize("as_of, value, verdict", [
    ("2025-12-31", 67, "not_met"), ("2026-06-30", 67, "not_met"), ("2027-01-01", 67, "not_met"),
    ("2025-12-30", 66, "at_risk")])
def test_the_row_of_the_due_year_judges(run, write, as_of, value, verdict):  # noqa: F811
    found = row(run(by_year(write, ((2024, 66), (2025, 67), (2026, 69.5))), AS_OF=as_of), RATE)
    assert (found["value"], found["verdict"]) == (value, verdict)
    assert ("69.5" in found["method"]) == (as_of == "2027-01-01")


def test_measures_of_a_past_target_come_back_the_same(run):  # noqa: F811
    source = by_year(int, ((2025, 67), (2026, 69.5)))
    first = run(source, AS_OF="2026-12-31", MEASURES="memory:")
    again = run(first["MEASURES"], AS_OF="2026-12-31")
    for target in (RATE, "urbanization_rate_2035"):
        one, two = row(first, target), row(again, target)
        assert (one["value"], one["verdict"]) == (two["value"], two["verdict"])


def test_totals_units_notes_and_signatures_are_listed(run):  # noqa: F811
    rows = [(unit.code, unit.name, "2023", "10", "7") for unit in places.counties()]
    rows += [(None, "合计", "2023", "1030", "721"), ("单位：万人", None, None, None, None),
             ("总计", None, None, "9", "9"), ("注：数据来自统计年鉴", None, None, None, None),
             ("填表人：张三", None, None, None, None),
             ("呼和浩特市小计", None, None, "9", "1"),
             (None, None, None, None, None)]
    result = run(table(rows, TEXTS))
    found = row(result, RATE)
    assert (found["value"], found["n"], found["verdict"]) == (70, 103, "met")
    reasons = [r["reason"] for r in rows_of(result["REJECTS"])]
    assert len(reasons) == result["N_REJECTED"] == 6
    assert sum("a row of totals" in reason for reason in reasons) == 3
    assert result["N_READ"] == 110 and result["N_USED"] == 103


def test_cells_as_people_type_them(run):  # noqa: F811
    rows = [(unit.code, unit.name, "2023年", "10", "7") for unit in places.counties()]
    for k, (whole, part) in enumerate((("1,000,000人", "7万人"), ("１０", "７"), ("10,0", "7,0"), (" 10 ", "7.00"))):
        rows[k] = (*rows[k][:3], whole if k else "100000人", part)
    found = row(run(table(rows, TEXTS)), RATE)
    assert (found["value"], found["verdict"], found["n_skipped"]) == (70, "met", 0)
    for cell in ("—", "/", "无", "约7", "7-8", "120"):
        rows[9] = (*rows[9][:4], cell)
        result = run(table(rows, TEXTS))
        assert row(result, RATE)["verdict"] == "not_computable" and row(result, RATE)["covered"] == 102
        assert result["N_REJECTED"] == 1
    assert "1200.00 %, outside 0 to 100 %" in rows_of(result["REJECTS"])[0]["reason"]


def test_two_rows_of_one_county_and_year(run):  # noqa: F811
    rows = [(unit.code, unit.name, "2023", "10", "7") for unit in places.counties()]
    same = run(table([*rows, (rows[5][0], rows[5][1], "2023年", "10.0", "７")], TEXTS))
    assert (row(same, RATE)["value"], row(same, RATE)["n"], row(same, RATE)["verdict"]) == (70, 103, "met")
    assert "1 rows repeat an earlier one" in row(same, RATE)["method"]
    result = run(table([*rows, (rows[5][0], rows[5][1], "2023", "10", "9")], TEXTS))
    assert (row(result, RATE)["covered"], row(result, RATE)["verdict"]) == (102, "not_computable")
    listed = rows_of(result["REJECTS"])
    assert len(listed) == 2 and all("2 rows with different values" in reject["reason"] for reject in listed)


def test_zones_that_are_no_county_units_are_listed_by_name(run):  # noqa: F811
    zone = next(iter(sorted(code for code in ("150172", "150271", "150171") if places.is_zone(code))))
    result = run(table([(zone, 10.0, 7.0), ("150121", 10.0, 7.0)], [("code", str), ("pop_total", float),
                                                                   ("pop_urban", float)]))
    assert row(result, RATE)["covered"] == 1
    (reject,) = rows_of(result["REJECTS"])
    assert places.name_of(zone, "en") in reject["reason"]


@pytest.mark.parametrize("value, unit, printed", [
    ("96%", "%", 96), (0.96, "", 96), ("0.96", "share", 96), (96, "%", 96), ("96,5", "%", 96.5), ("0.96", "%", 0.96)])
def test_percent_in_a_table_of_measures(run, value, unit, printed):  # noqa: F811
    fields = [("indicator", str), ("code", str), ("date", str), ("value", type(value)), ("unit", str), ("n", int),
              ("method", str), ("src_layer", str), ("missing", str)]
    made = table([("senior_high_enrolment_2025", "150000", "2024-06-01", value, unit, 1, "", "", "")], fields)
    found = row(run(made), "senior_high_enrolment_2025")
    assert (found["value"], found["verdict"]) == (printed, "met" if printed > 95 else "pending")
    assert ("read as fractions" in run(made)["METHOD"]) == (unit == "" and printed == 96)


@pytest.mark.parametrize("value", [105.0, -1.0, 1e6])
def test_impossible_shares_are_listed(run, value):  # noqa: F811
    fields = [("indicator", str), ("code", str), ("date", str), ("value", float), ("unit", str), ("n", int),
              ("method", str), ("src_layer", str), ("missing", str)]
    result = run(table([(RATE, "150000", "2024-06-01", value, "%", 1, "", "", "")], fields))
    assert row(result, RATE)["verdict"] == "not_computable" and counted(result)["MET"] == 0
    (reject,) = rows_of(result["REJECTS"])
    assert "no share of a whole" in reject["reason"]


@pytest.mark.parametrize("role", ["county_table", "landquota_ledger", "idleland_ledger", "flood_points", "measures",
                                  ""])
def test_nothing_read_is_never_met(run, tmp_path, role):  # noqa: F811
    fields = [("code", str), ("level", str), ("used_mu", float), ("disp_mu", float), ("积水点状态", str),
              ("indicator", str), ("value", float)]
    path = save(table([("150121", "county", 1.0, 1.0, "已消除", "gdp", 1.0)], fields), tmp_path / "t.gpkg", "t")
    none = QgsVectorLayer(f"{path}|subset=code = 'x'", "none", "ogr")
    for source in (table([], fields), none):
        for covers in ("", "150000"):
            assert set(counted(run(source, ROLE=role, COVERS=covers)).values()) == {0}


def idle_ledger(rows):
    return table([(level, code, places.name_of(code), 9e3, 4e3, 0.0, 5e3, 0.0, 5e3, done, task, "")
                  for level, code, done, task in rows], LEDGER)


def test_a_task_ahead_of_its_line_is_pending_and_behind_it_at_risk(run):  # noqa: F811
    """4000 亩 on 2024-06-30: 6000 x 912/1461 = 3745 are due of one task, 9000 x 912/1461 = 5618 of the other."""
    made = idle_ledger([("county", "150121", 4000.0, 6000.0), ("county", "150122", 4000.0, 9000.0),
                        ("county", "150123", 6000.0, 6000.0), ("league", "150100", 14000.0, 21000.0),
                        ("region", "150000", 14000.0, None)])
    result = run(made)
    key = "idle_land_stock_to_revive"
    found = {r["place"]: r["verdict"] for r in rows_of(result["OUTPUT"]) if r["target"] == key}
    assert found == {"150121": "pending", "150122": "at_risk", "150123": "met", "150100": "not_computable",
                     "150000": "not_computable"}
    assert counted(result) == {"MET": 1, "NOT_MET": 0, "PENDING": 1, "AT_RISK": 1}
    first = row(result, key, "150121", "allotted")
    assert "on schedule" in first["method"] and first["expected"] == pytest.approx(0.3745, abs=1e-4)
    late = run(made, AS_OF="2025-12-31")
    assert counted(late) == {"MET": 1, "NOT_MET": 2, "PENDING": 0, "AT_RISK": 0}


@pytest.mark.parametrize("gone", [0, 51, 102])
def test_a_ledger_without_one_county_gives_no_regional_verdict(run, gone):  # noqa: F811
    rows = [("county", code, 6600.0, None) for k, code in enumerate(ALL) if k != gone]
    rows.append(("region", "150000", 6600.0 * 102, None))
    found = row(run(idle_ledger(rows), AS_OF="2026-01-01"), "idle_land_stock_to_revive")
    assert (found["verdict"], found["covered"], found["missing"]) == ("not_computable", 102, "covers 102 of 103 units")


class Said(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushInfo(self, info):
        self.lines.append(info)


def test_the_log_says_verdicts_in_the_one_wording_and_what_is_only_a_part(provider):
    from qgis.core import QgsApplication, QgsProcessingContext

    said = Said()
    algorithm = QgsApplication.processingRegistry().algorithmById("nmurban:compliance").create()
    algorithm.run({"INPUT": idle_ledger([("county", "150121", 4000.0, 6000.0)]), "AS_OF": "2024-06-30",
                   "OUTPUT": "memory:"}, QgsProcessingContext(), said)
    text = "\n".join(said.lines)
    assert "(goal >= 0.6): not due yet" in text and "×10⁴ mu" in text
    assert "not computable: covers 1 of 103 units" in text


def test_own_values_of_later_years_are_history(run):  # noqa: F811
    own = {"values": [{"target": RATE, "place": "150000", "date": f"{year}-12-31", "value": value, "unit": "%"}
                      for year, value in ((2025, 67.5), (2026, 70))]}
    found = row(run(table([("a",)], [("x", str)]), TARGETS=json.dumps(own), AS_OF="2027-06-30"), RATE)
    assert (found["value"], found["verdict"]) == (67.5, "not_met") and "2026-12-31: 70" in found["method"]


def test_full_names_do_where_the_column_of_codes_is_empty(run):  # noqa: F811
    rows = [(None if k % 2 else "—", unit.name, "2025", "10", "7") for k, unit in enumerate(places.counties())]
    found = row(run(table([*rows, (None, "合计", "2025", "1030", "721")], TEXTS), AS_OF="2025-12-31"), RATE)
    assert (found["value"], found["n"], found["verdict"]) == (70, 103, "met")
