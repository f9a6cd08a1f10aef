"""Where the benchmark's region lies and where its files are."""

from __future__ import annotations

from pathlib import Path

from tools.common import BUILD

#: Part of the folder's name: another generator, another folder.
VERSION = 1
FOLDER = BUILD / "bench" / f"world{VERSION}"

CRS = "EPSG:4527"
#: The same for PROJ, x east; and a cylindrical equal-area plane in which peers without numpy measure on the ellipsoid.
PROJ_GAUSS = "+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=39500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
PROJ_EQUAL_AREA = "+proj=cea +lon_0=117 +lat_ts=43 +ellps=GRS80 +units=m +no_defs"
FALSE_EASTING = 39_500_000.0
X0, Y0 = 39_380_000.0, 4_500_000.0
WIDTH, HEIGHT = 240_000.0, 420_000.0

#: Names of the zone layers in the order of every table, and of the files.
COUNTIES = "counties"
LINES = ("eco", "farm", "ubd")
ZONES = (COUNTIES, *LINES)

#: Features of a sample on which the slowest method is timed.
SAMPLE = 2_000


def zone_path(name: str) -> Path:
    """The GeoPackage of a zone layer; its table has the layer's name, its fids are label + 1 for the counties."""
    return FOLDER / f"{name}.gpkg"


def parcel_path(size: int) -> Path:
    """The GeoPackage of about *size* parcels, table ``parcels``."""
    return FOLDER / f"parcels_{size}.gpkg"


def sample_path(size: int) -> Path:
    """Every k-th parcel of :func:`parcel_path`, with its fid; about SAMPLE of them, the whole where there are fewer."""
    return FOLDER / f"parcels_{size}_sample.gpkg"


def sample_step(size: int) -> int:
    """k of :func:`sample_path`."""
    return max(1, size // SAMPLE)
