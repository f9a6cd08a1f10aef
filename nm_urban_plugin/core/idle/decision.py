"""闲置土地: is a supplied parcel idle on a day, since when, by which clause, with what consequence.

《闲置土地处置办法》(国土资源部令第53号). Art. 2 para. 1: not started one full year after the agreed date. Art. 2
para. 2: started, then halted for one full year with less than 1/3 of the due area developed or less than 25 % invested
(discretionary). Art. 8: causes of the government; the land is idle all the same, but art. 14 (fee, take-back) does not
apply. Art. 12: routes of disposal. "+ n years" keeps month and day (29 February → 28 February); the anniversary counts.

Facts that are not known (no such field, an unreadable date) are never taken for facts: the answer is then `unknown`
and names what is missing, unless the other facts decide alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..dates import add_years
from ..periods import whole_months
from .facts import (
    BEFORE_FEE,
    BY_HAND,
    BY_HAND_RECOGNISED,
    COMPLETE,
    FEE,
    GOVERNMENT_CAUSE,
    HALTED,
    KINDS,
    NOT_IDLE,
    NOT_STARTED,
    NOTHING,
    ROUTES,
    TAKE_BACK,
    UNKNOWN,
    Decision,
    Facts,
    backward,
)
from .rules import FORCE_MAJEURE, GOVERNMENT, HOLDER, MIXED, Rules, mode_of, rules
from .words import Step

__all__ = ["KINDS", "Decision", "Facts", "decide", "left_stock"]

@dataclass
class _Case:
    """One decision in the making."""

    facts: Facts
    as_of: dt.date
    rules: Rules
    steps: list[Step] = field(default_factory=list)

    def say(self, key: str, **values) -> None:
        self.steps.append((key, values))

    def done(self, kind: str, action: str, *clauses: str, **more) -> Decision:
        if clauses[0] == "2-1" and self.facts.agreed_start is None:
            said = {key for key, _ in self.steps}
            if "by_delivery" in said and "extended" not in said:
                clauses = (clauses[0], "22", *clauses[1:])
        return Decision(kind, action, clauses, steps=tuple(self.steps), recognised=self.facts.recognised, **more)

    def missing(self, clause: str, *roles: str, start: dt.date | None = None) -> Decision:
        self.say("missing", roles=roles)
        return self.done(UNKNOWN, COMPLETE, clause, missing=roles, start=start)


def decide(facts: Facts, as_of: dt.date, rule: Rules | None = None) -> Decision:
    """The state of a supplied parcel on a day."""
    case = _Case(facts, as_of, rule or rules())
    for first, then in backward(facts):
        case.say("backward", roles=(first, then))
    if facts.supply_date is not None and facts.supply_date > as_of:
        case.say("not_supplied", day=facts.supply_date, as_of=as_of)
        return case.done(NOT_IDLE, NOTHING, "2-1")
    start, extended, missing = _agreed(case)
    started = _started(case)
    found = _after_start(case, start) if started else _before_start(case, start, missing, started)
    return _disposal(case, found, extended)


def _agreed(case: _Case) -> tuple[dt.date | None, bool, tuple[str, ...]]:
    """(start that counts, whether an extension made it, what is missing where there is no start)."""
    f, r = case.facts, case.rules
    if "extended_start" in f.unreadable:
        return None, False, ("extended_start",)
    start, missing = f.agreed_start, ("agreed_start",)
    if start is not None:
        case.say("agreed", day=start)
    elif "agreed_start" not in f.unreadable:
        missing = ("agreed_start", "delivery_date")
        if f.delivery_date is not None:
            start = add_years(f.delivery_date, r.delivery_years)
            case.say("by_delivery", delivery=f.delivery_date, day=start)
    in_force = f.extended_on or (f.disposal_date if mode_of(f.disposal_mode) == "other" else None)
    if f.extended_start is None or (in_force is not None and in_force > case.as_of):
        return start, False, missing
    if start is not None and f.extended_start <= start:
        case.say("extension_earlier", day=f.extended_start)
        return start, False, missing
    case.say("extended", day=f.extended_start)
    if start is not None and f.extended_start > add_years(start, r.extension_years):
        case.say("extension_long", start=start, limit=add_years(start, r.extension_years))
    return f.extended_start, True, missing


def _started(case: _Case) -> bool | None:
    """Whether the works had begun; None where it is not known. Without a start, and with nothing developed and nothing
    invested, nothing was begun, whatever the halt says."""
    f, as_of = case.facts, case.as_of
    halted = f.halted_since is not None and f.halted_since <= as_of
    if f.actual_start is not None:
        return f.actual_start <= as_of or halted
    if f.unknown("actual_start"):
        return True if halted else None  # what was halted had begun
    if not halted:
        return None if (f.developed or 0) > 0 else False
    if (f.developed or 0) > 0 or (f.invested or 0) > 0:
        return True
    if f.unreadable & {"developed_area", "invested"}:
        return None
    case.say("never_begun", halted=f.halted_since)
    return False


def _before_start(case: _Case, start, missing, started: bool | None) -> Decision:
    """Art. 2 para. 1 and art. 14."""
    f, r, as_of = case.facts, case.rules, case.as_of
    if start is None:
        return case.missing("2-1", *missing, *(("actual_start",) if started is None else ()))
    year_up = add_years(start, r.idle_years)
    if as_of < year_up:
        if "halted_since" in f.unreadable:
            return case.missing("2-1", "halted_since", start=start)
        case.say("year_not_up", day=year_up, as_of=as_of)
        return case.done(NOT_IDLE, NOTHING, "2-1", start=start)
    if started is None:
        return case.missing("2-1", "actual_start", start=start)
    months = whole_months(year_up, as_of)
    case.say("not_started", day=year_up, as_of=as_of, months=months)
    kind, lacking = f.cause.kind, ()
    if kind in (GOVERNMENT, FORCE_MAJEURE):
        case.say(kind, item=f.cause.item)
        clause = "8-2" if kind == FORCE_MAJEURE else f"8-1-{f.cause.item}"
        return case.done(GOVERNMENT_CAUSE, ROUTES, "2-1", clause, "12", start=start, idle_from=year_up, months=months)
    if kind == MIXED or f.gov_from is not None or f.gov_days:
        fee_from, take_from, lacking = _deducted(case, start)
        kind = MIXED
    else:
        fee_from, take_from = add_years(start, r.fee_years), add_years(start, r.take_years)
        case.say("thresholds" if kind == HOLDER else "cause_not_stated", fee=fee_from, take=take_from)
    action, clauses, fee = COMPLETE if lacking else BEFORE_FEE, ("2-1",), None
    if take_from is not None and as_of >= take_from:
        action, clauses = TAKE_BACK, ("2-1", "14-2")
    elif fee_from is not None and as_of >= fee_from:
        action, clauses = FEE, ("2-1", "14-1")
        if f.price is not None:
            fee = Fraction(f.price) * r.fee_pct / 100
            case.say("fee", price=f.price, pct=r.fee_pct, fee=fee)
    if kind == MIXED:
        clauses = (*clauses, "8", "12")
    return case.done(NOT_STARTED, action, *clauses, start=start, idle_from=year_up, months=months, fee_from=fee_from,
                     take_from=take_from, fee=fee, missing=lacking)


def _deducted(case: _Case, start: dt.date) -> tuple[dt.date | None, dt.date | None, tuple[str, ...]]:
    """(fee day, take-back day, what is missing): days of art. 14 when the government's time is deducted; None where
    they are not reached or not known."""
    f, r = case.facts, case.rules
    bad = [role for role in ("gov_from", "gov_to", "gov_days") if role in f.unreadable]
    if bad or (f.gov_from is None and not f.gov_days) or (f.gov_to and f.gov_from and f.gov_to < f.gov_from):
        lacking = tuple(bad) or ("gov_from", "gov_to")
        case.say("mixed_without_period", roles=lacking)
        return None, None, lacking
    found = []
    for years in (r.fee_years, r.take_years):
        plain = add_years(start, years)
        if f.gov_from is None:
            days = f.gov_days
        elif f.gov_from >= plain:
            days = 0  # the threshold was reached before the government's time began
        elif f.gov_to is None and not f.gov_days:
            found.append(None)  # it lasts
            continue
        elif f.gov_to is None:
            days = f.gov_days
        else:
            days = max(0, (f.gov_to - max(f.gov_from, start)).days + 1)
        found.append(plain + dt.timedelta(days=days))
        case.say("deducted", years=years, start=start, plain=plain, days=days, day=found[-1])
    if None in found:
        case.say("government_lasts", day=f.gov_from)
    return found[0], found[1], ()


def _shares(case: _Case) -> tuple[bool | None, tuple[str, ...]]:
    """Whether too little was developed or invested (art. 2 para. 2, strictly less); None and what is missing where
    that cannot be said."""
    f, r = case.facts, case.rules
    known: list[bool] = []
    lacking: list[str] = []
    for part, whole, share, key, roles in (
            (f.developed, f.due, r.developed_share, "developed", ("developed_area", "due_area")),
            (f.invested, f.total, r.invested_share, "invested", ("invested", "total_investment"))):
        if part is None or whole is None or whole <= 0:
            lacking += [role for role, bad in zip(roles, (part is None, whole is None or whole <= 0)) if bad]
            continue
        below = part * share.denominator < whole * share.numerator
        known.append(below)
        case.say(key, part=part, whole=whole, share=(part, whole), below=below)
    if any(known):
        return True, ()
    return (False, ()) if len(known) == 2 else (None, tuple(lacking))


def _after_start(case: _Case, start: dt.date | None) -> Decision:
    """Art. 2 para. 2."""
    f, r, as_of = case.facts, case.rules, case.as_of
    if f.actual_start is not None:
        case.say("started", day=f.actual_start)
        if start is not None and f.actual_start >= add_years(start, r.idle_years):
            case.say("started_late", day=add_years(start, r.idle_years),
                     months=whole_months(add_years(start, r.idle_years), f.actual_start))
    if "halted_since" in f.unreadable:
        return case.missing("2-2", "halted_since", start=start)
    if "halted_since" in f.absent:
        short, _ = _shares(case)
        if short:
            return case.missing("2-2", "halted_since", start=start)
        case.say("halting_not_known" if short is None else "enough_built")
        return case.done(NOT_IDLE, NOTHING, "2-2", start=start)
    if f.halted_since is None or f.halted_since > as_of:
        case.say("not_halted")
        return case.done(NOT_IDLE, NOTHING, "2-2", start=start)
    if f.actual_start is not None and f.halted_since < f.actual_start:
        case.say("halted_before_start", halted=f.halted_since, started=f.actual_start)
        return case.missing("2-2", "halted_since", start=start)
    year_up = add_years(f.halted_since, r.halted_years)
    if as_of < year_up:
        case.say("halt_not_up", halted=f.halted_since, day=year_up, as_of=as_of)
        return case.done(NOT_IDLE, NOTHING, "2-2", start=start)
    short, lacking = _shares(case)
    if short is None:
        return case.missing("2-2", *lacking, start=start)
    if not short:
        case.say("enough_built")
        return case.done(NOT_IDLE, NOTHING, "2-2", start=start)
    months = whole_months(year_up, as_of)
    case.say("halted", halted=f.halted_since, day=year_up, as_of=as_of, months=months)
    if f.cause.kind in (GOVERNMENT, FORCE_MAJEURE):
        case.say(f.cause.kind, item=f.cause.item)
    return case.done(HALTED, BY_HAND_RECOGNISED if f.recognised else BY_HAND, "2-2", "12", start=start,
                     idle_from=year_up, months=months)


def _disposal(case: _Case, found: Decision, extended: bool) -> Decision:
    """What a recorded disposal makes of idle land."""
    f = case.facts
    if found.idle_from is None or f.disposal_date is None or f.disposal_date > case.as_of:
        return found
    mode = mode_of(f.disposal_mode)
    if mode == "fee":
        case.say("fee_is_no_disposal", day=f.disposal_date)
    elif mode != "back" and found.idle_from > f.disposal_date and (
            extended or (found.kind == HALTED and f.halted_since >= f.disposal_date)):
        case.say("idle_again", day=f.disposal_date)
    else:
        case.say("disposed", day=f.disposal_date, mode=f.disposal_mode)
        return case.done(NOT_IDLE, NOTHING, found.clauses[0], start=found.start, disposed=True)
    return replace(found, steps=tuple(case.steps))


def left_stock(base: Decision | None, now: Decision) -> bool:
    """Whether land that counted as idle on the base date has been brought to use since: it is disposed of, started or
    lawfully extended. Halted or undecidable land has not been."""
    return base is not None and base.counts and now.kind == NOT_IDLE
