"""Quota, reward, balance and verdict: what the tables of an office look like, and what the ledger makes of them."""

import datetime as dt
import json

import pytest
from qgis.core import QgsProcessingException

from tests.builders import layer, rectangle, rows_of, save, table
from tests.processing_algs.quota import case, oracle

A, B, C = sorted(case.COUNTIES)


@pytest.fixture(scope="module")
def chosen():
    return case.parcels()


class Log:
    """What a run says."""

    def __new__(cls):
        from qgis.core import QgsProcessingFeedback

        class Feedback(QgsProcessingFeedback):
            def __init__(self):
                super().__init__(False)
                self.lines = []

            def pushWarning(self, text):
                self.lines.append(text)

            def pushInfo(self, text):
                self.lines.append(text)

        return Feedback()


def full_table(**wishes):
    """Every county and year with 100 亩, except as wished {(code, year): 亩}."""
    quota = {(code, year): 100.0 for code in (A, B, C) for year in range(2021, 2026)}
    quota.update(wishes.pop("cells", {}))
    return [(code, str(year), value) for (code, year), value in quota.items()]


def test_without_quota_nothing_is_computable_but_the_region(run_alg, chosen):
    rows = case.ledger(case.run(run_alg, chosen))
    for (level, _, year), row in rows.items():
        if level in ("county", "league"):
            assert row["quota_mu"] is None and row["balance_mu"] is None and row["used_pct"] is None
            assert row["verdict"] == "not_computable"
        assert row["reward_mu"] is None
        if level == "region" and year == 0:
            assert row["quota_mu"] == 640000.0
            assert case.hundredths(row["balance_mu"]) == 64_000_000 - case.hundredths(row["used_mu"])
            assert row["verdict"] == "not_computable", "3 of 103 county units say nothing of the region"
    assert all(rows[level, "", 0]["quota_mu"] is None for level in ("outside", "overlap", "undated"))


def test_quota_reward_balance_share_and_verdict_of_every_row(run_alg, chosen):
    rewards = [(A, 2022, 12.345), (B, 2023, 7.0)]
    result = case.run(run_alg, chosen, QUOTA=case.quota_table(full_table(cells={(C, 2024): 0.5})), CAP_MU=900,
                      REWARD=table(rewards, [("code", str), ("year", int), ("奖励指标", float)]))
    rows = case.ledger(result)
    quota = {(c, int(y)): round(v * 100) for c, y, v in full_table(cells={(C, 2024): 0.5})}
    reward = {(A, 2022): 1235, (B, 2023): 700}  # 12.345 half-up
    seen = set()
    for (level, code, year), row in rows.items():
        if level not in ("county", "league", "region"):
            continue
        units = [c for c in (A, B, C) if level == "region" or c == code or (level == "league" and c[:4] == code[:4])]
        years = [year] if year else range(2021, 2026)
        allotted = sum(quota[c, y] for c in units for y in years)
        rewarded = sum(reward.get((c, y), 0) for c in units for y in years)
        if level == "region" and year == 0:
            allotted = 90_000
        assert case.hundredths(row["quota_mu"]) == allotted, (level, code, year)
        assert case.hundredths(row["reward_mu"]) == rewarded
        used = case.hundredths(row["used_mu"])
        assert case.hundredths(row["balance_mu"]) == allotted + rewarded - used
        assert abs(row["used_pct"] - 100 * used / (allotted + rewarded)) <= 0.005 + 1e-9
        verdict = oracle.verdict(used, allotted + rewarded, *oracle.window(year, case.START, case.END), case.AS_OF)
        if level != "county":  # one county of nine, or three of 103, are a part
            verdict = "not_computable"
        assert row["verdict"] == verdict, (level, code, year)
        seen.add(verdict)
    assert seen >= {"met", "not_met"}


@pytest.mark.parametrize(("quota", "as_of", "verdict"), [
    (15.01, "2025-12-31", "met"), (14.99, "2022-01-01", "not_met"), (15.0, "2021-12-31", "at_risk"),
    (14.98, "2027-01-01", "not_met"), (15.01, "2026-01-01", "met"), (150.0, "2021-06-30", "at_risk"),
    (151.0, "2021-07-02", "met"), (0.0, "2030-01-01", "not_met")])
def test_verdict_of_a_county(run_alg, quota, as_of, verdict):
    """One parcel of 15.00 亩 on the first day of a plan of five years; the quota is for the whole period."""
    chosen = {1: (((case.X + 5000, case.Y + 5000, case.X + 5100, case.Y + 5100), None), None, "2021-01-01")}
    quotas = table([(A, None, quota)], [("code", str), ("year", int), ("quota_mu", float)])
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=quotas, AS_OF=as_of))
    row = rows["county", A, 0]
    assert row["used_mu"] == 15.0 and row["quota_mu"] == quota
    assert row["verdict"] == verdict
    assert row["used_pct"] is None if quota == 0 else abs(row["used_pct"] - 1500 / quota) < 0.006


