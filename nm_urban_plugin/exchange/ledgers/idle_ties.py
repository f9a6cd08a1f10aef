"""Checks that a stock ledger adds up, digit by digit as printed, before it may leave the house."""

from collections import defaultdict

from ...core.units import scaled_half_up
from .ties import LedgerDoesNotTie, league_code

PARTS = ("sup", "canc", "unsup", "idle", "halted", "disp")
COLUMNS = ("appr", *PARTS, "stock")
UNITS = {"mu": 2, "ha": 4}


def check_stock_ties(rows, documents=()):
    """Raise LedgerDoesNotTie unless every printed total is the sum of its printed parts.

    rows: LEDGER rows of idleland as dicts. Across: appr = sup + canc + unsup, stock = unsup + idle. Down: region =
    counties + no county = years, league = its counties, county = its years. documents: rows of DOCUMENTS, whose 亩 must
    sum to the region's.
    """
    rows = list(rows)
    found = []
    for unit, decimals in UNITS.items():
        for row in rows:
            found += _across(row, unit, decimals)
        for column in COLUMNS:
            found += _down(rows, f"{column}_{unit}", decimals)
    documents = list(documents)
    if documents:
        region = next(row for row in rows if row["level"] == "region")
        for column in ("appr", "sup", "canc", "unsup"):
            key = f"{column}_mu"
            found += _compare(f"documents {key}", region[key], [row[key] for row in documents], 2)
    if found:
        raise LedgerDoesNotTie(found)


def _across(row, unit, decimals):
    for total, parts in (("appr", ("sup", "canc", "unsup")), ("stock", ("unsup", "idle"))):
        values = [row[f"{part}_{unit}"] for part in parts]
        if row[f"{total}_{unit}"] is not None and None not in values:
            yield from _compare(f"{row['level']} {row['code'] or ''} {total}_{unit}", row[f"{total}_{unit}"], values,
                                decimals)


def _down(rows, key, decimals):
    parts = defaultdict(list)
    totals = {}
    for row in rows:
        level, value = row["level"], row[key]
        if level == "region":
            totals["region, places"] = totals["region, years"] = value
        elif level == "league":
            totals[f"league {row['code']}"] = value
        elif level == "county":
            totals[f"county {row['code']}"] = value
            parts["region, places"].append(value)
            parts[f"league {league_code(row['code'])}"].append(value)
        elif level == "no_county":
            parts["region, places"].append(value)
        elif level == "year":
            parts["region, years"].append(value)
        elif level == "county_year":
            parts[f"county {row['code']}"].append(value)
    for label, total in totals.items():
        yield from _compare(f"{label} {key}", total, parts[label], decimals)


def _compare(label, total, parts, decimals):
    found = sum(_units(part, decimals) for part in parts if part is not None)
    printed = _units(total or 0.0, decimals)
    if found != printed:
        scale = 10**decimals
        yield f"{label}: total {printed / scale:.{decimals}f}, parts {found / scale:.{decimals}f}"


def _units(value, decimals):
    return int(scaled_half_up(value, decimals))
