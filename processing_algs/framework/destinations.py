"""Where outputs go: no output may fall on an input, and a run that fails or is cancelled leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.arrow import opened
from ...nm_urban_plugin.core.whole_file import patiently
from ...nm_urban_plugin.i18n import tr

#: Name of the key column where the table has a field `fid` of its own (GeoPackage would take that for the key).
_KEY = "row_id"
#: Ending of a file → endings of the files that belong to it and are replaced with it.
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".idm", ".ind", ".shp.xml")
_COMPONENTS = {
    ".shp": _SHAPEFILE,
    ".dbf": _SHAPEFILE,  # QGIS writes a shapefile without geometry as its table alone
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}


def place_of(value) -> tuple[str, str]:
    """(path of the file, table) that a destination or a layer's source names; ('', '') for what is no file.

    table is '' where the file as a whole is meant.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    if isinstance(value, QgsVectorLayer):
        if value.providerType() not in ("ogr", "delimitedtext", "spatialite"):
            return "", ""
        parts = QgsProviderRegistry.instance().decodeUri(value.providerType(), value.source())
        path = str(parts.get("path") or "")
        return path, str(parts.get("layerName") or "") or _first_table(path)
    text = str(value or "")
    if text.startswith("ogr:"):
        uri = QgsDataSourceUri(text[4:])
        return uri.database(), uri.table()
    parts = QgsProviderRegistry.instance().decodeUri("ogr", text)
    path, table = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    return (path, table) if Path(path).suffix else ("", "")


def _first_table(path: str) -> str:
    """The table that OGR shows where only the file is named."""
    source = gdal.OpenEx(path, gdal.OF_VECTOR) if path else None
    return source.GetLayer(0).GetName() if source is not None and source.GetLayerCount() else ""


def same_file(one: str, two: str) -> bool:
    """Whether two paths name one file; by their text where the system cannot say (none there, a share that is gone)."""
    a, b = Path(one), Path(two)
    with suppress(OSError):
        if a.exists() and b.exists():
            return a.samefile(b)
    return os.path.normcase(a.absolute()) == os.path.normcase(b.absolute())


def components(path: str) -> list[Path]:
    """The files on the disk that an output to *path* replaces."""
    first = Path(path)
    more = _COMPONENTS.get(first.suffix.lower(), ())
    every = [first, *(first.with_suffix(ending) for ending in more),
             *(first.with_suffix(ending.upper()) for ending in more)]
    found: list[Path] = []
    for one in every:
        if os.path.isfile(one) and not any(same_file(str(one), str(other)) for other in found):
            found.append(one)
    return found


def refuse_overwriting(sources: dict[str, QgsVectorLayer], destinations: dict[str, object]) -> None:
    """Raise where an output would replace an input, or another output of the same run.

    An output may be a new table in the GeoPackage of an input; a plain path stands for the whole file.
    """
    taken = [(tr("input {name}").format(name=name), *place_of(layer)) for name, layer in sources.items()]
    for name, value in destinations.items():
        path, table = place_of(value)
        if not path:
            continue
        for what, other, other_table in taken:
            if other and same_file(path, other) and (not table or table == other_table):
                raise QgsProcessingException(tr("Output {name} would overwrite {what} ({path}). Choose another "
                                                "file.").format(name=name, what=what, path=path))
        taken.append((tr("output {name}").format(name=name), path, table))


def clean_up(written: Iterable[str], feedback: QgsProcessingFeedback) -> None:
    """Remove the outputs of a run that failed; what cannot be removed is said. Raises nothing: the run's own error
    must come through."""
    for dest in written:
        for path in discard(dest):
            feedback.pushWarning(tr("{path} is unfinished and could not be removed: it is open in another program. "
                                    "Delete it when it is closed there.").format(path=path))


def discard(dest: str) -> list[str]:
    """Remove a half-written output, with its side files; of a file with other tables only the own table.

    Returns the paths of what is still there.
    """
    path, table = place_of(dest)
    if not path or not components(path):
        return []
    try:
        if _drop_table(path, table):
            return []
    except RuntimeError:  # GDAL raises where another plugin told it to
        return [path]
    beside = (path + ending for ending in ("-journal", "-wal", "-shm"))
    return [one for one in (*map(str, components(path)), *beside) if not _removed(one)]


def _drop_table(path: str, table: str) -> bool:
    """Remove the table where its file has others; else the file, where GDAL can. True where no more is to be done."""
    source = opened(path, gdal.OF_UPDATE)
    if source is not None and table and source.GetLayerCount() > 1:
        for k in range(source.GetLayerCount()):
            if source.GetLayer(k).GetName() == table:
                source.DeleteLayer(k)
                break
        return True
    driver = source.GetDriver() if source is not None else None
    del source
    with suppress(RuntimeError):
        if driver is not None:
            driver.Delete(path)  # with all components of a shapefile
    return False


def _removed(path: str) -> bool:
    with suppress(OSError):
        patiently(lambda: Path(path).unlink(missing_ok=True))
    return not os.path.lexists(path)


def is_geopackage(value) -> bool:
    """Whether a destination is a table in a GeoPackage."""
    return place_of(value)[0].lower().endswith(".gpkg")


def is_shapefile(value) -> bool:
    """Whether a destination is a shapefile or its table."""
    return place_of(value)[0].lower().endswith((".shp", ".dbf"))


def geopackage_table(value, dest: str, context: QgsProcessingContext, fields: QgsFields,
                     crs: QgsCoordinateReferenceSystem, wkb=QgsWkbTypes.Type.NoGeometry
                     ) -> tuple[QgsFeatureSink, str]:
    """A table, as a rule without geometry, whose field `fid` is a plain column: ids of several layers may repeat in it.

    *dest* is the destination as QGIS evaluated it; returns the sink and where the table is.
    """
    path, table = place_of(value)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table or Path(path).stem
    options.layerOptions = [f"FID={_KEY}"]
    if table and Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    sink = QgsVectorFileWriter.create(path, fields, wkb, crs, context.transformContext(), options)
    if sink.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise QgsProcessingException(tr("Writing of {name} failed: {error}").format(
            name=path, error=sink.errorMessage()))
    final = f"{path}|layername={options.layerName}"
    rename_waiting(context, dest, final)
    return sink, final


def rename_waiting(context: QgsProcessingContext, dest: str, final: str) -> None:
    """An output that is to be loaded is known by another name from now on."""
    if dest != final and context.willLoadLayerOnCompletion(dest):
        waiting = context.layersToLoadOnCompletion()
        waiting[final] = waiting.pop(dest)
        context.setLayersToLoadOnCompletion(waiting)
