"""``make bench``: corridor buffers beside native:buffer and the usual ways (tools/bench/corridor.py).

BENCH_LINES chooses how many lines of the demo network are buffered (13 000).
"""

import subprocess
import sys

import pytest

from tools.common import ROOT


@pytest.mark.timeout(0)
def test_corridor_buffers_beside_the_usual_ways():
    # a process of its own, that no test has warmed up
    done = subprocess.run([sys.executable, "-m", "tools.bench.corridor"], cwd=ROOT, check=False)
    assert done.returncode == 0, "too slow, or a run failed; see the lines above"
