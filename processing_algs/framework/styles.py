"""Style and role of output layers: the style when QGIS loads them, the role inside a GeoPackage for ever."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import QgsProcessingLayerPostProcessorInterface, QgsProviderRegistry

from ...nm_urban_plugin.analysis.reading.arrow import opened
from ...nm_urban_plugin.i18n import locale, tr

_STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"
ROLE_PROPERTY = "nm_urban/role"

# QGIS keeps no reference to a post-processor: the one that Python forgets is gone before it is called.
_alive: list[QgsProcessingLayerPostProcessorInterface] = []
_MOST_ALIVE = 64


class _Styler(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def postProcessLayer(self, layer, context, feedback) -> None:
        layer.setCustomProperty(ROLE_PROPERTY, self._role)
        path = style_path(self._role)
        if path is not None:
            message, ok = layer.loadNamedStyle(str(path))
            if not ok:
                feedback.pushWarning(message)
            layer.setCustomProperty(ROLE_PROPERTY, self._role)  # a style may bring its own properties
            layer.triggerRepaint()


def style_path(role: str) -> Path | None:
    """The style of a role in the user's language, or None."""
    names = [f"{role}.qml"] if locale() == "zh" else [f"{role}_en.qml", f"{role}.qml"]
    return next((_STYLES / name for name in names if (_STYLES / name).exists()), None)


def style_on_load(context, dest: str, role: str) -> None:
    """Style an output when, and if, it is loaded into the project."""
    if not context.willLoadLayerOnCompletion(dest):
        return
    styler = _Styler(role)
    _alive.append(styler)
    del _alive[:-_MOST_ALIVE]
    context.layerToLoadOnCompletionDetails(dest).setPostProcessor(styler)


def remember_role(algorithm, dest: str, role: str) -> None:
    """Note the role of an output, to be written when the file is closed."""
    if not hasattr(algorithm, "_roles"):
        algorithm._roles = []
    algorithm._roles.append((dest, role))


def write_roles(algorithm, feedback) -> None:
    """Write the noted roles as metadata rows of the GeoPackage layers."""
    for dest, role in getattr(algorithm, "_roles", []):
        parts = QgsProviderRegistry.instance().decodeUri("ogr", dest)
        path = str(parts.get("path") or "")
        if not path.lower().endswith(".gpkg") or not Path(path).exists():
            continue
        source = opened(path, gdal.OF_UPDATE)
        if source is None:
            feedback.pushWarning(tr("The role of {path} could not be written").format(path=path))
            continue
        name = parts.get("layerName")
        layer = source.GetLayerByName(name) if name else source.GetLayer(0)
        if layer is not None:
            layer.SetMetadataItem(ROLE_PROPERTY, role)
        del layer, source
