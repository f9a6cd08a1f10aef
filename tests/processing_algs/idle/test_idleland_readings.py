"""What bureaus really write into the tables of a stock inventory, and what idleland makes of it.

Everywhere: two approvals of 10 and 5 公顷 (150 and 75 亩), 4 and 2 公顷 of them supplied: 225 approved, 90 supplied,
135 unsupplied, whatever spelling says so.
"""

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QDateTime, Qt

from tests.builders import layer, rows_of, table
from tests.processing_algs.idle import case
from tests.processing_algs.idle.test_idleland_tables import Log, message

ONE, TWO = "内政土发〔2021〕15号", "内政土发〔2021〕16号"
APPROVED = [("批准文号", str), ("批准日期", str), ("批准面积（公顷）", str), ("行政区代码", str), ("项目名称", str)]
SUPPLIED = [("批准文号", str), ("电子监管号", str), ("供地日期", str), ("供地面积（公顷）", str), ("约定动工日期", str),
            ("实际动工日期", str), ("中止开发日期", str), ("行政区代码", str)]
A1, A2 = (ONE, "2021-03-05", "10.0000", "150121", "一批次"), (TWO, "2021-04-05", "5.0000", "150121", "二批次")
S1 = (ONE, "1501212021B00001", "2022-01-10", "4.0000", "2023-01-10", "2023-01-09", None, "150121")
S2 = (TWO, "1501212021B00002", "2022-01-10", "2.0000", "2023-01-10", "2023-01-09", None, "150121")


def changed(row, **cells):
    """A row with other cells; keys c0, c1 … are columns."""
    return tuple(cells.get(f"c{k}", value) for k, value in enumerate(row))


def run(run_alg, approved=(A1, A2), supplied=(S1, S2), feedback=None, **more):
    return case.run(run_alg, table(list(approved), APPROVED, "批准"), table(list(supplied), SUPPLIED, "供应"),
                    feedback, **more)


def figures(result):
    return tuple(result[key] for key in ("APPROVED_MU", "SUPPLIED_MU", "UNSUPPLIED_MU", "OUTSIDE_MU"))


RIGHT = (225.0, 90.0, 135.0, 0.0)


# -- numbers of documents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [
    ONE, "内政土发[2021]15号", "内政土发（2021）15号", "内政土发〔2021〕 15号", "内政土发【２０２１】１５号",
    "内政土发〔2021〕015号", "内政土发〔2021〕第15号", "\u200b内政土发〔2021〕15号\u3000",
    "内政土发2021年15号", "内政土发〔2021〕15"])
def test_one_document_in_many_spellings(run_alg, number):
    log = Log()
    lost = table([(number, "2023-02-01", 1.0)], case.CANCEL_FIELDS, "核销")
    result = run(run_alg, supplied=(changed(S1, c0=number), S2), feedback=log, CANCELLED=lost)
    assert figures(result) == (225.0, 90.0, 120.0, 0.0) and result["CANCELLED_MU"] == 15.0
    assert not any("no approval bears" in line for line in log.lines)
    assert {row["appr_id"] for row in rows_of(result["DOCUMENTS"])} == {ONE, TWO}  # printed as the approvals have it


def test_numbers_without_a_partner_are_named(run_alg):
    log = Log()
    result = run(run_alg, supplied=(changed(S1, c0="内政土发〔2012〕15号"), S2), feedback=log)
    assert figures(result) == (225.0, 30.0, 195.0, 60.0)
    assert any("内政土发〔2012〕15号" in line and "供应" in line for line in log.lines)


# -- rows that are no data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["合计", "小计", "总计", "合 计", "累计：", "本页合计", "Total"])
def test_totals_are_no_approvals_and_no_supplies(run_alg, head):
    result = run(run_alg, (A1, A2, (head, None, "15.0000", None, None)),
                 (S1, S2, (head, None, None, "6.0000", None, None, None, None)),
                 CANCELLED=table([(ONE, "2023-01-01", 1.0), (head, None, 1.0)], case.CANCEL_FIELDS, "核销"))
    assert figures(result) == (225.0, 90.0, 120.0, 0.0)
    assert {(row["src"], row["fid"]) for row in rows_of(result["REJECTS"])} == {("批准", 3), ("供应", 3), ("核销", 2)}
    assert all("totals" in row["reason"] for row in rows_of(result["REJECTS"]))


@pytest.mark.parametrize(("row", "word"), [
    (("单位：公顷", None, None, None, None), "units"), (("注：以上数据截至2023年底。", None, None, None, None), "note"),
    (("说明：含核销", None, None, None, None), "note"), (("填表人：张三", None, "审核人：李四", None, None), "sign"),
    (("填报单位（盖章）：", None, None, None, None), "sign")])
