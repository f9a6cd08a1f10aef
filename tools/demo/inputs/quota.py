"""Synthetic quota and reward tables: no document publishes the split of the 640 000 mu by county and year."""

from __future__ import annotations

import numpy as np

from tools.demo.inputs import counties, mesh
from tools.demo.inputs.parcels import Parcels

YEARS = np.arange(2021, 2026)
TOTAL_CENTS = 64_000_000  # 640 000.00 mu
SOURCE = "synthetic 示例数据"
OVERSHOOT = 11  # counties whose quota is set below their use; rewards then save some of them
REWARDS = 12


def use_by_county(parcels: Parcels, counted: np.ndarray, units: counties.Counties) -> np.ndarray:
    """Estimated use in mu by county and year (103, 5); ``counted``: False where the land was built on already.

    A parcel counts whole in the county of its centroid: an estimate that only steers the split.
    """
    year = parcels.date.astype("datetime64[Y]").astype(int) + 1970
    ok = counted & ~parcels.outside & (year >= YEARS[0]) & (year <= YEARS[-1])
    used = np.zeros((len(units.code), len(YEARS)))
    np.add.at(used, (parcels.unit[ok], year[ok] - YEARS[0]), parcels.area[ok] * 3 / 2000)
    return used


def split(used: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Quota in cents of a mu (103, 5), summing to 64 000 000; overshooting counties; rewarded counties."""
    rng = np.random.default_rng([seed, 30])
    whole = used.sum(1)
    ranked = np.argsort(-whole, kind="stable")
    over = np.sort(rng.choice(ranked[: len(whole) * 2 // 3], OVERSHOOT, replace=False))
    short = rng.uniform(0.72, 0.95, OVERSHOOT)
    budget = TOTAL_CENTS / 100
    quota = np.zeros(len(whole))
    quota[over] = whole[over] * short
    rest = np.setdiff1d(np.arange(len(whole)), over)
    slack = budget - quota.sum() - whole[rest].sum()
    share = (whole[rest] + 0.5 * budget / len(whole)) * rng.uniform(0.45, 1.55, len(rest))
    if slack > 0:
        quota[rest] = whole[rest] + slack * share / share.sum()
    else:  # more use than quota in the whole region: every county gets its share of what there is
        quota = (whole + 0.2 * budget / len(whole)) * np.exp(rng.normal(0, 0.25, len(whole)))
    yearly = 0.2 * np.exp(rng.normal(0, 0.12, used.shape))
    yearly /= yearly.sum(1, keepdims=True)
    cents = mesh.tie_out((quota[:, None] * yearly).ravel(), TOTAL_CENTS).reshape(used.shape)
    others = rng.choice(rest, REWARDS - 2, replace=False)
    return cents, over, np.concatenate([over[np.argsort(-short, kind="stable")[:2]], np.sort(others)])


def tables(used: np.ndarray, units: counties.Counties, seed: int) -> tuple[dict[str, list], dict[str, list]]:
    """Columns of the ``quota`` table (103 x 5 rows) and of the ``reward`` table."""
    cents, _, rewarded = split(used, seed)
    rng = np.random.default_rng([seed, 31])
    county, year = (axis.ravel() for axis in np.meshgrid(np.arange(len(units.code)), YEARS, indexing="ij"))
    quota = {
        "code": [units.code[k] for k in county],
        "name": [units.name[k] for k in county],
        "year": year.tolist(),
        "quota_mu": (cents.ravel() / 100).tolist(),
        "SOURCE": [SOURCE] * len(county),
    }
    reward: dict[str, list] = {"code": [], "year": [], "reward_mu": [], "SOURCE": []}
    for rank, k in enumerate(rewarded.tolist()):
        gap = max(0.0, used[k].sum() - cents[k].sum() / 100)
        amount = 1.3 * gap + 60 if rank < 2 else rng.uniform(50, 400)
        for y in (2024, 2025):
            reward["code"].append(units.code[k])
            reward["year"].append(y)
            reward["reward_mu"].append(round(float(amount) / 2, 2))
            reward["SOURCE"].append(SOURCE)
    return quota, reward
