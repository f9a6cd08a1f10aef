"""The stock ledger as a workbook a bureau prints and signs: 台账 · 分年 · 批文图账对照 · 闲置宗地 · 口径与参数."""

import datetime

from ..xlsx.workbook import Column, Workbook
from .idle_ties import COLUMNS, check_stock_ties
from .idle_words import words
from .quota import VERDICT_FILLS, LedgerDoesNotTie, LedgerMeta
from .ties import league_code

__all__ = ["LedgerDoesNotTie", "LedgerMeta", "write_stock_ledger"]

_EMPHASIS = {"region": "total", "league": "subtotal"}
_TAIL = ("no_county", "sup_outside", "sup_twice", "appr_overlap", "out_of_window")
_KIND_FILLS = {"not_started": "F8CBAD", "government_cause": "FCE4D6", "halted": "FFE699", "unknown": "E7E6E6"}
_GROUPS = {"appr": "unsup_group", "sup": "unsup_group", "canc": "unsup_group", "unsup": "unsup_group",
           "idle": "idle_group", "halted": "idle_group", "stock": "total_group", "disp": "total_group"}


def write_stock_ledger(path, rows, meta, documents=(), parcels=()):
    """Write the stock workbook to `path`.

    rows, documents, parcels: rows of idleland's LEDGER, DOCUMENTS and IDLE as dicts, None = NULL. meta.cap_mu is the
    goal of the region in 亩. Raises LedgerDoesNotTie when a printed total is not the sum of its printed parts, KeyError
    naming a missing field, NotWritten where the file cannot be written (an older file then stays as it was).
    """
    rows, documents = [dict(row) for row in rows], [_dated(row) for row in documents]
    _complete(rows)
    check_stock_ties(rows, documents)
    text = words(meta.lang)
    with Workbook(path) as book:
        _ledger_sheet(book, rows, meta, text)
        _year_sheet(book, rows, meta, text)
        if documents:
            _document_sheet(book, documents, meta, text)
        listed = [_dated(row) for row in parcels if row["kind"] != "not_idle"]
        if listed:
            _parcel_sheet(book, listed, meta, text)
        _method_sheet(book, meta, text)


def _complete(rows):
    wanted = ("level", "code", "name", "year", "verdict", "task_mu", "prog_pct", "unsup_pct", "sup_pct", "idle_pct",
              *(f"{column}_{unit}" for column in COLUMNS for unit in ("mu", "ha")))
    for row in rows:
        missing = [field for field in wanted if field not in row]
        if missing:
            raise KeyError(f"ledger row without {', '.join(missing)}")


def _dated(row):
    """A row with its dates as dates: from QDate, from '2022-01-31' and from '2022/01/31'."""
    out = dict(row)
    for key in ("appr_date", "idle_from", "fee_from", "take_from"):
        value = out.get(key)
        if hasattr(value, "toPyDate"):
            out[key] = value.toPyDate()
        elif isinstance(value, str) and value:
            out[key] = datetime.date.fromisoformat(value[:10].replace("/", "-"))
    return out


def _subtitle(meta, text):
    line = text["as_of"].format(meta.as_of)
    return f"{line}　【{text['synthetic']}】" if meta.synthetic else line


def _label(row, text):
    if row["level"] == "county":
        return "　" + str(row["name"] or row["code"] or "")
    if row["level"] == "league":
        return row["name"] or row["code"]
    return text.get(row["level"], row["name"])


def _key(row):
    level, code = row["level"], str(row["code"] or "")
    if level in _TAIL:
        return (2 + _TAIL.index(level), "", False, "")
    league = league_code(code) if level == "county" else code
    return (0 if level == "region" else 1, "" if level == "region" else league, level == "county", code)


def _emphasis(row):
    return _EMPHASIS.get(row["level"], "")


def _ledger_sheet(book, rows, meta, text):
    columns = [Column("name", text["name"], 26, "text"), Column("code", text["code"], 9, "text", align="center")]
    for column in COLUMNS[:4] + ("idle", "halted", "stock", "disp"):
        columns.append(Column(f"{column}_mu", f"{text[column]}({text['mu']})", 13, "0.00", group=text[_GROUPS[column]]))
    for rate in ("unsup_pct", "sup_pct", "idle_pct"):
        columns.append(Column(rate, text[rate], 11, "0.00", group=text["rates"]))
    columns += [
        Column("task_mu", text["task_mu"], 13, "0.00"),
        Column("prog_pct", text["prog_pct"] + "(%)", 10, "0.00"),
        Column("verdict", text["verdict"], 12, "text", words=text["verdicts"], fills=VERDICT_FILLS, align="center"),
    ]
    for column in ("appr", "sup", "canc", "unsup", "idle", "stock", "disp"):
        columns.append(Column(f"{column}_ha", text[column], 13, "0.0000", group=text["ha"]))
    shown = [row for row in rows if row["level"] in ("region", "league", "county", *_TAIL)]
    totals = [row | {"name": _label(row, text)} for row in sorted(shown, key=_key)]
    with book.sheet(text["sheet_ledger"], columns, meta.title, _subtitle(meta, text), text["unit"], paper="A3",
                    freeze_columns=2) as sheet:
        sheet.rows(totals, _emphasis)
        sheet.notes([text["tie_note"], text["halted_note"], *meta.notes])
        sheet.signature(text["signature"])