def test_the_pace_is_counted_in_days_with_both_ends(run_alg):
    """15 亩 of 15.04 亩 are used: above the pace on day 498 of 500, no longer on day 499."""
    chosen = {1: (((case.X + 5000, case.Y + 5000, case.X + 5100, case.Y + 5100), None), None, "2021-01-01")}
    quotas = table([(A, None, 15.04)], [("code", str), ("year", int), ("quota_mu", float)])
    end = dt.date(2021, 1, 1) + dt.timedelta(days=499)
    for day, verdict in ((497, "at_risk"), (498, "met"), (499, "met")):
        as_of = dt.date(2021, 1, 1) + dt.timedelta(days=day)
        rows = case.ledger(case.run(run_alg, chosen, QUOTA=quotas, AS_OF=str(as_of), END=str(end)))
        assert rows["county", A, 0]["verdict"] == verdict, day
        assert oracle.verdict(1500, 1504, dt.date(2021, 1, 1), end, as_of) == verdict


def test_cap_of_the_region(run_alg):
    chosen = {1: (((case.X + 5000, case.Y + 5000, case.X + 5100, case.Y + 5100), None), None, "2021-01-01")}
    for cap, verdict in ((14.99, "not_met"), (15.0, "at_risk"), (1000.0, "met")):
        result = case.run(run_alg, chosen, CAP_MU=cap, COUNTIES=case.whole_region())
        assert case.ledger(result)["region", "150000", 0]["verdict"] == verdict
        assert result["BALANCE_MU"] == pytest.approx(cap - 15.0, abs=1e-9)
    assert result["USED_PCT"] == 1.5


def test_the_caps_difference_from_the_table_is_a_warning(run_alg, chosen):
    log = Log()
    case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table(full_table()))
    assert any("1500.00" in line and "640000.00" in line for line in log.lines)
    log = Log()
    case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table(full_table()), CAP_MU=1500)
    assert not any("1500.00" in line for line in log.lines)


@pytest.mark.parametrize("year", ["2022", "2022年", "2022年度", "２０２２", "2022.0"])
def test_years_as_text(run_alg, chosen, year):
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table([(A, year, 500.0)])))
    assert rows["county", A, 2022]["quota_mu"] == 500.0 and rows["county", A, 0]["quota_mu"] == 500.0


@pytest.mark.parametrize("code", ["150102", 150102, 150102.0, " 150102 ", "150102001"])
def test_codes_as_text_and_number(run_alg, chosen, code):
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table([(code, 2022, 500.0)])))
    assert rows["county", A, 2022]["quota_mu"] == 500.0


def test_amounts_as_text_with_separators(run_alg, chosen):
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table([(A, 2022, "1,234.565")])))
    assert rows["county", A, 2022]["quota_mu"] == 1234.57


def listed(result, name="指标表"):
    return {row["fid"]: row["reason"] for row in rows_of(result["REJECTS"]) if row["src"] == name}


def test_rows_that_say_the_same_count_once_and_that_is_said(run_alg, chosen):
    rows = [(A, "2022", "5.25"), (A, "2022年", "5.25"), (A, "2022", " 5.250 "), (B, "2022", "1")]
    log = Log()
    result = case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table(rows))
    assert case.ledger(result)["county", A, 2022]["quota_mu"] == 5.25
    assert listed(result) == {}
    assert [line for line in log.lines if "2 rows repeat" in line and "'指标表'" in line]


@pytest.mark.parametrize("second", ["2.5", "5.26", "0"])
def test_rows_that_differ_are_all_listed_and_none_is_used(run_alg, chosen, second):
    result = case.run(run_alg, chosen, QUOTA=case.quota_table([(A, "2022", "5.25"), (A, "2022", second),
                                                               (A, "2023", "4")]))
    rows = case.ledger(result)
    assert rows["county", A, 2022]["quota_mu"] is None and rows["county", A, 2022]["verdict"] == "not_computable"
    assert rows["county", A, 2023]["quota_mu"] == 4.0
    assert set(listed(result)) == {1, 2} and all("新城区" in why and "2022" in why for why in listed(result).values())


