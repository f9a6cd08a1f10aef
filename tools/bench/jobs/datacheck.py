"""All parcels as a land-use layer through the data check, and through QGIS's own check of validity, in one process.

    python -m tools.bench.jobs.datacheck 200000 [--sound]

The world's areas, units and deductions are random, so that nearly every row breaks three rules: a run with millions of
findings. With --sound those columns are left out, and the run is that of an orderly county.

QGIS 3.22 has that check in Python (qgis:checkvalidity), later ones in C++ (native:checkvalidity): the one that is there
is taken, without its layer of valid features, which nobody needs. The loop that only asks GEOS is the floor of both.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import resource
import sys
import time

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsFeedback,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)

from tools.bench import region
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.reading.source import Given  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.job import check  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.source import subject_of  # noqa: E402


def peak() -> float:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def check_validity(layer, application: QgsApplication) -> str:
    """Run QGIS's own algorithm with GEOS; returns its id."""
    registry = application.processingRegistry()
    found = next(i for i in ("native:checkvalidity", "qgis:checkvalidity") if registry.algorithmById(i) is not None)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = registry.createAlgorithmById(found)
    parameters = {"INPUT_LAYER": layer, "METHOD": 2, "IGNORE_RING_SELF_INTERSECTION": False,
                  "INVALID_OUTPUT": "memory:i", "ERROR_OUTPUT": "memory:e"}
    _, ok = algorithm.run(parameters, context, QgsProcessingFeedback())
    if not ok:
        raise RuntimeError(f"{found} failed")
    return found


def geos_only(layer) -> int:
    """Features that GEOS calls valid, asked one by one without attributes."""
    return sum(f.geometry().isGeosValid() for f in layer.getFeatures(QgsFeatureRequest().setNoAttributes()))


def measure(args, application: QgsApplication) -> None:
    """The job itself."""
    sys.path.append("/usr/share/qgis/python/plugins")
    from processing.core.Processing import Processing

    Processing.initialize()
    clock, cpu = Clock(), [time.process_time()]

    def stage(words: str) -> None:
        cpu.append(time.process_time())
        clock.stage(f"{words}, {cpu[-1] - cpu[-2]:.1f} s of CPU")

    layer = vector_layer(region.parcel_path(args.size), "parcels")
    given = Given(layer, layer.crs(), "DLTB", layer)
    began = peak()
    subject = subject_of(given, layer, "dltb")
    if args.sound:
        kept = {k: v for k, v in subject.columns.items() if v in ("BSM", "DLBM", "DLMC")}
        subject = dataclasses.replace(subject, columns=kept)
    result = check([subject], None, dt.date(2025, 12, 31), QgsFeedback())
    stage(f"data check, {sum(result.counts().values())} places, {peak() - began:.0f} MB more")
    used = peak()
    found = check_validity(layer, application)
    stage(f"{found}, {peak() - used:.0f} MB more")
    valid = geos_only(layer)
    stage("isGeosValid alone")
    clock.done(n=layer.featureCount(), valid=valid, counts=result.counts())


def main() -> None:
    args = arguments(__doc__, "--sound")
    with started() as application:
        measure(args, application)


if __name__ == "__main__":
    main()
