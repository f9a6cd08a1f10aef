"""The quota ledger as a workbook a bureau prints and signs: 台账 · 分年 · 口径与参数."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from ..xlsx.workbook import Column, Workbook
from .quota_words import words
from .ties import LedgerDoesNotTie, check_ties, league_code

__all__ = ["LedgerDoesNotTie", "LedgerMeta", "write_ledger"]

LEDGER_FIELDS = (
    "level",
    "code",
    "name",
    "year",
    "quota_mu",
    "reward_mu",
    "used_mu",
    "used_ha",
    "balance_mu",
    "used_pct",
    "agri_mu",
    "crop_mu",
    "unused_mu",
    "built_mu",
    "unknown_mu",
    "verdict",
)
VERDICT_FILLS = {
    "met": "E2EFDA",
    "not_met": "F8CBAD",
    "at_risk": "FFE699",
    "not_computable": "E7E6E6",
    "no_number": "E7E6E6",
}
_EMPHASIS = {"region": "total", "league": "subtotal"}
_TAIL = ("outside", "overlap", "undated")


@dataclass(frozen=True)
class LedgerMeta:
    """What stands around the figures.

    title: of the ledger. as_of: ISO date. method: METHOD text of the run. lang: zh… or en. synthetic: quota or parcels
    are invented, which is then said on every sheet. notes: further lines. cap_mu: regional cap in 亩. document, quote:
    where the cap is written, and its words.
    """

    title: str
    as_of: str
    method: str
    lang: str = "zh"
    synthetic: bool = False
    notes: Sequence[str] = ()
    cap_mu: Optional[float] = None
    document: str = ""
    quote: str = ""


def write_ledger(path, rows, meta):
    """Write the ledger workbook to `path`.

    rows: dicts with the fields of the landquota LEDGER, None = NULL, areas in 亩 and 公顷 as printed (2, 4 decimals).
    Raises LedgerDoesNotTie when a printed total is not the sum of its printed parts, KeyError naming a missing field,
    NotWritten where the file cannot be written (an older file then stays as it was).
    """
    rows = [_complete(row) for row in rows]
    check_ties(rows)
    text = words(meta.lang)
    with Workbook(path) as book:
        _ledger_sheet(book, rows, meta, text)
        _year_sheet(book, rows, meta, text)
        _method_sheet(book, rows, meta, text)


def _complete(row):
    missing = [field for field in LEDGER_FIELDS if field not in row]
    if missing:
        raise KeyError(f"ledger row without {', '.join(missing)}")
    return {field: row[field] for field in LEDGER_FIELDS} | {"year": int(row["year"] or 0), "code": row["code"] or None}


def _subtitle(meta, text):
    line = text["as_of"].format(meta.as_of)
    return f"{line}　【{text['synthetic']}】" if meta.synthetic else line


def _ordered(rows):
    """Region, each league followed by its counties, what lies outside, then what is not counted."""
    rank = {"region": 0, "league": 1, "county": 1}

    def key(row):
        level, code = row["level"], str(row["code"] or "")
        if level in rank:
            league = league_code(code) if level == "county" else code
            return (rank[level], league if level != "region" else "", level == "county", code)
        return (2 + _TAIL.index(level) if level in _TAIL else 9, code, False, "")

    return sorted(rows, key=key)


def _label(row, text):
    """Name as printed: 合计 for the region, counties set in below their league."""
    level = row["level"]
    if level == "county":
        return "　" + str(row["name"] or row["code"] or "")
    if level == "league":
        return row["name"] or row["code"]
    return text.get(level, row["name"])


def _emphasis(row):
    return _EMPHASIS.get(row["level"], "")


def _ledger_sheet(book, rows, meta, text):
    def number(key, width=13, fmt="0.00", group=""):
        return Column(key, text[key], width, fmt, group=text[group] if group else "")

    columns = [
        Column("name", text["name"], 24, "text"),
        Column("code", text["code"], 9, "text", align="center"),
        number("quota_mu", group="quota"),
        number("reward_mu", group="quota"),
        number("used_mu", group="used"),
        number("used_ha", fmt="0.0000", group="used"),
        number("balance_mu"),
        number("used_pct", 10),
        number("agri_mu", group="by_class"),
        number("crop_mu", group="by_class"),
        number("unused_mu", group="by_class"),
        number("built_mu", group="apart"),
        number("unknown_mu", group="apart"),
        Column("verdict", text["verdict"], 14, "text", words=text["verdicts"], fills=VERDICT_FILLS, align="center"),
    ]
    totals = [row | {"name": _label(row, text)} for row in _ordered(row for row in rows if row["year"] == 0)]
    with book.sheet(
        text["sheet_ledger"], columns, meta.title, _subtitle(meta, text), text["unit"], paper="A3", freeze_columns=2
    ) as sheet:
        sheet.rows(totals, _emphasis)
        sheet.notes([text["tie_note"], text["apart_note"], *meta.notes])
        sheet.signature(text["signature"])


def _year_sheet(book, rows, meta, text):
    years = sorted({row["year"] for row in rows if row["year"]})
    columns = [Column("name", text["name"], 24, "text"), Column("code", text["code"], 9, "text", align="center")]
    for year in [*years, 0]:
        group = text["year_group"].format(year) if year else text["all_years"]
        columns.append(Column(f"q{year}", text["year_quota"], 12, "0.00", group=group))
        columns.append(Column(f"u{year}", text["year_used"], 12, "0.00", group=group))
    units = defaultdict(dict)
    for row in rows:
        unit = units[row["level"], row["code"]]
        unit.update(level=row["level"], code=row["code"], name=_label(row, text))
        unit[f"q{row['year']}"] = row["quota_mu"]
        unit[f"u{row['year']}"] = row["used_mu"]
    with book.sheet(
        text["sheet_years"], columns, meta.title, _subtitle(meta, text), text["unit_mu"], paper="A3", freeze_columns=2
    ) as sheet:
        sheet.rows(_ordered(units.values()), _emphasis)
        sheet.notes([text["year_note"]])
        sheet.signature(text["signature"])


def _method_sheet(book, rows, meta, text):
    columns = [Column("item", text["item"], 22, "text"), Column("content", text["content"], 110, "text", null="")]
    lines = [
        (text["row_title"], meta.title),
        (text["row_nature"], text["synthetic"] if meta.synthetic else text["real"]),
        (text["row_as_of"], meta.as_of),
        (text["row_method"], meta.method),
    ]
    if meta.cap_mu is not None:
        lines.append((text["row_cap"], text["cap"].format(f"{meta.cap_mu:.2f}", f"{meta.cap_mu / 10000:g}")))
    if meta.document:
        lines.append((text["row_document"], meta.document))
    if meta.quote:
        lines.append((text["row_quote"], f"“{meta.quote}”"))
    lines += _quota_sum(rows, meta, text) + text["method_rows"] + [(text["row_note"], note) for note in meta.notes]
    with book.sheet(
        text["sheet_method"], columns, meta.title, _subtitle(meta, text), autofilter=False, paper="A4"
    ) as sheet:
        sheet.rows({"item": item, "content": content} for item, content in lines)


def _quota_sum(rows: Sequence[Mapping], meta, text):
    """Whether the counties' quotas sum to the cap: a difference is said, not mended (the cap stands for the region)."""
    quotas = [row["quota_mu"] for row in rows if row["level"] == "county" and row["year"] == 0]
    quotas = [quota for quota in quotas if quota is not None]
    if not quotas or meta.cap_mu is None:
        return []
    total = round(sum(quotas), 2)
    key = "quota_sum_same" if total == round(meta.cap_mu, 2) else "quota_sum_other"
    return [(text["row_quota_sum"], text[key].format(f"{total:.2f}", f"{meta.cap_mu:.2f}"))]