def test_units_notes_and_signatures_are_listed_as_what_they_are(run_alg, row, word):
    result = run(run_alg, (A1, A2, row))
    assert figures(result) == RIGHT
    (found,) = rows_of(result["REJECTS"])
    assert word in found["reason"] and found["action"] == "rejected"


def test_empty_rows_and_rows_that_repeat(run_alg):
    """A sheet ends in empty rows; one supply stands twice under its number: it counts once. Two that differ both do."""
    log = Log()
    result = run(run_alg, (A1, A2, (None,) * 5, ("", "—", None, " ", "")), (S1, S2, S1), log)
    assert figures(result) == RIGHT and result["N_USED"] == 2 and any("2 empty rows" in line for line in log.lines)
    (found,) = rows_of(result["REJECTS"])
    assert "row 1" in found["reason"]
    result = run(run_alg, supplied=(S1, S2, changed(S1, c3="1.0")), feedback=log)
    assert result["SUPPLIED_MU"] == 105.0 and any("1 supplies bear a number" in line for line in log.lines)


# -- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ten", "four"), [
    ("10,0", "4,0"), ("10", "4"), ("１０．０", "４"), ("10公顷", "40000平方米"), ("150亩", "60 亩"),
    ("10.0 hm²", "0.006万亩"), ("'10", " 4 ")])
def test_areas_as_they_are_typed(run_alg, ten, four):
    result = run(run_alg, (changed(A1, c2=ten), A2), (changed(S1, c3=four), S2))
    assert figures(result) == RIGHT and rows_of(result["REJECTS"]) == []


def test_a_comma_is_a_thousands_separator_only_before_groups_of_three(run_alg):
    fields = [*APPROVED[:2], ("批准面积（平方米）", str), *APPROVED[3:]]
    for typed, mu in (("100,000", 225.0), ("100,000.0", 225.0), ("100000", 225.0), ("1,5", 75.0), ("0,150", 75.0)):
        made = table([changed(A1, c2=typed), changed(A2, c2="50 000")], fields, "批准")
        assert case.run(run_alg, made, table([S2], SUPPLIED, "供应"))["APPROVED_MU"] == mu
    result = run(run_alg, (changed(A1, c2="10,5"), A2), (changed(S1, c3="4,25"), S2))
    assert figures(result) == (232.5, 93.75, 138.75, 0.0)


@pytest.mark.parametrize("cell", ["约10", "10-12", "十", "1.2.3", "-10", "inf", "10万元"])
def test_what_is_no_area_is_listed_and_never_cut(run_alg, cell):
    result = run(run_alg, (changed(A1, c2=cell), A2))
    (found,) = rows_of(result["REJECTS"])
    assert cell in found["reason"] and "批准面积（公顷）" in found["reason"] and result["APPROVED_MU"] == 75.0


@pytest.mark.parametrize("sign", ["—", "-", "/", "无", "空", "NULL", "……", "--", "－"])
def test_empty_signs_are_empty_cells(run_alg, sign):
    log = Log()
    result = run(run_alg, (A1, changed(A2, c3=sign)), (S1, changed(S2, c5=sign, c6=sign, c7=sign)), log)
    assert figures(result) == RIGHT and rows_of(result["REJECTS"]) == []
    assert [row["kind"] for row in rows_of(result["IDLE"])] == ["not_idle", "not_started"]


@pytest.mark.parametrize("words", [
    "", "未动工", "未开工", "尚未动工", "否", "未开工建设", "未建", "暂未开工", "没有动工", "/"])
def test_words_of_not_yet_are_the_empty_cell(run_alg, words):
    result = run(run_alg, supplied=(changed(S1, c5=words, c6=words and "未中止"), S2))
    assert rows_of(result["IDLE"])[0]["kind"] == "not_started" and result["IDLE_MU"] == 60.0
    assert rows_of(result["REJECTS"]) == []


def test_a_row_that_says_it_is_not_supplied_yet_is_none(run_alg):
    log = Log()
    result = run(run_alg, (A1, changed(A2, c1="尚未批准")), (S1, changed(S2, c2="未供地")), log)
    assert figures(result) == (150.0, 60.0, 90.0, 0.0)
    assert [(row["src"], row["fid"]) for row in rows_of(result["REJECTS"])] == [("批准", 2), ("供应", 2)]


