"""``make bench``: the overlay engine beside its peers on generated data (see docs/performance.md).

BENCH_SIZES, BENCH_FULL=1, BENCH_ONLY, BENCH_RUNS and BENCH_WRITE=1 choose; see ``python -m tools.bench --help``.
"""

import subprocess
import sys

import pytest

from tools.common import ROOT


@pytest.mark.timeout(0)  # minutes to an hour, by the sizes asked for
def test_overlay_engine_beside_its_peers():
    # a process of its own: what a job uses is measured by its parent, which must be small itself
    done = subprocess.run([sys.executable, "-m", "tools.bench"], cwd=ROOT, check=False)
    assert done.returncode == 0, "a job failed, or the engine and shapely disagree; see the lines above"
