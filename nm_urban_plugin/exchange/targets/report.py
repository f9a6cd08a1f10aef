"""The view of the targets as a report: one HTML file, no scripts, nothing loaded from anywhere, all text escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from ...core.whole_file import whole_file
from .view import ViewMeta, head_lines
from .words import COMPARATORS, PACES, VERDICTS, caption, pick

#: Marks of direction, and scripts written from right to left.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff]")
_MARKS = {"met": "✔", "not_met": "✘", "pending": "◷", "at_risk": "▲", "not_computable": "?", "no_number": "–"}
_STYLE = """
body{font:14px/1.5 "Noto Sans","Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1f2328;margin:2em;max-width:90em}
h1{font-size:1.5em;margin:0 0 .4em}
p{margin:.2em 0}
.counts span{display:inline-block;margin:.6em 1.2em .6em 0;font-weight:600}
table{border-collapse:collapse;width:100%;margin-top:.6em;table-layout:fixed}
th,td{border-bottom:1px solid #d0d7de;padding:.45em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef2f7;border-bottom:2px solid #8c959f}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
tr.clause td{color:#57606a;font-size:.92em;border-bottom:2px solid #d0d7de;padding-top:0}
tr.head td{border-bottom:0}
.met{color:#116329}.not_met{color:#a40e26}.at_risk{color:#7d4e00}.pending{color:#0550ae}.not_computable,.no_number{color:#57606a}
.box{border:1px solid #8c959f;padding:.6em 1em;margin-top:1.4em}
blockquote{margin:.2em 0;padding-left:.7em;border-left:3px solid #8c959f;color:#1f2328}
@media print{body{margin:0;font-size:11px}tr.head,tr.clause{break-inside:avoid}thead{display:table-header-group}}
"""
#: (key of the caption, width in percent)
_HEADS = (("name", 28), ("value", 14), ("goal", 14), ("progress", 16), ("verdict", 14), ("gap", 14))


def write_html(path: str, records: Sequence[Mapping], meta: ViewMeta) -> None:
    """Write the report; it appears only when it is complete. Raises NotWritten where that cannot be done.

    records as in view, with ``bar`` (a core.targets.bars.Bar or None) for the picture.
    """
    with whole_file(path) as beside, open(beside, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_pieces(records, meta))


def _pieces(records: Sequence[Mapping], meta: ViewMeta):
    lang = meta.lang
    title = caption("title", lang)
    tag = "zh-CN" if lang.startswith("zh") else "en"
    yield (f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
           '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
           f"<title>{text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{text(title)}</h1>\n")
    for line in head_lines(meta):
        yield f"<p>{text(line)}</p>\n"
    yield f'<p>{text(caption("rows", lang).format(n=len(records)))}</p>\n<p class="counts">'
    for verdict, pair in VERDICTS.items():
        count = sum(record["verdict"] == verdict for record in records)
        if count:
            yield f'<span class="{verdict}">{_MARKS[verdict]} {text(pick(pair, lang))} {count}</span>'
    yield f"</p>\n<p>{text(caption('legend', lang))}</p>\n<table>\n<thead><tr>"
    for key, width in _HEADS:
        kind = ' class="number"' if key in ("value", "goal", "gap") else ""
        yield f'<th{kind} style="width:{width}%">{text(caption(key, lang))}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for record in records:
        yield from _row(record, lang)
    yield "</tbody>\n</table>\n"
    if meta.conventions:
        yield f'<div class="box"><b>{text(caption("method_box", lang))}</b>\n'
        for line in meta.conventions:
            yield f"<p>{text(line)}</p>\n"
        yield "</div>\n"
    yield "</body>\n</html>\n"


def _row(record: Mapping, lang: str):
    verdict = record["verdict"]
    place = f"<br><small>{text(record['place'])}</small>" if record["place"] else ""
    year = f" ({record['year']})" if record["year"] else ""
    goal = "" if record["goal"] is None else f"{COMPARATORS.get(record['cmp'], '')} {number(record['goal'])} "
    gap_unit = caption("points", lang) if record["unit"] == "%" else record["unit"]
    gap = "" if record["gap"] is None else f"{number(record['gap'])} {text(gap_unit)}"
    if record["gap_phys"] is not None and record["phys_unit"] != record["unit"]:
        gap += f"<br><small>{number(record['gap_phys'])} {text(record['phys_unit'])}</small>"
    pace = f"<br><small>{text(pick(PACES[record['pace_key']], lang))}</small>" if record["pace_key"] else ""
    unit = text(record["value_unit"]) if record["value"] is not None else ""
    yield (f'<tr class="head"><td><b>{text(record["name"])}</b>{place}</td>'
           f'<td class="number">{number(record["value"])} {unit}</td>'
           f'<td class="number">{goal}{text(record["unit"]) if goal else ""}{year}</td>'
           f'<td>{_picture(record["bar"], verdict)}</td>'
           f'<td class="{verdict}"><b>{_MARKS[verdict]} {text(pick(VERDICTS[verdict], lang))}</b>{pace}</td>'
           f'<td class="number">{gap}</td></tr>\n<tr class="clause"><td colspan="{len(_HEADS)}">')
    if record["quote"]:
        yield f"<blockquote>{text(record['quote'])}</blockquote>"
    lines = [("quote", record["source"]), ("missing", record["missing"]), ("method", record["method"]),
             ("history", record["history"])]
    yield "".join(f"<p>{text(caption(key, lang))}: {text(line)}</p>" for key, line in lines if line)
    yield "</td></tr>\n"


def _picture(bar, verdict: str) -> str:
    """Value, goal and trajectory as a drawing of 100 × 14."""
    if bar is None:
        return ""
    left, right = sorted((bar.zero * 100, bar.value * 100))
    mark = ""
    if bar.expected is not None:
        x = bar.expected * 100
        mark = f'<path d="M{x:.1f} 3 l3 4 -3 4 -3 -4z" fill="#fff" stroke="#1f2328"/>'
    colours = {"met": "#2da44e", "not_met": "#cf222e", "pending": "#0969da", "at_risk": "#bf8700"}
    colour = colours.get(verdict, "#8c959f")
    return (f'<svg viewBox="0 0 100 14" width="100%" height="18" preserveAspectRatio="none" role="img">'
            f'<rect x="0" y="3" width="100" height="8" fill="#eaeef2"/>'
            f'<rect x="{left:.1f}" y="3" width="{right - left:.1f}" height="8" fill="{colour}"/>{mark}'
            f'<path d="M{bar.goal * 100:.1f} 0 v14" stroke="#1f2328" stroke-width="1.5"/></svg>')


def text(value) -> str:
    """Text of anybody as HTML: escaped, direction isolated where it could turn the line around."""
    out = escape(str(value), quote=True)
    return f"<bdi>{out}</bdi>" if _TURNING.search(out) else out


def number(value) -> str:
    """A printed number, thousands parted, without idle zeros; '' for None."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")
