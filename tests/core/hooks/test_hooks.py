"""Quota hooks: figures by hand, and what must hold for any counties."""

import dataclasses
import json
import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.hooks import allotment as hooks
from nm_urban.nm_urban_plugin.core.hooks.allotment import (
    DONE,
    MISSED,
    UNKNOWN_TASK,
    Claim,
    ClaimError,
    allot,
    scaled_to,
    task_state,
)
from nm_urban.nm_urban_plugin.core.hooks.policy import hook_rules, read_hooks
from nm_urban.nm_urban_plugin.core.hooks.sensitivity import STEPS, grid, margins
from nm_urban.nm_urban_plugin.core.hooks.words import assumed, rest_words, why
from nm_urban.nm_urban_plugin.core.resources import ResourceError
from tools.common import ROOT

CODES = [one.code for one in places.counties()]
BIG = 10**12
RULES = hook_rules()
BASE_FREE = dataclasses.replace(RULES, base=0.0)

amounts = st.one_of(st.none(), st.floats(0, 50_000).map(lambda v: round(v, 2)))
claims_of_counties = st.lists(st.sampled_from(CODES), min_size=1, max_size=40, unique=True).flatmap(
    lambda codes: st.tuples(*[
        st.builds(Claim, st.just(code), st.just("旗县"), st.one_of(st.none(), st.floats(0, 500)), amounts,
                  st.one_of(st.none(), st.integers(0, 300_000).map(float)), st.one_of(st.none(), st.floats(20, 400)),
                  amounts, amounts, st.sampled_from([DONE, MISSED, UNKNOWN_TASK]))
        for code in codes]).map(list))


def one(code="150102", cap=BIG, rules=RULES, **figures):
    return allot([Claim(code, **figures)], rules, cap).shares[0]


def test_a_county_by_hand():
    """新城区, core: 100 mu x 0.5 + 300 people x 100 m² x 3/2000 = 95; x 1.1 (core) x 1.1 (done) = 114.95."""
    share = one(disposed=100.0, settled=300.0, per_capita=95.0, task=DONE)
    assert (share.base, share.stock, share.people, share.demand, share.capped) == (0, 5000, 4500, 11495, 11495)
    assert share.factor == pytest.approx(1.21) and share.core and share.k2 == 100


@pytest.mark.parametrize(("per_capita", "k2"), [(0, 100), (100, 100), (100.01, 80), (150, 80), (150.01, 50),
                                                (None, 50)])
def test_k2_by_land_per_head(per_capita, k2):
    assert one("150724", settled=1000.0, per_capita=per_capita).people == k2 * 150


@pytest.mark.parametrize(("code", "tilt"), [("150102", 1.1), ("150902", 1.1), ("150422", 1.1), ("150724", 1.0),
                                            ("150802", 1.0), ("152502", 1.0)])
def test_tilt_of_the_core_regions(code, tilt):
    """呼包鄂乌 and 赤峰、通辽, by the league; 1.1 is the assumed value of the table."""
    assert one(code, disposed=100.0).tilt == tilt


@pytest.mark.parametrize("code", ["152921", "152922", "152923", "152501"])
def test_the_shrinking_type_gets_nothing_but_listed_port_projects(code):
    share = one(code, disposed=100.0, settled=1000.0, task=DONE)
    assert share.growth == "shrink" and share.factor == 0 and share.capped == 0
    assert "收缩型" in why(share, allot([share.claim], RULES, BIG), RULES, "zh")
    share = one(code, disposed=100.0, port=20.0, task=DONE)
    assert (share.demand, share.capped, share.limits) == (5500, 2000, ("port",))
    assert one(code, disposed=10.0, port=20.0).capped == 500, "a port project earns no more than the hooks"


def test_manzhouli_is_not_shrinking_and_its_league_is_not_erenhot():
    assert one("150781", disposed=10.0).growth == "expand" and one("152502", disposed=10.0).growth == "stable"


@pytest.mark.parametrize(("disposed", "task", "rates", "state"), [
    (10, 10, (), DONE), (9.99, 10, (), MISSED), (None, 10, (), UNKNOWN_TASK), (10, None, (), UNKNOWN_TASK),
    (0, 0, (), UNKNOWN_TASK), (0, 10, (100, 129.71), DONE), (99, 10, (99.99, 150), MISSED),
    (99, 10, (None, 150), UNKNOWN_TASK), (99, 10, (None, 50), MISSED), (10, 10, (None, None), DONE)])  # fmt: skip
def test_tasks(disposed, task, rates, state):
    """Both done +10 %, any missed -20 % (自然资规〔2018〕1号); one unknown decides nothing."""
    assert task_state(disposed, task, rates) == state


