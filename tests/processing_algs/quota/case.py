"""One land-quota case of rectangles, as layers for the algorithm and as numbers for the oracle."""

import datetime as dt
import random

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

from tests.builders import ZONE37, corners, layer, polygon, rectangle, rows_of, table
from tests.processing_algs.quota import oracle

START, END, AS_OF = dt.date(2021, 1, 1), dt.date(2025, 12, 31), dt.date(2024, 6, 30)
X, Y = 37550000, 4515000

# 新城区 and 回民区 of 呼和浩特市, 东河区 of 包头市; what lies north of Y + 10 km is in no county
COUNTIES = {
    "150102": [(X, Y, X + 10000, Y + 10000)],
    "150103": [(X + 10000, Y, X + 20000, Y + 10000)],
    "150202": [(X + 20000, Y, X + 30000, Y + 10000)],
}
LINES = {
    "eco": [(X + 3000.5, Y + 2000, X + 12000, Y + 6000), (X + 11000, Y + 5000, X + 14000, Y + 9000)],
    "farm": [(X - 1, Y - 1, X + 7000, Y + 7000.25)],
    "ubd": [(X + 15000, Y - 5, X + 31000, Y + 30000)],
}
_CODES = [("0101", "crop", 0.1234), ("0103", "crop", 0.0), ("0201", "agri", 0.0), ("0401", "agri", 0.0),
          ("0701", "built", 0.0), ("1206", "unused", 0.0), ("ZZ99", "unknown", 0.0), ("0102K", "crop", 0.05)]


def patches():
    """[(rectangle, code, class, ridge)]: land use with gaps."""
    out = []
    for k in range(40 * 15):
        i, j = k % 40, k // 40
        if (7 * i + 3 * j) % 11 == 0:
            continue  # a gap: unknown
        code, kind, ridge = _CODES[(5 * i + j) % len(_CODES)]
        x, y = X - 500 + 800 * i, Y - 500 + 850.5 * j
        out.append(((x, y, x + 800, y + 850.5), code, kind, ridge))
    return out


def parcels(n=60, seed=20240630):
    """{fid: ((rectangle, hole), date or None, text in the date field)}; many overlap, cross borders, lie outside."""
    random_ = random.Random(seed)  # noqa: S311
    out = {}
    for fid in range(1, n + 1):
        x, y = X + random_.uniform(-300, 29000), Y + random_.uniform(-100, 11000)
        if fid % 3 == 0:  # crowd them, so that they overlap
            x, y = X + 9000 + random_.uniform(0, 1500), Y + 4000 + random_.uniform(0, 1500)
        outer = tuple(round(v, 3) for v in (x, y, x + random_.uniform(20, 1200), y + random_.uniform(20, 900)))
        hole = None
        if fid % 7 == 0:
            w, h = outer[2] - outer[0], outer[3] - outer[1]
            hole = tuple(round(v, 3) for v in (outer[0] + w / 4, outer[1] + h / 3, outer[0] + w / 2, outer[1] + h / 2))
        date = dt.date(2020, 6, 1) + dt.timedelta(days=random_.randrange(2000))
        if fid % 5 == 0:
            date = dt.date(2022, 3, 4)  # the same day for many: the fid decides
        text = date.isoformat()
        if fid % 13 == 0:
            date, text = None, "2022-02-30" if fid % 2 else None
        out[fid] = ((outer, hole), date, text)
    out[n + 1] = (out[3][0], dt.date(2021, 1, 1), "2021年1月1日")  # the same land again; the first day counts
    out[n + 2] = ((tuple(v + 0.25 for v in out[6][0][0]), None), dt.date(2024, 6, 30), "2024/6/30")  # the last day
    out[n + 3] = (((X + 100, Y + 100, X + 200, Y + 200), None), dt.date(2024, 7, 1), "20240701")  # one day too late
    return out


def parcel_layer(chosen, order=None, name="新增建设用地"):
    """Memory layer; the fid of a memory layer is its place, so an order other than 1 … n changes who is first."""
    rows = [(polygon(corners(*chosen[f][0][0]), *([corners(*chosen[f][0][1])] if chosen[f][0][1] else [])),
             chosen[f][2], f) for f in (order or sorted(chosen))]
    return layer(rows, [("PZRQ", str), ("nr", int)], name=name)


