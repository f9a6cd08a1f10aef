"""Verdicts: the strings that outputs hold, one rule for ledgers, compliance and dock alike, and coverage before all.

* reached → `MET`; due and not reached → `NOT_MET`; not due and not reached: behind the linear path from the baseline
  → `AT_RISK`, else (on it, ahead of it, or no baseline to draw it) → `PENDING`.
* A cap that is exceeded is `NOT_MET`; one that is kept is `MET`, or `AT_RISK` above its linear pace before its end.
* A target is due on its due date itself.
* Coverage first: a unit is judged only by an input that covers all county units of its scope. An account in which
  nothing was read is `NOT_COMPUTABLE`, and so is what the unknown could still turn from met.

Example::

    >>> judge_target(reached=False, due=False, behind=None)
    'pending'
    >>> covered(MET, Coverage(1, 103))
    'not_computable'
"""

from __future__ import annotations

from dataclasses import dataclass

MET, NOT_MET, PENDING, AT_RISK = "met", "not_met", "pending", "at_risk"
NOT_COMPUTABLE, NO_NUMBER = "not_computable", "no_number"
VERDICTS = (MET, NOT_MET, PENDING, AT_RISK, NOT_COMPUTABLE, NO_NUMBER)

#: One wording of each verdict per language, everywhere the same.
WORDS = {
    MET: ("met", "达标"),
    NOT_MET: ("not met", "未达标"),
    PENDING: ("not due yet", "未到期"),
    AT_RISK: ("at risk", "有风险"),
    NOT_COMPUTABLE: ("not computable", "无法计算"),
    NO_NUMBER: ("no number in the plan", "规划未给出数值"),
}


@dataclass(frozen=True)
class Text:
    """Words in both languages."""

    en: str
    zh: str

    def text(self, lang: str = "zh") -> str:
        return self.zh if lang.lower().startswith("zh") else self.en

    def __add__(self, other: Text) -> Text:
        if not self.en:
            return other
        return self if not other.en else Text(f"{self.en}; {other.en}", f"{self.zh}；{other.zh}")


NOTHING = Text("", "")


def verdict_word(verdict: str, lang: str) -> str:
    """A verdict as a reader knows it."""
    return WORDS[verdict][1 if lang.lower().startswith("zh") else 0]


@dataclass(frozen=True)
class Coverage:
    """*k* of the *n* county units of a scope are covered by what was read."""

    k: int
    n: int

    @property
    def complete(self) -> bool:
        return 0 < self.n <= self.k


def judge_target(*, reached: bool, due: bool, behind: bool | None) -> str:
    """The verdict of a goal that is to be reached; *behind* its linear path, None where there is none to draw."""
    if reached:
        return MET
    if due:
        return NOT_MET
    return AT_RISK if behind else PENDING


def judge_cap(*, kept: bool, ended: bool, above_pace: bool | None) -> str:
    """The verdict of a cap that is used up over the years; *above_pace* None where no pace can be drawn."""
    if not kept:
        return NOT_MET
    return AT_RISK if above_pace and not ended else MET


def covered(verdict: str, coverage: Coverage) -> str:
    """*verdict* where the whole scope is covered, else `NOT_COMPUTABLE`: a part is never judged as the whole."""
    return verdict if coverage.complete or verdict == NO_NUMBER else NOT_COMPUTABLE


def certain(verdict: str, could_turn: bool) -> str:
    """*verdict*, but never `MET` where what is unknown (地类不明, 无法判定, undated) could turn it."""
    return NOT_COMPUTABLE if could_turn and verdict == MET else verdict
