"""What if k1 and k2 were other: totals over a grid, and what ten percent more of each would give every county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .allotment import Allotment, Claim, allot
from .policy import HookRules

#: Multiples of k1 and of k2 that the table shows.
STEPS = (0.0, 0.5, 1.0, 1.5, 2.0)

#: The step of the marginal effect.
MARGIN = 1.1


@dataclass(frozen=True)
class Scenario:
    """One cell of the grid: multiples of k1 and k2, sums in hundredths of a 亩, the factor of scaling, how many
    counties are limited."""

    k1: float
    k2: float
    demand: int
    allotted: int
    rest: int
    scale: float
    limited: int


def scenario(claims: Sequence[Claim], rules: HookRules, cap: int, k1: float, k2: float) -> Scenario:
    """One cell: k1 and all of k2 multiplied."""
    done = allot(claims, rules.stretched(k1, k2), cap)
    return Scenario(k1, k2, done.demand, done.allotted, done.rest, done.scale,
                    sum(bool(share.limits) for share in done.shares))


def grid(claims: Sequence[Claim], rules: HookRules, cap: int, steps: Sequence[float] = STEPS) -> list[Scenario]:
    """All pairs of *steps* for k1 and k2, k1 outer."""
    return [scenario(claims, rules, cap, k1, k2) for k1 in steps for k2 in steps]


def margin(claims: Sequence[Claim], rules: HookRules, now: Allotment, k1: float = 1.0, k2: float = 1.0
           ) -> dict[str, int]:
    """code → change of its share, in hundredths of a 亩, for k1 and k2 multiplied."""
    other = allot(claims, rules.stretched(k1, k2), now.cap)
    return {share.claim.code: one.capped - share.capped for share, one in zip(now.shares, other.shares)}


def margins(claims: Sequence[Claim], rules: HookRules, now: Allotment) -> dict[str, tuple[int, int]]:
    """code → (change of its share, in hundredths of a 亩, for k1 + 10 %, for k2 + 10 %)."""
    more_k1, more_k2 = margin(claims, rules, now, k1=MARGIN), margin(claims, rules, now, k2=MARGIN)
    return {code: (change, more_k2[code]) for code, change in more_k1.items()}