def whole_region():
    """All 103 county units: those of the case, the others as small squares far to the north of it."""
    from nm_urban.nm_urban_plugin.core.places import counties

    rows = [(rectangle(*r), code, f"县{code}") for code in sorted(COUNTIES) for r in COUNTIES[code]]
    others = [unit.code for unit in counties() if unit.code not in COUNTIES]
    rows += [(rectangle(X + 50 * k, Y + 60000, X + 50 * k + 40, Y + 60040), code, f"县{code}")
             for k, code in enumerate(others)]
    return layer(rows, [("XZQDM", str), ("XZQMC", str)], crs=ZONE37, name="旗县")


def county_layer(crs=ZONE37, order=None, step=20.0):
    """County units; in another CRS with sides so dense that they are the same lines."""
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(ZONE37), QgsCoordinateReferenceSystem(crs),
                                       QgsProject.instance())
    rows = []
    for code in order or sorted(COUNTIES):
        for r in COUNTIES[code]:
            shape = QgsGeometry.fromWkt(rectangle(*r, step=None if crs == ZONE37 else step))
            if crs != ZONE37:
                shape.transform(transform)
            rows.append((shape, code, f"县{code}"))
    return layer(rows, [("XZQDM", str), ("XZQMC", str)], crs=crs, name="旗县")


def line_layers():
    names = {"eco": "ECO_REDLINE", "farm": "FARMLAND", "ubd": "URBAN_BOUNDARY"}
    return {names[key]: layer([(rectangle(*r),) for r in rs], name=key) for key, rs in LINES.items()}


def land_use_layer():
    rows = [(rectangle(*r), code, ridge or None) for r, code, _, ridge in patches()]
    return layer(rows, [("DLBM", str), ("KCXS", float)], name="DLTB")


def expected_pieces(chosen, lines=True, land_use=True):
    """The oracle's pieces, {(fid, code, status): cell}."""
    known = [(r, kind, ridge) for r, _, kind, ridge in patches() if kind != "unknown"] if land_use else None
    return oracle.pieces({f: (p[0], p[1]) for f, p in chosen.items()}, COUNTIES, START, END, AS_OF,
                         LINES if lines else None, known)


def run(run_alg, chosen, feedback=None, context=None, **more):
    """landquota of these parcels with everything in memory."""
    parameters = {"INPUT": parcel_layer(chosen), "COUNTIES": county_layer(), "AS_OF": AS_OF.isoformat(),
                  "OUTPUT": "memory:", "LEDGER": "memory:", "MEASURES": "memory:", "REJECTS": "memory:", **more}
    return run_alg("landquota", parameters, feedback, context)


def found_pieces(result):
    """The algorithm's pieces in the form of the oracle's."""
    out = {}
    for row in rows_of(result["OUTPUT"]):
        cell = {}
        for name in ("area", "eco", "farm", "ubd", "agri", "crop", "unused", "built", "unknown"):
            value = row[f"{name}_m2"]
            if value is not None:
                cell[name] = round(value * 100)
                assert abs(value * 100 - cell[name]) < 1e-6
        key = (row["src_fid"], row["code"] or "", row["status"])
        assert key not in out, f"two pieces {key}"
        out[key] = cell
    return out


def ledger(result):
    """{(level, code, year): row} of LEDGER."""
    out = {}
    for row in rows_of(result["LEDGER"]):
        key = (row["level"], row["code"] or "", row["year"])
        assert key not in out, f"two rows {key}"
        out[key] = row
    return out


def hundredths(value):
    """A printed 亩 value as an integer; None stays None."""
    if value is None:
        return None
    number = round(value * 100)
    assert abs(value * 100 - number) < 1e-6, f"{value} has more than two decimals"
    return number


def quota_table(rows, code="XZQDM", year="年度", value="指标"):
    kinds = [type(next((row[k] for row in rows if row[k] is not None), "")) for k in range(3)]
    return table(rows, list(zip((code, year, value), kinds)), name="指标表")
