"""Compare two results table by table: ``python -m tools.matrix.compare FIRST SECOND`` (GeoPackages, or their folders).

Rows are compared in their order. Each table gets one verdict, the worst of what differs:

    same        every value and every geometry, to the last bit
    geometry    all values equal, but vertices of geometries moved: polygons together differ by less than 0.01 m² each,
                lines and points by less than a hundredth of a millimetre
    order       the same rows in another order
    digits      numbers differ in their last digits only: by at most 1e-9 of the value, or by one unit of the last
                decimal that the table prints
    different   anything else
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

gdal.UseExceptions()

SAME, GEOMETRY, ORDER, DIGITS, DIFFERENT = VERDICTS = ("same", "geometry", "order", "digits", "different")

_RELATIVE = 1e-9
_NEAR_DEG, _NEAR_M = 1e-10, 1e-5  # a hundredth of a millimetre
_LITTLE_DEG, _LITTLE_M = 1e-12, 0.01  # 0.01 m²


@dataclass
class Table:
    """One table: field names and types, rows of values, geometries (WKB or None), whether they are in degrees."""

    fields: list[tuple[str, str]]
    rows: list[tuple]
    shapes: list[bytes | None]
    degrees: bool


@dataclass
class Difference:
    """What differs between two tables. ``fields``: name → (number of rows, largest difference or None for words, one
    example); of geometries with other bytes ``moved`` is the largest distance (Hausdorff) and ``d_area`` the largest
    area that lies in one of a pair only, in units of the CRS."""

    table: str
    verdict: str = SAME
    rows: tuple[int, int] = (0, 0)
    fields: dict[str, tuple[int, float | None, tuple]] = field(default_factory=dict)
    other_bytes: int = 0
    other_vertices: int = 0
    moved: float = 0.0
    d_area: float = 0.0
    notes: list[str] = field(default_factory=list)

    def worsen(self, verdict: str) -> None:
        """Keep the worse of two verdicts."""
        self.verdict = max(self.verdict, verdict, key=VERDICTS.index)

    def sentence(self) -> str:
        """All of it in one line."""
        words = [f"{self.table}: {self.verdict}, {self.rows[0]} rows", *self.notes]
        for name, (count, worst, example) in self.fields.items():
            size = "" if worst is None else f" by up to {worst:.3g}"
            words.append(f"{name} in {count} rows{size} ({example[0]!r} → {example[1]!r})")
        if self.other_bytes:
            words.append(f"{self.other_bytes} geometries of other bytes ({self.other_vertices} with more or fewer "
                         f"vertices; moved by up to {self.moved:.2g}; area in one only up to {self.d_area:.2g})")
        return "; ".join(words)


def load(path: Path) -> dict[str, Table]:
    """All tables of a GeoPackage."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    found = {}
    for number in range(source.GetLayerCount()):
        layer = source.GetLayer(number)
        schema = [(f.GetName(), f"{f.GetTypeName()}({f.GetWidth()}.{f.GetPrecision()})") for f in layer.schema]
        rows, shapes = [], []
        for feature in layer:
            rows.append(tuple(feature.GetField(k) if feature.IsFieldSetAndNotNull(k) else None
                              for k in range(len(schema))))
            shape = feature.GetGeometryRef()
            shapes.append(None if shape is None else bytes(shape.ExportToIsoWkb(ogr.wkbNDR)))
        reference = layer.GetSpatialRef()
        found[layer.GetName()] = Table(schema, rows, shapes, reference is not None and bool(reference.IsGeographic()))
    return found


def decimals(values: list) -> int:
    """Most decimals among numbers as they are printed."""
    return max((len(text.partition(".")[2]) for text in (repr(v) for v in values if isinstance(v, float))
                if "e" not in text and "n" not in text), default=0)


def compare(name: str, first: Table, second: Table) -> Difference:
    """What differs between two tables of the same name."""
    out = Difference(name, rows=(len(first.rows), len(second.rows)))
    if first.fields != second.fields:
        out.notes.append(f"other fields: {sorted(set(first.fields) ^ set(second.fields))}")
        out.worsen(DIFFERENT)
    if len(first.rows) != len(second.rows):
        out.notes.append(f"{len(second.rows)} rows in the second")
        out.worsen(DIFFERENT)
    if out.verdict == DIFFERENT:
        return out
    if first.rows != second.rows and Counter(map(repr, first.rows)) == Counter(map(repr, second.rows)):
        moved = sum(a != b for a, b in zip(first.rows, second.rows))
        out.notes.append(f"{moved} rows stand elsewhere")
        out.worsen(ORDER)
        first, second = _sorted(first), _sorted(second)
    for k, (title, _) in enumerate(first.fields):
        _compare_field(out, title, [row[k] for row in first.rows], [row[k] for row in second.rows])
    _compare_shapes(out, first, second)
    return out


