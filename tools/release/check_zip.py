"""Check the built zip as its receiver would: what is in it, and whether it works in a clean profile."""

import sys
import tempfile
import zipfile
from pathlib import Path

from osgeo import gdal, ogr, osr

from tools.common import DIST, PACKAGE, version
from tools.qgis.qgis_process import QgisProcess
from tools.release.package import shipped_files

MAX_BYTES = 25_000_000
PROVIDER = "nmurban"
MUST_OFFER = ("parcelarea", "landquota")


class ZipError(RuntimeError):
    """The zip may not be released; the message says why."""


def check_listing(path):
    """Compare the listing with the allow-list and the size with the repository's limit; return the number of files."""
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise ZipError(f"{size} bytes are more than the repository takes ({MAX_BYTES})")
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        names = archive.namelist()
    if broken:
        raise ZipError(f"damaged entry {broken}")
    expected = {f"{PACKAGE}/{name}" for name in shipped_files()}
    extra, missing = sorted(set(names) - expected), sorted(expected - set(names))
    if extra or missing or len(names) != len(expected):
        raise ZipError(f"the listing differs: too much {extra}, missing {missing}")
    return len(names)


def write_square(path):
    """Write one square of 100 m x 100 m on the 111° meridian of CGCS2000 (EPSG:4525), about one hectare."""
    gdal.UseExceptions()
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4525)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("parcels", crs, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    corners = ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    text = ", ".join(f"{37_500_000 + dx} {4_520_000 + dy}" for dx, dy in corners)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))"))
    layer.CreateFeature(feature)
    feature = layer = source = None


def check_runs(path, folder):
    """Unpack into a new profile in ``folder``, switch the plugin on and run it; return the area it gave, in m²."""
    profile = Path(folder) / "profile"
    plugins = profile / "profiles" / "default" / "python" / "plugins"
    qgis = QgisProcess(profile)
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(plugins)
    qgis.enable(PACKAGE)
    offered = qgis.algorithms().get(PROVIDER, {})
    missing = [name for name in MUST_OFFER if f"{PROVIDER}:{name}" not in offered]
    if missing:
        raise ZipError(f"the provider '{PROVIDER}' does not offer {missing}; it offers {sorted(offered)}")
    parcels, result = Path(folder) / "parcels.gpkg", Path(folder) / "areas.gpkg"
    write_square(parcels)
    total = float(qgis.run(f"{PROVIDER}:parcelarea", {"INPUT": parcels, "OUTPUT": result})["TOTAL_M2"])
    source = ogr.Open(str(result))
    rows = [feature.GetField("area_m2") for feature in source.GetLayer(0)]
    if len(rows) != 1 or rows[0] != total or abs(total - 10_000) > 1:
        raise ZipError(f"a square of one hectare came out as {rows}, in total {total} m²")
    return total


def main():
    """Command line: check ``dist/nm_urban-<version>.zip`` or the given one."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DIST / f"{PACKAGE}-{version()}.zip"
    try:
        count = check_listing(path)
        print(f"check-zip: {count} files, exactly the allow-list, {path.stat().st_size / 1024:.0f} KB")
        with tempfile.TemporaryDirectory() as folder:
            total = check_runs(path, folder)
        print(f"check-zip: works in a clean profile; a 100 m square measures {total:.2f} m2")
    except ZipError as error:
        sys.exit(f"check-zip: {path}: {error}")


if __name__ == "__main__":
    main()