@pytest.mark.parametrize(("whole", "said"), [("100", False), ("100.00", False), ("120", True), ("", None)])
def test_a_whole_period_row_is_compared_with_the_years_and_never_added(run_alg, chosen, whole, said):
    log = Log()
    result = case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table(
        [(A, "2021", "40"), (A, "2022", "60"), (A, "", whole)]))
    assert case.ledger(result)["county", A, 0]["quota_mu"] == 100.0
    assert any("120.00" in line and "100.00" in line for line in log.lines) == bool(said)
    assert (3 in listed(result)) == (said is None)


@pytest.mark.parametrize("row", [("合计", None, "15"), ("总计：", "", "9"), ("小 计", "2022", "4"),
                                 ("呼和浩特市合计", "", "7"), ("单位：亩", "", ""), ("注：含飞地", "", ""),
                                 ("填报人：张三", "", "")])
def test_rows_that_are_no_data_are_listed_as_what_they_are(run_alg, chosen, row):
    result = case.run(run_alg, chosen, QUOTA=case.quota_table([(A, "2022", "5"), row]))
    assert case.ledger(result)["county", A, 2022]["quota_mu"] == 5.0
    assert "not data" in listed(result)[2]


@pytest.mark.parametrize(("heading", "value", "mu"), [
    ("计划指标（公顷）", "100", 1500.0), ("计划指标（万亩）", "0.15", 1500.0), ("计划指标（平方米）", "1000", 1.5),
    ("quota_ha", "1", 15.0), ("计划指标", "12,5", 12.5), ("计划指标", "1,234.5", 1234.5), ("计划指标", "2公顷", 30.0)])
def test_the_unit_of_the_heading_holds_also_for_a_field_chosen_by_hand(run_alg, chosen, heading, value, mu):
    quotas = table([(A, 2022, value)], [("行政区代码", str), ("年度", int), (heading, str)], name="指标表")
    result = case.run(run_alg, chosen, QUOTA=quotas, FIELDS=json.dumps({"quota_mu": heading}))
    assert case.ledger(result)["county", A, 2022]["quota_mu"] == mu


def test_a_field_in_the_unit_of_something_else_is_refused_by_name(run_alg, chosen):
    quotas = table([(A, 2022, 5.0)], [("行政区代码", str), ("年度", int), ("投资（万元）", float)], name="指标表")
    with pytest.raises(QgsProcessingException, match="投资（万元）"):
        case.run(run_alg, chosen, QUOTA=quotas, FIELDS='{"quota_mu": "投资（万元）"}')


def test_the_row_of_a_league_stands_for_the_league_and_is_never_added(run_alg, chosen):
    log = Log()
    result = case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table(
        [("150100", "", "50"), (A, "2022", "5"), (B, "2022", "7"), ("内蒙古自治区", "", "640000")]))
    rows = case.ledger(result)
    assert rows["league", "150100", 0]["quota_mu"] == 50.0 and rows["county", A, 0]["quota_mu"] == 5.0
    assert rows["region", "150000", 0]["quota_mu"] == 640000.0 and listed(result) == {}
    assert any("50.00" in line and "12.00" in line and "呼和浩特市" in line for line in log.lines)


@pytest.mark.parametrize("code", ["新城区", " 新城区", "150102000000", "１５０１０２"])
def test_a_county_may_be_named_in_full(run_alg, chosen, code):
    result = case.run(run_alg, chosen, QUOTA=case.quota_table([(code, "2022", "5")]))
    assert case.ledger(result)["county", A, 2022]["quota_mu"] == 5.0


def test_an_account_of_no_parcel_is_not_computable(run_alg):
    result = case.run(run_alg, {}, QUOTA=case.quota_table(full_table()), COUNTIES=case.whole_region())
    verdicts = {row["verdict"] for (level, _, _), row in case.ledger(result).items() if level in ("region", "league",
                                                                                                  "county")}
    assert verdicts == {"not_computable"} and result["N_READ"] == 0


def test_a_county_without_quota_is_not_computable_and_neither_is_its_league(run_alg, chosen):
    quota = [row for row in full_table() if row[0] != B]
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table(quota)))
    for year in (0, 2021, 2022, 2023, 2024, 2025):
        for key in (("county", B, year), ("league", "150100", year)):
            assert rows[key]["quota_mu"] is None and rows[key]["verdict"] == "not_computable", key
        assert rows["county", C, year]["verdict"] != "not_computable"
    assert rows["region", "150000", 0]["quota_mu"] == 640000.0


def test_a_year_without_quota_of_one_county_leaves_its_league_open_that_year(run_alg, chosen):
    """A league's use must not be judged against a part of its counties' allotments."""
    quota = [row for row in full_table() if (row[0], row[1]) != (B, "2023")]
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table(quota)))
    assert rows["county", B, 2023]["verdict"] == "not_computable"
    assert rows["league", "150100", 2023]["quota_mu"] is None
    assert rows["league", "150100", 2023]["verdict"] == "not_computable"
    assert rows["league", "150100", 2022]["quota_mu"] == 200.0


