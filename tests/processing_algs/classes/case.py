"""A row of made-up county units under real codes, a third of each plain kind, and layers beside them: rectangles."""

from nm_urban.nm_urban_plugin.core import places
from tests.builders import layer, rectangle

X, Y, SIDE = 37_500_000, 4_500_000, 2000
#: Codes that no bundled list knows, so that their class is computed.
UNKNOWN = ["150102", "150103", "150104", "150105", "150121", "150122", "150123", "150125", "150202", "150203",
           "150204", "150205", "150206", "150207", "150221"]  # fmt: skip
KINDS = ("urban", "agri", "eco")
FIGURES = {"urban": (8_000, 7_500, 7_000, 2.0), "agri": (900, 300, 1_000, 60.0), "eco": (60, 30, 61, 45.0)}
FIELDS = [("code", str), ("name", str), ("常住人口", float), ("城镇人口", float), ("pop_2010", float),
          ("第一产业就业占比", float), ("主体功能", str)]
CLASS_OUT = {"OUTPUT": "memory:", "MEASURES": "memory:", "REJECTS": "memory:"}


def box(k, x0=0.0, y0=0.0, x1=1.0, y1=1.0):
    """A part of unit k, as fractions of its side."""
    left = X + k * SIDE
    return rectangle(left + x0 * SIDE, Y + y0 * SIDE, left + x1 * SIDE, Y + y1 * SIDE)


def kind_of(k):
    return KINDS[k % 3]


def county_layer(codes=UNKNOWN, changed=None, main=None, name="旗县"):
    """Units in a row; *changed*: {(k, field): value}; *main*: {k: text}."""
    rows = []
    for k, code in enumerate(codes):
        total, urban, before, primary = FIGURES[kind_of(k)]
        values = {"code": code, "name": places.name_of(code), "常住人口": total * (1 + k / 100),
                  "城镇人口": urban * (1 + k / 100), "pop_2010": before * (1 + k / 90),
                  "第一产业就业占比": primary + k / 10, "主体功能": (main or {}).get(k)}
        values.update({field: value for (one, field), value in (changed or {}).items() if one == k})
        rows.append((box(k), *(values[field] for field, _ in FIELDS)))
    return layer(rows, FIELDS, name=name)


#: Share of a unit (fraction of its width) under each cover, by kind: (code, from, to).
COVER = {"urban": (("0701", 0.0, 0.3), ("0103", 0.3, 0.4)), "agri": (("0103", 0.0, 0.7), ("0701", 0.7, 0.75)),
         "eco": (("0401", 0.0, 0.6), ("0301", 0.6, 0.9), ("0103", 0.9, 0.92))}  # fmt: skip


def land_use_layer():
    """Patches side by side; of the cropland a quarter is 田坎 in agri units."""
    rows = []
    for k in range(len(UNKNOWN)):
        for code, start, end in COVER[kind_of(k)]:
            ridge = 0.25 if code == "0103" and kind_of(k) == "agri" else 0.0
            rows.append((box(k, start, 0.0, end, 1.0), code, ridge))
    return layer(rows, [("DLBM", str), ("KCXS", float)], name="地类")


def line_layer(share, name="红线"):
    """A control line over the lower part of the ecological units."""
    units = [k for k in range(len(UNKNOWN)) if kind_of(k) == "eco"]
    return layer([(box(k, 0, 0, 1, share), "1") for k in units], [("LHLX", str)], name=name)
