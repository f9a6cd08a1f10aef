"""Is `owners` worth its lines? Processor time beside np.repeat, for rings of few and of many vertices."""

import time

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.core.rings import owners


def repeated(count):
    return np.repeat(np.arange(len(count), dtype=np.int64), count)


@pytest.mark.parametrize(("most", "rings"), [(2, 500_000), (12, 200_000), (200, 20_000), (2_000, 2_000)])
def test_owners_beside_repeat(most, rings, capsys):
    count = np.random.default_rng(1).integers(0, most, rings)
    best = {}
    for name, function in (("owners", owners), ("np.repeat", repeated)):
        times = []
        for _ in range(40):
            began = time.process_time()
            found = function(count)
            times.append(time.process_time() - began)
        best[name] = min(times) * 1e3
        assert len(found) == count.sum()
    with capsys.disabled():
        print(f"\n{rings} rings of up to {most} vertices: owners {best['owners']:.2f} ms, np.repeat "
              f"{best['np.repeat']:.2f} ms, x {best['np.repeat'] / best['owners']:.2f}")
