"""Style, role and METHOD of output layers: the style when QGIS loads them; role and METHOD for ever, in the GeoPackage
and in the metadata of the layers that are loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsProcessingLayerPostProcessorInterface, QgsProviderRegistry

from ...nm_urban_plugin.analysis.reading.arrow import opened
from ...nm_urban_plugin.i18n import locale, tr

_STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"
ROLE_PROPERTY, METHOD_ITEM = "nm_urban/role", "nm_urban/method"


@dataclass
class About:
    """What is to be remembered of the outputs of one run: (where, role) of each, and how the figures came about. METHOD
    is known only when all is computed."""

    roles: list[tuple[str, str]] = field(default_factory=list)
    method: str = ""


# QGIS keeps no reference to a post-processor: the one that Python forgets is gone before it is called.
_alive: list[QgsProcessingLayerPostProcessorInterface] = []
_MOST_ALIVE = 64


class _Styler(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, role: str, about: About) -> None:
        super().__init__()
        self._role, self._about = role, about

    def postProcessLayer(self, layer, context, feedback) -> None:
        layer.setCustomProperty(ROLE_PROPERTY, self._role)
        path = style_path(self._role)
        if path is not None:
            message, ok = layer.loadNamedStyle(str(path))
            if not ok:
                feedback.pushWarning(message)
            layer.setCustomProperty(ROLE_PROPERTY, self._role)  # a style may bring its own properties
            layer.triggerRepaint()
        if self._about.method:
            metadata = layer.metadata()
            metadata.setAbstract(self._about.method)
            layer.setMetadata(metadata)


def style_path(role: str) -> Path | None:
    """The style of a role in the user's language, or None."""
    names = [f"{role}.qml"] if locale() == "zh" else [f"{role}_en.qml", f"{role}.qml"]
    return next((_STYLES / name for name in names if (_STYLES / name).exists()), None)


def style_on_load(context, dest: str, role: str, about: About) -> None:
    """Style an output, and give it its METHOD, when, and if, it is loaded into the project."""
    if not context.willLoadLayerOnCompletion(dest):
        return
    styler = _Styler(role, about)
    _alive.append(styler)
    del _alive[:-_MOST_ALIVE]
    context.layerToLoadOnCompletionDetails(dest).setPostProcessor(styler)


def write_roles(about: About, feedback) -> None:
    """Write roles and METHOD as metadata rows of the GeoPackage layers."""
    for dest, role in about.roles:
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
            if about.method:
                layer.SetMetadataItem(METHOD_ITEM, about.method)
        del layer, source
