"""A class proposal from indicators: two independent opinions that look at the counties only, never at known labels.

1. TOPSIS with entropy weights: how near a county comes to the ideal urban, farming and ecological county.
2. Clustering: Ward's hierarchy gives the starting centres of a k-means (scipy); each cluster takes the class whose
   directions fit its centre best, and membership falls with the square of the distance.

No supervised model: of the 47 known labels 45 are ecological and none agricultural. Where indicators are missing or
absurd there is no class, only the reason.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..units import apportion
from .rules import ClassRules

_CLASSES = ("urban", "agri", "eco")
#: Ten-thousandths: probabilities are printed with four decimals and sum to one.
WHOLE = 10_000

#: Relative difference below which values are the same.
_SAME = 1e-9

NO_VALUE, ABSURD, ALL_EQUAL, FEW, SILENT = "no_value", "absurd", "all_equal", "few", "silent"


@dataclass(frozen=True)
class Reason:
    """Why there is no proposal: kind, indicator or class it is about, value."""

    kind: str
    key: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Deciding:
    """An indicator that decided: value, rank from the highest (1 … n), and how many counties share the value."""

    key: str
    value: float
    rank: int
    n: int
    tied: int = 1

    @property
    def middle(self) -> float:
        """The middle of the ranks that equal values take: 0 % forest in half of the counties is low, not rank 1."""
        return self.rank + (self.tied - 1) / 2


@dataclass(frozen=True)
class Proposal:
    """The computed class of one county, '' where there is none (*reasons* say why).

    p in ten-thousandths per class, summing to 10 000; *topsis*, *cluster* the two opinions (cluster '' without scipy);
    *margin* between the first two classes.
    """

    cls: str = ""
    p: Mapping[str, int] = field(default_factory=dict)
    topsis: str = ""
    cluster: str = ""
    margin: float = 0.0
    doubtful: bool = False
    deciding: tuple[Deciding, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def agree(self) -> bool | None:
        """Whether both opinions name the same class; None where there is one opinion only."""
        return None if not (self.topsis and self.cluster) else self.topsis == self.cluster


@dataclass
class Notes:
    """What the run has to say: indicators used, dropped (all equal), not given; n compared; whether scipy was there."""

    used: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    compared: int = 0
    clustered: bool = False
    few: bool = False
    weights: dict[str, dict[str, float]] = field(default_factory=dict)


def clustering():
    """scipy's (linkage, fcluster, kmeans2), None where scipy is not installed."""
    try:
        from scipy.cluster.hierarchy import fcluster, linkage
        from scipy.cluster.vq import kmeans2
    except ImportError:
        return None
    return linkage, fcluster, kmeans2


def propose(table: Mapping[str, Sequence], n: int, rules: ClassRules, scipy=clustering) -> tuple[list[Proposal], Notes]:
    """A proposal for each of *n* counties. *table*: indicator → n values (None or NaN = no value); unknown keys and
    columns without any value count as not given. *scipy* returns the clustering functions or None."""
    notes = Notes()
    columns, reasons = _columns(table, n, rules, notes)
    good = np.array([k for k in range(n) if not reasons[k]], np.int64)
    notes.compared = len(good)
    values = {key: column[good] for key, column in columns.items()}
    for key in list(values):
        # what differs only by rounding must not be stretched to the whole scale
        if len(good) and np.ptp(values[key]) <= _SAME * np.abs(values[key]).max():
            notes.dropped.append(key)
            del values[key]
    common = _common_reasons(values, len(good), rules, notes)
    if common:
        return [Proposal(reasons=tuple(reasons[k]) or tuple(common)) for k in range(n)], notes
    notes.used = list(values)
    notes.few = len(good) < rules["few_units"]
    matrix = np.stack([_comparable(values[key], rules.indicators[key].log, rules["clip_pct"]) for key in values], 1)
    directions = {cls: np.array([rules.indicators[key].direction[cls] for key in values]) for cls in _CLASSES}
    nearness, weights = _topsis(matrix, directions)
    notes.weights = {cls: dict(zip(values, weights[cls].round(4).tolist())) for cls in _CLASSES}
    first = nearness ** rules["sharpness"]
    first /= np.maximum(first.sum(1, keepdims=True), 1e-12)
    functions = scipy()
    second = None if functions is None else _clusters(matrix, directions, int(rules["clusters"]), functions)
    notes.clustered = second is not None
    share = rules["topsis_weight"] if second is not None else 1.0
    both = first if second is None else share * first + (1 - share) * second
    out = [Proposal(reasons=tuple(why)) for why in reasons]
    unit, column = np.divmod(np.arange(3 * len(good), dtype=np.int64), 3)
    printed = apportion(both.ravel(), unit, np.full(len(good), WHOLE, np.int64), ties=(column,)).reshape(-1, 3)
    ranks = {key: _ranks(column) for key, column in values.items()}
    for row, k in enumerate(good.tolist()):
        order = np.argsort(-both[row], kind="stable")
        cls, other = _CLASSES[order[0]], _CLASSES[order[1]]
        topsis = _CLASSES[int(np.argmax(first[row]))]
        cluster = "" if second is None else _CLASSES[int(np.argmax(second[row]))]
        margin = (int(printed[row, order[0]]) - int(printed[row, order[1]])) / WHOLE
        push = _push(matrix[row], directions, weights, cls, other)
        first_three = [list(values)[j] for j in np.argsort(-push, kind="stable")[:3]]
        deciding = tuple(Deciding(key, float(values[key][row]), int(ranks[key][row]), len(good),
                                  int((values[key] == values[key][row]).sum())) for key in first_three)
        doubtful = margin < rules["min_margin"] or (bool(cluster) and cluster != topsis)
        out[k] = Proposal(cls, dict(zip(_CLASSES, printed[row].tolist())), topsis, cluster, margin, doubtful, deciding)
    return out, notes


