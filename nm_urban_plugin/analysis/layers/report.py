"""What an overlay did, for the log: how parcels were read, how each zone layer was laid out, what GEOS had to do."""

from __future__ import annotations

from qgis.core import QgsFeedback

from ...i18n import tr, tr_noop
from ..overlay.blocks import Blocks
from ..overlay.overlay import Overlay
from ..reading.batches import FeatureReader

_TITLES = {
    "counties": tr_noop("county units"), "eco": tr_noop("ecological red line"), "farm": tr_noop("basic farmland"),
    "ubd": tr_noop("urban development boundary"), "land_use": tr_noop("land use"),
}
_PATHS = {"arrow": tr_noop("in whole batches"), "features": tr_noop("feature by feature")}


def title_of(layer: str) -> str:
    """Name of a zone layer in the user's language."""
    return tr(_TITLES[layer]) if layer in _TITLES else layer


def say_plan(overlay: Overlay, reader: FeatureReader, feedback: QgsFeedback) -> None:
    """One line for the parcels, one per zone layer and plane, one for GEOS."""
    if reader.path_taken:
        feedback.pushDebugInfo(tr("Overlay: parcels read {path}.").format(path=tr(_PATHS[reader.path_taken])))
    layers = [*([overlay.split] if overlay.split is not None else []), *overlay.measure]
    for layer in layers:
        for meridian, blocks in layer.plans():
            feedback.pushDebugInfo(_plan(title_of(layer.name), meridian, blocks))
    feedback.pushDebugInfo(tr("Overlay: cells measured by GEOS because features of a layer overlap there: {n}.").format(
        n=overlay.handed))
    feedback.pushDebugInfo(f"parcels cut by GEOS, as they could not be drawn or others claim a part: {overlay.cut}")


def _plan(name: str, meridian: float, blocks: Blocks) -> str:
    """How a layer was laid out in one plane."""
    ready = blocks.ready
    edges, dirty = sum(len(part.x0) for part in ready), sum(int(part.dirty.sum()) for part in ready)
    if len(blocks) > 1 or not ready:
        text = tr("Overlay: {name}, {meridian:g}°E: {features} features in {blocks} blocks; {ready} of them were "
                  "needed, with {edges} edges, {dirty} cells left to GEOS.")
        return text.format(name=name, meridian=meridian, features=blocks.n, blocks=len(blocks), ready=len(ready),
                           edges=edges, dirty=dirty)
    grid, touched = ready[0].grid, ready[0].touched.mean()
    text = tr("Overlay: {name}, {meridian:g}°E: {features} features, {edges} edges on {columns} x {rows} cells "
              "of {cell:.0f} m, {touched:.1%} of them touched, {dirty} left to GEOS.")
    return text.format(name=name, meridian=meridian, features=blocks.n, edges=edges, columns=grid.nx, rows=grid.ny,
                       cell=grid.cell, touched=touched, dirty=dirty)
