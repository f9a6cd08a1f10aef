"""Order 53: every dated case of tests/data/order53_cases.tsv, and laws that hold for all facts."""

import csv
import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.dates import parse_date
from nm_urban.nm_urban_plugin.core.idle.decision import KINDS, Facts, decide, left_stock
from nm_urban.nm_urban_plugin.core.idle.facts import FACT_ROLES, backward
from nm_urban.nm_urban_plugin.core.idle.rules import cause_of, is_recognised, mode_of, routes, rules
from nm_urban.nm_urban_plugin.core.idle.words import say, say_action, say_clauses
from nm_urban.nm_urban_plugin.core.periods import completed_years, whole_months
from tools.common import ROOT

DAYS = ("supply_date", "agreed_start", "extended_start", "extended_on", "delivery_date", "actual_start",
        "halted_since", "gov_from", "gov_to", "disposal_date")
AMOUNTS = ("due", "developed", "total", "invested", "price")
LAWS = settings(deadline=None, max_examples=150)


def cases():
    text = (ROOT / "tests" / "data" / "order53_cases.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader([line for line in text.splitlines() if not line.startswith("#")], delimiter="\t"))


def facts_of(text):
    values, absent, unreadable = {}, set(), set()
    for pair in text.split(";"):
        name, _, value = pair.partition("=")
        if value == "!":
            absent.add(name)
        elif value == "?":
            unreadable.add(name)
        elif value == "-":
            continue
        elif name in DAYS:
            values[name] = dt.date.fromisoformat(value)
        elif name in AMOUNTS:
            values[name] = Fraction(value)
        elif name == "cause":
            values[name] = cause_of(value)
        elif name == "recognised":
            values[name] = is_recognised(value)
        else:
            assert name == "disposal_mode", name
            values[name] = value
    return Facts(**values, absent=frozenset(absent), unreadable=frozenset(unreadable))


def shown(value):
    return "-" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c['no']}-{c['reckoning'][:40]}")
def test_the_truth_table(case):
    found = decide(facts_of(case["facts"]), dt.date.fromisoformat(case["as_of"]))
    assert {
        "kind": found.kind, "idle_from": shown(found.idle_from), "months": shown(found.months),
        "fee_from": shown(found.fee_from), "take_from": shown(found.take_from), "articles": " ".join(found.clauses),
        "action": found.action, "counts": str(int(found.counts)), "missing": " ".join(found.missing) or "-",
    } == {key: case[key] for key in ("kind", "idle_from", "months", "fee_from", "take_from", "articles", "action",
                                     "counts", "missing")}
    for lang in ("zh", "en"):
        assert say_clauses(found.clauses, lang) and "{" not in say(found.steps, lang)
        words = say(found.steps, lang)
        for day in (found.idle_from, found.fee_from, found.take_from):
            assert day is None or day.isoformat() in words
        assert (found.action == "nothing") == (say_action(found.action, found.missing, lang) == "")
    if found.kind == "halted":
        assert "需人工认定" in say_action(found.action, (), "zh") and "需人工认定" in say_action(found.action, (), "en")


def test_the_table_is_large_and_names_every_kind():
    rows = cases()
    assert len(rows) >= 40 and {row["kind"] for row in rows} == set(KINDS)
    assert {row["action"] for row in rows} >= {"fee", "take_back", "before_fee", "routes", "by_hand", "complete"}


def test_fee_is_a_fifth_of_the_price():
    found = decide(facts_of("agreed_start=2022-01-01;price=1234.5"), dt.date(2023, 6, 1))
    assert found.fee == Fraction("246.9") and "246.9" in say(found.steps, "zh")


@pytest.mark.parametrize(("text", "kind", "item"), [
    ("政府原因", "government", 6), ("government", "government", 6), ("规划调整", "government", 2),
    ("信访", "government", 4), ("文物保护", "government", 5), ("未按期交地", "government", 1),
    ("政策调整", "government", 3),
    ("第八条第(三)项", "government", 3), ("第八条第一款第（五）项", "government", 5),
    ("第八条第二款", "force_majeure", 0),
    ("art. 8(2)", "government", 2),
    ("企业原因", "holder", 0), ("受让人资金不足", "holder", 0), ("company", "holder", 0), ("非政府原因", "holder", 0),
    ("企业自身规划调整", "holder", 0), ("非企业原因", "government", 6), ("不可抗力", "force_majeure", 0),
    ("force majeure", "force_majeure", 0), ("政府原因、企业原因", "mixed", 6), ("政府与企业共同原因", "mixed", 6),
    ("混合", "mixed", 6), ("规划调整；企业资金不足", "mixed", 2), ("", "", 0), (None, "", 0), ("其他", "", 0),
    ("无", "", 0)])
def test_causes_as_offices_write_them(text, kind, item):
    found = cause_of(text)
    assert found.kind == kind
    if kind in ("government", "mixed"):
        assert found.item == item


