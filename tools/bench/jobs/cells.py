"""The result of a job: per zone layer the area of each (parcel, zone) that meet, and its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

#: A cell smaller than half a cent is none: there is nothing to print.
LEAST_M2 = 0.005


def tabulate(label: np.ndarray, area: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(sum of area, number of cells) by label 0, 1, …; one cell per parcel and label."""
    return np.bincount(label, area), np.bincount(label[area >= LEAST_M2])


def save(path: Path, layers: dict[str, dict[str, np.ndarray]]) -> None:
    """Write per layer the equally long arrays fid, label and one or both of straight, plane (m²).

    straight = ellipsoidal area, edges straight in the Gauss plane; plane = area in that plane.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{f"{name}.{key}": values for name, columns in layers.items() for key, values in columns.items()})


def load(path: Path, layer: str) -> dict[str, np.ndarray]:
    """The arrays of one layer."""
    with np.load(path) as found:
        return {key.split(".")[1]: found[key] for key in found.files if key.startswith(f"{layer}.")}