def _columns(table, n: int, rules: ClassRules, notes: Notes) -> tuple[dict[str, np.ndarray], list[list[Reason]]]:
    """Usable columns as floats, and per county what is wrong with its values."""
    reasons: list[list[Reason]] = [[] for _ in range(n)]
    columns = {}
    for key, one in rules.indicators.items():
        values = [_number(value) for value in table.get(key, ())]
        if all(value is None for value in values):
            notes.absent.append(key)
            continue
        column = np.array([math.nan if value is None else value for value in values])
        for k in range(n):
            if values[k] is None:
                reasons[k].append(Reason(NO_VALUE, key))
            elif not (one.low <= column[k] <= one.high):
                reasons[k].append(Reason(ABSURD, key, float(column[k])))
        columns[key] = column
    return columns, reasons


def _number(value) -> float | None:
    """A float; None for no value (NULL, NaN). Infinity stays: it is absurd, not missing."""
    if value is None or isinstance(value, bool):
        return None
    number = float(value)
    return None if math.isnan(number) else number


def _common_reasons(values: Mapping, n: int, rules: ClassRules, notes: Notes) -> list[Reason]:
    """Why no county at all can be classified."""
    if n < rules["min_units"]:
        return [Reason(FEW, "", float(n))]
    if not values:
        return [Reason(ALL_EQUAL if notes.dropped else SILENT)]
    silent = [cls for cls in _CLASSES if not any(rules.indicators[key].direction[cls] > 0 for key in values)]
    return [Reason(SILENT, cls) for cls in silent] + [Reason(ALL_EQUAL, key) for key in notes.dropped if silent]


def _comparable(column: np.ndarray, log: bool, clip: float) -> np.ndarray:
    """0 … 1 between the clipped extremes, after the logarithm where the indicator asks for it."""
    shown = np.log1p(column) if log else column
    low, high = np.percentile(shown, [clip, 100 - clip])
    if high <= low:  # fewer than *clip* percent differ: then the extremes themselves
        low, high = shown.min(), shown.max()
    return np.clip((shown - low) / (high - low), 0.0, 1.0)


def _topsis(matrix: np.ndarray, directions: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(n, 3) nearness to each class's ideal, 0 … 1, and the entropy weights per class (0 for what it does not use)."""
    n, m = matrix.shape
    nearness, weights = np.zeros((n, len(_CLASSES))), {}
    for c, cls in enumerate(_CLASSES):
        sign = directions[cls]
        good = np.where(sign > 0, matrix, np.where(sign < 0, 1 - matrix, 0.0))
        share = good / np.maximum(good.sum(0), 1e-12)
        with np.errstate(divide="ignore", invalid="ignore"):
            entropy = -np.where(share > 0, share * np.log(share), 0.0).sum(0) / math.log(n)
        weight = np.where(sign != 0, np.maximum(1 - entropy, 0.0), 0.0)
        weight = weight / weight.sum() if weight.sum() > 0 else (sign != 0) / max(1, np.count_nonzero(sign))
        best = np.sqrt((weight * (1 - good) ** 2 * (sign != 0)).sum(1))
        worst = np.sqrt((weight * good**2).sum(1))
        nearness[:, c] = worst / np.maximum(best + worst, 1e-12)
        weights[cls] = weight
    return nearness, weights


def _clusters(matrix: np.ndarray, directions: Mapping[str, np.ndarray], k: int, functions) -> np.ndarray:
    """(n, 3) memberships by class: Ward's clusters refined by k-means, each named by the directions of its centre."""
    linkage, fcluster, kmeans2 = functions
    n = len(matrix)
    spread = matrix.std(0)
    z = (matrix - matrix.mean(0)) / np.where(spread > 0, spread, 1.0)
    start = fcluster(linkage(z, "ward"), max(3, min(k, n // 3)), "maxclust")
    centres = np.stack([z[start == one].mean(0) for one in np.unique(start)])
    centres, found = kmeans2(z, centres, minit="matrix", missing="warn")
    centres = centres[np.unique(found)]
    fit = np.stack([(centres * directions[cls]).sum(1) / max(1, np.count_nonzero(directions[cls]))
                    for cls in _CLASSES], 1)
    cls_of = np.argmax(fit, 1)
    d2 = np.maximum(((z[:, None, :] - centres[None]) ** 2).sum(2), 1e-12)
    member = (1 / d2) / (1 / d2).sum(1, keepdims=True)
    out = np.zeros((n, len(_CLASSES)))
    for c in range(len(_CLASSES)):
        out[:, c] = member[:, cls_of == c].sum(1)
    return out


def _push(row: np.ndarray, directions, weights, cls: str, other: str) -> np.ndarray:
    """(m,) how far each indicator moves a county towards *cls* and away from *other*."""
    centred = row - 0.5
    return weights[cls] * directions[cls] * centred - weights[other] * directions[other] * centred


def _ranks(column: np.ndarray) -> np.ndarray:
    """Rank from the highest value; equal values share the better rank."""
    return np.array([1 + int((column > value).sum()) for value in column], np.int64)
