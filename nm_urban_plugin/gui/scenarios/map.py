"""The map of a scenario: a layer in memory with the polygons of the counties and their shares, in the project."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

from ...analysis.reading.roles import set_role
from ...core.hooks.allotment import Share
from ...core.resources import ROOT
from ...i18n import locale, tr
from .source import MAP_PROPERTY

#: Field, type of the memory provider.
_FIELDS = (("level", "string(16)"), ("code", "string(6)"), ("name", "string(80)"), ("growth", "string(16)"),
           ("base_mu", "double"), ("stock_mu", "double"), ("people_mu", "double"), ("k2_m2", "double"),
           ("factor", "double"), ("demand_mu", "double"), ("limit_by", "string(32)"), ("wanted_mu", "double"),
           ("capped_mu", "double"), ("change_mu", "double"), ("why", "string(2000)"))
_LONGEST = {"name": 80, "why": 2000}


class ScenarioMap:
    """At most one layer of the project, told by a property: that of a stored project is found again and filled."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._id = ""
        self._fids: dict[str, int] = {}

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer, None where there is none (any more)."""
        found = self._project.mapLayer(self._id) if self._id else None
        return found if isinstance(found, QgsVectorLayer) else None

    @property
    def is_empty(self) -> bool:
        """Whether there is a layer without polygons."""
        return self.layer is not None and not self._fids

    def adopt(self) -> bool:
        """Take over a layer that an earlier panel left in the project; whether there is one."""
        for layer in self._project.mapLayers().values():
            if isinstance(layer, QgsVectorLayer) and layer.customProperty(MAP_PROPERTY) and (
                    layer.providerType() == "memory" and [f.name() for f in layer.fields()] == [n for n, _ in _FIELDS]):
                self._id, self._fids = layer.id(), {}
                return True
        return False

    def show(self, shapes: Mapping[str, QgsGeometry], crs, shares: Mapping[str, tuple[Share, int | None, str]]) -> None:
        """Make or refill the layer. *shares*: code → share, change in hundredths or None, sentence."""
        layer = self.layer
        if layer is None and self.adopt():
            layer = self.layer
        if layer is None:
            layer = self._make()
        layer.setCrs(crs)
        provider = layer.dataProvider()
        provider.truncate()
        features = []
        for code, geometry in shapes.items():
            feature = QgsFeature(layer.fields())
            feature.setGeometry(geometry)
            feature.setAttributes(_row(code, shares.get(code)))
            features.append(feature)
        _, added = provider.addFeatures(features)
        self._fids = {str(feature["code"]): feature.id() for feature in added}
        layer.updateExtents()
        layer.triggerRepaint()

    def update(self, shares: Mapping[str, tuple[Share, int | None, str]]) -> None:
        """Other shares on the same polygons."""
        layer = self.layer
        if layer is None:
            return
        values = {fid: dict(enumerate(_row(code, shares.get(code)))) for code, fid in self._fids.items()}
        layer.dataProvider().changeAttributeValues(values)
        layer.triggerRepaint()

    def remove(self) -> None:
        """Take the layer out of the project."""
        if self.layer is not None:
            self._project.removeMapLayer(self._id)
        self.forget()

    def forget(self) -> None:
        """The layer is gone, or is left to the project."""
        self._id, self._fids = "", {}

    def _make(self) -> QgsVectorLayer:
        uri = "MultiPolygon?" + "&".join(f"field={name}:{kind}" for name, kind in _FIELDS)
        layer = QgsVectorLayer(uri, tr("Scenario of the quota hooks"), "memory")
        ending = "" if locale() == "zh" else "_en"
        layer.loadNamedStyle(str(ROOT / "styles" / f"quotahooks{ending}.qml"))
        layer.setCustomProperty(MAP_PROPERTY, "1")
        layer.setCustomProperty("skipMemoryLayersCheck", "1")  # the panel can fill it again at any time
        set_role(layer, "quotahooks")
        # by hand, so that the layer panel's choice stays where it is
        self._project.addMapLayer(layer, False)
        self._project.layerTreeRoot().insertLayer(0, layer)
        self._id = layer.id()
        return layer


def _row(code: str, known: tuple[Share, int | None, str] | None) -> list:
    """Values in the order of _FIELDS; NULL for a county that is not in the table."""
    if known is None:
        return ["county", code, *([None] * (len(_FIELDS) - 2))]
    share, change, sentence = known

    def mu(hundredths: int | None) -> float | None:
        return None if hundredths is None else hundredths / 100

    return ["county", code, share.claim.name[:_LONGEST["name"]], share.growth, mu(share.base), mu(share.stock),
            mu(share.people), share.k2, share.factor, mu(share.demand), ",".join(share.limits), mu(share.wanted),
            mu(share.capped), mu(change), sentence[:_LONGEST["why"]]]
