"""The view as a file: the same rows and digits as on the screen; hostile text stays plain text everywhere."""

import csv
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QLabel

from nm_urban.nm_urban_plugin.core import places, whole_file
from nm_urban.nm_urban_plugin.exchange.targets.view import inert
from nm_urban.nm_urban_plugin.gui.settings.options_page import OptionsPage
from nm_urban.nm_urban_plugin.gui.widgets.plain_text import one_line, rich, tooltip
from tests.builders import table
from tests.gui.conftest import settle

ALL = [unit.code for unit in places.counties()]
COUNTY = [("code", str), ("常住人口（万人）", float), ("城镇人口（万人）", float)]
HOSTILE = ["<img src=x onerror=alert(1)>", "=cmd|'/C calc'!A0", "'; DROP TABLE \"t\"; --", "\u202eevil\u202c",
           "x" * 10_000, "a & b < c", "line\nbreak\ttab"]  # fmt: skip


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text.append(data)


def export(dock, tmp_path, ending):
    path = tmp_path / f"视图 '1'{ending}"
    assert dock.actions_.export_to(str(path)) == str(path)
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []
    return path


def test_csv_has_what_the_screen_shows(make_dock, tmp_path):
    dock = make_dock(table([(code, 10.0, 7.0) for code in ALL], COUNTY))
    path = export(dock, tmp_path, ".csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert len(lines) == len(dock.rows())
    one = next(line for line in lines if line["Target id"] == "urbanization_rate_2025")
    # 103 x 7 万 of 103 x 10 万; 69 % would be 710.7 万: 10.3 万 more than needed
    assert (float(one["Value"]), float(one["Goal"]), one["Verdict"]) == (70.0, 69.0, "Met")
    assert (float(one["Gap (negative = in reserve)"]), float(one["Gap in physical units"])) == (-1.0, -10.3)
    assert one["Quote"] == "常住人口城镇化率达到69%左右"


def test_sheet_and_report_have_the_same_rows(make_dock, tmp_path):
    dock = make_dock(table([(code, 10.0, 7.0) for code in ALL], COUNTY))
    with zipfile.ZipFile(export(dock, tmp_path, ".xlsx")) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode("utf-8")
    page = Tags(export(dock, tmp_path, ".html").read_text(encoding="utf-8"))
    text = " ".join(page.text)
    for row in dock.rows():
        assert row.target.quote_clean.replace("\n", " ")[:20] in text.replace("\n", " ")
        assert row.target.id in sheet
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert not [name for name in page.attributes if name.startswith("on")] and "src" not in page.attributes


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_and_exported_as_plain_text(make_dock, tmp_path, text):
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"targets": [
        {"id": text[:200], "name_zh": text, "name_en": text, "source": text, "quote": text, "unit": text,
         "indicator": "urbanization_rate", "place": "150121", "value": 1}]}), encoding="utf-8")
    dock = make_dock(table([("150121", 10.0, 7.0)], COUNTY, name=text))
    page = OptionsPage(None, dock.use_choices)
    page.file.setFilePath(str(own))
    page.apply()
    settle(dock)
    at = next(k for k, row in enumerate(dock.rows()) if row.origin == "own")
    dock.view.selectRow(at)
    dock.view.setCurrentIndex(dock.proxy.index(at, 0))
    name = dock.proxy.index(at, 0)
    assert len(name.data()) <= 330 and "\u202e" not in name.data() and "\n" not in name.data()
    words = text.replace("\u202e", "").replace("\u202c", "")
    assert " ".join(words.split())[:200] in " ".join(dock.details.toPlainText().split())
    for tip in (name.data(Qt.ItemDataRole.ToolTipRole), dock.header.name.toolTip()):
        assert "<img" not in tip and tip.startswith("<p>")
    assert "<img" not in re.sub("<meta[^>]*>", "", dock.details.toHtml())
    for label in dock.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text() or "<" not in label.text()
    dock.actions_.copy.trigger()
    assert "\n" not in QApplication.clipboard().text()
    report = Tags(export(dock, tmp_path, ".html").read_text(encoding="utf-8"))
    assert "img" not in report.tags and "onerror" not in report.attributes
    assert " ".join(text.split()) in " ".join(" ".join(report.text).split())
    with open(export(dock, tmp_path, ".csv"), encoding="utf-8-sig", newline="") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    with zipfile.ZipFile(export(dock, tmp_path, ".xlsx")) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml") + book.read("xl/worksheets/sheet2.xml")


def test_a_file_that_cannot_be_written_is_told(make_dock, iface, tmp_path):
    dock = make_dock(table([(code, 10.0, 7.0) for code in ALL], COUNTY))
    assert dock.actions_.export_to(str(tmp_path / "no" / "folder.csv")) == ""
    assert "cannot be written" in iface.bar.currentItem().text()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\u202e=1", "＝1", "\t=1"])
def test_formulas_are_neutralised(text):
    assert inert(text) == f"'{text}"


def test_plain_text():
    assert inert("常住人口 = 1") == "常住人口 = 1"
    assert one_line("a\nb\u202ec") == "a bc" and len(one_line("x" * 10_000)) == 300
    assert rich("<b>\n&") == "&lt;b&gt;<br>&amp;" and tooltip("") == "" and tooltip("<b>") == "<p>&lt;b&gt;</p>"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".html"])
def test_a_file_that_is_open_in_excel_is_said_and_stays(make_dock, tmp_path, monkeypatch, ending):
    dock = make_dock(table([(code, 10.0, 7.0) for code in ALL], COUNTY))
    path, said = tmp_path / f"视图{ending}", []
    path.write_text("older", encoding="utf-8")
    monkeypatch.setattr(dock.actions_, "_say", lambda text, level: said.append(text))
    monkeypatch.setattr(whole_file.time, "sleep", lambda seconds: None)

    def refuse(one, two):
        raise PermissionError(13, "Access is denied", one, 5, two)

    monkeypatch.setattr(whole_file.os, "replace", refuse)
    assert dock.actions_.export_to(str(path)) == ""
    assert len(said) == 1 and f"{path} is open in another program, such as Excel or WPS" in said[0]
    assert [one.name for one in tmp_path.iterdir()] == [path.name] and path.read_text(encoding="utf-8") == "older"