def _sorted(table: Table) -> Table:
    """The same table by its values, then by the places of its geometries."""
    keys = [(repr(row), "" if shape is None else str(np.round(shapely.bounds(shapely.from_wkb(shape)), 6)))
            for row, shape in zip(table.rows, table.shapes)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Table(table.fields, [table.rows[k] for k in order], [table.shapes[k] for k in order], table.degrees)


def _compare_field(out: Difference, title: str, first: list, second: list) -> None:
    other = [(a, b) for a, b in zip(first, second) if repr(a) != repr(b)]
    if not other:
        return
    if not all(isinstance(v, (int, float)) and math.isfinite(v) for pair in other for v in pair):
        out.fields[title] = len(other), None, other[0]
        out.worsen(DIFFERENT)
        return
    places = decimals(first + second)
    unit = 10.0**-places if places < 9 else 0.0  # more decimals than that are a plain binary number
    worst = max(other, key=lambda pair: abs(pair[0] - pair[1]))
    out.fields[title] = len(other), abs(worst[0] - worst[1]), worst
    near = all(abs(a - b) <= max(_RELATIVE * abs(a), unit * (1 + 1e-6)) for a, b in other)
    out.worsen(DIGITS if near and any(isinstance(v, float) for pair in other for v in pair) else DIFFERENT)


def _compare_shapes(out: Difference, first: Table, second: Table) -> None:
    """Vertices are compared as sorted sets: where a ring starts does not matter here."""
    pairs = [(a, b) for a, b in zip(first.shapes, second.shapes) if a != b]
    out.other_bytes = len(pairs)
    if not pairs:
        return
    if any((a is None) != (b is None) for a, b in pairs):
        out.notes.append("a geometry is missing")
        out.worsen(DIFFERENT)
        return
    one, two = (shapely.from_wkb(list(side)) for side in zip(*pairs))
    out.d_area = float(shapely.area(shapely.symmetric_difference(*map(shapely.make_valid, (one, two)))).max())
    out.moved = float(shapely.hausdorff_distance(one, two).max())
    out.other_vertices = int((shapely.get_num_coordinates(one) != shapely.get_num_coordinates(two)).sum())
    near, little = (_NEAR_DEG, _LITTLE_DEG) if first.degrees else (_NEAR_M, _LITTLE_M)
    polygons = bool((shapely.get_dimensions([*one, *two]) == 2).all())  # where edges nearly meet a spike may move far
    out.worsen(GEOMETRY if out.moved <= near or (polygons and out.d_area <= little) else DIFFERENT)


def compare_files(first: Path, second: Path) -> list[Difference]:
    """Every table of two GeoPackages."""
    one, two = load(first), load(second)
    out = []
    for name in sorted(one.keys() | two.keys()):
        if name in one and name in two:
            out.append(compare(f"{first.stem}.{name}", one[name], two[name]))
        else:
            where = "first" if name in one else "second"
            out.append(Difference(f"{first.stem}.{name}", DIFFERENT, notes=[f"only in the {where}"]))
    return out


def compare_folders(first: Path, second: Path) -> list[Difference]:
    """Every table of the GeoPackages of two folders (not of folders in them)."""
    out = []
    for name in sorted({path.name for folder in (first, second) for path in folder.glob("*.gpkg")}):
        sides = [folder / name for folder in (first, second)]
        if all(side.exists() for side in sides):
            out += compare_files(*sides)
        else:
            where = "first" if sides[0].exists() else "second"
            out.append(Difference(name, DIFFERENT, notes=[f"only in the {where}"]))
    return out


def main(argv: list[str] | None = None) -> int:
    """Command line: print a line per table that is not the same; exit code 1 where one is different."""
    parser = argparse.ArgumentParser(prog="python -m tools.matrix.compare", description=__doc__.splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args(argv)
    both = compare_folders if options.first.is_dir() else compare_files
    found = both(options.first, options.second)
    for difference in found:
        if difference.verdict != SAME:
            print(difference.sentence())
    count = Counter(difference.verdict for difference in found)
    print(f"{len(found)} tables: " + ", ".join(f"{count[verdict]} {verdict}" for verdict in VERDICTS if count[verdict]))
    return int(count[DIFFERENT] > 0)


if __name__ == "__main__":
    sys.exit(main())
