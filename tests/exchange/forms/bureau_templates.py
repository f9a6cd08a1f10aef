"""Three workbooks as bureaus have them, made by three kinds of program; writes them to tests/data/forms.

    python -m tests.exchange.forms.bureau_templates

office.xlsx  openpyxl: two-row header, formulas, drop-down, note, print set-up, a second sheet
suite.xlsx   as an office suite writes it: shared strings with runs that cut a placeholder, ignorable prefixes, a
             picture and a calculation chain, merged cells within the repeated row
library.xlsx as a server library writes it: every element with a prefix, single quotes, no styles of its own, BOM
"""

import io
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data" / "forms"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: The smallest picture: one grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6368000000820081"
    "77cd72b60000000049454e44ae426082"
)


def office(path):
    """The idle-land ledger of a bureau, as openpyxl writes it."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "闲置台账"
    thin = Side(style="thin")
    box = Border(thin, thin, thin, thin)
    sheet.merge_cells("A1:G1")
    sheet["A1"] = "{{行政区}}闲置土地处置台账（截至{{截止日期}}）"
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"] = "填报单位：{{编制单位}}"
    for cell, text in {
        "A3": "序号",
        "B3": "土地使用权人",
        "C3": "监管号",
        "D3": "面积",
        "F3": "起算日期",
        "G3": "处置意见",
        "D4": "亩",
        "E4": "公顷",
    }.items():
        sheet[cell] = text
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"):
        sheet.merge_cells(area)
    row = {
        "A": "{{序号}}",
        "B": "{{stock_idle.土地使用权人}}",
        "C": "{{DZJGH}}",
        "D": "{{供地面积（亩）}}",
        "E": "=D5/15",
        "F": "{{闲置起算日}}",
        "G": "",
    }
    for letter, text in row.items():
        cell = sheet[f"{letter}5"]
        cell.value = text
        cell.border = box
        cell.fill = PatternFill("solid", fgColor="FFF8E1")
    sheet["D5"].number_format = "0.0"
    sheet["E5"].number_format = "0.0000"
    sheet["F5"].number_format = "yyyy/m/d"
    sheet["C5"].number_format = "@"
    sheet["B5"].alignment = Alignment(wrap_text=True)
    sheet["A6"], sheet["D6"], sheet["E6"] = "合计", "{{合计:供地面积（亩）}}", "=SUM(E5:E5)"
    sheet["D6"].number_format = "0.0"
    sheet["D6"].comment = Comment("四舍五入后相加", "局")
    sheet["B8"] = "审核人："
    sheet.merge_cells("B8:C8")
    choice = DataValidation(type="list", formula1='"收回,置换,延期"', allow_blank=True, sqref="G5")
    sheet.add_data_validation(choice)
    sheet.column_dimensions["B"].width = 22
    sheet.column_dimensions["C"].width = 24
    sheet.print_area = "A1:G8"
    sheet.print_title_rows = "3:4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.freeze_panes = "A5"
    other = book.create_sheet("说明")
    other["A1"] = "见闲置台账"
    other["A2"] = "=闲置台账!D6"
    book.properties.creator = "局"
    _save(book, path)


def _save(book, path):
    """openpyxl stamps the time; the same template must be the same file."""
    import datetime

    book.properties.created = book.properties.modified = datetime.datetime(2025, 1, 1)
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                import re

                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-01T00:00:00Z", data)
            new.writestr(_entry(name), data)


def _entry(name):
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _write(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(_entry(name), data if isinstance(data, bytes) else data.encode("utf-8"))


def suite(path):
    """A quota ledger by unit, as an office suite writes it."""
    texts = [
        "{{行政区}}用地指标台账",
        "单位：亩",
        "行政区",
        "下达指标",
        "已用",
        "结余",
        ("{{quota_led", "ger.行政", "区}}"),
        "{{下达}}",
        "{{used_mu}}",
        "{{结余（亩）}}",
        "制表人：{{编制单位}}",
        "审核人：",
    ]
    shared = "".join(
        f"<si><t>{one}</t></si>"
        if isinstance(one, str)
        else "<si>"
        + "".join(f'<r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve">{run}</t></r>' for run in one)
        + "</si>"
        for one in texts
    )
    cells = {
        1: [("A", 1, 0), ("B", 1, None), ("C", 1, None), ("D", 1, None), ("E", 1, None)],
        2: [("E", 0, 1)],
        3: [("A", 2, 2), ("B", 2, None), ("C", 2, 3), ("D", 2, 4), ("E", 2, 5)],
        4: [("A", 3, 6), ("B", 3, None), ("C", 4, 7), ("D", 4, 8), ("E", 4, 9)],
        6: [("A", 0, 10), ("D", 0, 11)],
    }
    rows = "".join(
        f'<row r="{r}" spans="1:5" ht="{24 if r == 1 else 18}" customHeight="1" x14ac:dyDescent="0.25">'
        + "".join(
            f'<c r="{letter}{r}" s="{style}"' + (f' t="s"><v>{text}</v></c>' if text is not None else "/>")
            for letter, style, text in line
        )
        + "</row>"
        for r, line in cells.items()
    )
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="{MAIN}" xmlns:r="{RELS}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:E6"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
        'activeCell="A4" sqref="A4"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        '<cols><col min="1" max="2" width="9" customWidth="1"/><col min="3" max="5" width="14" customWidth="1"/></cols>'
        f'<sheetData>{rows}<row r="5"><c r="C5" s="4"><f>SUM(C4:C4)</f><v>0</v></c>'
        "<c r=\"E5\"><f>C5-'台账'!D4</f><v>0</v></c>"
        "</row></sheetData>"
        '<mergeCells count="3"><mergeCell ref="A1:E1"/><mergeCell ref="A3:B3"/><mergeCell ref="A4:B4"/></mergeCells>'
        '<conditionalFormatting sqref="E4"><cfRule type="cellIs" priority="1" operator="lessThan">'
        "<formula>0</formula></cfRule></conditionalFormatting>"
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        '<headerFooter><oddFooter>&amp;P</oddFooter></headerFooter><drawing r:id="rId1"/></worksheet>'
    )
    # rows must ascend: the row of sums stands before the row of signatures
    head, _, tail = sheet.partition('<row r="6"')
    six, _, rest = tail.partition("</row>")
    five, _, end = rest.partition("</row>")
    sheet = f'{head}{five}</row><row r="6"{six}</row>{end}'
    _write(
        path,
        {
            "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
            f'<Override PartName="/xl/calcChain.xml" ContentType="{KIND}.calcChain+xml"/>'
            '<Override PartName="/xl/drawings/drawing1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
            "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{MAIN}" '
            f'xmlns:r="{RELS}"><sheets>'
            '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Area" '
            'localSheetId="0">\'台账\'!$A$1:$E$6</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'
            "'台账'!$3:$3</definedName></definedNames><calcPr calcId=\"191029\"/></workbook>",
            "xl/_rels/workbook.xml.rels": _rels(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("calcChain", "calcChain.xml"),
            ),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/worksheets/_rels/sheet1.xml.rels": _rels(("drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": _drawing(6),
            "xl/drawings/_rels/drawing1.xml.rels": _rels(("image", "../media/image1.png")),
            "xl/media/image1.png": PNG,
            "xl/sharedStrings.xml": f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}" count="{len(texts)}" '
            f'uniqueCount="{len(texts)}">{shared}</sst>',
            "xl/styles.xml": _styles(),
            "xl/calcChain.xml": f'<?xml version="1.0" encoding="UTF-8"?><calcChain xmlns="{MAIN}"><c r="C5" i="1"/>'
            '<c r="E5" i="1"/></calcChain>',
        },
    )


def library(path):
    """A list of three-line checks, as a server library writes it: prefixed names, single quotes, inline texts, BOM."""

    def cell(ref, text, more=""):
        return f"<x:c r='{ref}'{more} t='inlineStr'><x:is><x:t>{text}</x:t></x:is></x:c>"

    rows = {
        1: cell("A1", "项目审查清单"),
        2: cell("A2", "项目") + cell("B2", "用途") + cell("C2", "面积") + cell("D2", "结论"),
        3: cell("A3", "{{lines_summary.项目名称}}")
        + cell("B3", "{{用途}}")
        + cell("C3", "{{area_m2}}")
        + cell("D3", "{{结论}}"),
        4: cell("A4", "共 {{合计:序号}} 项，{{合计:area_m2}} 平方米；截至｛｛ 截止日期 ｝｝"),
    }
    data = "".join(f"<x:row r='{r}'>{inside}</x:row>" for r, inside in rows.items())
    head = "\ufeff<?xml version='1.0' encoding='utf-8'?>"
    _write(
        path,
        {
            "[Content_Types].xml": f"{head}<Types xmlns='{PACKAGE}/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            f"<Default Extension='xml' ContentType='{KIND}.sheet.main+xml'/>"
            f"<Override PartName='/xl/worksheets/sheet.xml' ContentType='{KIND}.worksheet+xml'/></Types>",
            "_rels/.rels": _rels(("officeDocument", "/xl/workbook.xml")),
            "xl/workbook.xml": f"{head}<x:workbook xmlns:x='{MAIN}' xmlns:rel='{RELS}'><x:sheets>"
            "<x:sheet name='清单' sheetId='1' rel:id='rId1'/></x:sheets></x:workbook>",
            "xl/_rels/workbook.xml.rels": _rels(("worksheet", "/xl/worksheets/sheet.xml")),
            "xl/worksheets/sheet.xml": f"{head}<!-- made by a library --><x:worksheet xmlns:x='{MAIN}'>"
            f"<x:cols><x:col min='1' max='1' width='30' customWidth='1'/></x:cols><x:sheetData>{data}</x:sheetData>"
            "<x:pageSetup paperSize='9' orientation='portrait'/></x:worksheet>",
        },
    )


def _rels(*targets):
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'
    )


def _drawing(row):
    """A seal anchored below the table (rows from 0)."""
    spot = "<xdr:{0}><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1}</xdr:row>"
    spot += "<xdr:rowOff>0</xdr:rowOff></xdr:{0}>"
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" '
        f'xmlns:a="{space}/main">'
        f"<xdr:twoCellAnchor>{spot.format('from', row)}{spot.format('to', row + 4)}<xdr:pic><xdr:nvPicPr>"
        '<xdr:cNvPr id="2" name="章"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip xmlns:r="{RELS}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
        "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )


def _styles():
    edge = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    xf = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="{}" xfId="0" applyNumberFormat="1">{}</xf>'
    centre = '<alignment horizontal="center" vertical="center"/>'
    cells = [
        xf.format(0, 0, 0, ""),
        xf.format(0, 1, 0, centre),
        xf.format(0, 0, 1, centre),
        xf.format(0, 0, 1, ""),
        xf.format(164, 0, 1, ""),
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{MAIN}"><numFmts count="1">'
        '<numFmt numFmtId="164" '
        'formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><b/><sz val="16"/><name val="方正小标宋简体"/></font></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="2"><border/>'
        f'<border>{edge}</border></borders><cellStyleXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs></styleSheet>'
    )


MAKERS = {"office.xlsx": office, "suite.xlsx": suite, "library.xlsx": library}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        make(FOLDER / name)


if __name__ == "__main__":
    main()
