"""Stock land: approved but not supplied (批而未供) and idle (闲置土地), by Order 53."""

from .decision import (
    KINDS,
    Decision,
    Facts,
    decide,
    left_stock,
)

__all__ = (
    "KINDS",
    "Decision",
    "Facts",
    "decide",
    "left_stock",
)
