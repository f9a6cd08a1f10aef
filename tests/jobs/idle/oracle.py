"""An account of stock land that shares nothing with the plugin: drawings as sets of squares, tables as heaps of tokens.

Drawings are rectangles of whole squares of one grid, so that every question (whose is it, is it supplied, was it in
stock) is asked square by square. Tables declare whole hectares, so that every hectare is a token that is handed on.
Only the words of the readings are used: earliest approval first; supplied goes before cancelled; what is in stock now
(idle or unsupplied) is not disposed of; each square and token counts once.
"""

import datetime as dt
from dataclasses import dataclass, field

#: 亩 in a square of 100 m x 100 m, and in a hectare.
MU = 15.0


@dataclass(frozen=True)
class Approval:
    number: str
    day: dt.date
    code: str
    squares: frozenset = frozenset()
    hectares: int = 0


@dataclass(frozen=True)
class Supply:
    number: str
    day: dt.date
    code: str
    agreed: dt.date
    started: dt.date | None = None
    disposed: dt.date | None = None
    squares: frozenset = frozenset()
    hectares: int = 0

    def state(self, day):
        """'absent', 'idle', 'gone' (disposed of) or 'used' on a day: art. 2 para. 1 alone."""
        if self.day > day:
            return "absent"
        if self.started is not None and self.started <= day:
            return "used"
        year_up = dt.date(self.agreed.year + 1, self.agreed.month, self.agreed.day)
        if day < year_up:
            return "used"
        return "gone" if self.disposed is not None and self.disposed <= day else "idle"


@dataclass(frozen=True)
class Loss:
    number: str
    day: dt.date
    squares: frozenset = frozenset()
    hectares: int = 0


@dataclass
class Sums:
    """Squares or hectares of the whole ledger; by_county: code → unsupplied."""

    sup: int = 0
    canc: int = 0
    unsup: int = 0
    idle: int = 0
    idle_in: int = 0
    disp: int = 0
    outside: int = 0
    twice: int = 0
    by_county: dict = field(default_factory=dict)


def by_squares(approvals, supplies, losses, base, as_of):
    """The account of drawings."""
    approvals = [one for one in approvals if one.day <= as_of]
    supplies = [one for one in supplies if one.day <= as_of]
    losses = [one for one in losses if one.day <= as_of]
    out = Sums()
    every = {square for one in (*approvals, *supplies) for square in one.squares}
    for square in every:
        owners = [one for one in approvals if square in one.squares]
        owner = min(owners, key=lambda one: (one.day, approvals.index(one)), default=None)
        here = [one for one in supplies if square in one.squares]
        lost = [one for one in losses if square in one.squares]
        idle = any(one.state(as_of) == "idle" for one in here)
        was_idle_and_left = any(one.state(base) == "idle" and one.state(as_of) in ("used", "gone") for one in here)
        out.idle += idle
        out.twice += max(0, len(here) - 1)
        in_stock_then = (owner is not None and owner.day <= base and not any(one.day <= base for one in here)
                         and not any(one.day <= base for one in lost))
        if owner is None:
            out.outside += bool(here)
        elif here:
            out.sup += 1
            out.idle_in += idle
        elif lost:
            out.canc += 1
        else:
            out.unsup += 1
            out.by_county[owner.code] = out.by_county.get(owner.code, 0) + 1
        in_stock_now = idle or (owner is not None and not here and not lost)
        out.disp += (in_stock_then or was_idle_and_left) and not in_stock_now
    return out


def by_tokens(approvals, supplies, losses, base, as_of):
    """The account of tables: every hectare of a document is a token, in state 'left', 'sold' or 'lost'."""
    out = Sums()
    live = [one for one in supplies if one.day <= as_of]
    for number in {one.number for one in approvals if one.day <= as_of}:
        rows = [one for one in approvals if one.number == number and one.day <= as_of]
        tokens = [{"code": one.code, "then": one.day <= base, "is": "left", "was": "left"}
                  for one in rows for _ in range(one.hectares)]
        mine = [one for one in live if one.number == number]
        mine.sort(key=lambda one: one.day)
        steps = [("sold", one, one.state(as_of) == "idle") for one in mine
                 if one.day <= base or one.state(as_of) == "idle"]
        steps += [("lost", one, False) for one in losses if one.number == number and one.day <= base]
        before = len(steps)
        steps += [("sold", one, False) for one in mine if one.day > base and one.state(as_of) != "idle"]
        steps += [("lost", one, False) for one in losses if one.number == number and base < one.day <= as_of]
        for n, (what, one, idle) in enumerate(steps):
            free = [token for token in tokens if token["is"] == "left"]
            free.sort(key=lambda token, one=one: token["code"] != getattr(one, "code", token["code"]))
            if what == "sold":
                free += [token for token in tokens if token["is"] == "lost"]
            taken = free[: one.hectares]
            for token in taken:
                token["disposed"] = n >= before and token["is"] == "left" and token["then"]
                token["is"] = what
                token["idle"] = idle
            if what == "sold":
                out.outside += one.hectares - len(taken)
        out.sup += sum(token["is"] == "sold" for token in tokens)
        out.canc += sum(token["is"] == "lost" for token in tokens)
        out.disp += sum(token.get("disposed", False) for token in tokens)
        out.idle_in += sum(token["is"] == "sold" and token["idle"] for token in tokens)
        for token in tokens:
            if token["is"] == "left":
                out.unsup += 1
                out.by_county[token["code"]] = out.by_county.get(token["code"], 0) + 1
    known = {one.number for one in approvals if one.day <= as_of}
    out.outside += sum(one.hectares for one in live if one.number not in known)
    out.idle += sum(one.hectares for one in live if one.state(as_of) == "idle")
    out.disp += sum(one.hectares for one in live
                    if one.state(base) == "idle" and one.state(as_of) in ("used", "gone"))
    return out
