"""Damage boundary-point files at random and see what the reader makes of them:
``python -m tools.samples.txt_mutations``.

Clean files are damaged in one place or a few (bytes, digits, lines, columns, encodings), always the same way for one
seed. Every result is scanned by code that shares nothing with the reader: the coordinates of a parcel must stand in one
line of the file, and a parcel that comes without any remark must lie in the window, have as many points as its line
says, be a valid polygon (GEOS) and have the declared area (tests/processing_algs/quota/oracle). What differs from the
clean file and is not said is the undetectable share: a changed name, or a corner moved so little that the area still
agrees.
"""

from __future__ import annotations

import argparse
import codecs
import random
import re
import sys
import unicodedata
from collections import Counter
from functools import lru_cache

from tools.common import import_nm_urban
from tools.samples.boundary_samples import CASES, build

import_nm_urban()

from nm_urban.nm_urban_plugin.exchange.boundarytxt.notes import INFO  # noqa: E402
from nm_urban.nm_urban_plugin.exchange.boundarytxt.reader import read  # noqa: E402

SEED, COUNT = 20240520, 5000
BASES = ("clean_gb18030", "clean_utf8", "clean_utf8bom", "clean_twelve_columns", "clean_two_headers",
"clean_six_degrees",
         "clean_hole_touches", "clean_count_custom", "clean_closing_label", "defect_utf16le")
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+\.?[0-9]*(?![0-9.])")


# -- damage ---------------------------------------------------------------------------------------------------------


def _lines(raw: bytes) -> list[bytes]:
    return raw.split(b"\r\n")


def flip_bit(raw, rng):
    at = rng.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :]


def random_byte(raw, rng):
    at = rng.randrange(len(raw))
    return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]


def lose_bytes(raw, rng):
    at = rng.randrange(len(raw))
    return raw[:at] + raw[at + rng.choice((1, 1, 2, 7, 40)) :]


def add_bytes(raw, rng):
    at = rng.randrange(len(raw))
    return raw[:at] + bytes(rng.choice(b"0123456789.,@ \t\r\n{}") for _ in range(rng.choice((1, 1, 2, 5)))) + raw[at:]


def change_digit(raw, rng):
    at = rng.choice([k for k, byte in enumerate(raw) if 48 <= byte <= 57] or [0])
    return raw[:at] + bytes([rng.choice(b"0123456789")]) + raw[at + 1 :]


def lose_line(raw, rng):
    lines = _lines(raw)
    del lines[rng.randrange(len(lines))]
    return b"\r\n".join(lines)


def lose_lines(raw, rng):
    lines = _lines(raw)
    at = rng.randrange(len(lines))
    del lines[at : at + rng.randrange(2, 8)]
    return b"\r\n".join(lines)


def double_line(raw, rng):
    lines = _lines(raw)
    at = rng.randrange(len(lines))
    return b"\r\n".join([*lines[: at + 1], *lines[at:]])


def exchange_lines(raw, rng):
    lines = _lines(raw)
    a, b = rng.choices(range(len(lines)), k=2)
    lines[a], lines[b] = lines[b], lines[a]
    return b"\r\n".join(lines)


def join_lines(raw, rng):
    lines = _lines(raw)
    at = rng.randrange(max(len(lines) - 1, 1))
    return b"\r\n".join([*lines[:at], b"".join(lines[at : at + 2]), *lines[at + 2 :]])


def cut_off(raw, rng):
    return raw[: rng.randrange(len(raw))]


def exchange_columns(raw, rng):
    lines = _lines(raw)
    at = rng.randrange(len(lines))
    columns = lines[at].split(b",")
    if len(columns) > 1:
        a, b = rng.sample(range(len(columns)), 2)
        columns[a], columns[b] = columns[b], columns[a]
    return b"\r\n".join([*lines[:at], b",".join(columns), *lines[at + 1 :]])


def mix_encodings(raw, rng):
    """Some lines of the file in another encoding."""
    text = _any_text(raw)
    lines = text.split("\r\n")
    at = rng.randrange(len(lines))
    to = at + rng.randrange(1, 20)
    names = rng.sample(("gb18030", "utf-8", "big5", "utf-16-le"), 2)
    return b"\r\n".join(line.encode(names[at <= k < to], errors="replace") for k, line in enumerate(lines))


