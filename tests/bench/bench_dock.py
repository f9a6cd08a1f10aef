"""``make bench``: the dock beside the main thread (see tools.bench.dock)."""

import subprocess
import sys

import pytest

from tools.common import ROOT


@pytest.mark.timeout(0)  # a minute or two, and some more where the layer has to be made first
def test_dock_beside_the_main_thread():
    done = subprocess.run([sys.executable, "-m", "tools.bench.dock"], cwd=ROOT, check=False)
    assert done.returncode == 0, "a figure is above its bound; see the lines above"
