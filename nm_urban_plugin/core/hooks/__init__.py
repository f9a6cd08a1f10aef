"""增存挂钩, 人地挂钩: how new land is tied to idle land that was disposed of, and to people who settled."""

from .allotment import (
    BOUNDARY,
    DONE,
    MISSED,
    MOST_MU,
    MU_PER_M2,
    PORT,
    SHRINK,
    UNKNOWN_TASK,
    Allotment,
    Claim,
    ClaimError,
    Share,
    allot,
    scaled_to,
    task_state,
)

__all__ = (
    "BOUNDARY",
    "DONE",
    "MISSED",
    "MOST_MU",
    "MU_PER_M2",
    "PORT",
    "SHRINK",
    "UNKNOWN_TASK",
    "Allotment",
    "Claim",
    "ClaimError",
    "Share",
    "allot",
    "scaled_to",
    "task_state",
)
