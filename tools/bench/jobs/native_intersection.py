"""``native:intersection`` of a sample of the parcels with each of the four layers, then the areas of the pieces, in the
plane. Too slow for all parcels: they are taken one by one, so its time grows in proportion to them."""

from __future__ import annotations

import numpy as np
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from tools.bench import region
from tools.bench.jobs import cells as results
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer

#: More than there are zones: (parcel, zone) as one number.
_LABELS = 1_000


def intersect(parcels, zones, context: QgsProcessingContext, fields: list[str]):
    """The pieces as a memory layer."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("native:intersection")
    parameters = {"INPUT": parcels, "OVERLAY": zones, "INPUT_FIELDS": ["BSM"], "OVERLAY_FIELDS": fields,
                  "OUTPUT": "memory:pieces"}
    found, ok = algorithm.run(parameters, context, QgsProcessingFeedback())
    if not ok:
        raise RuntimeError("native:intersection failed")
    return context.getMapLayer(found["OUTPUT"])


def measure(args, application: QgsApplication) -> None:
    """The job itself."""
    application.processingRegistry().addProvider(QgsNativeAlgorithms(application.processingRegistry()))
    clock = Clock()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parcels = vector_layer(region.sample_path(args.size), "parcels")
    out = {}
    for name in region.ZONES:
        zones = vector_layer(region.zone_path(name), name)
        code = ["code"] if name == region.COUNTIES else []
        fids, labels, areas = [], [], []
        for piece in intersect(parcels, zones, context, code).getFeatures():
            values = piece.attributes()
            fids.append(int(values[0][4:]) + 1)
            labels.append(values[1] if code else "")
            areas.append(piece.geometry().area())
        codes, label = np.unique(labels, return_inverse=True)
        cell, at = np.unique(np.array(fids, np.int64) * _LABELS + label, return_inverse=True)
        area = np.bincount(at, areas)
        results.tabulate(cell % _LABELS, area)
        out[name] = {"fid": cell // _LABELS, "label": cell % _LABELS, "plane": area}
        if code:
            present = codes
        clock.stage(name)
    clock.done(n=parcels.featureCount())
    if args.out:
        out[region.COUNTIES]["label"] = ranks(present)[out[region.COUNTIES]["label"]]
        results.save(args.out, out)


def ranks(codes: np.ndarray) -> np.ndarray:
    """Place of each code among all county codes, of which a sample may miss some."""
    counties = vector_layer(region.zone_path(region.COUNTIES), region.COUNTIES)
    every = sorted(f.attribute("code") for f in counties.getFeatures())
    return np.array([every.index(code) for code in codes])


def main() -> None:
    args = arguments(__doc__)
    with started() as application:
        measure(args, application)


if __name__ == "__main__":
    main()
