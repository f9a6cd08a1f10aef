"""The parcels in a plain PyQGIS loop that takes each feature's geometry and does nothing with it.

--lean leaves the attributes out, which most scripts do not.
"""

from __future__ import annotations

from qgis.core import QgsFeatureRequest

from tools.bench import region
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer


def measure(args) -> None:
    """The job itself."""
    clock = Clock()
    layer = vector_layer(region.parcel_path(args.size), "parcels")
    request = QgsFeatureRequest()
    if args.lean:
        request.setSubsetOfAttributes([])
    count = 0
    for feature in layer.getFeatures(request):
        count += not feature.geometry().isNull()
    clock.done(n=count)


def main() -> None:
    args = arguments(__doc__, "--lean")
    with started():
        measure(args)


if __name__ == "__main__":
    main()
