"""Fields, rows, numbers and words of the hour circle's outputs."""

from __future__ import annotations

import datetime as dt

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.core import places
from ...nm_urban_plugin.core.corridors.nodes import RAIL, ROAD, exits_wanted
from ...nm_urban_plugin.core.corridors.travel import Reading
from ...nm_urban_plugin.core.units import scaled_half_up
from ...nm_urban_plugin.core.verdict import NOT_COMPUTABLE, verdict_word
from ...nm_urban_plugin.i18n import locale, tr
from ...nm_urban_plugin.jobs.corridors.exits import Crossing
from ...nm_urban_plugin.jobs.corridors.hourcircle import Circle, HourCircleResult, Task
from ...nm_urban_plugin.jobs.corridors.zones import people_missing
from ..framework.fields import LONG, fixed
from ..framework.method import evaluated, version

CIRCLE_FIELDS = (
    ("origin", "text"),
    ("code", "text", 0, 6),
    ("mode", "text", 0, 8),
    ("minutes", "real", 2),
    ("area_m2", "real", 2),
    ("pop", "long"),
    ("n_towns", "int"),
    ("towns", "text", 0, LONG),
)

MATRIX_FIELDS = (
    ("o", "text"),
    ("d", "text"),
    ("minutes", "real", 2),
    ("mode", "text", 0, 8),
    ("o_code", "text", 0, 6),
    ("d_code", "text", 0, 6),
    ("net_min", "real", 2),
    ("acc_min", "real", 2),
    ("length_m", "real", 2),
    ("spoke", "int"),
    ("within", "int"),
    ("why", "text", 0, LONG),
)

EXIT_FIELDS = (
    ("exit", "int"),
    ("src_fid", "long"),
    ("chain_m", "real", 2),
)


def circle_row(done: HourCircleResult, circle: Circle) -> list:
    """Values of CIRCLE_FIELDS."""
    people = None if circle.people is None else int(scaled_half_up(circle.people, 0))
    towns = circle.towns
    return [done.origins.names[circle.origin], done.origins.codes[circle.origin], circle.mode, fixed(circle.minutes),
            circle.cents / 100, people, None if towns is None else len(towns),
            None if towns is None else "、".join(towns)]


def matrix_rows(done: HourCircleResult, mode: str, limit: float, hub: str) -> list[list]:
    """Values of MATRIX_FIELDS: every pair in both directions, by origin and destination."""
    names, codes = done.origins.names, done.origins.codes
    at = done.cities.get(hub)
    rows = []
    for pair in done.pairs[mode]:
        for o, d in ((pair.o, pair.d), (pair.d, pair.o)):
            rows.append(((o, d), [
                names[o], names[d], fixed(pair.minutes), mode, codes[o], codes[d], fixed(pair.net_minutes),
                fixed(pair.access_minutes), fixed(pair.length_m), None if at is None else int(at in (o, d)),
                None if pair.minutes is None else int(pair.minutes <= limit), pair.why]))
    return [row for _, row in sorted(rows, key=lambda item: item[0])]


def exit_row(crossing: Crossing) -> tuple[QgsGeometry, list]:
    """Point and values of EXIT_FIELDS."""
    return (QgsGeometry.fromPointXY(QgsPointXY(crossing.lon, crossing.lat)),
            [crossing.exit, crossing.fid, fixed(crossing.chain_m)])


def mode_word(mode: str) -> str:
    return tr("rail") if mode == RAIL else tr("road")


def say_reading(feedback, done: HourCircleResult, mode: str, reading: Reading | None, title: str, limit: float) -> None:
    """One line per reading: the slowest pair, how many keep the limit, the verdict."""
    if reading is None:
        feedback.pushInfo(tr("{mode}, {title}: Hohhot is none of the origins").format(
            mode=mode_word(mode), title=title))
        return
    slowest = ""
    if reading.worst is not None:
        o, d = (done.origins.names[k] for k in reading.worst)
        slowest = tr("slowest {o} – {d} {minutes:.1f} min").format(o=o, d=d, minutes=reading.minutes)
    feedback.pushInfo(tr("{mode}, {title}: {within} of {pairs} pairs within {limit:g} min, {unreached} not reached; "
                         "{slowest}: {verdict}").format(
        mode=mode_word(mode), title=title, within=reading.within, pairs=reading.pairs, limit=limit,
        unreached=reading.unreached, slowest=slowest or "–", verdict=verdict_word(reading.verdict, locale())))