def _year_sheet(book, rows, meta, text):
    columns = [Column("name", text["name"], 26, "text"), Column("code", text["code"], 9, "text", align="center"),
               Column("year_text", text["year"], 10, "text", align="center")]
    columns += [Column(f"{c}_mu", f"{text[c]}({text['mu']})", 13, "0.00", group=text[_GROUPS[c]])
                for c in ("appr", "sup", "canc", "unsup", "idle", "halted", "stock", "disp")]
    columns.append(Column("unsup_pct", text["unsup_pct"] + "(%)", 12, "0.00"))
    shown = []
    for row in rows:
        if row["level"] in ("year", "county_year"):
            year = text["no_year"] if row["year"] is None else str(row["year"])
            name = text["region"] if row["level"] == "year" else row["name"]
            shown.append(row | {"name": name, "year_text": year, "level": "league" if row["level"] == "year" else ""})
    with book.sheet(text["sheet_years"], columns, meta.title, _subtitle(meta, text), text["unit"], paper="A3",
                    freeze_columns=3) as sheet:
        sheet.rows(shown, _emphasis)
        sheet.notes([text["year_note"]])
        sheet.signature(text["signature"])


def _document_sheet(book, documents, meta, text):
    def area(key, title, group):
        return Column(key, text[title], 14, "0.00", group=text[group])

    columns = [
        Column("appr_id", text["appr_id"], 26, "text"), Column("project", text["project"], 22, "text", null=""),
        Column("name", text["name"], 16, "text"), Column("appr_date", text["appr_date"], 12, "date"),
        Column("n_supply", text["n_supply"], 9, "int"), area("appr_m2", "appr", "drawn"),
        area("sup_m2", "sup", "drawn"), area("canc_m2", "canc", "drawn"), area("unsup_m2", "unsup", "drawn"),
        area("decl_appr", "appr", "declared"), area("decl_sup", "sup", "declared"),
        area("decl_canc", "canc", "declared"), area("decl_uns", "unsup", "declared"),
        area("d_appr_m2", "appr", "difference"), area("d_uns_m2", "unsup", "difference"),
        Column("unsup_mu", f"{text['unsup']}({text['mu']})", 12, "0.00"), Column("age_y", text["age_y"], 8, "int"),
        Column("lapsed", text["lapsed"], 10, "text", words=text["lapse_words"], fills={"yes": "F8CBAD"},
               align="center"),
    ]  # fmt: skip
    with book.sheet(text["sheet_documents"], columns, meta.title, _subtitle(meta, text), text["unit_m2"], paper="A3",
                    freeze_columns=1) as sheet:
        sheet.rows(documents)
        sheet.notes([text["document_note"]])
        sheet.signature(text["signature"])


def _parcel_sheet(book, parcels, meta, text):
    columns = [
        Column("src_fid", text["number"], 8, "int"), Column("cnty_name", text["name"], 16, "text"),
        Column("lies_in", text["appr_id"], 24, "text", null=""),
        Column("kind", text["kind"], 12, "text", words=text["kinds"], fills=_KIND_FILLS, align="center"),
        Column("area_mu", text["area_mu"], 12, "0.00"), Column("decl_m2", text["decl_m2"], 14, "0.00"),
        Column("idle_from", text["idle_from"], 12, "date"), Column("months", text["months"], 9, "int"),
        Column("fee_from", text["fee_from"], 12, "date"), Column("take_from", text["take_from"], 12, "date"),
        Column("article", text["article"], 32, "text"), Column("action", text["action"], 48, "text"),
        Column("why", text["why"], 64, "text"),
    ]  # fmt: skip
    with book.sheet(text["sheet_parcels"], columns, meta.title, _subtitle(meta, text), text["unit"], paper="A3",
                    freeze_columns=2) as sheet:
        sheet.rows(parcels)
        sheet.notes([text["parcel_note"]])
        sheet.signature(text["signature"])


def _method_sheet(book, meta, text):
    columns = [Column("item", text["item"], 22, "text"), Column("content", text["content"], 110, "text", null="")]
    lines = [(text["row_title"], meta.title),
             (text["row_nature"], text["synthetic"] if meta.synthetic else text["real"]),
             (text["row_as_of"], meta.as_of), (text["row_method"], meta.method)]
    if meta.cap_mu is not None:
        lines.append((text["row_target"], text["target"].format(f"{meta.cap_mu:.2f}", f"{meta.cap_mu / 10000:g}")))
    if meta.document:
        lines.append((text["row_document"], meta.document))
    if meta.quote:
        lines.append((text["row_quote"], f"“{meta.quote}”"))
    lines += text["method_rows"] + [(text["row_note"], note) for note in meta.notes]
    with book.sheet(text["sheet_method"], columns, meta.title, _subtitle(meta, text), autofilter=False,
                    paper="A4") as sheet:
        sheet.rows({"item": item, "content": content} for item, content in lines)