def full_width(raw, rng):
    text = _any_text(raw)
    lines = text.split("\r\n")
    at = rng.randrange(len(lines))
    wide = {ord(c): c_ for c, c_ in zip(",=.@0123456789", "，＝．＠０１２３４５６７８９")}
    lines[at] = lines[at].translate(wide)
    return "\r\n".join(lines).encode("gb18030")


DAMAGES = (flip_bit, random_byte, lose_bytes, add_bytes, change_digit, change_digit, change_digit, lose_line,
lose_lines,
           double_line, exchange_lines, join_lines, cut_off, exchange_columns, mix_encodings, full_width)


def _any_text(raw: bytes) -> str:
    if raw.startswith(codecs.BOM_UTF16_LE):
        return raw[2:].decode("utf-16-le")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


# -- the independent scan -------------------------------------------------------------------------------------------


def pairs_in(raw: bytes) -> list[set[tuple[float, float]]]:
    """Per encoding: every (first, second) of two numbers side by side in one line, in the order of the file."""
    found = []
    for encoding in ("gb18030", "utf-8", "utf-16-le", "utf-16-be"):
        text = unicodedata.normalize("NFKC", raw.decode(encoding, errors="replace"))
        pairs = set()
        for line in re.split("[\r\n]+", text):
            numbers = [round(float(n), 6) for n in _NUMBER.findall(line)]
            pairs |= set(zip(numbers, numbers[1:]))
        found.append(pairs)
    return found


def violations(raw: bytes, reading) -> list[str]:
    """What may not be: coordinates that are not in the file, and parcels without a remark that deserve one."""
    pairs = set().union(*pairs_in(raw))
    out = []
    for parcel in reading.parcels:
        codes = {n.code for n in parcel.notes}
        if {"prefix_added", "zone_from_crs"} & codes:
            prefix = parcel.zone.number * 1_000_000
            known = {(a, round(b + prefix, 6)) for a, b in pairs} | {(round(a + prefix, 6), b) for a, b in pairs}
        else:
            known = pairs
        for x, y in zip(parcel.rings.x.tolist(), parcel.rings.y.tolist()):
            pair = (round(x, 6), round(y, 6)) if "swapped" in codes else (round(y, 6), round(x, 6))
            if pair not in known:
                out.append(f"line {parcel.line}: ({y}, {x}) is not in the file")
        if not parcel.notes:
            out += [f"line {parcel.line}: {why}" for why in _silent_faults(raw, parcel)]
    return out


