"""The rows of a table without geometry: data, and what else a bureau's sheet holds, which is listed and not counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeedback, QgsWkbTypes

from ...core.messages import Message
from ...core.tables import BLANK, DATA, TOTAL, row_kind
from .batches import features_of, plain
from .source import Given
from .tally import Tally

#: Columns that formats add of themselves: they stand before the first cell of the sheet.
_KEYS = frozenset(("fid", "ogc_fid", "objectid", "gid"))


@dataclass(frozen=True)
class TableRows:
    """n data rows: *fids* (n,), the asked *columns* as lists of n plain values; *blank* empty rows were passed over."""

    fids: np.ndarray
    columns: dict[str, list] = field(default_factory=dict)
    blank: int = 0


def is_table(given: Given) -> bool:
    """Whether a source has no geometry at all."""
    return given.source.wkbType() == QgsWkbTypes.Type.NoGeometry


def sheet_columns(given: Given) -> list[int]:
    """Indices of the columns of a table as its sheet has them, without the keys that a format puts before them: the
    first filled cell of a row tells what the row is."""
    names = [one.name() for one in given.source.fields()]
    return [k for k, name in enumerate(names) if name.casefold() not in _KEYS]


def read_table(given: Given, names: Sequence[str], tally: Tally, feedback: QgsFeedback, with_totals: bool = False
               ) -> TableRows | None:
    """The data rows of a table; totals, units, notes and signatures are listed as what they were taken for. With
    *with_totals* rows of totals are data (of figures that are to be checked against their parts).

    None when cancelled. Rows that are wholly empty are neither read nor listed, as sheets end in any number of them.
    """
    names = list(dict.fromkeys(names))
    every = [one.name() for one in given.source.fields()]
    cells_of = sheet_columns(given)
    wanted = [every.index(name) for name in names]
    fids: list[int] = []
    rows: list[list] = []
    blank = 0
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(given.source, request):
        values = [plain(value) for value in feature.attributes()]
        kind = row_kind([values[k] for k in cells_of])
        if kind == BLANK:
            blank += 1
            continue
        tally.read += 1
        if kind == DATA or (with_totals and kind == TOTAL):
            fids.append(feature.id())
            rows.append([values[k] for k in wanted])
        else:
            tally.reject(given.name, feature.id(), Message(f"shared.row_{kind}"))
        if feedback.isCanceled():
            return None
    columns = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    return TableRows(np.array(fids, np.int64), columns, blank)