@pytest.mark.parametrize(("text", "mode"), [
    ("收取土地闲置费", "fee"), ("征缴闲置费后限期动工", "other"), ("无偿收回", "back"), ("协议有偿收回", "back"),
    ("置换土地", "back"), ("延长动工开发期限", "other"), ("", "other"), (None, "other"), ("促建", "other")])
def test_disposal_modes(text, mode):
    assert mode_of(text) == mode


@pytest.mark.parametrize(("value", "yes"), [
    ("内自然资认〔2024〕1号", True), ("是", True), (1, True), (True, True), ("否", False), ("", False), (None, False),
    (0, False), (0.0, False), ("无", False), ("未认定", False), (float("nan"), False)])
def test_recognition_as_number_of_a_document_or_as_yes(value, yes):
    assert is_recognised(value) is yes


@pytest.mark.parametrize(("start", "end", "months"), [
    ("2024-01-31", "2024-02-28", 0), ("2024-01-31", "2024-02-29", 1), ("2023-01-31", "2023-02-28", 1),
    ("2024-02-29", "2025-02-28", 12), ("2024-01-15", "2024-01-15", 0), ("2024-01-15", "2023-01-15", 0),
    ("2023-12-31", "2024-06-30", 6), ("2023-12-31", "2024-06-29", 5)])
def test_whole_months(start, end, months):
    assert whole_months(parse_date(start), parse_date(end)) == months


@pytest.mark.parametrize(("start", "end", "years"), [
    ("2020-02-29", "2021-02-27", 0), ("2020-02-29", "2021-02-28", 1), ("2019-05-01", "2024-04-30", 4),
    ("2019-05-01", "2024-05-01", 5), ("2024-05-01", "2019-05-01", 0)])
def test_completed_years(start, end, years):
    assert completed_years(parse_date(start), parse_date(end)) == years


day = st.one_of(st.none(), st.dates(dt.date(2016, 1, 1), dt.date(2024, 12, 31)))
amount = st.one_of(st.none(), st.fractions(0, 100, max_denominator=1000))
any_facts = st.builds(
    Facts, supply_date=day, agreed_start=day, extended_start=day, extended_on=day, delivery_date=day, actual_start=day,
    halted_since=day, due=amount, developed=amount, total=amount, invested=amount,
    cause=st.sampled_from([cause_of(t) for t in ("", "政府原因", "企业原因", "混合", "不可抗力")]),
    gov_from=day, gov_to=day,
    gov_days=st.one_of(st.none(), st.integers(0, 500)), recognised=st.booleans(),
    disposal_mode=st.sampled_from(["", "收回", "闲置费", "延长期限"]), disposal_date=day, price=amount,
    absent=st.frozensets(st.sampled_from(FACT_ROLES), max_size=2),
    unreadable=st.frozensets(st.sampled_from(FACT_ROLES), max_size=2))


@LAWS
@given(any_facts, st.dates(dt.date(2017, 1, 1), dt.date(2026, 12, 31)))
def test_laws_of_every_decision(facts, as_of):
    facts = replace(facts, **{name: None for name in facts.absent | facts.unreadable
                              if name in DAYS or name in ("gov_days",)})
    found = decide(facts, as_of)
    assert found.kind in KINDS and found.clauses
    idle = found.kind in ("not_started", "halted", "government_cause")
    assert (found.idle_from is not None) == (found.months is not None) == idle
    if idle:
        assert found.idle_from <= as_of and found.months >= 0
    assert (found.action == "complete") == bool(found.missing)
    assert not found.missing or found.kind == "unknown" or "8" in found.clauses  # mixed causes without their period
    assert found.kind != "unknown" or found.missing
    assert not (found.kind == "government_cause" and (found.fee_from or found.take_from))
    if found.fee_from and found.take_from:
        assert found.fee_from < found.take_from
    assert (found.action == "take_back") <= (found.take_from is not None and as_of >= found.take_from)
    for lang in ("zh", "en"):
        assert say(found.steps, lang) and "{" not in say(found.steps, lang) + say_action(found.action, found.missing,
                                                                                         lang)


@LAWS
@given(any_facts, st.dates(dt.date(2017, 1, 1), dt.date(2026, 12, 31)), st.integers(1, 900))
def test_who_left_the_stock_is_not_in_it(facts, base, days):
    before, now = decide(facts, base), decide(facts, base + dt.timedelta(days=days))
    if left_stock(before, now):
        assert before.counts and not now.counts
    assert not left_stock(None, now)


def test_dates_that_run_backwards_are_told():
    assert backward(Facts(actual_start=dt.date(2022, 1, 1), halted_since=dt.date(2021, 1, 1),
                          supply_date=dt.date(2022, 1, 2))) == [("actual_start", "halted_since"),
                                                                ("supply_date", "actual_start")]


def test_policy_and_routes():
    assert rules().developed_share == Fraction(1, 3) and rules().invested_share == Fraction(1, 4)
    assert rules().age_bounds == (1, 2, 5)
    assert "不超过1年" in routes("zh") and "at most 2 years" in routes("en")