def _silent_faults(raw: bytes, parcel) -> list[str]:
    from osgeo import ogr

    rings, out = parcel.rings, []
    points = [(x, y) for x, y in zip(rings.x.tolist(), rings.y.tolist())]
    zone = int(points[0][0] // 1_000_000)
    if not (32 <= zone <= 42 or 17 <= zone <= 22) or any(
            int(x // 1_000_000) != zone or not 200_000 <= x % 1_000_000 <= 800_000 or not 4.1e6 <= y <= 5.9e6
            for x, y in points):
        out.append("outside the window")
    shape, area = ogr.Geometry(ogr.wkbMultiPolygon), 0.0
    for k, hole in enumerate(rings.hole.tolist()):
        ring, corners = ogr.Geometry(ogr.wkbLinearRing), points[rings.first[k] : rings.first[k + 1]]
        for x, y in corners:
            ring.AddPoint_2D(x, y)
        area += _area(tuple(corners[:-1]), zone) * (-1 if hole else 1)
        if not hole:
            polygon = ogr.Geometry(ogr.wkbPolygon)
            shape.AddGeometry(polygon)
        shape.GetGeometryRef(shape.GetGeometryCount() - 1).AddGeometry(ring)
    if not shape.IsValid():
        out.append("no valid polygon")
    lines = [unicodedata.normalize("NFKC", line).strip() for line in _lines_of(raw)]
    columns = lines[parcel.line - 1].split(",")
    below = []
    for line in lines[parcel.line :]:
        if line.startswith("[") or line.endswith("@") or line.count(",") > 4 or "=" in line:
            break
        if _NUMBER.search(line):
            below.append(line)
    if int(columns[0]) not in (len(below), len(below) - len(rings.hole)):
        out.append(f"{columns[0]} points declared, {len(below)} lines")
    if abs(float(columns[1]) * 10_000 - area) > 1.0 + 0.011:  # the official area is rounded to the cent
        out.append(f"{columns[1]} ha declared, {area:.2f} m²")
    return out


def _lines_of(raw: bytes) -> list[str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return re.split("\r\n|\n|\r", raw.decode("utf-16", errors="replace"))
    if raw.count(0) * 3 > len(raw):
        return re.split("\r\n|\n|\r", raw.decode("utf-16-le", errors="replace"))
    return [_any_text(line) for line in re.split(b"\r\n|\n|\r", raw)]


@lru_cache(maxsize=100_000)
def _area(corners, zone: int) -> float:
    from tests.processing_algs.quota.oracle import ring_area

    return ring_area(list(corners), zone * 1_000_000 + 500_000)


# -- the judgement --------------------------------------------------------------------------------------------------


def drawn(reading) -> list:
    """Geometry of a reading, to be compared."""
    return [(p.zone.epsg, p.rings.x.tolist(), p.rings.y.tolist(), p.rings.hole.tolist(), p.rings.part.tolist())
            for p in reading.parcels]


def written(reading) -> list:
    """Attributes of a reading, to be compared."""
    return [(p.number, p.name, p.sheet, p.use, p.dlbm, p.extra, p.declared_ha, p.header) for p in reading.parcels]


def said(reading) -> set:
    """Remarks and reasons without their lines: a damage that only moves lines says nothing new."""
    notes = [n for n in reading.notes if n.level != INFO] + [n for p in reading.parcels for n in p.notes]
    return {(n.code, n.values) for n in notes} | {("rejected", r.reason.code, r.line) for r in reading.rejected}


def judged(base, reading) -> str:
    """told | harmless | attribute (a text differs, nothing said) | geometry (a coordinate differs, nothing said)."""
    if said(reading) - said(base):
        return "told"
    if drawn(reading) != drawn(base):
        return "geometry"
    return "harmless" if written(reading) == written(base) else "attribute"


def mutants(count: int, seed: int):
    """(name of the base, its bytes, name of the damage, damaged bytes), count times."""
    build()
    raws = {case["file"][:-4]: case["raw"] for case in CASES}
    rng = random.Random(seed)  # noqa: S311
    for _ in range(count):
        name, damage = rng.choice(BASES), rng.choice(DAMAGES)
        raw = raws[name]
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            raw = damage(raw, rng) if raw else raw
        yield name, raws[name], damage.__name__, raw


def run(count: int = COUNT, seed: int = SEED) -> tuple[dict[str, Counter], list[str], list[str]]:
    """Counts by damage, violations of what may not be, and some examples of what went unnoticed."""
    table: dict[str, Counter] = {}
    wrong, silent, bases = [], [], {}
    for number, (name, clean, damage, raw) in enumerate(mutants(count, seed)):
        if name not in bases:
            bases[name] = read(clean)
        reading = read(raw)
        verdict = judged(bases[name], reading)
        table.setdefault(damage, Counter())[verdict] += 1
        wrong += [f"mutant {number} ({name}, {damage}): {why}" for why in violations(raw, reading)]
        if verdict == "geometry" and len(silent) < 10:
            silent.append(f"mutant {number} ({name}, {damage})")
    return table, wrong, silent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    table, wrong, silent = run(options.count, options.seed)
    verdicts = ("told", "harmless", "attribute", "geometry")
    print(f"{'damage':18}{'files':>7}" + "".join(f"{v:>11}" for v in verdicts))
    for damage, counts in sorted(table.items()):
        print(f"{damage:18}{sum(counts.values()):7}" + "".join(f"{counts[v]:11}" for v in verdicts))
    total = sum(table.values(), Counter())
    print(f"{'all':18}{sum(total.values()):7}" + "".join(f"{total[v]:11}" for v in verdicts))
    changed = sum(total.values()) - total["harmless"]
    for what in ("geometry", "attribute"):
        share = 100 * total[what] / changed
        print(f"undetectable, {what}: {total[what]} of {changed} that change anything = {share:.2f} %")
    print("unnoticed geometry, examples: " + "; ".join(silent))
    print("\n".join([*wrong[:40], f"{len(wrong)} violations"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
