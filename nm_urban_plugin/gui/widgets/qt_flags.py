"""Flags of Qt as numbers: PyQt5 has numbers, PyQt6 has members of an enum."""

from __future__ import annotations


def number_of(flag) -> int:
    """The number of a flag, or of several joined by |."""
    return int(getattr(flag, "value", flag))
