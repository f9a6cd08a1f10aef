"""What a check found: one rule, one sentence, many features; compact, so that a million of them fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...messages import Message
from .rules import Rule, rules


@dataclass(frozen=True)
class Finding:
    """Features that break one rule in one way.

    rule      id of the rule; key, values: the sentence (resources/messages/quality.json) and what is the same for all
    fids      (n,) int64 features; each: name → (n,) values that differ from feature to feature
    x, y      (n,) where in the layer's CRS, NaN where the feature's own place will do; None = none at all
    """

    rule: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    fids: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    each: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    x: np.ndarray | None = None
    y: np.ndarray | None = None

    def __len__(self) -> int:
        return max(len(self.fids), 1)

    @property
    def of_layer(self) -> bool:
        """Whether it concerns the layer as a whole and no feature of it."""
        return not len(self.fids)

    def said(self, k: int = 0) -> Message:
        """The sentence about feature number *k* of this finding."""
        own = {name: values[k] for name, values in self.each.items()}
        return Message(f"quality.{self.key}", {**self.values, **own})

    def rule_of(self, table: Mapping[str, Rule] | None = None) -> Rule:
        return (table or rules())[self.rule]


def of_rows(rule: str, key: str, fids: np.ndarray, rows: np.ndarray, each: Mapping[str, Sequence] | None = None,
            x: np.ndarray | None = None, y: np.ndarray | None = None, **values: Any) -> list[Finding]:
    """[Finding] of the features in *rows* (places or a mask), [] if there are none; *each* holds values of those."""
    rows = np.asarray(rows)
    rows = np.nonzero(rows)[0] if rows.dtype == bool else rows
    return [Finding(rule, key, values, fids[rows], each or {}, x, y)] if len(rows) else []


def count_by_rule(findings: Sequence[Finding]) -> dict[str, int]:
    """Rule id → number of places found."""
    out: dict[str, int] = {}
    for one in findings:
        out[one.rule] = out.get(one.rule, 0) + len(one)
    return dict(sorted(out.items()))


def merged(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The same findings, those of several batches with one sentence put together."""
    groups: dict[tuple, list[Finding]] = {}
    for one in findings:
        values = tuple(sorted((name, str(value)) for name, value in one.values.items()))
        groups.setdefault((one.rule, one.key, values, tuple(one.each), one.x is None), []).append(one)
    for ones in groups.values():
        if len(ones) == 1 or ones[0].of_layer:
            yield from ones
            continue
        each = {name: [v for one in ones for v in one.each[name]] for name in ones[0].each}
        x = None if ones[0].x is None else np.concatenate([one.x for one in ones])
        y = None if ones[0].y is None else np.concatenate([one.y for one in ones])
        yield Finding(ones[0].rule, ones[0].key, ones[0].values, np.concatenate([one.fids for one in ones]), each, x, y)
