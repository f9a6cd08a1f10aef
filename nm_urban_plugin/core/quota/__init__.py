"""The quota of new construction land (建设用地指标): the account of a plan period, as rows that tie."""

from ..landuse import CLASSES, LAND, LandAreas
from ..places import REGION as REGION_CODE
from ..verdict import AT_RISK, MET, NO_NUMBER, NOT_COMPUTABLE, NOT_MET
from .ledger import (
    LEVELS,
    WHOLE_PERIOD,
    Account,
    Ledger,
    Plan,
    Row,
    build_ledger,
    verdict,
)

#: The name that LandAreas had when only the quota knew it.
Cell = LandAreas

__all__ = (
    "AT_RISK",
    "CLASSES",
    "LAND",
    "LEVELS",
    "MET",
    "NOT_COMPUTABLE",
    "NOT_MET",
    "NO_NUMBER",
    "REGION_CODE",
    "WHOLE_PERIOD",
    "Account",
    "Cell",
    "LandAreas",
    "Ledger",
    "Plan",
    "Row",
    "build_ledger",
    "verdict",
)
