"""Fields, rows, numbers and words of the corridor buffers' outputs."""

from __future__ import annotations

import datetime as dt

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.analysis.geos.by_qgis import geometry_from_wkb
from ...nm_urban_plugin.core.corridors.nodes import NO_LINE, NO_POSITION, NOT_JUDGED, OFF_NETWORK
from ...nm_urban_plugin.i18n import tr
from ...nm_urban_plugin.jobs.corridors.groups import DERIVED
from ...nm_urban_plugin.jobs.corridors.job import CorridorJob, CorridorResult
from ...nm_urban_plugin.jobs.corridors.nodes import Placed
from ..framework.fields import LONG, MEASURE_FIELDS, fixed
from ..framework.method import evaluated, version

RING_FIELDS = (
    ("corridor", "text"),
    ("ring", "int"),
    ("width_m", "real", 2),
    ("area_m2", "real", 2),
    ("inner_m", "real", 2),
    ("kind", "text", 0, 16),
    ("n_src", "long"),
)

NODE_FIELDS = (
    ("name", "text"),
    ("corridor", "text"),
    ("dist_m", "real", 2),
    ("chain_m", "real", 2),
    ("on", "int"),
    ("code", "text", 0, 6),
    ("role", "text", 0, 16),
    ("state", "text", 0, 16),
    ("hub", "int"),
    ("why", "text", 0, LONG),
)

#: The measures, and of which ring of which corridor they are.
RING_MEASURE_FIELDS = (*MEASURE_FIELDS, ("corridor", "text"), ("ring", "int"))


def ring_row(done: CorridorResult, k: int) -> tuple[QgsGeometry, list]:
    """Geometry and values of RING_FIELDS of ring k."""
    ring = done.rings[k]
    group = done.groups[ring.corridor]
    return geometry_from_wkb(ring.wkb), [group.name, ring.number, fixed(ring.width), int(done.area[k]) / 100,
                                         fixed(ring.inner), group.kind, group.n]


def node_row(done: CorridorResult, node: Placed) -> tuple[QgsGeometry | None, list]:
    """Point (EPSG:4490) and values of NODE_FIELDS of a node."""
    score = next((hub.score for hub in done.hubs if (hub.code, hub.name) == (node.code, node.name)), 0)
    geometry = None if node.lon is None else QgsGeometry.fromPointXY(QgsPointXY(node.lon, node.lat))
    return geometry, [node.name, node.corridor, fixed(node.dist_m), fixed(node.chain_m), node.on, node.code,
                      node.role, node.state, score, _why(node)]


def _why(node: Placed) -> str:
    return {NO_LINE: tr("the corridor has no line here"), NO_POSITION: tr("the position of the place is not known"),
            OFF_NETWORK: tr("the network does not come within SNAP_M of the place")}.get(node.why, "")


def measure_rows(done: CorridorResult, as_of: dt.date, method: str) -> list[list]:
    """Rows of RING_MEASURE_FIELDS: the measures of every ring, then nodes and hubs of every corridor."""
    day = QDate(as_of.year, as_of.month, as_of.day)
    rows = []
    for fact in sorted(done.facts, key=lambda f: (f.ring, f.indicator, f.code)):
        ring = done.rings[fact.ring]
        rows.append([fact.indicator, fact.code, day, fact.value, fact.unit, fact.n, method, fact.source, fact.missing,
                     done.groups[ring.corridor].name, ring.number])
    for group in done.groups:
        mine = [node for node in done.nodes if node.corridor == group.name]
        for indicator, value in (("corridor_nodes_on_n", sum(node.on == 1 for node in mine)),
                                 ("corridor_nodes_unjudged_n", sum(node.state == NOT_JUDGED for node in mine))):
            missing = "" if mine else "PLACES"
            rows.append([indicator, "", day, float(value) if mine else None, "1", len(mine), method, "", missing,
                         group.name, None])
    return rows


def numbers(done: CorridorResult) -> dict:
    """The totals as numbers."""
    return {
        "N_CORRIDORS": len(done.groups), "N_RINGS": len(done.rings), "TOTAL_M2": int(done.area.sum()) / 100,
        "N_ON": sum(node.on == 1 for node in done.nodes), "N_OFF": sum(node.on == 0 for node in done.nodes),
        "N_NOT_JUDGED": sum(node.state == NOT_JUDGED for node in done.nodes),
        "HUB_MAX": max((hub.score for hub in done.hubs), default=0),
    }


def method(job: CorridorJob, done: CorridorResult, as_of: dt.date) -> str:
    """How the figures came about."""
    if job.rings:
        widths = ", ".join(f"{r:g}" for r in job.rings)
        parts = [tr("rings {widths} m; ring i is what lies farther than width i-1 and no farther than width i").format(
            widths=widths)]
    elif job.width_field:
        parts = [tr("width of each feature by field '{field}'; width_m is the largest of the corridor").format(
            field=job.width_field)]
    else:
        parts = [tr("width {m:g} m").format(m=job.width)]
    parts += [
        tr("geodesic buffers on the ellipsoid CGCS2000: edges straight in the layer's CRS {crs}, densified there to "
           "1 mm; azimuthal equidistant planes of 1.6° by 1.2°; round ends and joins; outline within 0.01 % of the "
           "width").format(crs=job.lines.crs.authid() or job.lines.crs.description()),
        tr("area_m2: official ellipsoidal area (图斑椭球面积) in the 3-degree zone; of {n} rings that reach more than "
           "1.6° from its meridian the sum over all zones, as an integral along the boundary").format(
            n=done.integrated),
        tr("a place is on a corridor within {m}").format(
            m=tr("the width of its features") if job.width_field and not job.rings else f"{job.width:g} m"),
    ]
    derived = [group.name for group in done.groups if group.kind == DERIVED]
    if derived:
        parts.append(tr("derived, as shortest path through the places of the register (SNAP_M {m:g} m): {names}"
                        ).format(m=job.snap_m, names=", ".join(derived)))
    if job.clip is not None:
        parts.append(tr("clipped to '{name}'").format(name=job.clip.name))
    parts += [evaluated(as_of.isoformat()), f"NM Urban {version()}"]
    return "; ".join(parts)