def test_reward_and_penalty():
    plain = one("150724", disposed=100.0).demand
    assert (one("150724", disposed=100.0, task=DONE).demand, one("150724", disposed=100.0, task=MISSED).demand) == (
        plain * 11 // 10, plain * 8 // 10)


def test_the_boundary_limits_first_and_is_never_exceeded():
    share = one("150724", disposed=100.0, remaining=30.009)
    assert share.capped == 3000 and share.limits == ("boundary",)
    assert one("150724", disposed=100.0, remaining=0.0).capped == 0


@pytest.mark.parametrize("figures", [{"disposed": 1e300}, {"settled": 1e200}, {"base": 1e12}])
def test_a_figure_that_could_not_be_summed_is_refused(figures):
    with pytest.raises(ClaimError, match="too large") as found:
        one("150724", **figures)
    assert "过大" in found.value.zh


def test_three_counties_scaled_by_hand():
    """50 + 25 + 25 mu into 60.01: factor 0.6001 gives 30.005, 15.0025, 15.0025; half-up 30.01, 15.00, 15.00 = 60.01."""
    claims = [Claim("150724", disposed=100.0), Claim("150725", disposed=50.0), Claim("150726", disposed=50.0)]
    done = allot(claims, RULES, 6001)
    assert [share.capped for share in done.shares] == [3001, 1500, 1500]
    assert done.rest == 0 and done.scale == pytest.approx(0.6001) and done.scaled
    done = allot(claims, RULES, 10050)
    assert (done.rest, done.scale, done.scaled) == (50, 1.0, False)
    assert "余 0.50 亩" in rest_words(done, "zh") and "0.50 mu" in rest_words(done, "en")


# -- properties ---------------------------------------------------------------------------------------------------


def random_claims(random):
    """A random subset of the counties with random figures, some of them not reported."""

    def maybe(value):
        return None if random.random() < 0.2 else value

    return [Claim(code, "旗县", maybe(random.uniform(0, 50)), maybe(random.uniform(0, 5000)),
                  maybe(float(random.randint(0, 30_000))), maybe(random.uniform(20, 400)),
                  maybe(random.uniform(0, 3000)), maybe(random.uniform(0, 300)),
                  random.choice([DONE, MISSED, UNKNOWN_TASK]))
            for code in random.sample(CODES, random.randint(1, 40))]


def test_shares_and_rest_are_the_cap_for_1000_random_inputs():
    random = Random(20251231)
    scaled = 0
    for _ in range(1000):
        claims = random_claims(random)
        wanted = allot(claims, RULES, BIG).wanted
        done = allot(claims, RULES, int(wanted * random.choice([0, 0.1, 0.5, 0.9, 0.9999, 1, 1.2, 3])))
        _holds(done)
        scaled += done.scaled
    assert 400 < scaled < 800, "both sides are met"


@settings(max_examples=60, deadline=None)
@given(claims_of_counties, st.integers(0, 10**8))
def test_shares_and_rest_are_the_cap(claims, cap):
    _holds(allot(claims, RULES, cap))


def _holds(done):
    printed = [share.capped for share in done.shares]
    assert sum(printed) + done.rest == done.cap
    if done.wanted > done.cap:
        assert done.rest == 0 and sum(printed) == done.cap
    else:
        assert printed == [share.wanted for share in done.shares] and done.scale == 1.0
    for share in done.shares:
        assert 0 <= share.capped <= share.wanted <= share.demand
        if share.claim.remaining is not None:
            assert share.capped <= share.claim.remaining * 100 + 1e-6


@settings(max_examples=40, deadline=None)
@given(claims_of_counties, st.integers(0, 10**8), st.randoms(use_true_random=False))
def test_the_order_of_counties_does_not_matter(claims, cap, random):
    other = list(claims)
    random.shuffle(other)
    assert allot(claims, RULES, cap) == allot(other, RULES, cap)


@settings(max_examples=60, deadline=None)
@given(claims_of_counties, st.integers(0, 10**8), st.integers(0, 10**6), st.sampled_from(["disposed", "settled"]),
       st.floats(0.01, 5000))
def test_more_disposed_or_settled_never_gives_less(claims, cap, which, key, more):
    k = which % len(claims)
    before = {share.claim.code: share.capped for share in allot(claims, RULES, cap).shares}
    grown = dataclasses.replace(claims[k], **{key: (getattr(claims[k], key) or 0.0) + more})
    after = allot([*claims[:k], grown, *claims[k + 1:]], RULES, cap)
    now = {share.claim.code: share.capped for share in after.shares}
    assert now[grown.code] >= before[grown.code]
    assert all(now[code] <= before[code] for code in now if code != grown.code), "and nobody else gains by it"


@settings(max_examples=40, deadline=None)
@given(claims_of_counties, st.integers(0, 10**8))
def test_without_k2_and_without_disposal_there_is_nothing(claims, cap):
    bare = [dataclasses.replace(claim, base=0.0, disposed=0.0) for claim in claims]
    done = allot(bare, BASE_FREE.changed(k2=0.0), cap)
    assert done.allotted == 0 and done.rest == cap


@settings(max_examples=40, deadline=None)
@given(claims_of_counties, st.integers(0, 10**8))
def test_without_k1_only_settled_people_count(claims, cap):
    rules = BASE_FREE.changed(k1=0.0)
    free = [dataclasses.replace(claim, base=0.0) for claim in claims]
    other = [dataclasses.replace(claim, disposed=(claim.disposed or 0.0) * 7 + 3) for claim in free]
    assert [s.capped for s in allot(free, rules, cap).shares] == [s.capped for s in allot(other, rules, cap).shares]
    none = allot([dataclasses.replace(claim, settled=0.0) for claim in free], rules, cap)
    assert none.allotted == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30), st.floats(0, 1))
