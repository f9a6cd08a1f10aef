"""An algorithm as the user runs it, from layers in files to tables in a GeoPackage: ``algorithm SIZE --name ID``.

``--file`` keeps the GeoPackage, to compare it with that of another version.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from tools.bench import region, stock_world
from tools.bench.jobs.clock import Clock
from tools.bench.jobs.qgis_app import started
from tools.common import import_nm_urban

import_nm_urban()

NAMES = ("landquota", "conformity", "parcelarea", "idleland")
_AS_OF = "2025-12-31"


def parameters(name: str, size: int, path: Path) -> dict:
    """Parameters of an algorithm; its large outputs are tables of one GeoPackage, the small ones memory layers."""

    def zones(key: str) -> str:
        return f"{region.zone_path(key)}|layername={key}"

    def stock(key: str) -> str:
        return f"{stock_world.path(key, size)}|layername={key}"

    def table(title: str) -> str:
        return f"ogr:dbname='{path}' table=\"{title}\" (geom)"

    parcels = f"{region.parcel_path(size)}|layername=parcels"
    lines = {"ECO_REDLINE": zones("eco"), "FARMLAND": zones("farm"), "URBAN_BOUNDARY": zones("ubd"), "AS_OF": _AS_OF}
    counties = {"COUNTIES": zones("counties"), "COUNTY_CODE": "code"}
    scratch = "TEMPORARY_OUTPUT"
    if name == "landquota":
        return {"INPUT": parcels, "DATE_FIELD": "PZRQ", **counties, **lines, "OUTPUT": str(path), "LEDGER": scratch,
                "REJECTS": scratch}
    if name == "conformity":
        return {"INPUT": parcels, **lines, "OUTPUT": str(path), "PIECES": table("pieces"), "REJECTS": scratch}
    if name == "parcelarea":
        return {"INPUT": parcels, "OUTPUT": str(path), "REJECTS": scratch}
    return {"APPROVED": stock(stock_world.APPROVED), "SUPPLIED": stock(stock_world.SUPPLIED), **counties,
            "AS_OF": _AS_OF, "UNSUPPLIED": str(path), "IDLE": table("idle"), "LEDGER": scratch, "DOCUMENTS": scratch,
            "REJECTS": scratch}


def measure(name: str, size: int, path: Path) -> None:
    """The job itself."""
    from nm_urban.processing_algs.provider import NmUrbanProvider

    registry = QgsApplication.processingRegistry()
    if not registry.addProvider(NmUrbanProvider()):
        raise RuntimeError("the provider cannot be registered")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    wanted = parameters(name, size, path)
    clock = Clock()
    found, ok = registry.createAlgorithmById(f"nmurban:{name}").run(wanted, context, feedback)
    if not ok:
        raise RuntimeError(feedback.textLog()[-2000:])
    clock.done(**{key: value for key, value in found.items() if isinstance(value, (int, float))})


def main() -> None:
    """Run one algorithm once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="number of parcels, or of approvals")
    parser.add_argument("--name", choices=NAMES, required=True)
    parser.add_argument("--file", type=Path, help="keep the tables in this GeoPackage")
    args = parser.parse_args()
    with started(), tempfile.TemporaryDirectory(prefix="nm_urban_bench_") as folder:
        measure(args.name, args.size, args.file or Path(folder) / f"{args.name}.gpkg")


if __name__ == "__main__":
    main()
