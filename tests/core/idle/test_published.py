"""Published figures: the ones known not to tie are flagged, with the arithmetic; those that tie are not."""

import csv
from fractions import Fraction

import pytest

from nm_urban.nm_urban_plugin.core.idle.published import COARSE, NOT_TIED, TIES, Figure, Statement, check_all, printed
from tools.common import ROOT

COLUMNS = {f"{short}_{unit}": (item, unit) for short, item in (
    ("sup", "supplied"), ("canc", "cancelled"), ("total", "total"), ("task", "task")) for unit in ("mu", "ha")}


def statements():
    text = (ROOT / "tests" / "data" / "published_stock.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader([line for line in text.splitlines() if not line.startswith("#")], delimiter="\t")
    return [Statement(k, row["name"], int(row["year"]) if row["year"] else None,
                      {key: Figure.of(row[column]) for column, key in COLUMNS.items() if row[column]},
                      Figure.of(row["rate"]) if row["rate"] else None) for k, row in enumerate(rows)]


@pytest.fixture(scope="module")
def found():
    return {(f.name, f.check, f.item, f.unit): f for f in check_all(statements())}


@pytest.mark.parametrize(("key", "result", "words"), [
    # 1695 + 1346 = 3041, not 3040
    (("阿拉善盟批而未供", "sum", "total", "mu"), NOT_TIED, "1695 + 1346 = 3041; 3040"),
    # 112.98 + 89.6937 = 202.6737
    (("阿拉善盟批而未供", "sum", "total", "ha"), TIES, "202.6737"),
    # 89.6937 ha x 15 = 1345.4055 mu, printed 1346
    (("阿拉善盟批而未供", "unit", "cancelled", "mu"), NOT_TIED, "1345.4055; 1346"),
    # 112.98 x 15 = 1694.7, printed 1695: rounded; 202.6737 x 15 = 3040.1055, printed 3040
    (("阿拉善盟批而未供", "unit", "supplied", "mu"), TIES, "1694.7000; 1695"),
    (("阿拉善盟批而未供", "unit", "total", "mu"), TIES, "3040.1055; 3040"),
    # 742.4295 / 333.3333 = 222.73 %, printed 220.87 %
    (("阿拉善盟闲置", "rate", "rate", "%"), NOT_TIED, "222.73 %; 220.87 %"),
    # 66.67 + 80 + 86.67 + 81.83 = 315.17
    (("杭锦旗批而未供", "years", "task", "ha"), TIES, "315.17"),
    # 6.67 + 3 x 13.33 = 46.66, printed 46.67
    (("杭锦旗闲置", "years", "task", "ha"), NOT_TIED, "46.66; 46.67"),
    # 23.4968 / 23.08 = 101.81 %, printed 102 %: right only because it is coarse
    (("乌达区", "rate", "rate", "%"), COARSE, "101.81 %; 102 %"),
])
def test_known_figures(found, key, result, words):
    assert found[key].result == result and words in found[key].words


def test_nothing_else_is_flagged(found):
    assert sum(f.result == NOT_TIED for f in found.values()) == 4
    assert sum(f.result == COARSE for f in found.values()) == 1 and len(found) == 9


@pytest.mark.parametrize(("text", "value", "decimals"), [
    ("1,695", 1695, 0), ("112.98", Fraction("112.98"), 2), ("220.87%", Fraction("220.87"), 2), (" 102％ ", 102, 0),
    (66.67, Fraction("66.67"), 2), ("12,5", Fraction("12.5"), 1), ("1,234.50", Fraction("1234.5"), 2)])
def test_figures_as_printed(text, value, decimals):
    assert Figure.of(text) == Figure(Fraction(value), decimals)


def test_rates_of_a_sheet_that_hands_them_over_as_fractions():
    assert Figure.of(0.8512, as_fractions=True) == Figure(Fraction("85.12"), 2)
    assert Figure.of("1.5", as_fractions=True) == Figure(Fraction(150), 0)
    assert Figure.of("85.1 %", as_fractions=True) == Figure(Fraction("85.1"), 1)


@pytest.mark.parametrize("text", ["", "-", "—", "无", None])
def test_empty_figures(text):
    assert Figure.of(text) is None


@pytest.mark.parametrize("text", ["约100", "1.2.3", "-5", "10亩", True])
def test_what_is_no_figure(text):
    with pytest.raises(ValueError):
        Figure.of(text)


def test_half_up():
    assert printed(Fraction("1345.4055"), 0) == "1345" and printed(Fraction("0.5"), 0) == "1"
    assert printed(Fraction("-0.005"), 2) == "-0.01" and printed(Fraction(1, 3), 4) == "0.3333"