@pytest.mark.parametrize(("given", "idle_from"), [
    ("2023–01–10", "2024-01-10"), ("2023—1—10", "2024-01-10"), ("2023-01-09T16:00:00Z", "2024-01-10"),
    ("2023-01-09 16:00:00+00", "2024-01-10"), ("2023-01-10T15:59:59Z", "2024-01-10"), ("2023年1月10日", "2024-01-10")])
def test_dates_with_dashes_and_time_zones(run_alg, given, idle_from):
    log = Log()
    result = run(run_alg, supplied=(changed(S1, c4=given, c5=None), S2), feedback=log)
    assert rows_of(result["IDLE"])[0]["idle_from"].toString("yyyy-MM-dd") == idle_from
    assert any("16:00 UTC is midnight" in line and "约定动工日期" in line for line in log.lines) == ("16:00" in given)


def test_stamps_of_a_typed_column(run_alg):
    """A column of type DateTime that was exported as UTC: 16:00 of 9 January is midnight of the 10th in China."""
    fields = [(name, QDateTime if name == "约定动工日期" else kind) for name, kind in SUPPLIED]
    stamp = QDateTime.fromString("2023-01-09T16:00:00Z", Qt.DateFormat.ISODate)
    made = table([changed(S1, c4=stamp, c5=None)], fields, "供应")
    log = Log()
    result = case.run(run_alg, table([A1, A2], APPROVED, "批准"), made, log)
    assert rows_of(result["IDLE"])[0]["idle_from"].toString("yyyy-MM-dd") == "2024-01-10"
    assert any("16:00 UTC is midnight" in line for line in log.lines)


def test_amounts_in_two_units_and_units_in_cells(run_alg):
    """应动工 30 亩 and 已开发 0.5 公顷 = 7.5 亩: a quarter, less than a third. Without a unit in any heading a cell
    that names one cannot be compared: it is listed."""

    def halted(due, developed, names=("应动工面积（亩）", "已开发面积（公顷）")):
        fields = [*SUPPLIED, (names[0], str), (names[1], str)]
        return table([(*changed(S1, c6="2023-02-01"), due, developed)], fields, "供应")

    approved = table([A1, A2], APPROVED, "批准")
    for due, developed in (("30", "0.5"), ("2公顷", "7.5亩"), ("30", "0,5")):
        result = case.run(run_alg, approved, halted(due, developed))
        assert rows_of(result["IDLE"])[0]["kind"] == "halted" and result["HALTED_MU"] == 60.0
    bare = ("应动工面积", "已开发面积")
    assert rows_of(case.run(run_alg, approved, halted("30", "9,99", bare))["IDLE"])[0]["kind"] == "halted"
    result = case.run(run_alg, approved, halted("30", "0.5公顷", bare))
    assert rows_of(result["IDLE"])[0]["kind"] == "unknown" and "0.5公顷" in rows_of(result["REJECTS"])[0]["reason"]


def test_never_begun_although_halted_is_filled(run_alg):
    """No start, nothing developed, nothing invested: never started. With something developed it had begun."""
    fields = [*SUPPLIED, ("应动工面积", str), ("已开发面积", str), ("总投资", str), ("已投资", str)]

    def kind(*amounts):
        row = changed(S1, c5="未动工", c6="2023-06-01")
        made = table([(*row, *amounts)], fields, "供应")
        return rows_of(case.run(run_alg, table([A1, A2], APPROVED, "批准"), made)["IDLE"])[0]["kind"]

    assert kind("10", "0", "500", None) == "not_started" == kind(None, "—", None, "0") == kind("10", None, "500", "/")
    assert kind("10", "2", "500", "0") == "halted" and kind("10", "约2", "500", None) == "unknown"


@pytest.mark.parametrize(("cells", "fractions"), [
    (("0.8512", "1.02"), True), (("85.12", "102"), False), (("85.12%", "102 %"), False)])
def test_rates_of_published_figures(run_alg, cells, fractions):
    names = [("名称", str), ("年度", str), ("合计（亩）", str), ("任务（亩）", str), ("完成率", str)]
    rows = [("甲", "2022年", "85.12", "100", cells[0]), ("乙", "合计", "1,020", "1000", cells[1])]
    log = Log()
    result = run(run_alg, feedback=log, REPORTED=table(rows, names, "公布"), CHECKS="memory:")
    assert {(row["name"], row["check"], row["result"]) for row in rows_of(result["CHECKS"])} == {
        ("甲", "rate", "ties"), ("乙", "rate", "ties")}
    assert any("read as fractions" in line for line in log.lines) == fractions


# -- headings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heading", "ten", "five"), [
    ("地块大小（亩）", "150", "75"), ("地块大小（公顷）", "10", "5"), ("地块大小(万亩)", "0.015", "0.0075"),
    ("size_m2", "100000", "50000"), ("地块大小㎡", "100,000", "50,000")])
