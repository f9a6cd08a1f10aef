"""增存挂钩与人地挂钩: the quota that counties earn by disposed stock land and settled people, within the cap.

    q = t · p · [base + k1 · disposed + k2 · settled · 3/2000]      in 亩, k2 in m² per person

t tilts towards the core regions and is 0 for the shrinking type (no increment) unless port projects are listed; p is
the reward or penalty for the disposal tasks. q is limited to the remaining capacity of the urban boundary; where the
sum exceeds the cap all are scaled by one factor and tied so that the printed sum is the cap; where it does not,
nothing is scaled and the rest is shown. All sums are of integers: hundredths of a 亩.

The plans ask for the hooks and the tilt (see resources/policies/quotahooks.json for the clauses) but state none of the
coefficients: every one is a parameter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..places import growth_of
from ..resources import BilingualError
from ..units import ConservationError, scaled_half_up
from .policy import HookRules

#: 1 m² in 亩: 1 亩 = 2000/3 m².
MU_PER_M2 = 3 / 2000

#: No county can earn more, and sums of 103 such still fit; the whole region has some 1.8e9 亩.
MOST_MU = 1e11

DONE, MISSED, UNKNOWN_TASK = "done", "missed", "unknown"
BOUNDARY, PORT = "boundary", "port"
SHRINK = "shrink"


class ClaimError(BilingualError):
    """A county's figures cannot be used; the message names the figure."""


@dataclass(frozen=True)
class Claim:
    """What one county brings. 亩 for *base*, *disposed*, *remaining* (capacity of the boundary; None = not limited),
    *port* (listed port projects; only asked for the shrinking type); persons for *settled*; m² per person of urban
    construction land for *per_capita*. None = not reported: that part earns nothing, and the sentence says so."""

    code: str
    name: str = ""
    base: float | None = None
    disposed: float | None = None
    settled: float | None = None
    per_capita: float | None = None
    remaining: float | None = None
    port: float | None = None
    task: str = UNKNOWN_TASK

    def check(self) -> None:
        """Raise ClaimError for what is no number ≥ 0."""
        for key in ("base", "disposed", "settled", "per_capita", "remaining", "port"):
            value = getattr(self, key)
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ClaimError(f"{self.code}: {key} is {value}, a number >= 0 is expected",
                                 f"{self.code}：{key} 为 {value}，应为不小于 0 的数")
        if self.task not in (DONE, MISSED, UNKNOWN_TASK):
            raise ClaimError(f"{self.code}: task '{self.task}' is unknown", f"{self.code}：任务状态“{self.task}”未知")


@dataclass(frozen=True)
class Share:
    """The account of one county; 亩 in hundredths. *wanted* is the demand after the limits, *capped* what is printed.

    stock, people are None where the county reported nothing; *limits* names what limited it (boundary, port).
    """

    claim: Claim
    growth: str
    core: bool
    k2: float
    tilt: float
    reward: float
    base: int
    stock: int | None
    people: int | None
    demand: int
    limits: tuple[str, ...]
    wanted: int
    capped: int

    @property
    def factor(self) -> float:
        """t · p."""
        return self.tilt * self.reward


@dataclass(frozen=True)
class Allotment:
    """All counties in the order of their codes, hundredths of a 亩; *scale* is 1 where nothing was scaled."""

    shares: tuple[Share, ...]
    cap: int
    rest: int
    scale: float

    @property
    def demand(self) -> int:
        return sum(share.demand for share in self.shares)

    @property
    def wanted(self) -> int:
        return sum(share.wanted for share in self.shares)

    @property
    def allotted(self) -> int:
        return sum(share.capped for share in self.shares)

    @property
    def scaled(self) -> bool:
        return self.wanted > self.cap


def task_state(disposed: float | None, task: float | None, rates: Iterable[float | None] = ()) -> str:
    """Whether the disposal tasks are done. *rates*: percent done of each task (批而未供, 闲置), None = not reported.

    Both tasks at 100 % or more → done; any below → missed (自然资规〔2018〕1号). Without rates, disposed against task.
    """
    rates = list(rates)
    known = [rate for rate in rates if rate is not None]
    if known:
        if min(known) < 100:
            return MISSED
        return DONE if len(known) == len(rates) else UNKNOWN_TASK
    if disposed is None or task is None or task <= 0:
        return UNKNOWN_TASK
    return DONE if disposed >= task else MISSED


