"""``make bench``: the street network engine beside QGIS, scipy and a heap (see tools.bench.streets)."""

import subprocess
import sys

import pytest

from tools.common import ROOT


@pytest.mark.timeout(0)  # two minutes
def test_streets_beside_the_usual_ways():
    done = subprocess.run([sys.executable, "-m", "tools.bench.streets"], cwd=ROOT, check=False)
    assert done.returncode == 0, "a figure is above its bound, or results differ; see the lines above"
