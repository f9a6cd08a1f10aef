"""The verdict's order and its one tolerance, zones, flags, the sentence, and the checks of the rule table."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.conformity import judging as conformity
from nm_urban.nm_urban_plugin.core.conformity.judging import (
    CONFLICTS,
    NOT_COMPUTABLE,
    VERDICTS,
    Case,
    ToleranceError,
    exceeds,
    judge,
    read_rules,
    rules,
)
from nm_urban.nm_urban_plugin.core.resources import ROOT, ResourceError

TABLE = ROOT / "policies" / "conformity.json"
LAWS = settings(deadline=None, max_examples=200)
part = st.one_of(st.none(), st.integers(0, 400))


def one(area, eco, farm, ubd, tolerance=1.0):
    lines = {"eco": eco, "farm": farm, "ubd": ubd}
    found = judge(np.array([area]), {key: None if v is None else np.array([v]) for key, v in lines.items()}, tolerance)
    assert found.dtype == np.dtype("<U16")
    return str(found[0])


@pytest.mark.parametrize(
    ("eco", "farm", "ubd", "want"),
    [
        (101, 101, 0, "conflict_both"),
        (101, 100, 0, "conflict_eco"),
        (100, 101, 0, "conflict_farm"),
        (101, None, None, "conflict_eco"),
        (None, 101, None, "conflict_farm"),
        (101, 101, None, "conflict_both"),
        (100, 100, None, "not_computable"),
        (None, 0, 1000, "not_computable"),
        (0, None, 1000, "not_computable"),
        (None, None, None, "not_computable"),
        (100, 100, 1000, "inside_boundary"),
        (0, 0, 900, "inside_boundary"),
        (0, 0, 899, "partly_outside"),
        (0, 0, 101, "partly_outside"),
        (0, 0, 100, "outside_boundary"),
        (0, 0, 0, "outside_boundary"),
    ],
)
def test_the_order_of_verdicts(eco, farm, ubd, want):
    assert one(1000, eco, farm, ubd) == want


def test_a_project_within_the_tolerance_counts_as_inside_first():
    assert one(90, 0, 0, 0) == "inside_boundary"


@pytest.mark.parametrize("cents", [1, 7, 29, 57, 58, 113, 115, 100, 10_000_001])
def test_the_tolerance_itself_is_not_exceeded_whatever_its_decimals(cents):
    tolerance = float(f"{cents // 100}.{cents % 100:02d}")
    assert not exceeds(cents, tolerance) and exceeds(cents + 1, tolerance)
    assert exceeds([cents, cents + 1], tolerance).tolist() == [False, True]


@given(st.integers(1, 400), part, part, part, st.integers(0, 200))
@LAWS
def test_reading_by_hand_agrees(area, eco, farm, ubd, tolerance):
    eco, farm, ubd = (None if v is None else min(v, area) for v in (eco, farm, ubd))
    on_eco, on_farm = (v is not None and v > tolerance for v in (eco, farm))
    if on_eco or on_farm:
        want = "conflict_both" if on_eco and on_farm else "conflict_eco" if on_eco else "conflict_farm"
    elif None in (eco, farm, ubd):
        want = "not_computable"
    elif area - ubd <= tolerance:
        want = "inside_boundary"
    else:
        want = "outside_boundary" if ubd <= tolerance else "partly_outside"
    assert one(area, eco, farm, ubd, tolerance / 100) == want


@pytest.mark.parametrize("tolerance", [-0.01, float("nan"), float("inf")])
def test_a_tolerance_that_is_none(tolerance):
    with pytest.raises(ToleranceError) as error:
        one(1, 0, 0, 0, tolerance)
    assert error.value.zh


@pytest.mark.parametrize(
    ("label", "want"),
    [("城镇集中建设区", "conc"), (" 集中建设区（一期）", "conc"), ("410", "conc"), ("418", "conc"),
     ("弹性发展区", "elas"), ("420", "elas"), ("特别用途区", "spec"), ("430", "spec"),
     ("", ""), ("01", ""), ("41号地", ""), ("其他", "")],
)  # fmt: skip
def test_zones_by_name_and_by_code(label, want):
    assert rules().zone_of(label) == want


def case(verdict, zones=None, slivers=False, area=100_000, **lines):
    return Case(area, {"eco": 0, "farm": 0, "ubd": area, **lines}, zones, verdict, slivers)


def test_flags_need_more_than_the_tolerance():
    zones = {"conc": 50_000, "elas": 100, "spec": 101, "other": 0}
    assert rules().flags_of(case("inside_boundary", zones), 1.0) == ("special_use",)
    zones = {"conc": 50_000, "elas": 101, "spec": 101, "other": 500}
    found = rules().flags_of(case("inside_boundary", zones, slivers=True), 1.0)
    assert found == ("special_use", "elastic", "zone_unknown", "sliver")
    assert rules().flags_of(case("inside_boundary"), 1.0) == ()


def test_a_conflict_with_a_missing_line_says_so():
    proven = case("conflict_eco", eco=20_000, ubd=None)
    assert rules().flags_of(proven, 1.0) == ("incomplete",)
    assert "未提供城镇开发边界" in rules().why(proven, ("incomplete",), 1.0, "zh")
    unknown = case("not_computable", farm=None, ubd=None)
    assert rules().flags_of(unknown, 1.0) == ()
    assert "未提供永久基本农田、城镇开发边界" in rules().why(unknown, (), 1.0, "zh_CN")


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verdict_has_its_sentence_with_a_quote(verdict, lang):
    missing = {"ubd": None} if verdict == NOT_COMPUTABLE else {}
    flags = tuple(rules().flags)
    text = rules().why(case(verdict, {"conc": 1, "elas": 2, "spec": 30_000, "other": 4}, **missing), flags, 1.0, lang)
    rule = rules().verdicts[verdict]
    assert rule.clauses[0].quote in text and "「" in text and "{" not in text
    assert all(rule.title) and all(rule.consequence)
    assert text.endswith("。" if lang == "zh" else ".") and "300.00 m²" in text
    if lang == "zh":
        assert not re.search("[a-z]{3}", text)


def test_numbers_in_the_sentence():
    text = rules().why(case("conflict_both", eco=123_456, farm=7), (), 0.5, "en")
    assert text.startswith("1234.56 m² lie in the ecological red line and 0.07 m² in permanent basic farmland")
    text = rules().why(case("partly_outside", ubd=40_000), (), 1.0, "zh")
    assert "边界内 400.00 m²、边界外 600.00 m²（容差 1.00 m²）" in text


def test_the_shipped_table_is_whole():
    table = rules()
    assert tuple(table.verdicts) == VERDICTS and set(table.zones) == set(conformity.ZONES)
    assert "不可逾越的红线" in table.verdicts["conflict_eco"].clauses[0].quote
    assert "永久基本农田以外" in table.verdicts["conflict_farm"].clauses[0].quote
    assert "详细规划+规划许可" in table.verdicts["inside_boundary"].clauses[0].quote
    for rule in (*table.verdicts.values(), *table.zones.values()):
        for clause in rule.clauses:
            assert clause.quote or clause.external
    for verdict in CONFLICTS:
        assert table.verdicts[verdict].external  # what must follow is national law, the plans do not state it
    assert table.zones["elas"].flag == "elastic" and table.zones["spec"].flag == "special_use"


def changed(tmp_path, change):
    data = json.loads(TABLE.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "我的规则.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("clauses"), "clauses missing"),
        (lambda d: d["verdicts"].pop("conflict_eco"), "conflict_eco missing"),
        (lambda d: d["verdicts"].update(fine=d["verdicts"]["conflict_eco"]), "fine is no verdict"),
        (lambda d: d["verdicts"]["conflict_eco"].update(clauses=["no"]), "no such clauses: no"),
        (lambda d: d["verdicts"]["conflict_eco"].update(why="{eco.__class__} {x}"), r"unknown placeholders \{x\}"),
        (lambda d: d["verdicts"]["conflict_eco"].update(title=3), "a text"),
        (lambda d: d["verdicts"]["conflict_eco"].pop("why_en"), "why_en missing"),
        (lambda d: d["verdicts"]["conflict_eco"].update(external="no"), "true or false"),
        (lambda d: d["clauses"]["three_lines"].update(quote=""), "needs its quote"),
        (lambda d: d["zones"]["spec"].update(flag="nowhere"), "no flag 'nowhere'"),
        (lambda d: d["zones"]["spec"].update(names="特别用途"), "a list of texts"),
        (lambda d: d["zones"].pop("elas"), "elas missing"),
        (lambda d: d["lines"].pop("ubd"), "ubd missing"),
    ],
)
def test_a_table_of_the_user_is_checked(tmp_path, change, message):
    with pytest.raises(ResourceError, match=message) as error:
        read_rules(changed(tmp_path, change))
    assert "我的规则.json" in str(error.value) and error.value.zh


def test_a_table_of_the_user_is_used(tmp_path):
    def change(data):
        data["zones"]["river"] = {"title": "滨河区", "title_en": "River", "names": ["滨河"], "flag": "special_use",
                                  "external": True}
        data["verdicts"]["outside_boundary"]["why"] = "边界外 {outside} 平方米"

    table = read_rules(changed(tmp_path, change))
    assert table.zone_of("滨河一区") == "river"
    outside = case("outside_boundary", {"conc": 0, "elas": 0, "spec": 0, "river": 500, "other": 0}, ubd=0)
    assert table.flags_of(outside, 1.0) == ("special_use",)
    assert table.why(outside, (), 1.0, "zh").startswith("边界外 1000.00 平方米：「")
