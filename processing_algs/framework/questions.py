"""A layer that contradicts the role it was chosen for is questioned in the log of every algorithm, with the reason.

The roles that a parameter wants stand in resources/quality/tasks.json. Nothing is refused: a person may know better,
but a farmland layer chosen as land use must not give 'used 0.00, met' without a word.
"""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsVectorLayer

from ...nm_urban_plugin.core.quality import doubt, questioned_roles, recognise
from ...nm_urban_plugin.i18n import locale
from ...nm_urban_plugin.jobs.quality.source import signs_of


def questions(algorithm: QgsProcessingAlgorithm, parameters: dict, context) -> list[str]:
    """One sentence for each layer that does not look like what its parameter wants; to be asked in the main thread."""
    out = []
    for definition in algorithm.parameterDefinitions():
        roles = questioned_roles(algorithm.name(), definition.name())
        if not roles or definition.type() != "source" or parameters.get(definition.name()) in (None, ""):
            continue
        layer = algorithm.parameterAsVectorLayer(parameters, definition.name(), context)
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            asked = _doubt(layer, roles)
            if asked is not None:
                out.append(f"{definition.description()}: {asked.message.text(locale())}")
    return out


def _doubt(layer: QgsVectorLayer, roles: tuple[str, ...]):
    """The doubt about the first role, unless the layer serves for any of them."""
    signs = signs_of(layer)
    found = recognise(signs)
    doubts = [doubt(role, signs, found) for role in roles]
    return doubts[0] if all(doubts) else None
