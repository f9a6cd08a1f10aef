"""``native:difference`` of approvals and supplies into a memory layer, nothing measured: what is left, and no more.

``--out`` then measures what is left of each approval (raw m² of the engine's measure), for the comparison.
"""

from __future__ import annotations

import numpy as np
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from tools.bench import stock_world
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.common import import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode  # noqa: E402
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas  # noqa: E402


def difference(approved, supplied, out: str, context: QgsProcessingContext):
    """What is left of the approvals, as a layer."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("native:difference")
    found, ok = algorithm.run({"INPUT": approved, "OVERLAY": supplied, "OUTPUT": out}, context,
                              QgsProcessingFeedback())
    if not ok:
        raise RuntimeError("native:difference failed")
    return context.getMapLayer(found["OUTPUT"])


def measure(args, application: QgsApplication) -> None:
    """The job itself."""
    application.processingRegistry().addProvider(QgsNativeAlgorithms(application.processingRegistry()))
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    clock = Clock()
    approved = vector_layer(stock_world.path(stock_world.APPROVED, args.size), stock_world.APPROVED)
    supplied = vector_layer(stock_world.path(stock_world.SUPPLIED, args.size), stock_world.SUPPLIED)
    left = difference(approved, supplied, "memory:left", context)
    clock.done(n=approved.featureCount(), supplies=supplied.featureCount(), left=left.featureCount())
    if args.out:
        number, blobs = [], []
        for feature in left.getFeatures():
            number.append(int(feature.attribute("PZWH")))
            blobs.append(bytes(feature.geometry().asWkb()))
        area = np.zeros(approved.featureCount())
        shapes = Frame(approved.crs(), "approved").shapes(decode(blobs).rings)
        area[number] = straight_areas(shapes.rings)
        np.savez(args.out, left=area)


def main() -> None:
    args = arguments(__doc__)
    with started() as application:
        measure(args, application)


if __name__ == "__main__":
    main()
