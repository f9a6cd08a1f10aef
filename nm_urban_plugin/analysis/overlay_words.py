"""What an overlay did, for the log: how parcels were read, how each zone layer was laid out, what GEOS had to do."""

from __future__ import annotations

from qgis.core import QgsFeedback

from ..i18n import tr, tr_noop
from .features import FeatureReader
from .overlay import Overlay

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
        feedback.pushInfo(tr("Overlay: parcels read {path}.").format(path=tr(_PATHS[reader.path_taken])))
    layers = [*([overlay.split] if overlay.split is not None else []), *overlay.measure]
    for layer in layers:
        for meridian, plan in layer.plans():
            text = tr("Overlay: {name}, {meridian:g}°E: {features} features, {edges} edges on {columns} x {rows} cells "
                      "of {cell:.0f} m, {touched:.1%} of them touched, {dirty} left to GEOS.")
            feedback.pushInfo(text.format(
                name=title_of(layer.name), meridian=meridian, features=plan.n, edges=len(plan.x0),
                columns=plan.grid.nx, rows=plan.grid.ny, cell=plan.grid.cell, touched=plan.touched.mean(),
                dirty=int(plan.dirty.sum())))
    feedback.pushInfo(tr("Overlay: cells measured by GEOS because features of a layer overlap there: {n}.").format(
        n=overlay.handed))
