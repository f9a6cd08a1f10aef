"""Widgets that look and behave alike in the dock and in the scenario panel."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QTableView, QToolButton, QWidget


def tool_button(parent: QWidget, icon: str, words: str) -> QToolButton:
    """A flat button with a theme icon that the keyboard reaches; *words* for the pointer and for screen readers."""
    button = QToolButton(parent)
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def as_rows(view: QTableView, name: str, selection: QAbstractItemView.SelectionMode) -> None:
    """A table of whole rows that are read, not edited; Tab leaves it."""
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(selection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()


def number_of(flag) -> int:
    """The number of a flag, or of several joined by |."""
    return int(getattr(flag, "value", flag))
