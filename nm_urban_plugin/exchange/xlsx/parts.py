"""The small XML parts of a spreadsheet package: safe text, cell styles, fixed documents. Standard library only."""

import re
from dataclasses import dataclass
from html import escape  # its five entities are XML too

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = "宋体"
MAX_TEXT = 32767
MAX_SHEET_NAME = 31

# Characters XML 1.0 cannot hold (surrogates included): they would make the whole file unreadable.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A literal "_x0041_" would be decoded to "A" by spreadsheet programs, so its underscore is written as an escape.
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# Full-width signs too: Chinese and Japanese spreadsheet programs read them as formula signs when a CSV is opened.
_FORMULA_SIGNS = tuple("=+-@＝＋－＠")
_SHEET_NAME_BAD = re.compile(r"[\[\]:*?/\\]")

BUILT_IN_FORMATS = {"general": 0, "text": 49, "int": 1, "0.00": 2}
CUSTOM_FORMATS = {
    "0.0000": (164, "0.0000"),
    "date": (165, "yyyy-mm-dd"),
    "0.0": (166, "0.0"),
    "0.000": (167, "0.000"),
    "0.00000": (168, "0.00000"),
    "0.000000": (169, "0.000000"),
}


def clean_text(value):
    """Text that may stand in a cell: no illegal characters, at most 32767 characters, never a formula.

    A text that starts with = + - @ (also full-width, also after blanks or tabs) gets an apostrophe in front, so that
    it stays text even after the sheet is saved as CSV and opened again.
    """
    text = _ILLEGAL.sub("", str(value))
    if text.lstrip().startswith(_FORMULA_SIGNS):
        text = "'" + text
    return text[:MAX_TEXT]


def xml_text(value):
    """`clean_text` as escaped XML content."""
    return escape(_ESCAPE_LOOKALIKE.sub("_x005F_", clean_text(value)), quote=False)


def sheet_name(wanted, taken):
    """A legal sheet name near `wanted`: no []:*?/\\, no outer apostrophes, <= 31 characters, not in `taken`."""
    base = _SHEET_NAME_BAD.sub("_", _ILLEGAL.sub("", str(wanted)))
    base = re.sub(r"\s+", " ", base).strip().strip("'").strip() or "Sheet"
    base = base[:MAX_SHEET_NAME]
    name, n = base, 1
    used = {other.casefold() for other in taken}
    while name.casefold() in used:
        n += 1
        tail = f"({n})"
        name = base[: MAX_SHEET_NAME - len(tail)] + tail
    return name


def column_letter(index):
    """Column letters of a 0-based index: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Style:
    """One look of a cell; equal styles share one entry of the style table."""

    fmt: str = "general"
    bold: bool = False
    size: int = 10
    fill: str = ""
    color: str = ""
    align: str = ""
    border: bool = False
    wrap: bool = False
    italic: bool = False
    font: str = FONT


class StyleTable:
    """Numbers styles in the order of first use and writes styles.xml at the end."""

    def __init__(self):
        self._styles = {Style(): 0}

    def id(self, style):
        """Index of `style` in the cell formats of the workbook."""
        return self._styles.setdefault(style, len(self._styles))

    def xml(self):
        """The whole styles.xml as text."""
        fonts, fills, formats = {}, {"": 0, "gray125": 1}, []
        for style in self._styles:
            font = fonts.setdefault((style.size, style.bold, style.italic, style.color, style.font), len(fonts))
            fill = fills.setdefault(style.fill, len(fills))
            formats.append(self._cell_format(style, font, fill))
        number_formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in CUSTOM_FORMATS.values()
        )
        edge = '<{0} style="thin"><color rgb="FF808080"/></{0}>'
        box = "".join(edge.format(side) for side in ("left", "right", "top", "bottom"))
        return (
            f'{HEAD}<styleSheet xmlns="{MAIN}">'
            f'<numFmts count="{len(CUSTOM_FORMATS)}">{number_formats}</numFmts>'
            f'<fonts count="{len(fonts)}">{"".join(self._font(*key) for key in fonts)}</fonts>'
            f'<fills count="{len(fills)}">{"".join(self._fill(key) for key in fills)}</fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f"<border>{box}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    @staticmethod
    def _font(size, bold, italic, color, name):
        marks = ("<b/>" if bold else "") + ("<i/>" if italic else "")
        paint = f'<color rgb="FF{color}"/>' if color else ""
        return f'<font>{marks}<sz val="{size}"/>{paint}<name val="{name}"/><family val="3"/><charset val="134"/></font>'

    @staticmethod
    def _fill(key):
        if key in ("", "gray125"):  # the format fixes the first two fills
            return f'<fill><patternFill patternType="{key or "none"}"/></fill>'
        paint = f'<fgColor rgb="FF{key}"/><bgColor indexed="64"/>'
        return f'<fill><patternFill patternType="solid">{paint}</patternFill></fill>'

    @staticmethod
    def _cell_format(style, font, fill):
        number = BUILT_IN_FORMATS.get(style.fmt)
        if number is None:
            number = CUSTOM_FORMATS[style.fmt][0]
        horizontal = f' horizontal="{style.align}"' if style.align else ""
        wrap = ' wrapText="1"' if style.wrap else ""
        return (
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{int(style.border)}" xfId="0"'
            f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment{horizontal} vertical="center"{wrap}/></xf>'
        )


def content_types(n_sheets):
    """[Content_Types].xml for a workbook with `n_sheets` worksheets."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, n_sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>'
    )


def relationships(targets):
    """A .rels part; `targets` are (kind, path) pairs, numbered rId1, rId2, …"""
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/{kind}" Target="{path}"/>'
        for n, (kind, path) in enumerate(targets, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{items}</Relationships>'


def workbook_xml(sheets):
    """workbook.xml; `sheets` are objects with `name`, `repeat_rows` (first, last), `print_area` and
    `filter_ref`, in order."""
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, start=1)
    )
    defined = ""
    for n, sheet in enumerate(sheets):
        quoted = "'" + escape(sheet.name.replace("'", "''"), quote=False) + "'"
        if sheet.filter_ref:
            first, last = (re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", ref) for ref in sheet.filter_ref.split(":"))
            defined += (
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
                f"{quoted}!{first}:{last}</definedName>"
            )
        if sheet.print_area:
            area = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", sheet.print_area)
            defined += f'<definedName name="_xlnm.Print_Area" localSheetId="{n}">{quoted}!{area}</definedName>'
        if sheet.repeat_rows:
            first, last = sheet.repeat_rows
            defined += (
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{quoted}!${first}:${last}</definedName>'
            )
    names = f"<definedNames>{defined}</definedNames>" if defined else ""
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{names}</workbook>"
    )
