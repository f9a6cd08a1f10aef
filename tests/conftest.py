"""What all tests share: the package under its name, and QGIS with the plugin's provider registered."""

import os
from pathlib import Path

# Before pytest-qgis starts QGIS, so that a bare `pytest` needs no screen either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from tools.common import ROOT, import_nm_urban  # noqa: E402

import_nm_urban()

# A law is not slow because the machine is busy.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

# pytest-qgis 5 keeps settings of QGIS in this folder from run to run: what a killed run left there, say another
# language, must not decide the next one. Only that folder's settings are ever cleared.
SETTINGS = ROOT / ".qgis-settings"
if SETTINGS in Path(os.environ.get("QGIS_CUSTOM_CONFIG_PATH", "/"), "any").parents:
    from qgis.core import QgsSettings

    QgsSettings().clear()


@pytest.fixture(scope="session")
def provider(qgis_processing):
    """The registered Processing provider ``nmurban``; Processing itself is initialised."""
    from qgis.core import QgsApplication

    from nm_urban.processing_algs.provider import NmUrbanProvider

    registry = QgsApplication.processingRegistry()
    registered = registry.providerById("nmurban")
    if registered is None:
        registered = NmUrbanProvider()
        assert registry.addProvider(registered)
    return registered


@pytest.fixture
def run_alg(provider):
    """A function ``run_alg(id, params, feedback=None, context=None) -> results``; id without ``nmurban:``.

    Raises QgsProcessingException as Processing does.
    """
    import processing

    def run(algorithm_id, params, feedback=None, context=None):
        full = algorithm_id if ":" in algorithm_id else f"nmurban:{algorithm_id}"
        return processing.run(full, params, feedback=feedback, context=context)

    return run
