"""qgis_process as its own program, with the plugin switched on in a clean profile."""

import pytest

from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory):
    """A `tools.qgis.qgis_process.QgisProcess`: ``.run(id, params)`` -> dict, ``.run_json``, ``.call``."""
    process = QgisProcess(tmp_path_factory.mktemp("profile"), plugin_path=link())
    process.enable()
    return process
