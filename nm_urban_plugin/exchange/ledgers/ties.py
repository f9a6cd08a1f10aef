"""Checks that a quota ledger adds up, digit by digit as printed, before it may leave the house."""

from collections import defaultdict

from ...core.units import scaled_half_up

#: additive columns and the decimals they are printed with
ADDITIVE = {
    "used_mu": 2,
    "used_ha": 4,
    "agri_mu": 2,
    "crop_mu": 2,
    "unused_mu": 2,
    "built_mu": 2,
    "unknown_mu": 2,
}
ALLOTTED = ("quota_mu", "reward_mu")
_COUNTED = ("region", "league", "county", "outside")
_SHOWN = 8  # differences named in the message


class LedgerDoesNotTie(ValueError):
    """Printed totals differ from the sum of their printed parts; `differences` lists all of them as text."""

    def __init__(self, differences):
        self.differences = list(differences)
        more = len(self.differences) - _SHOWN
        tail = f"; and {more} more" if more > 0 else ""
        super().__init__("the ledger does not tie: " + "; ".join(self.differences[:_SHOWN]) + tail)


def league_code(code):
    """Code of the league or city a county code belongs to: 150121 → 150100."""
    return str(code)[:4] + "00"


def check_ties(rows):
    """Raise LedgerDoesNotTie unless every total equals the sum of its printed parts.

    rows: LEDGER rows as dicts (None = no value). Checked for each year and for year 0: region = counties + outside,
    league = its counties (quota and reward too). For each unit: year 0 = sum of its years, and
    balance = quota + reward − used. The region's quota is the cap and need not be the sum. A total without parts
    (a ledger without counties) is not checked.
    """
    rows = list(rows)
    differences = []
    for field, decimals in ADDITIVE.items():
        differences += _places(rows, field, decimals, with_region=True)
        differences += _years(rows, field, decimals)
    for field in ALLOTTED:
        differences += _places(rows, field, 2, with_region=False)
    differences += _balances(rows)
    if differences:
        raise LedgerDoesNotTie(differences)


def _places(rows, field, decimals, with_region):
    totals, parts = {}, defaultdict(list)
    for row in rows:
        level, year = row["level"], row["year"]
        if level == "region":
            totals["region", year] = row[field]
        elif level == "league":
            totals[row["code"], year] = row[field]
        elif level in ("county", "outside"):
            parts["region", year].append(row[field])
            if level == "county":
                parts[league_code(row["code"]), year].append(row[field])
    for (place, year), total in totals.items():
        if total is None and field in ALLOTTED:
            continue  # a league with a county that has no quota has none itself
        if (place, year) in parts and (with_region or place != "region"):
            yield from _compare(f"{place} {year or 'all years'} {field}", total, parts[place, year], decimals)


def _years(rows, field, decimals):
    totals, parts = {}, defaultdict(list)
    for row in rows:
        key = (row["level"], row["code"])
        if row["level"] not in _COUNTED:
            continue  # overlaps and undated parcels may have no year to stand in
        if row["year"]:
            parts[key].append(row[field])
        else:
            totals[key] = row[field]
    for key, total in totals.items():
        if key in parts:
            yield from _compare(f"{key[0]} {key[1] or ''} {field}: all years", total, parts[key], decimals)


def _balances(rows):
    for row in rows:
        if row["balance_mu"] is not None and row["quota_mu"] is not None:
            parts = [row["quota_mu"], row["reward_mu"], -(row["used_mu"] or 0.0)]
            label = f"{row['level']} {row['code'] or ''} {row['year'] or 'all years'} balance_mu"
            yield from _compare(label, row["balance_mu"], parts, 2)


def _compare(label, total, parts, decimals):
    known = [part for part in parts if part is not None]
    found = sum(_units(part, decimals) for part in known)
    printed = 0 if total is None else _units(total, decimals)
    if found != printed or (total is None and any(known)):
        scale = 10**decimals
        yield f"{label}: total {printed / scale:.{decimals}f}, parts {found / scale:.{decimals}f}"


def _units(value, decimals):
    """Whole units of the last printed place, half-up as printed."""
    return int(scaled_half_up(value, decimals))