def test_scaling_is_one_factor_and_half_up(wanted, share):
    """An exact divisor method, checked with fractions: some factor gives every part by half-up rounding."""
    cap = int(sum(wanted) * share)
    out = scaled_to(np.array(wanted, np.int64), cap)
    assert int(out.sum()) == cap and (out <= np.array(wanted)).all()
    low = max((Fraction(2 * int(o) - 1, 2 * w) for o, w in zip(out, wanted) if w and o), default=Fraction(0))
    high = min((Fraction(2 * int(o) + 1, 2 * w) for o, w in zip(out, wanted) if w and o < w), default=Fraction(10))
    assert low <= high


# -- what if ------------------------------------------------------------------------------------------------------


def test_grid_and_margins():
    claims = [Claim("150724", disposed=100.0, settled=1000.0, per_capita=90.0), Claim("150725", settled=500.0)]
    found = grid(claims, RULES, 10**7)
    assert len(found) == len(STEPS) ** 2 and (found[0].demand, found[0].rest) == (0, 10**7)
    now = allot(claims, RULES, 10**7)
    assert next(s for s in found if s.k1 == s.k2 == 1).demand == now.demand == 5000 + 15000 + 3750
    assert margins(claims, RULES, now) == {"150724": (500, 1500), "150725": (0, 375)}


# -- bad input and words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figures", [{"disposed": -1.0}, {"settled": math.nan}, {"base": math.inf},
                                     {"per_capita": -5.0}, {"remaining": -0.01}, {"task": "maybe"}])
def test_absurd_figures_are_refused_by_name(figures):
    with pytest.raises(ClaimError, match=next(iter(figures))) as told:
        one(**figures)
    assert "150102" in told.value.zh


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(ClaimError, match="150102"):
        allot([Claim("150102"), Claim("150102")], RULES, 100)


def test_what_is_not_reported_is_said_and_not_zero():
    done = allot([Claim("150724", settled=10.0)], RULES, 100)
    share = done.shares[0]
    assert share.stock is None and share.people is not None
    assert "处置面积未报" in why(share, done, RULES, "zh") and "not reported" in why(share, done, RULES, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_is_one_sentence(lang):
    claims = [Claim(code, "旗县", 5.0, 100.0, 200.0, 120.0, 40.0, 30.0, task)
              for code, task in zip(("150102", "150724", "152921"), (DONE, MISSED, UNKNOWN_TASK))]
    for cap in (10, 10**9):
        done = allot(claims, RULES, cap)
        for share in done.shares:
            text = why(share, done, RULES, lang)
            assert text.endswith("。" if lang == "zh" else ".") and f"{share.capped / 100:.2f}" in text
            assert text.count("。") == (1 if lang == "zh" else 0)
    assert "k1 0.5" in assumed(RULES, lang)


def test_every_coefficient_is_marked_as_an_assumption():
    assert all(entry.external for entry in RULES.entries.values())
    assert set(RULES.clauses) >= {"stock", "people", "core", "shrink"} and all(q for q, _, _ in RULES.clauses.values())


@pytest.mark.parametrize(("change", "named"), [
    (lambda d: d["entries"].pop("k1"), "k1"), (lambda d: d["entries"]["tilt"].update(value=-1), "tilt"),
    (lambda d: d["entries"]["k2_step1"].update(value=900), "k2_step1"), (lambda d: d.update(core=["15"]), "core"),
    (lambda d: d["clauses"].pop("shrink"), "shrink"), (lambda d: d["entries"]["k1"].update(value="a"), "k1")])
def test_a_bad_parameter_table_is_named(tmp_path, change, named):
    data = json.loads((ROOT / "resources" / "policies" / "quotahooks.json").read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "系数.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ResourceError, match=named) as told:
        read_hooks(path)
    assert "系数.json" in str(told.value)


def test_one_k2_for_all_in_the_table(tmp_path):
    data = json.loads((ROOT / "resources" / "policies" / "quotahooks.json").read_text(encoding="utf-8"))
    data["entries"]["k2"] = {**data["entries"]["k1"], "value": 0, "unit": "m2/人"}
    path = tmp_path / "p.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert one(rules=read_hooks(path), settled=1000.0).capped == 0
    assert hooks.MU_PER_M2 == 3 / 2000
