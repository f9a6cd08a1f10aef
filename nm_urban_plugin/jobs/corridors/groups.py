"""Which features make which corridor: one for the layer, one per value of a field, or the register's corridors.

A corridor of the register is taken from the lines that bear its name; where none does and the corridor exists, its line
is derived as the shortest path through its ordered places. One that is not built yet is only sketched, from place to
place: nothing is buffered or measured against a sketch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.buffers.paths import Paths
from ...analysis.buffers.plane import to_layer
from ...analysis.buffers.source import Source
from ...analysis.network.lines import lines_of
from ...core.corridors.nodes import Corridor, corridor, corridors, find
from .derive import DERIVED, NO_LINE, SCHEMATIC, derive

NAMED, WHOLE = "named", "whole"

_SEPARATORS = str.maketrans("，、；;|\n", ",,,,,,")
EVERY = "*"


@dataclass
class Group:
    """A corridor of this run: its name, how its line was found (`NAMED`, `WHOLE`, `DERIVED`, `SCHEMATIC`, `NO_LINE`),
    the register's entry if there is one, and, of a derived one, how far each place of the register lies from the
    network; *sketch* are the parts of a schematic line (lon, lat)."""

    name: str
    kind: str
    entry: Corridor | None = None
    net_m: dict[str, float] = field(default_factory=dict)
    sketch: tuple[np.ndarray, ...] = ()
    skipped: tuple[str, ...] = ()
    connected: bool = True
    n: int = 0


def wanted_corridors(text: str | None) -> list[Corridor]:
    """Corridors of a comma list of names, keys or aliases, `*` = all; each once. Raises UnknownCorridor."""
    names = [name.strip() for name in str(text or "").translate(_SEPARATORS).split(",")]
    out: dict[str, Corridor] = {}
    for name in filter(None, names):
        for item in corridors() if name == EVERY else (corridor(name),):
            out.setdefault(item.key, item)
    return list(out.values())


def _text(value) -> str:
    """A name as text: numbers without decimals, no blanks around; '' for NULL."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def by_field(source: Source, values: list | None, whole: str) -> tuple[list[Group], np.ndarray]:
    """One corridor per value in the order of the text, or one for the whole layer; and the corridor of each feature."""
    if values is None:
        return [Group(whole, WHOLE, find(whole), n=len(source))], np.zeros(len(source), np.int64)
    names = [_text(value) for value in values]
    index = {name: k for k, name in enumerate(sorted(set(names)))}
    owner = np.array([index[name] for name in names], np.int64)
    count = np.bincount(owner, minlength=len(index))
    return [Group(name, NAMED, find(name) if name else None, n=int(count[k])) for name, k in index.items()], owner


def by_register(source: Source, values: list | None, wanted: Sequence[Corridor], snap_m: float,
                feedback: QgsFeedback) -> tuple[list[Group], Source, np.ndarray]:
    """The wanted corridors, a source to which the derived lines were added, and the corridor of each feature of it."""
    found = [find(_text(value)) for value in values] if values is not None else [None] * len(source)
    groups, owner = [], np.full(len(source), -1, np.int64)
    unnamed = []
    for item in wanted:
        mine = np.array([entry is not None and entry.key == item.key for entry in found], bool)
        if mine.any():
            owner[mine] = len(groups)
            groups.append(Group(item.name, NAMED, item, n=int(mine.sum())))
        else:
            unnamed.append(len(groups))
            groups.append(Group(item.name, NO_LINE, item))
    if not unnamed:
        return groups, source, owner
    network = lines_of(source, np.ones(len(source)), np.zeros(len(source), bool))  # its speed is of no account
    lines = derive(network, [groups[k].entry for k in unnamed], snap_m, feedback)
    parts, of_part = [], []
    for k, derived in zip(unnamed, lines):
        group = groups[k]
        group.kind, group.net_m, group.skipped = derived.kind, derived.net_m, derived.skipped
        group.connected = derived.connected
        if derived.kind == DERIVED:
            group.n = len(derived.parts)
            parts += derived.parts
            of_part += [k] * len(derived.parts)
        elif derived.kind == SCHEMATIC:
            group.sketch = derived.parts
    return groups, *_with_parts(source, owner, parts, of_part)


def _with_parts(source: Source, owner: np.ndarray, parts: list[np.ndarray], of_part: list[int]
                ) -> tuple[Source, np.ndarray]:
    """The source with lines in degrees added as further features."""
    if not parts:
        return source, owner
    lonlat = np.concatenate(parts)
    x, y = to_layer(source.frame, lonlat[:, 0], lonlat[:, 1])
    old, count = source.paths, np.array([len(part) for part in parts], np.int64)
    first = np.concatenate([old.first, old.first[-1] + np.cumsum(count, dtype=np.int64)]).astype(np.int64)
    feature = np.concatenate([old.feature, len(source) + np.arange(len(parts), dtype=np.int64)])
    columns = {name: [*values, *[None] * len(parts)] for name, values in source.columns.items()}
    more = Source(source.frame, np.concatenate([source.fids, np.full(len(parts), -1, np.int64)]), columns,
                  Paths(np.concatenate([old.x, x]), np.concatenate([old.y, y]), first, feature), source.rings)
    return more, np.concatenate([owner, np.array(of_part, np.int64)])