def test_unreadable_rows_of_a_table_are_listed(run_alg, chosen):
    quota = [("999999", "2022", "5"), (A, "2022", "十亩"), (A, "2019", "5"), (A, "去年", "5"), (None, "2022", "5"),
             (A, "2022", "-3"), (A, "2023", None), ("150172", "2022", "5"), (A, "2022", "6")]
    result = case.run(run_alg, chosen, QUOTA=case.quota_table(quota))
    rejects = [row for row in rows_of(result["REJECTS"]) if row["src"] == "指标表"]
    assert {row["fid"] for row in rejects} == set(range(1, 9))
    assert "Hohhot Economic and Technological Development Zone" in rejects[-1]["reason"]
    assert all(row["action"] == "rejected" and row["reason"] for row in rejects)
    rows = case.ledger(result)
    assert rows["county", A, 2022]["quota_mu"] == 6.0 and rows["county", A, 2023]["quota_mu"] is None
    assert result["N_READ"] == len(chosen), "rows of tables are no parcels"


def test_measures(run_alg, chosen):
    result = case.run(run_alg, chosen)
    rows = rows_of(result["MEASURES"])
    ledger = case.ledger(result)
    assert {row["code"] for row in rows} == {A, B, C, "150100", "150200", "150000"}
    for row in rows:
        level = "region" if row["code"] == "150000" else "league" if row["code"].endswith("00") else "county"
        assert row["value"] == ledger[level, row["code"], 0]["used_mu"] and row["unit"] == "亩"
        assert row["date"].toString("yyyy-MM-dd") == "2024-06-30" and row["indicator"]
        assert row["method"] == result["METHOD"] and row["src_layer"] == "新增建设用地"
        assert row["missing"] == ("" if level == "region" else "QUOTA")


def test_method_says_what_a_reader_must_know(run_alg, chosen):
    text = case.run(run_alg, chosen)["METHOD"]
    for word in ("official", "图斑椭球面积", "CGCS2000", "AS_OF 2024-06-30", "NM Urban", "land use", "3 of 103",
                 "2021-01-01", "exact total"):
        assert word in text, word
    with_use = case.run(run_alg, chosen, LANDUSE=case.land_use_layer())["METHOD"]
    assert "whole parcel" not in with_use and "farm land" in with_use


def test_the_difference_of_tied_and_exact_total_is_told(run_alg, chosen):
    result = case.run(run_alg, chosen)
    found = case.expected_pieces(chosen, False, False)
    exact = sum(cell["area"] for (_, _, status), cell in found.items() if status == "counted")
    difference = case.hundredths(result["USED_MU"]) - oracle.printed(exact, "mu")
    assert f"{difference / 100:+.2f}" in result["METHOD"]


def test_the_headline_speaks_of_what_is_covered(run_alg, chosen):
    log = Log()
    case.run(run_alg, chosen, feedback=log, QUOTA=case.quota_table([(A, "2022", "5"), (B, "2022", "9000")]))
    said = [line for line in log.lines if "quota" in line and "used" in line and "亩 = " in line]
    assert len(said) == 3 and said[0].startswith(f"县{A}: quota 5.00 亩") and "not met" in said[0]
    assert any("3 of 103" in line and "is not judged" in line for line in log.lines)
    assert not any(line.startswith("内蒙古自治区: quota") for line in log.lines)
    log = Log()
    case.run(run_alg, chosen, feedback=log, COUNTIES=case.whole_region())
    assert [line for line in log.lines if line.startswith("内蒙古自治区: quota 640000.00 亩")]
    assert not any("is not judged" in line for line in log.lines)


def test_what_cannot_be_judged_is_said_with_its_number(run_alg):
    shape = ((case.X + 5000, case.Y + 5000, case.X + 5100, case.Y + 5100), None)
    log = Log()
    undated = ((case.X + 6000, case.Y + 5000, case.X + 6100, case.Y + 5100), None)
    case.run(run_alg, {1: (shape, None, "2022-01-01"), 2: (undated, None, None)}, feedback=log)
    assert any(line.startswith("At least 15.00 亩") and "another 1 parcels, 15.00 亩" in line for line in log.lines)


def test_an_account_of_nothing_says_so(run_alg):
    log = Log()
    case.run(run_alg, {}, feedback=log)
    assert any(line.startswith("No parcel was counted") for line in log.lines)
    assert not any("quota" in line and "used" in line and "met" in line for line in log.lines)


