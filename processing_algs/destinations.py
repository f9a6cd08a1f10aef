"""Where outputs go: no output may fall on an input, and a run that fails or is cancelled leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..nm_urban_plugin.analysis.arrow import opened
from ..nm_urban_plugin.i18n import tr

#: Name of the key column where the table has a field `fid` of its own (GeoPackage would take that for the key).
_KEY = "row_id"


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


def _same_file(one: str, two: str) -> bool:
    a, b = Path(one), Path(two)
    return a.samefile(b) if a.exists() and b.exists() else a.absolute() == b.absolute()


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
            if other and _same_file(path, other) and (not table or table == other_table):
                raise QgsProcessingException(tr("Output {name} would overwrite {what} ({path}). Choose another "
                                                "file.").format(name=name, what=what, path=path))
        taken.append((tr("output {name}").format(name=name), path, table))


def discard(dest: str) -> None:
    """Remove a half-written output, with its side files; of a file with other tables only the own table."""
    path, table = place_of(dest)
    if not path or not Path(path).exists():
        return
    source = opened(path, gdal.OF_UPDATE)
    if source is not None and table and source.GetLayerCount() > 1:
        for k in range(source.GetLayerCount()):
            if source.GetLayer(k).GetName() == table:
                source.DeleteLayer(k)
                break
        return
    driver = source.GetDriver() if source is not None else None
    del source
    try:
        gone = driver is not None and driver.Delete(path) == gdal.CE_None
    except RuntimeError:  # GDAL raises where another plugin told it to
        gone = False
    if not gone:
        Path(path).unlink(missing_ok=True)
    for ending in ("-journal", "-wal", "-shm"):
        Path(path + ending).unlink(missing_ok=True)


def is_geopackage(value) -> bool:
    """Whether a destination is a table in a GeoPackage."""
    return place_of(value)[0].lower().endswith(".gpkg")


def geopackage_table(value, dest: str, context: QgsProcessingContext, fields: QgsFields,
                     crs: QgsCoordinateReferenceSystem) -> tuple[QgsFeatureSink, str]:
    """A table without geometry whose field `fid` is a plain column: ids of several layers may repeat in it.

    *dest* is the destination as QGIS evaluated it; returns the sink and where the table is.
    """
    path, table = place_of(value)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table or Path(path).stem
    options.layerOptions = [f"FID={_KEY}"]
    if table and Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    sink = QgsVectorFileWriter.create(path, fields, QgsWkbTypes.Type.NoGeometry, crs, context.transformContext(),
                                      options)
    if sink.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise QgsProcessingException(tr("Writing of {name} failed: {error}").format(
            name=path, error=sink.errorMessage()))
    final = f"{path}|layername={options.layerName}"
    if context.willLoadLayerOnCompletion(dest):
        waiting = context.layersToLoadOnCompletion()
        waiting[final] = waiting.pop(dest)
        context.setLayersToLoadOnCompletion(waiting)
    return sink, final
