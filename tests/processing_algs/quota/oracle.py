"""A second author's land-quota account, for rectangles in one Gauss zone. It imports nothing of the plugin.

Written from the published formulas (国土调查办发〔2008〕32号 with CGCS2000 constants) and from the readings of the
interface, in plain Python. Every parcel is cut by the lines of a grid, so that no cell is partly in anything and
no geometry library is needed.
"""

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

A_AXIS, FLATTENING = 6378137.0, 1 / 298.257222101
B_AXIS = A_AXIS * (1 - FLATTENING)
E2 = 1 - (B_AXIS / A_AXIS) ** 2
E2S = (A_AXIS / B_AXIS) ** 2 - 1
K = (1.57048761144159e-07, 5.05250178820567e-03, 2.98472900956587e-05, 2.41626669230084e-07, 2.22241238938534e-09)
RHO = 206264.8062471
SERIES = (
    1 + 3 / 6 * E2 + 30 / 80 * E2**2 + 35 / 112 * E2**3 + 630 / 2304 * E2**4,
    1 / 6 * E2 + 15 / 80 * E2**2 + 21 / 112 * E2**3 + 420 / 2304 * E2**4,
    3 / 80 * E2**2 + 7 / 112 * E2**3 + 180 / 2304 * E2**4,
    1 / 112 * E2**3 + 45 / 2304 * E2**4,
    5 / 2304 * E2**4,
)
OUTSIDE = ""


