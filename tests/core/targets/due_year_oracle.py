"""Another way to the verdict of a share by county and year, from the rules in words; no code of the plugin.

A year is known from its last day on. Of each county the row of the due year counts, or the last one before it; rows of
later years say nothing. A row without a year counts where there is none with one. Rows of one county and year that say
the same are one; where they differ none is used. A part larger than its whole is no share. What does not cover every
county is not judged. Exact fractions and whole days throughout.
"""

import datetime
from fractions import Fraction


def usable(rows, as_of, due):
    """county → (part, whole) of the row that counts; rows are (county, year or None, part, whole)."""
    said = {}
    for county, year, part, whole in rows:
        said.setdefault((county, year), set()).add((part, whole))
    out = {}
    for (county, year), values in said.items():
        if len(values) > 1:
            continue
        (part, whole), = values
        if part is None or whole is None or part > whole:
            continue
        rank = -1
        if year is not None:
            if datetime.date(year, 12, 31) > as_of or year > due.year:
                continue
            rank = year
        if county not in out or rank > out[county][0]:
            out[county] = (rank, part, whole)
    return {county: pair[1:] for county, pair in out.items()}


def verdict(rows, counties, as_of, due, goal, slack, base=None):
    """(share in percent or None, verdict); *base* is (value, day)."""
    found = usable(rows, as_of, due)
    inside = [found[county] for county in counties if county in found]
    whole = sum(pair[1] for pair in inside)
    if not whole:
        return None, "not_computable"
    share = Fraction(100 * sum(pair[0] for pair in inside), whole)
    if len(inside) < len(set(counties)):
        return share, "not_computable"
    if share >= Fraction(goal) - Fraction(slack):
        return share, "met"
    if as_of >= due:
        return share, "not_met"
    if base is None:
        return share, "pending"
    value, start = Fraction(base[0]), base[1]
    days = min(max((as_of - start).days, 0), (due - start).days)
    line = value + (Fraction(goal) - value) * Fraction(days, (due - start).days)
    return share, "at_risk" if share < line else "pending"
