"""The data check: each layer by itself, the layers against each other, and what can be computed with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeedback,
    QgsVectorLayer,
)

from ...analysis.reading.batches import features_of
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.messages import Message
from ...core.quality import Finding, Layer, Ready, Rule, count_by_rule, merged, readiness_of, tasks
from ...core.quality.checks.rules import ERROR, rules
from .between import Between
from .layer import LayerCheck, LayerResult
from .source import Subject, subject_of

LONLAT = "EPSG:4490"
_ASK = 5000


@dataclass(frozen=True)
class Issue:
    """One place that breaks a rule. layer: the layer's name; fid −1 where the layer as a whole is meant; lon, lat in
    degrees (CGCS2000), NaN where there is no place."""

    layer: str
    fid: int
    rule: Rule
    detail: Message
    lon: float
    lat: float


@dataclass(frozen=True)
class QualityResult:
    """What a check found. between: (place in layers or −1, finding); skipped: sentences of what was not checked."""

    layers: tuple[LayerResult, ...]
    between: tuple[tuple[int, Finding], ...]
    readiness: tuple[Ready, ...]
    table: Mapping[str, Rule]
    skipped: tuple[Message | str, ...]

    @property
    def findings(self) -> list[Finding]:
        return [one for layer in self.layers for one in layer.findings] + [one for _, one in self.between]

    def counts(self) -> dict[str, int]:
        """Rule id → number of places."""
        return count_by_rule(self.findings)

    def number(self, severity: str) -> int:
        """Places of that severity."""
        return sum(n for rule, n in self.counts().items() if self.table[rule].severity == severity)

    @property
    def sound(self) -> bool:
        """Whether no error was found."""
        return not self.number(ERROR)

    def issues(self) -> Iterator[Issue]:
        """All places, layer by layer; what concerns several layers comes last."""
        for k, layer in enumerate(self.layers):
            own = [*layer.findings, *(one for at, one in self.between if at == k)]
            for one in own:
                yield from self._issues_of(layer, one)
        for at, one in self.between:
            if at < 0:
                yield Issue("", -1, self.table[one.rule], one.said(), float("nan"), float("nan"))

    def _issues_of(self, layer: LayerResult, one: Finding) -> Iterator[Issue]:
        rule = self.table[one.rule]
        if one.of_layer:
            yield Issue(layer.name, -1, rule, one.said(), float("nan"), float("nan"))
            return
        x, y = _places(layer, one)
        lon, lat = _lonlat(layer.subject.given, x, y)
        for k, fid in enumerate(one.fids.tolist()):
            yield Issue(layer.name, fid, rule, one.said(k), float(lon[k]), float(lat[k]))


@dataclass
class CheckJob:
    """What is asked for: (layer, its source, role or '') of each layer, county units, the day of the check, the county
    whose code unit codes begin with, whether topology is wanted, the rules. tally lists what could not be compared."""

    layers: Sequence[tuple[QgsVectorLayer, Given, str]]
    counties: Given | None
    as_of: dt.date
    county: str = ""
    topology: bool = True
    table: Mapping[str, Rule] = field(default_factory=rules)
    tally: Tally = field(default_factory=Tally)

    def run(self, feedback: QgsFeedback) -> QualityResult | None:
        """None when cancelled."""
        subjects = [subject_of(given, layer, role) for layer, given, role in self.layers]
        result = check(subjects, self.counties, self.as_of, feedback, county=self.county, topology=self.topology,
                       table=self.table)
        if result is None:
            return None
        for layer in result.layers:
            self.tally.read += layer.count
            unusable = [one for one in layer.findings if one.rule in _UNUSABLE and not one.of_layer]
            for one in unusable:
                for fid in one.fids.tolist():
                    self.tally.reject(layer.name, fid, one.said())
            self.tally.used += layer.count - len({fid for one in unusable for fid in one.fids.tolist()})
        return result


#: Features with these are not compared with their neighbours.
_UNUSABLE = ("Q4101", "Q4102", "Q4104")


def check(subjects: Sequence[Subject], counties: Given | None, as_of: dt.date, feedback: QgsFeedback, *,
          county: str = "", topology: bool = True, table: Mapping[str, Rule] | None = None) -> QualityResult | None:
    """Check layers; None when cancelled. *county* = six digits that unit codes should begin with ('' = any); *topology*
    False leaves out overlaps, gaps and what layers say of each other."""
    table = table or rules()
    layers, skipped = [], []
    for subject in subjects:
        result = LayerCheck(subject, table, as_of, county, topology, feedback).run()
        if feedback.isCanceled():
            return None
        layers.append(result)
        skipped += result.skipped
    between: list[tuple[int, Finding]] = []
    if topology:
        work = Between(subjects, counties, table, feedback)
        found = work.run()
        between = [(at, one) for at in sorted({at for at, _ in found})
                   for one in merged([f for k, f in found if k == at])]
        skipped += work.skipped
    if feedback.isCanceled():
        return None
    return QualityResult(tuple(layers), tuple(between), readiness(subjects), table, tuple(skipped))


def readiness(subjects: Sequence[Subject]) -> tuple[Ready, ...]:
    """Which algorithms could run with these layers."""
    have = [Layer(s.name, s.role, frozenset(s.columns)) for s in subjects]
    return tuple(readiness_of(task, have) for task in tasks())


def _places(layer: LayerResult, one: Finding) -> tuple[np.ndarray, np.ndarray]:
    """(x, y) of a finding's features in the layer's CRS: its own places, else the middle of each feature's box."""
    x = np.full(len(one.fids), np.nan) if one.x is None else np.array(one.x, np.float64)
    y = np.full(len(one.fids), np.nan) if one.y is None else np.array(one.y, np.float64)
    lacking = np.nonzero(np.isnan(x) | np.isnan(y))[0]
    if not len(lacking) or layer.subject.geometry == "none":
        return x, y
    if len(layer.boxes):
        order = np.argsort(layer.fids, kind="stable")
        at = order[np.searchsorted(layer.fids[order], one.fids[lacking]).clip(max=len(order) - 1)]
        x[lacking] = (layer.boxes[at, 0] + layer.boxes[at, 2]) / 2
        y[lacking] = (layer.boxes[at, 1] + layer.boxes[at, 3]) / 2
        return x, y
    wanted = dict(zip(one.fids[lacking].tolist(), lacking.tolist()))
    ids = list(wanted)
    for start in range(0, len(ids), _ASK):
        request = QgsFeatureRequest().setFilterFids(ids[start : start + _ASK]).setNoAttributes()
        for feature in features_of(layer.subject.given.source, request):
            box = feature.geometry().boundingBox()
            if feature.hasGeometry() and not box.isNull():
                x[wanted[feature.id()]], y[wanted[feature.id()]] = box.center().x(), box.center().y()
    return x, y


def _lonlat(given: Given, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Layer coordinates → degrees; NaN where the CRS does not lead there."""
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    if not given.crs.isValid():
        return lon, lat
    transform = QgsCoordinateTransform(given.crs, QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    for k in np.nonzero(np.isfinite(x) & np.isfinite(y))[0].tolist():
        try:
            point = transform.transform(float(x[k]), float(y[k]))
        except QgsCsException:
            continue
        lon[k], lat[k] = point.x(), point.y()
    return lon, lat