def test_the_unit_of_a_field_chosen_by_hand_holds(run_alg, heading, ten, five):
    made = table([changed(A1, c2=ten), changed(A2, c2=five)], [*APPROVED[:2], (heading, str), *APPROVED[3:]], "批准")
    result = case.run(run_alg, made, table([S1, S2], SUPPLIED, "供应"),
                      FIELDS=f'{{"approved_area": "{heading}"}}')
    assert figures(result) == RIGHT


def test_a_heading_that_measures_something_else_is_refused(run_alg):
    made = table([A1, A2], [*APPROVED[:2], ("面积（万元）", str), *APPROVED[3:]], "批准")
    with pytest.raises(QgsProcessingException, match="万元"):
        case.run(run_alg, made, table([S1, S2], SUPPLIED, "供应"), FIELDS='{"approved_area": "面积（万元）"}')


def test_sheets_whose_header_is_not_their_first_row(provider, tmp_path):
    names = [name for name, _ in APPROVED]
    plain = [(f"Field{k + 1}", str) for k in range(5)]
    sales = table([S1, S2], SUPPLIED, "供应")
    said = message(provider, APPROVED=table([tuple(names), A1, A2], plain, "全文本"), SUPPLIED=sales)
    assert "all cells are text" in said and "批准文号" in said and "全文本" in said
    said = message(provider, APPROVED=table([("2023年度批准情况表", *[None] * 4), tuple(names), A1], plain, "标题"),
                   SUPPLIED=sales)
    assert "row 2" in said and "Delete the title rows" in said
    titled = [("某旗批准情况表", str), *plain[1:]]
    said = message(provider, APPROVED=table([("单位：公顷", *[None] * 4), tuple(names), A1], titled, "标题"),
                   SUPPLIED=sales)
    assert "row 3" in said
    said = message(provider, APPROVED=table([A1, A2], plain, "无表头"), SUPPLIED=sales)
    assert "have no names" in said
    path = tmp_path / "批准.csv"
    path.write_bytes(("批准文号,批准日期,批准面积（公顷）\n" + ",".join(A1[:3]) + "\n").encode("gbk"))
    assert "GBK" in message(provider, APPROVED=str(path), SUPPLIED=sales)
    mixed = [(name.encode("gbk").decode("latin-1"), kind) for name, kind in APPROVED]
    assert "GBK" in message(provider, APPROVED=table([A1], mixed, "乱码"), SUPPLIED=sales)
    said = message(provider, APPROVED=table([A1], [("甲", str), *plain[1:]], "别的"), SUPPLIED=sales)
    assert "GBK" not in said and "header" not in said


# -- tasks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heading", "cells"), [
    ("处置任务（亩）", ("6", "1.5")), ("处置任务（公顷）", ("0.4", "0,1")), ("处置任务（万亩）", ("0.0006", "0.00015")),
    ("处置任务", ("6亩", "0.1公顷"))])
def test_tasks_in_any_unit_and_every_row_in_its_place(run_alg, heading, cells):
    """6 + 1.5 亩 of two years: the whole-period row of 7.5 beside them is not added, the totals row is no data."""
    fields = [("旗县代码", str), ("年度", str), (heading, str)]
    seven = {"6": "7.5", "0.4": "0.5", "0.0006": "0.00075", "6亩": "7.5"}[cells[0]]
    rows = [("150121", "2022", cells[0]), ("150121", "2023年", cells[1]), ("150121", "合计", seven),
            ("150121", "2022", cells[0]), ("合计", None, seven)]
    log = Log()
    more = {} if heading.startswith("处置任务（亩") or heading == "处置任务" else {
        "FIELDS": f'{{"task_mu": "{heading}"}}'}
    result = run(run_alg, feedback=log, TASKS=table(rows, fields, "任务"), **more)
    county = case.ledger(result)["county", "150121", ""]
    assert county["task_mu"] == 7.5 and county["verdict"] == "met" and county["disp_mu"] == 90.0


def test_tasks_of_leagues_and_of_the_region_stand_for_them(run_alg):
    fields = [("旗县代码", str), ("处置任务（亩）", str)]
    log = Log()
    rows = [("150121", "100"), ("150100", "900"), ("150000", "5000")]
    result = run(run_alg, feedback=log, TASKS=table(rows, fields, "任务"), TARGET_MU=679400)
    ledger = case.ledger(result)
    assert [ledger[key]["task_mu"] for key in (("county", "150121", ""), ("league", "150100", ""),
                                               ("region", "150000", ""))] == [100.0, 900.0, 5000.0]
    # one county of nine, one of 103: neither league nor region is judged; the county is, by its own row
    assert [ledger[key]["verdict"] for key in (("county", "150121", ""), ("league", "150100", ""),
                                               ("region", "150000", ""))] == ["pending"] + ["not_computable"] * 2
    assert any("5000.00" in line and "TARGET_MU" in line for line in log.lines)
    assert ledger["region", "150000", ""]["prog_pct"] == 1.8 and result["PROGRESS_PCT"] == 0.01  # 90 of 5000, of 679400