def _up(value, places):
    """四舍五入 of a float's shortest decimal form."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _geodetic(x_north, y_from_meridian):
    """Latitude and longitude from the meridian, radians."""
    e = K[0] * x_north
    s, c = math.sin(e), math.cos(e)
    bf = e + c * (K[1] * s - K[2] * s**3 + K[3] * s**5 - K[4] * s**7)
    t, eta2 = math.tan(bf), E2S * math.cos(bf) ** 2
    v = math.sqrt(1 + eta2)
    u = y_from_meridian / (A_AXIS**2 / B_AXIS / v)
    b = (bf - 0.5 * v * v * t * u**2 + (5 + 3 * t**2 + eta2 - 9 * eta2 * t**2) * v * v * t * u**4 / 24
         - (61 + 90 * t**2 + 45 * t**4) * v * v * t * u**6 / 720)
    line = (u - (1 + 2 * t**2 + eta2) * u**3 / 6
            + (5 + 28 * t**2 + 24 * t**4 + 6 * eta2 + 8 * eta2 * t**2) * u**5 / 120) / math.cos(bf)
    return b, line


def ring_area(points, false_easting, rounded=True):
    """m² of a ring of (easting, northing) points, not closed; the official chain, or the same without roundings."""
    plane = [(_up(y, 4), _up(x, 4)) if rounded else (y, x) for x, y in points]
    total = 0.0
    for (n0, e0), (n1, e1) in zip(plane, [*plane[1:], plane[0]]):
        length = math.hypot(n1 - n0, e1 - e0)
        pieces = int(length / 70) + 1 if length > 70 else 1
        previous = None
        for k in range(pieces + 1):
            n, e = n0 + (n1 - n0) * k / pieces, e0 + (e1 - e0) * k / pieces
            if rounded:
                n, e = _up(n, 4), _up(e, 4)
            b, line = _geodetic(n, e - false_easting)
            if rounded:
                b, line = _up(b * RHO, 6) / RHO, _up(line * RHO, 6) / RHO
            if previous is not None:
                half, middle = (b - previous[0]) / 2, (b + previous[0]) / 2
                bracket = sum((-1) ** k_ * c * math.sin((2 * k_ + 1) * half) * math.cos((2 * k_ + 1) * middle)
                              for k_, c in enumerate(SERIES))
                total += 2 * B_AXIS**2 * (line + previous[1]) / 2 * bracket
            previous = (b, line)
    return abs(total)


def _corners(r):
    return [(r[0], r[1]), (r[2], r[1]), (r[2], r[3]), (r[0], r[3])]


def cents_of(area):
    """m² → whole cents, half-up."""
    return int(Decimal(repr(area)).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)


def parcel_cents(parcel, false_easting=37_500_000):
    """Official area of (rectangle, hole or None) in cents."""
    outer, hole = parcel
    area = ring_area(_corners(outer), false_easting)
    return cents_of(area - (ring_area(_corners(hole), false_easting) if hole else 0.0))


def share(raw, total):
    """Largest remainder; raw: {key: area}. Ties to the smaller key."""
    whole = sum(raw.values())
    if not whole:
        return {}
    exact = {key: area / whole * total for key, area in raw.items()}
    out = {key: math.floor(value) for key, value in exact.items()}
    rest = total - sum(out.values())
    for key in sorted(exact, key=lambda k: (-round(exact[k] - out[k], 6), k))[:rest]:
        out[key] += 1
    return out


def _in(rectangle, x, y):
    return rectangle[0] < x < rectangle[2] and rectangle[1] < y < rectangle[3]


def _covers(parcel, x, y):
    return _in(parcel[0], x, y) and not (parcel[1] and _in(parcel[1], x, y))


def status_of(date, start, end, as_of):
    if date is None:
        return "undated"
    return "counted" if start <= date <= min(end, as_of) else "out_of_period"


def pieces(parcels, counties, start, end, as_of, lines=None, patches=None, false_easting=37_500_000):
    """{(fid, code, status): {area, eco, …, agri, crop, unused, built, unknown}} in cents.

    parcels: {fid: ((rectangle, hole), date)}; counties: {code: [rectangles]}; lines: {key: [rectangles]};
    patches: [(rectangle, class, ridge)] with class one of agri, crop, unused, built; they do not overlap.
    """
    out = {}
    counted = {f: d for f, (_, d) in parcels.items() if d is not None and d <= min(end, as_of)}
    for fid, (shape, date) in parcels.items():
        status = status_of(date, start, end, as_of)
        earlier = [parcels[f][0] for f, d in counted.items() if status == "counted" and (d, f) < (date, fid)]
        every = [r for s in earlier for r in s if r] + [r for rs in counties.values() for r in rs]
        every += [r for rs in (lines or {}).values() for r in rs] + [p[0] for p in patches or []]
        every += [r for r in shape if r]
        x0, y0, x1, y1 = shape[0]
        near = [r for r in every if r[0] < x1 and r[2] > x0 and r[1] < y1 and r[3] > y0]
        xs = sorted({min(max(x, x0), x1) for r in near for x in (r[0], r[2])})
        ys = sorted({min(max(y, y0), y1) for r in near for y in (r[1], r[3])})
        raw, inside, land, within_period = {}, {}, {}, False
        for a, c in zip(xs, xs[1:]):
            for b, d in zip(ys, ys[1:]):
                x, y = (a + c) / 2, (b + d) / 2
                if not _covers(shape, x, y):
                    continue
                area = ring_area(_corners((a, b, c, d)), false_easting, rounded=False)
                code = next((k for k in sorted(counties) if any(_in(r, x, y) for r in counties[k])), OUTSIDE)
                on = {parcels[f][1] < start for f, d in counted.items() if status == "counted"
                      and (d, f) < (date, fid) and _covers(parcels[f][0], x, y)}
                within_period |= False in on
                key = (code, bool(on))
                raw[key] = raw.get(key, 0.0) + area
                for line, rectangles in (lines or {}).items():
                    cell = inside.setdefault((key, line), {0: 0.0, 1: 0.0})
                    cell[0 if any(_in(r, x, y) for r in rectangles) else 1] += area
                slot = next(((kind, ridge) for r, kind, ridge in patches or [] if _in(r, x, y)), ("unknown", 0.0))
                slots = land.setdefault(key, {})
                slots[slot] = slots.get(slot, 0.0) + area
        for key, area in share(raw, parcel_cents(shape, false_easting)).items():
            if not area:
                continue
            cell = {"area": area}
            for line in lines or {}:
                cell[line] = share(inside[key, line], area)[0]
            if patches is not None:
                got = share(land[key], area)
                for name in ("agri", "unused", "built", "unknown"):
                    kinds = ("agri", "crop") if name == "agri" else (name,)
                    cell[name] = sum(v for (kind, _), v in got.items() if kind in kinds)
                cell["crop"] = sum(math.floor(v * (1 - Fraction(str(ridge))) + Fraction(1, 2))
                                   for (kind, ridge), v in got.items() if kind == "crop")
            taken = "overlap" if within_period else "earlier"
            out[fid, key[0], taken if key[1] else status] = cell
    return out


def printed(cents, unit):
    """Half-up once: 'mu' → hundredths of a 亩, 'ha' → ten-thousandths of a 公顷, from cents of m²."""
    exact = Fraction(cents) * (Fraction(3, 2000) if unit == "mu" else Fraction(1, 100))
    return math.floor(exact + Fraction(1, 2))


def leaves(found, parcels, land_use):
    """{(level, code, year): {used_mu, used_ha, agri_mu …}} in hundredths / ten-thousandths, one dict per leaf."""
    sums = {}
    for (fid, code, status), cell in found.items():
        if status == "out_of_period":
            continue
        date = parcels[fid][1]
        level = {"overlap": "overlap", "earlier": "overlap", "undated": "undated"}.get(
            status, "county" if code else "outside")
        key = (level, code if level == "county" else "", date.year if date else 0)
        total = sums.setdefault(key, {})
        for name, value in cell.items():
            total[name] = total.get(name, 0) + value
    out = {}
    for key, total in sums.items():
        row = {"used_mu": printed(total["area"], "mu"), "used_ha": printed(total["area"], "ha")}
        if land_use:
            row = {f"{n}_mu": printed(total[n], "mu") for n in ("agri", "crop", "unused", "built", "unknown")}
            row["used_mu"] = row["agri_mu"] + row["unused_mu"]
            row["used_ha"] = printed(total["agri"] + total["unused"], "ha")
        out[key] = row
    return out


def verdict(used, allowed, first, last, as_of):
    """used, allowed in hundredths of a 亩 over the days first … last."""
    if allowed is None:
        return "not_computable"
    if used > allowed:
        return "not_met"
    if as_of > last:
        return "met"
    days = (last - first).days + 1
    gone = min(max((as_of - first).days + 1, 0), days)
    return "at_risk" if Fraction(used) > Fraction(allowed) * gone / days else "met"


def window(year, start, end):
    return (start, end) if year == 0 else (max(start, dt.date(year, 1, 1)), min(end, dt.date(year, 12, 31)))