def _dated(*cells):
    rows = [(rectangle(case.X + 5000, case.Y + 300 * k, case.X + 5100, case.Y + 300 * k + 100), cell)
            for k, cell in enumerate(cells)]
    return layer(rows, [("批准日期", str)], name="地块")


@pytest.mark.parametrize("words", ["未批准", "尚未批复", "否", "暂未获批", "没有审批"])
def test_words_of_not_yet_are_no_date_and_no_fault(run_alg, words):
    result = case.run(run_alg, {}, INPUT=_dated(words, "2022-05-01", None))
    reasons = {row["fid"]: row["reason"] for row in rows_of(result["REJECTS"])}
    assert reasons[1] == reasons[3] and "impossible" not in reasons[1]
    assert (result["USED_MU"], result["UNDATED_MU"]) == (15.0, 30.0)
    assert case.run(run_alg, {}, INPUT=_dated(words, words))["UNDATED_MU"] == 30.0


def test_a_day_that_is_another_one_in_china_is_said(run_alg):
    """New year's midnight in China, exported as UTC, is the next year's land."""
    log = Log()
    result = case.run(run_alg, {}, feedback=log, INPUT=_dated("2022-12-31T16:00:00Z", "2022-12-31T15:00:00Z"))
    rows = case.ledger(result)
    assert rows["county", A, 2022]["used_mu"] == rows["county", A, 2023]["used_mu"] == 15.0
    assert any("批准日期" in line and "1 time stamps" in line for line in log.lines)


@pytest.mark.parametrize(("written", "heading", "factor"), [
    ("单位：公顷", "指标", 15), ("（单位：万亩）", "指标", 10_000), ("面积单位: 公顷、人", "指标", 15),
    ("单位：亩", "指标", 1),
    ("单位：公顷", "指标（亩）", 1), ("单位：人", "指标", 1), ("单位：公顷/亩", "指标", 1)])
def test_a_row_of_units_holds_where_the_heading_names_none(run_alg, written, heading, factor):
    log = Log()
    quota = table([(written, None, None), (A, "2022", "2")], [("code", str), ("year", str), (heading, str)], "指标表")
    parcels = _dated("2022-05-01")
    found = case.ledger(case.run(run_alg, {}, feedback=log, INPUT=parcels, QUOTA=quota))
    assert found["county", A, 2022]["quota_mu"] == 2 * factor
    assert any("row of units" in line for line in log.lines) == (heading == "指标" and written not in (
        "单位：人", "单位：公顷/亩"))


def test_a_full_name_does_where_the_code_is_empty(run_alg, chosen):
    rows = [(None, "新城区", "2022", "500"), ("/", "新城区", "2023", "7"), (None, "新城区合计", None, "507")]
    quota = table(rows, [("旗县代码", str), ("旗县名称", str), ("年度", str), ("指标（亩）", str)], "指标表")
    found = case.ledger(case.run(run_alg, chosen, QUOTA=quota))
    assert [found["county", A, year]["quota_mu"] for year in (0, 2022, 2023)] == [507.0, 500.0, 7.0]


@pytest.mark.parametrize("written", [
    "2021-2025", "2021—2025年", "2021年至2025年", "2021～2025", "十四五", "“十四五”期间"])
def test_a_row_of_the_whole_period_names_it_in_words(run_alg, chosen, written):
    rows = case.ledger(case.run(run_alg, chosen, QUOTA=case.quota_table([(A, written, 500.0)])))
    assert rows["county", A, 0]["quota_mu"] == 500.0
    found = case.run(run_alg, chosen, QUOTA=case.quota_table([(A, "2021-2023", 500.0)]))
    assert any("2021-2023" in row["reason"] for row in rows_of(found["REJECTS"])), "a part of it is no year"


def test_rows_of_a_geopackage_are_told_by_the_cells_of_their_sheet(run_alg, tmp_path):
    """The format's own key stands before the first cell."""
    rows = [("单位：公顷", None, None), (A, "2022", "2"), ("注：含旗县区", None, None), ("填表人：某某", None, None)]
    quota = save(table(rows, [("旗县代码", str), ("年度", str), ("指标", str)]), tmp_path / "q.gpkg", "指标表")
    found = case.run(run_alg, {}, INPUT=_dated("2022-05-01"), QUOTA=quota)
    assert case.ledger(found)["county", A, 2022]["quota_mu"] == 30.0
    reasons = [row["reason"] for row in rows_of(found["REJECTS"])]
    assert len(reasons) == 3 and all("not data" in reason for reason in reasons)