# -- coverage ---------------------------------------------------------------------------------------------------------


class Told(Log):
    def pushInfo(self, text):
        self.lines.append(text)


def test_a_county_alone_gives_no_verdict_of_league_or_region(run_alg):
    log = Told()
    task = table([("150121", "50")], [("旗县代码", str), ("处置任务（亩）", str)], "任务")
    result = run(run_alg, feedback=log, TASKS=task, AREA_METHOD="official")
    verdicts = {key[:2]: row["verdict"] for key, row in case.ledger(result).items() if row["verdict"] != "no_number"}
    assert verdicts == {("region", "150000"): "not_computable", ("league", "150100"): "not_computable",
                        ("county", "150121"): "met"}
    head = [line for line in log.lines if "approved 225.00" in line]
    assert len(head) == 1 and "covers 1 of 103 county units" in head[0] and "of the goal" not in head[0]
    assert "covers 1 of 103 county units" in result["METHOD"]
    missing = {row["code"]: row["missing"] for row in rows_of(result["MEASURES"])}
    assert missing["150121"] == "" and "1 of 103" in missing["150000"] and "of 9" in missing["150100"]


def test_nothing_read_is_not_computable(run_alg):
    task = table([("150121", "0")], [("旗县代码", str), ("处置任务（亩）", str)], "任务")
    result = case.run(run_alg, table([], APPROVED, "批准"), table([], SUPPLIED, "供应"), TASKS=task)
    assert {row["verdict"] for row in rows_of(result["LEDGER"])} <= {"not_computable", "no_number"}
    counties = layer([(case.square(0, 0), "150121")], [("code", str)], name="旗县")
    result = case.run(run_alg, table([], APPROVED, "批准"), table([], SUPPLIED, "供应"), TASKS=task, COUNTIES=counties)
    assert case.ledger(result)["county", "150121", ""]["verdict"] == "not_computable"


def test_what_cannot_be_judged_is_said_and_holds_met_back(run_alg):
    """90 亩 were supplied since the base date; 60 of them bear no agreed date: they may lie idle, so 80 is not reached
    for sure, 30 is."""
    log = Log()

    def verdict(goal):
        task = table([("150121", goal)], [("旗县代码", str), ("处置任务（亩）", str)], "任务")
        result = run(run_alg, supplied=(changed(S1, c4=None, c5=None), S2), feedback=log, TASKS=task)
        return case.ledger(result)["county", "150121", ""]["verdict"]

    assert (verdict("80"), verdict("30")) == ("not_computable", "met")
    assert any("at least 30.00" in line and "60.00" in line for line in log.lines)
    assert any("Idle land: at least 0.00" in line and "1 parcels cannot be judged" in line for line in log.lines)


@pytest.mark.parametrize("written", ["150121", "土默特左旗", " 土默特 左旗 ", "150121000", "150121.0"])
def test_counties_by_code_or_by_full_name(run_alg, written):
    result = run(run_alg, (changed(A1, c3=written), changed(A2, c3=written)))
    assert case.ledger(result)["county", "150121", ""]["appr_mu"] == 225.0


@pytest.mark.parametrize(("written", "shown"), [("150172", "Hohhot"), ("150100", "Hohhot"), ("呼和浩特市", "Hohhot"),
                                                ("159999", "159999"), ("150000", "Inner Mongolia")])
def test_codes_of_zones_and_leagues_are_listed_by_name(run_alg, written, shown):
    result = run(run_alg, (changed(A1, c3=written), A2))
    reasons = [row["reason"] for row in rows_of(result["REJECTS"])]
    assert any(shown in reason and "county unit" in reason for reason in reasons), reasons


@pytest.mark.parametrize("cell", ["—", "约5", None])
def test_unknown_areas_make_the_sums_at_least(run_alg, cell):
    log = Log()
    run(run_alg, (A1, changed(A2, c2=cell)), feedback=log)
    assert any("批准面积" in line and "at least" in line and "1 rows" in line for line in log.lines)
    log = Log()
    run(run_alg, feedback=log)
    assert not any("at least" in line for line in log.lines)