def numbers(done: HourCircleResult, exits: list[Crossing] | None) -> dict:
    """The numbers and verdicts by mode; NULL where the layer has no lines of a mode or no such reading."""
    out: dict = {}
    for mode in (RAIL, ROAD):
        every, spoke = done.all_pairs.get(mode), done.spokes.get(mode)
        up = mode.upper()
        out[f"{up}_MAX_MIN"] = fixed(every.minutes) if every else None
        out[f"{up}_SPOKE_MIN"] = fixed(spoke.minutes) if spoke else None
        out[f"{up}_N_PAIRS"] = every.pairs if every else 0
        out[f"{up}_N_WITHIN"] = every.within if every else 0
        out[f"{up}_N_UNREACHED"] = every.unreached if every else 0
        out[f"{up}_VERDICT"] = every.verdict if every else NOT_COMPUTABLE
        out[f"{up}_SPOKE_VERDICT"] = spoke.verdict if spoke else NOT_COMPUTABLE
    out["N_EXITS"] = None if exits is None else len({c.exit for c in exits})
    return out


def measures(done: HourCircleResult, task: Task, exits: list[Crossing] | None, method: str, source: str,
             as_of: dt.date) -> list[list]:
    """Rows of the MEASURES table: the one-hour indicators, exits, and people within reach of every origin."""
    day = QDate(as_of.year, as_of.month, as_of.day)
    rule = task.speeds.rules
    rows: list[list] = []
    absent = "、".join(places.name_of(code, locale()) for code in done.missing_cities)
    for mode in done.modes:
        for suffix, reading in (("", done.all_pairs[mode]), ("_spoke", done.spokes[mode])):
            if not done.of_cities or reading is None:
                continue
            complete = not absent and not reading.unreached
            gaps = "、".join(dict.fromkeys(p.why for p in done.pairs[mode] if p.why))
            missing = "" if complete else "；".join(text for text in (absent, gaps) if text)
            rows.append([rule.indicators[mode] + suffix, "", day, fixed(reading.minutes) if complete else None, "分钟",
                         reading.pairs, method, source, missing])
    for circle in done.circles:
        if circle.towns is not None:
            rows.append([f"hourcircle_{circle.mode}_{circle.minutes:g}min_pop", done.origins.codes[circle.origin], day,
                         None if circle.people is None else float(scaled_half_up(circle.people, 0)), "人",
                         len(circle.towns), method, source,
                         people_missing(circle.unknown, circle.places, circle.people)])
    if exits is not None:
        rows.append([rule.exits, exits_wanted().place.code, day, float(len({c.exit for c in exits})), "条", len(exits),
                     method, source, ""])
    return rows


def method(done: HourCircleResult, task: Task, gap_m: float | None, as_of: dt.date) -> str:
    """How travel times and isochrones came about."""
    lines, rule = done.lines, task.speeds.rules
    if task.speeds.kmh is not None:
        default = f"{task.speeds.kmh:g} km/h"
    else:
        default = ", ".join(f"{mode_word(mode)} {rule.default_kmh(mode):g} km/h" for mode in (RAIL, ROAD))
    parts = [
        tr("quickest path on the network (QGIS network analysis), lengths on the ellipsoid CGCS2000, both ways"),
        tr("speeds: {a} lines from the field, {b} by class, {c} by default ({default}; no plan states speeds)").format(
            a=lines.from_field, b=lines.by_class, c=lines.by_default, default=default),
        tr("access straight at {kmh:g} km/h at both ends, origins at most {snap:g} m from a line, tail at most "
           "{tail:g} m; lines may be left anywhere").format(kmh=task.access.speed * 3.6, snap=task.snap_m,
                                                            tail=task.access.tail_m),
        tr("areas cumulative, not rings; official ellipsoidal area (图斑椭球面积)"),
    ]
    if gap_m is not None:
        parts.append(tr("crossings within {gap:g} m along the boundary are one exit").format(gap=gap_m))
    if not done.of_cities:
        parts.append(tr("readings over all origins: fewer than two cities of the circle are among them"))
    return "; ".join([*parts, evaluated(as_of.isoformat()), f"NM Urban {version()}"])
