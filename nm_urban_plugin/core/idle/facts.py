"""What is known of a supplied parcel, and what is decided of it (Order 53): two records and their names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Union

from .rules import Cause
from .words import Step

NOT_IDLE, NOT_STARTED, HALTED, GOVERNMENT_CAUSE, UNKNOWN = KINDS = (
    "not_idle", "not_started", "halted", "government_cause", "unknown")

#: What is to be done: stable keys; the words are in words.
NOTHING, FEE, TAKE_BACK, BEFORE_FEE, ROUTES, BY_HAND, BY_HAND_RECOGNISED, COMPLETE = (
    "nothing", "fee", "take_back", "before_fee", "routes", "by_hand", "by_hand_recognised", "complete")

#: Roles whose values are facts of the decision.
FACT_ROLES = ("supply_date", "agreed_start", "extended_start", "extended_on", "delivery_date", "actual_start",
              "halted_since", "due_area", "developed_area", "total_investment", "invested", "cause", "gov_from",
              "gov_to", "gov_days", "recognised", "disposal_mode", "disposal_date", "land_price")
_NONE: frozenset[str] = frozenset()

#: Exact, so that a share of 1/3 is one.
Number = Union[Decimal, Fraction]


@dataclass(frozen=True)
class Facts:
    """What is known of one supplied parcel. None = the field is empty.

    due, developed in one unit of area; total, invested in one unit of money (without land price and taxes, art. 30)
    extended_start  start agreed in a supplementary agreement; extended_on the day it was signed
    gov_from, gov_to, gov_days  time for which the government stands, where causes are mixed
    absent      roles for which the layer has no field
    unreadable  roles whose value could not be read
    """

    supply_date: dt.date | None = None
    agreed_start: dt.date | None = None
    extended_start: dt.date | None = None
    extended_on: dt.date | None = None
    delivery_date: dt.date | None = None
    actual_start: dt.date | None = None
    halted_since: dt.date | None = None
    due: Number | None = None
    developed: Number | None = None
    total: Number | None = None
    invested: Number | None = None
    cause: Cause = Cause()
    gov_from: dt.date | None = None
    gov_to: dt.date | None = None
    gov_days: int | None = None
    recognised: bool = False
    disposal_mode: str = ""
    disposal_date: dt.date | None = None
    price: Number | None = None
    absent: frozenset[str] = _NONE
    unreadable: frozenset[str] = _NONE

    def unknown(self, role: str) -> bool:
        return role in self.absent or role in self.unreadable


@dataclass(frozen=True)
class Decision:
    """The answer for one day. *start*: the start that counts; fee_from, take_from: days of art. 14, None where it does
    not apply; *fee*: 20 % of the price, in the unit of the price; *missing*: roles without which nothing is decided;
    *steps*: how it was found, in words through `words.say`."""

    kind: str
    action: str = NOTHING
    clauses: tuple[str, ...] = ()
    start: dt.date | None = None
    idle_from: dt.date | None = None
    months: int | None = None
    fee_from: dt.date | None = None
    take_from: dt.date | None = None
    fee: Fraction | None = None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    recognised: bool = False
    disposed: bool = False

    @property
    def counts(self) -> bool:
        """Whether the land counts as idle: not started, government's cause, or halted and recognised."""
        return self.kind in (NOT_STARTED, GOVERNMENT_CAUSE) or (self.kind == HALTED and self.recognised)


def backward(facts: Facts) -> list[tuple[str, str]]:
    """Pairs of roles whose dates run backwards, such as a halt before the start."""
    pairs = (("supply_date", "disposal_date", facts.supply_date, facts.disposal_date),
             ("delivery_date", "actual_start", facts.delivery_date, facts.actual_start),
             ("actual_start", "halted_since", facts.actual_start, facts.halted_since),
             ("gov_from", "gov_to", facts.gov_from, facts.gov_to),
             ("supply_date", "actual_start", facts.supply_date, facts.actual_start))
    return [(a, b) for a, b, first, then in pairs if first is not None and then is not None and then < first]
