"""The counties of a scenario as a table model: their shares, what changes them, a total and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QFont

from ...core.hooks.allotment import BOUNDARY, PORT, SHRINK, Allotment, Share
from ...core.hooks.policy import HookRules
from ...core.hooks.words import rest_words, why
from ...i18n import locale, tr, tr_noop
from ..widgets.buttons import number_of
from ..widgets.plain_text import one_line, tooltip

NAME, CAPPED, CHANGE, BASE, STOCK, PEOPLE, FACTOR, D_K1, D_K2, WHY, CODE = range(11)
HEADINGS = (tr_noop("County"), tr_noop("Allotted"), tr_noop("Change"), tr_noop("Base"), tr_noop("Stock"),
            tr_noop("People"), tr_noop("Factor t·p"), tr_noop("k1 + 10 %"), tr_noop("k2 + 10 %"), tr_noop("Why"),
            tr_noop("Code"))  # fmt: skip
_TIPS = {
    CAPPED: tr_noop("Quota allotted, 亩: after the limits and, where the cap is exceeded, scaled"),
    CHANGE: tr_noop("Allotted here less allotted in the scenario compared with, 亩"),
    BASE: tr_noop("Base quota, 亩"),
    STOCK: tr_noop("k1 · disposed stock land, 亩"),
    PEOPLE: tr_noop("k2 · settled people · 3/2000, 亩"),
    FACTOR: tr_noop("t: core regions, 0 for the shrinking type without port projects; p: disposal tasks"),
    D_K1: tr_noop("What 10 percent more k1 would change, 亩"),
    D_K2: tr_noop("What 10 percent more k2 would change, 亩"),
}
_LIMITS = {BOUNDARY: tr_noop("limited by the urban boundary"), PORT: tr_noop("port projects only")}
TEXTS = (NAME, WHY, CODE)


def mu(hundredths: int | None, sign: bool = False) -> str:
    """'1,234.50'; '—' for what is not known; with *sign* '+' before what grows."""
    if hundredths is None:
        return "—"
    return f"{hundredths / 100:+,.2f}" if sign and hundredths else f"{hundredths / 100:,.2f}"


class SharesModel(QAbstractTableModel):
    """One line per county, then the total and, where nothing is scaled, the rest. 亩 in hundredths throughout."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.allotment: Allotment | None = None
        self.rules: HookRules | None = None
        self.reference: Mapping[str, int] = {}
        self.margins: tuple[Mapping[str, int] | None, Mapping[str, int] | None] = (None, None)
        self.order: list[int] = []
        self._sorting = (-1, False)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, allotment: Allotment | None, rules: HookRules | None, reference: Mapping[str, int]) -> None:
        """Another allotment; the margins are not known until `show_margins`."""
        same = self.allotment is not None and allotment is not None and self._codes(self.allotment) == (
            self._codes(allotment)) and (self.allotment.scaled == allotment.scaled)
        if not same:
            self.beginResetModel()
        self.allotment, self.rules, self.reference, self.margins = allotment, rules, dict(reference), (None, None)
        if same:
            self._resort()
            self._tell()
            return
        self.order = list(range(len(allotment.shares))) if allotment is not None else []
        self._arrange()
        self.endResetModel()

    def show_margins(self, k1: Mapping[str, int], k2: Mapping[str, int]) -> None:
        """What 10 percent more of k1 and of k2 would change."""
        self.margins = (k1, k2)
        if self._sorting[0] in (D_K1, D_K2):
            self._resort()
        self._tell()

    def share(self, row: int) -> Share | None:
        """The county of a row; None for the total and the rest."""
        return self.allotment.shares[self.order[row]] if 0 <= row < len(self.order) else None

    def sentence(self, row: int) -> str:
        """The explanation of a row."""
        if self.allotment is None:
            return ""
        share = self.share(row)
        if share is not None:
            return why(share, self.allotment, self.rules, locale())
        return rest_words(self.allotment, locale()) if row == len(self.order) + 1 else ""

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        share = self.share(row)
        if share is None:
            return self._sum(row, column)
        if column == NAME:
            return one_line(share.claim.name or share.claim.code)
        if column == CODE:
            return share.claim.code
        if column == FACTOR:
            return f"{share.factor:.4f}".rstrip("0").rstrip(".")
        if column == WHY:
            return one_line(self.sentence(row), 1000)
        return mu(self._figure(share, column), sign=column in (CHANGE, D_K1, D_K2))

    def lines(self, rows: list[int]) -> str:
        """Rows with headings, to be pasted into a sheet; texts cannot begin a formula."""
        out = ["\t".join(tr(heading) for heading in HEADINGS)]
        for row in rows:
            cells = [self.text(row, column).replace(",", "") if column not in TEXTS else self.text(row, column)
                     for column in range(len(HEADINGS))]
            out.append("\t".join("'" + cell if column in TEXTS and cell[:1] in "=+-@" and cell else cell
                                 for column, cell in enumerate(cells)))
        return "\n".join(out)

    # -- Qt -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008, N802 (Qt's signature)
        if parent.isValid() or self.allotment is None:
            return 0
        return len(self.order) + (1 if self.allotment.scaled else 2)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[section])
        if role == Qt.ItemDataRole.ToolTipRole and section in _TIPS:
            return tooltip(tr(_TIPS[section]))
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or self.allotment is None:
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column in TEXTS else Qt.AlignmentFlag.AlignRight
            return number_of(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and (row >= len(self.order) or column == CAPPED):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tip(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADINGS[column])}: {self.text(row, column)}"
        return None

    def sort(self, column: int, order=Qt.SortOrder.AscendingOrder) -> None:
        """The total and the rest stay below; -1 = in the order of the codes."""
        self._sorting = (column, order == Qt.SortOrder.DescendingOrder)
        self._resort()

    def _resort(self) -> None:
        """Arrange anew; whatever is chosen stays chosen."""
        before = list(self.order)
        self._arrange()
        if self.order == before:
            return
        after = list(self.order)
        self.order = before
        self.layoutAboutToBeChanged.emit()
        place = {share: row for row, share in enumerate(after)}
        self.order = after
        for index in self.persistentIndexList():
            if index.row() < len(before):
                self.changePersistentIndex(index, self.index(place[before[index.row()]], index.column()))
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, down = self._sorting
        self.order.sort()
        if self.allotment is not None and column >= 0:
            self.order.sort(key=lambda k: self._key(self.allotment.shares[k], column), reverse=down)

    def _key(self, share: Share, column: int):
        if column in (NAME, WHY, CODE):
            return share.claim.name if column == NAME else share.claim.code
        if column == FACTOR:
            return share.factor
        value = self._figure(share, column)
        return float("-inf") if value is None else value

    def _figure(self, share: Share, column: int) -> int | None:
        code = share.claim.code
        if column == CHANGE:
            return share.capped - self.reference[code] if code in self.reference else None
        if column in (D_K1, D_K2):
            known = self.margins[column - D_K1]
            return None if known is None else known.get(code)
        return {CAPPED: share.capped, BASE: share.base, STOCK: share.stock, PEOPLE: share.people}[column]

    def _sum(self, row: int, column: int) -> str:
        one = self.allotment
        if row > len(self.order):  # the rest
            return {NAME: tr("Unallocated rest"), CAPPED: mu(one.rest), WHY: one_line(self.sentence(row), 1000)}.get(
                column, "")
        if column == NAME:
            return tr("Total")
        if column in (WHY, CODE, FACTOR):
            return ""
        values = [self._figure(share, column) for share in one.shares]
        known = [value for value in values if value is not None]
        return mu(sum(known) if known else None, sign=column in (CHANGE, D_K1, D_K2))

    def _tip(self, row: int) -> str:
        share = self.share(row)
        if share is None:
            return self.sentence(row)
        marks = [share.claim.code, *(tr(_LIMITS[one]) for one in share.limits)]
        if share.growth == SHRINK:
            marks.append(tr("shrinking type"))
        if share.core:
            marks.append(tr("core region"))
        return " · ".join(marks) + "\n" + self.sentence(row)

    def _tell(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADINGS) - 1))

    @staticmethod
    def _codes(allotment: Allotment) -> list[str]:
        return [share.claim.code for share in allotment.shares]