def allot(claims: Sequence[Claim], rules: HookRules, cap: int) -> Allotment:
    """Shares of all counties under a cap (hundredths of a 亩). The order of *claims* does not matter.

    Raises ClaimError for a figure that cannot be or a code that stands twice, ConservationError where shares and rest
    do not sum to the cap.
    """
    ordered = sorted(claims, key=lambda claim: claim.code)
    for one, two in zip(ordered, ordered[1:]):
        if one.code == two.code:
            raise ClaimError(f"{one.code} stands twice: merge its rows", f"{one.code} 重复出现：请合并为一行")
    shares = [_share(claim, rules) for claim in ordered]
    wanted = np.array([share.wanted for share in shares], np.int64)
    total = int(wanted.sum())
    printed = scaled_to(wanted, cap) if total > cap else wanted
    rest = cap - int(printed.sum())
    if rest < 0 or (total > cap and rest):
        raise ConservationError(f"shares sum to {int(printed.sum())}, the cap is {cap}")
    done = tuple(replace(share, capped=int(value)) for share, value in zip(shares, printed))
    return Allotment(done, cap, rest, cap / total if total > cap else 1.0)


def _share(claim: Claim, rules: HookRules) -> Share:
    claim.check()
    growth = growth_of(claim.code)
    kind = growth.key if growth else ""
    core = rules.is_core(claim.code)
    k2 = rules.k2_of(claim.per_capita)
    listed = claim.port or 0.0
    tilt = rules.tilt if core else 1.0
    if kind == SHRINK and not listed:
        tilt = 0.0
    reward = {DONE: rules.task_done, MISSED: rules.task_missed}.get(claim.task, 1.0)
    base = rules.base if claim.base is None else claim.base
    stock, people = rules.k1 * (claim.disposed or 0.0), k2 * (claim.settled or 0.0) * MU_PER_M2
    exact = tilt * reward * (base + stock + people)
    if not max(base, stock, people, exact) <= MOST_MU:
        raise ClaimError(f"{claim.code}: {max(base, stock, people, exact):g} mu is too large: check units and "
                         f"coefficients", f"{claim.code}：{max(base, stock, people, exact):g} 亩过大，请检查单位和系数")
    printed = scaled_half_up([base, stock, people, exact], 2).tolist()
    wanted, limits = printed[3], []
    for name, limit in ((BOUNDARY, claim.remaining), (PORT, listed if kind == SHRINK and listed else None)):
        # rounded down: not one hundredth more than there is room for
        room = None if limit is None else math.floor(limit * 100 + 1e-6)
        if room is not None and wanted > room:
            wanted, limits = room, [*limits, name]
    return Share(claim, kind, core, k2, tilt, reward, printed[0], None if claim.disposed is None else printed[1],
                 None if claim.settled is None else printed[2], printed[3], tuple(limits), wanted, wanted)


def scaled_to(wanted: np.ndarray, cap: int) -> np.ndarray:
    """(n,) int64 that sum to *cap*: *wanted* times one factor, each rounded half-up (a divisor method).

    The factor is the one for which the rounded parts sum to the cap, so no part falls because another's claim shrinks
    or its own grows, and none exceeds what was wanted. Ties go to the earlier part.
    """
    total = int(wanted.sum())
    if not 0 <= cap <= total:
        raise ConservationError(f"{total} cannot be scaled to {cap}")
    out = np.floor(wanted * (cap / total) + 0.5).astype(np.int64) if total else np.zeros(len(wanted), np.int64)
    out = np.minimum(out, wanted)
    weight = wanted.astype(np.float64)
    missing = cap - int(out.sum())
    while missing > 0:
        priority = np.where(out < wanted, weight / (out + 0.5), -1.0)
        out[int(np.argmax(priority))] += 1
        missing -= 1
    while missing < 0:
        priority = np.where(out > 0, weight / np.maximum(out - 0.5, 0.5), np.inf)
        last = len(out) - 1 - int(np.argmin(priority[::-1]))
        out[last] -= 1
        missing += 1
    return out
