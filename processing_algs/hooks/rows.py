"""Fields and rows of quotahooks' outputs."""

from __future__ import annotations

from ...nm_urban_plugin.core.hooks.allotment import Allotment, Share
from ...nm_urban_plugin.core.hooks.policy import HookRules
from ...nm_urban_plugin.core.hooks.sensitivity import Scenario
from ...nm_urban_plugin.core.hooks.words import rest_words, why
from ...nm_urban_plugin.i18n import locale, tr
from ...nm_urban_plugin.jobs.hooks.job import HooksResult
from ..framework.fields import LONG

SHARE_FIELDS = (
    ("level", "text", 0, 16),
    ("code", "text", 0, 6),
    ("name", "text", 0, 80),
    ("growth", "text", 0, 16),
    ("core", "int"),
    ("task", "text", 0, 16),
    ("base_mu", "real", 2),
    ("stock_mu", "real", 2),
    ("people_mu", "real", 2),
    ("k2_m2", "real", 2),
    ("tilt", "real", 4),
    ("reward", "real", 4),
    ("factor", "real", 4),
    ("demand_mu", "real", 2),
    ("limit_by", "text", 0, 32),
    ("wanted_mu", "real", 2),
    ("capped_mu", "real", 2),
    ("d_k1_mu", "real", 2),
    ("d_k2_mu", "real", 2),
    ("why", "text", 0, LONG),
)

WHATIF_FIELDS = (
    ("k1_x", "real", 2),
    ("k2_x", "real", 2),
    ("k1", "real", 4),
    ("k2_low", "real", 2),
    ("k2_mid", "real", 2),
    ("k2_high", "real", 2),
    ("demand_mu", "real", 2),
    ("alloc_mu", "real", 2),
    ("rest_mu", "real", 2),
    ("scale", "real", 6),
    ("n_limited", "int"),
)

COUNTY, REST = "county", "rest"


def _mu(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def share_row(share: Share, done: HooksResult, rules: HookRules) -> list:
    """Values of one county in the order of SHARE_FIELDS."""
    claim = share.claim
    more = done.margins[claim.code]
    return [COUNTY, claim.code, claim.name, share.growth, int(share.core), claim.task, _mu(share.base),
            _mu(share.stock), _mu(share.people), share.k2, share.tilt, share.reward, share.factor, _mu(share.demand),
            ",".join(share.limits), _mu(share.wanted), _mu(share.capped), _mu(more[0]), _mu(more[1]),
            why(share, done.allotment, rules, locale())]


def rest_row(done: HooksResult) -> list:
    """The row that shows what is left of the cap."""
    row: dict = {name: None for name, *_ in SHARE_FIELDS}
    row.update(level=REST, code="", name=tr("Unallocated rest"), capped_mu=_mu(done.allotment.rest),
               why=rest_words(done.allotment, locale()))
    return list(row.values())


def whatif_row(one: Scenario, rules: HookRules) -> list:
    """Values of one scenario in the order of WHATIF_FIELDS."""
    used = rules.stretched(one.k1, one.k2)
    steps = [used.k2] * 3 if used.k2 is not None else [used.k2_low, used.k2_mid, used.k2_high]
    return [one.k1, one.k2, used.k1, *steps, _mu(one.demand), _mu(one.allotted), _mu(one.rest), one.scale, one.limited]


def say_shares(feedback, allotment: Allotment) -> None:
    """The sums in the log."""
    feedback.pushInfo(tr("Cap {cap:.2f} 亩: earned {demand:.2f}, after limits {wanted:.2f}, allotted {allotted:.2f}, "
                         "left {rest:.2f} 亩, factor {scale:.6f}").format(
        cap=allotment.cap / 100, demand=allotment.demand / 100, wanted=allotment.wanted / 100,
        allotted=allotment.allotted / 100, rest=allotment.rest / 100, scale=allotment.scale))
