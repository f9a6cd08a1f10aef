"""``make bench``: the stock accounting beside ``native:difference`` (see tools.bench.stock)."""

import subprocess
import sys

import pytest

from tools.common import ROOT


@pytest.mark.timeout(0)  # some minutes, most of them native's
def test_stock_accounting_beside_native_difference():
    done = subprocess.run([sys.executable, "-m", "tools.bench.stock"], cwd=ROOT, check=False)
    assert done.returncode == 0, "a job failed, or the two disagree; see the lines above"
