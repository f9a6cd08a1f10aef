"""``nmurban:landquota`` as a user runs it, its outputs written to a GeoPackage; the time of the writing by itself."""

from __future__ import annotations

import time
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from tools.bench import region
from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started, vector_layer
from tools.common import BUILD, import_nm_urban

import_nm_urban()

from nm_urban.processing_algs.provider import NmUrbanProvider  # noqa: E402
from nm_urban.processing_algs.quota.landquota import LandQuota  # noqa: E402

_OUT = BUILD / "bench" / "out" / "landquota.gpkg"


class Stopwatch:
    """Seconds spent in LandQuota._write, which opens the outputs and fills them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._write = LandQuota._write

    def __enter__(self) -> Stopwatch:
        watch, write = self, self._write

        def timed(algorithm, *args, **kwargs):
            began = time.perf_counter()
            try:
                return write(algorithm, *args, **kwargs)
            finally:
                watch.seconds += time.perf_counter() - began

        LandQuota._write = timed
        return self

    def __exit__(self, *_exception) -> None:
        LandQuota._write = self._write


def parameters(size: int, out: Path) -> dict:
    """All parcels, counties and the three lines; pieces and ledger into one new GeoPackage."""
    def zones(name: str) -> str:
        return f"{region.zone_path(name)}|layername={name}"

    return {"INPUT": f"{region.parcel_path(size)}|layername=parcels", "DATE_FIELD": "PZRQ",
            "COUNTIES": zones(region.COUNTIES), "COUNTY_CODE": "code", "ECO_REDLINE": zones("eco"),
            "FARMLAND": zones("farm"), "URBAN_BOUNDARY": zones("ubd"), "AS_OF": "2025-12-31", "OUTPUT": str(out),
            "LEDGER": "TEMPORARY_OUTPUT", "REJECTS": "TEMPORARY_OUTPUT"}


def measure(args) -> None:
    """The job itself."""
    provider = NmUrbanProvider()
    if not QgsApplication.processingRegistry().addProvider(provider):
        raise RuntimeError("the provider could not be registered")
    _OUT.parent.mkdir(parents=True, exist_ok=True)
    _OUT.unlink(missing_ok=True)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    feedback = QgsProcessingFeedback(False)
    clock = Clock()
    with Stopwatch() as writing:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("nmurban:landquota")
        found, ok = algorithm.run(parameters(args.size, _OUT), context, feedback)
    if not ok:
        raise RuntimeError(feedback.textLog())
    clock.pause()
    pieces = vector_layer(_OUT, "landquota").featureCount()
    clock.done(n=int(found["N_READ"]), pieces=pieces, writing=writing.seconds)


def main() -> None:
    args = arguments(__doc__)
    with started():
        measure(args)


if __name__ == "__main__":
    main()
