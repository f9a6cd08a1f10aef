"""County classes: where a class comes from, the two opinions, and that bad indicators never give a class."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.classes import decision as classes
from nm_urban.nm_urban_plugin.core.classes import proposal as classes_opinions
from nm_urban.nm_urban_plugin.core.classes.decision import class_of_text, decide, labels
from nm_urban.nm_urban_plugin.core.classes.proposal import ABSURD, ALL_EQUAL, FEW, NO_VALUE, SILENT, Proposal, propose
from nm_urban.nm_urban_plugin.core.classes.rules import class_rules, read_class_rules
from nm_urban.nm_urban_plugin.core.classes.words import why_class, why_missing
from nm_urban.nm_urban_plugin.core.resources import ResourceError
from tools.common import ROOT

RULES = class_rules()
#: Made-up counties of three plain kinds: value of each indicator, with a little spread.
KINDS = {
    "urban": {"eco_pct": 5, "farm_pct": 8, "crop_pct": 12, "built_pct": 30, "grass_pct": 20, "forest_pct": 5,
              "density": 900, "urban_pct": 82, "prim_pct": 3, "people_pct": 2},
    "agri": {"eco_pct": 10, "farm_pct": 55, "crop_pct": 65, "built_pct": 5, "grass_pct": 10, "forest_pct": 5,
             "density": 90, "urban_pct": 40, "prim_pct": 60, "people_pct": -1},
    "eco": {"eco_pct": 75, "farm_pct": 3, "crop_pct": 4, "built_pct": 1, "grass_pct": 70, "forest_pct": 20,
            "density": 4, "urban_pct": 55, "prim_pct": 45, "people_pct": -0.5},
}  # fmt: skip


def world(n=30, seed=1):
    """(table, kinds) of n made-up counties, a third of each kind."""
    draw = np.random.default_rng(seed)
    kinds = [list(KINDS)[k % 3] for k in range(n)]
    table = {key: [KINDS[kind][key] * draw.uniform(0.8, 1.2) for kind in kinds] for key in RULES.indicators}
    return table, kinds


def test_three_plain_kinds_are_told_apart():
    table, kinds = world()
    found, notes = propose(table, 30, RULES)
    assert [one.cls for one in found] == kinds
    assert all(one.agree and not one.doubtful and one.margin > 0.3 for one in found)
    assert notes.clustered and notes.compared == 30 and set(notes.used) == set(RULES.indicators)


def test_probabilities_are_four_decimals_and_sum_to_one():
    table, _ = world(29, 7)
    for one in propose(table, 29, RULES)[0]:
        assert sum(one.p.values()) == 10_000 and one.p[one.cls] == max(one.p.values())
        assert 1 <= len(one.deciding) <= 3 and len({d.key for d in one.deciding}) == 3


def test_topsis_by_hand():
    """Two indicators that speak for one class each, three counties at 0, 0.5, 1: nearness = d- / (d+ + d-)."""
    matrix = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    directions = {"urban": np.array([1, 0]), "agri": np.array([0, 1]), "eco": np.array([-1, -1])}
    nearness, weights = classes_opinions._topsis(matrix, directions)
    assert weights["urban"].tolist() == [1, 0] and weights["agri"].tolist() == [0, 1]
    assert nearness[:, 0] == pytest.approx([1, 0.5, 0]) and nearness[:, 1] == pytest.approx([0, 0.5, 1])
    assert weights["eco"] == pytest.approx([0.5, 0.5]) and nearness[:, 2] == pytest.approx([0.5, 0.5, 0.5])


def test_entropy_weights_by_hand():
    """Shares (1, 0) have entropy 0, shares (1/2, 1/2) entropy 1: all the weight goes to what differs."""
    matrix = np.array([[1.0, 0.4], [0.0, 0.4]])
    _, weights = classes_opinions._topsis(matrix, dict.fromkeys(("urban", "agri", "eco"), np.array([1, 1])))
    assert weights["urban"] == pytest.approx([1.0, 0.0], abs=1e-9)


def test_the_order_of_counties_does_not_matter():
    table, _ = world(31, 3)
    turn = np.random.default_rng(0).permutation(31)
    one = propose(table, 31, RULES)[0]
    two = propose({key: [values[k] for k in turn] for key, values in table.items()}, 31, RULES)[0]
    assert [one[k].cls for k in turn] == [p.cls for p in two]
    assert all(abs(one[k].margin - p.margin) < 0.02 for k, p in zip(turn, two))


def test_without_scipy_one_opinion_and_it_is_said():
    table, kinds = world()
    found, notes = propose(table, 30, RULES, scipy=lambda: None)
    assert [one.cls for one in found] == kinds and not notes.clustered
    assert all(one.agree is None and one.cluster == "" for one in found)
    text = why_class(decide("150102", None, "", found[0]), RULES, "zh")
    assert "没有 scipy" in text


# -- never a class ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", list(RULES.indicators))
@pytest.mark.parametrize(("value", "kind"), [(None, NO_VALUE), (math.nan, NO_VALUE), (-60.0, ABSURD), (101.0, ABSURD),
                                             (math.inf, ABSURD), (-math.inf, ABSURD)])
def test_a_missing_or_absurd_value_gives_no_class_but_the_reason(key, value, kind):
    if key == "density" and value == 101.0:
        value = 1e6
    table, kinds = world()
    table[key][4] = value
    found, notes = propose(table, 30, RULES)
    assert found[4].cls == "" and found[4].reasons[0].kind == kind and found[4].reasons[0].key == key
    assert not found[4].p and notes.compared == 29
    assert [one.cls for k, one in enumerate(found) if k != 4] == [kind for k, kind in enumerate(kinds) if k != 4]
    decision = decide("150102", None, "", found[4])
    assert (decision.cls, decision.source) == ("", "missing")
    for lang, name in (("zh", RULES.indicators[key].name), ("en", RULES.indicators[key].name_en)):
        assert name in why_class(decision, RULES, lang)


def test_all_equal_indicators_give_no_class():
    found, notes = propose({key: [10.0] * 30 for key in RULES.indicators}, 30, RULES)
    assert all(one.cls == "" and one.reasons[0].kind == ALL_EQUAL for one in found)
    assert "全部相同" in why_missing(found[0].reasons, RULES, "zh") and notes.used == []


def test_an_indicator_that_is_equal_everywhere_is_left_out():
    table, kinds = world()
    table["forest_pct"] = [12.0] * 30
    found, notes = propose(table, 30, RULES)
    assert notes.dropped == ["forest_pct"] and [one.cls for one in found] == kinds


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_too_few_counties_give_no_class(n):
    table, _ = world(30)
    found, _ = propose({key: values[:n] for key, values in table.items()}, n, RULES)
    assert len(found) == n and all(one.cls == "" and one.reasons[0].kind == FEW for one in found)
    if n == 1:
        assert "至少需要 6 个" in why_missing(found[0].reasons, RULES, "zh")


def test_no_class_where_one_of_the_three_has_no_indicator():
    table, _ = world()
    found, _ = propose({key: table[key] for key in ("density", "urban_pct", "prim_pct")}, 30, RULES)
    assert all(one.cls == "" and [r.key for r in one.reasons] == ["eco"] for one in found)
    assert "重点生态功能区" in why_missing(found[0].reasons, RULES, "zh")
    found, notes = propose({}, 30, RULES)
    assert all(one.reasons[0].kind == FEW or one.reasons[0].kind == SILENT for one in found) and not notes.used


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 14), st.data())
def test_whatever_stands_in_a_cell(n, data):
    cell = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 100))
    table = {key: data.draw(st.lists(cell, min_size=n, max_size=n)) for key in RULES.indicators}
    found, _ = propose(table, n, RULES)
    for k, one in enumerate(found):
        values = [table[key][k] for key, column in table.items()
                  if any(v is not None and not math.isnan(v) for v in column)]
        bad = any(v is None or not math.isfinite(v) for v in values)
        assert not (one.cls and bad)
        assert bool(one.cls) != bool(one.reasons)
        assert not one.cls or sum(one.p.values()) == 10_000


# -- where a class comes from -------------------------------------------------------------------------------------


def proposal(cls="agri"):
    return Proposal(cls, {"urban": 1000, "agri": 8000, "eco": 1000}, cls, cls, 0.7)


def test_the_user_with_a_document_is_official_and_always_wins():
    found = decide("150523", "农畜产品主产区", "内政发〔2024〕32号", proposal())
    assert (found.cls, found.source) == ("agri", "official")
    assert "内政发〔2024〕32号" in why_class(found, RULES, "zh")


def test_the_user_without_a_document_is_reported_and_goes_before_the_list():
    found = decide("150523", "城市化地区", " ", proposal())
    assert (found.cls, found.source, found.label) == ("urban", "reported", None)
    assert "未注明文件" in why_class(found, RULES, "zh")


def test_the_list_is_reported_with_its_confidence():
    found = decide("150523", None, "内政发〔2024〕32号", proposal())
    assert (found.cls, found.source) == ("eco", "reported")
    text = why_class(found, RULES, "zh")
    assert "未与原件核对" in text and "计算建议为农产品主产区，不一致" in text and "非正式类别" in text


def test_without_a_label_computed_else_missing():
    assert "150102" not in labels()
    assert (decide("150102", "", "", proposal()).cls, decide("150102", "", "", proposal()).source) == ("agri",
                                                                                                      "computed")
    assert decide("150102", "", "", Proposal()).source == "missing"


def test_what_is_no_class_is_not_used_and_is_said():
    found = decide("150102", "旅游区", "某文件", proposal())
    assert (found.source, found.unknown) == ("computed", "旅游区")
    assert "旅游区" in why_class(found, RULES, "zh")


@pytest.mark.parametrize(("text", "cls"), [
    ("城市化地区", "urban"), ("重点开发区域", "urban"), ("农产品主产区", "agri"), ("农畜产品主产区", "agri"),
    (" 重点生态功能区 ", "eco"), ("国家级重点生态功能区（防风固沙型）", "eco"), ("ECO", "eco"), ("", ""), (None, ""),
    ("NULL", ""), ("限制开发区域", None), ("城市化地区和农产品主产区", None), (3, None)])  # fmt: skip
def test_texts_of_classes(text, cls):
    assert class_of_text(text) == cls


def test_the_bundled_list():
    """47 labels: 45 ecological (43 of them national), 2 urbanised, none farming; 56 of the 103 are unknown."""
    found = list(labels().values())
    assert len(found) == 47 and len(places.counties()) - len(found) == 56
    count = {cls: sum(one.cls == cls for one in found) for cls in classes.CLASSES}
    assert count == {"urban": 2, "agri": 0, "eco": 45}
    assert sum(one.level == "国家级" for one in found) == 43
    assert {one.code for one in found if one.cls == "urban"} == {"150702", "150781"}
    assert sum(one.confidence.verified for one in found) == 2 and all(one.confidence.source for one in found)


@pytest.mark.parametrize(("change", "named"), [
    (lambda d: d["entries"].pop("clusters"), "clusters"),
    (lambda d: d["entries"]["min_units"].update(value=1), "min_units"),
    (lambda d: d["indicators"]["density"].update(urban=2), "density"),
    (lambda d: d["indicators"]["density"].update(min=5, max=4), "density"),
    (lambda d: d["growth_table"]["up"].update(flat="boom"), "growth_table.up"),
    (lambda d: [one.update(agri=0) for one in d["indicators"].values()], "agri"),
    (lambda d: d["entries"]["topsis_weight"].update(value=3), "topsis_weight")])  # fmt: skip
def test_a_bad_parameter_table_is_named(tmp_path, change, named):
    data = json.loads((ROOT / "resources" / "policies" / "countyclass.json").read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "参数.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ResourceError, match=named):
        read_class_rules(path)


def test_every_threshold_is_marked_as_an_assumption():
    assert all(entry.external for entry in RULES.entries.values())


def test_a_value_that_many_share_is_ranked_in_the_middle_of_them():
    """Forest is 0 in 20 of 30 counties: rank 11 to 30, middle 20.5, so 'low' (beyond rank 20), not 'middle'."""
    table, _ = world()
    table["forest_pct"] = [float(k) if k < 10 else 0.0 for k in range(1, 31)]
    shared = [d for one in propose(table, 30, RULES)[0] for d in one.deciding if d.key == "forest_pct" and not d.value]
    assert shared and all((d.rank, d.tied, d.middle) == (10, 21, 20.0) for d in shared)
