"""Sheet, csv and report of the target view from plain records; no QGIS."""

import csv
import zipfile

import pytest

from nm_urban.nm_urban_plugin.core.targets.bars import Bar
from nm_urban.nm_urban_plugin.exchange.targets.report import number, text, write_html
from nm_urban.nm_urban_plugin.exchange.targets.view import ViewMeta, write_csv, write_xlsx
from nm_urban.nm_urban_plugin.exchange.targets.words import COLUMNS, PRINTED

RECORD = {
    "name": "城镇新增建设用地规模", "place": "内蒙古自治区", "value": 41.9961, "value_unit": "万亩", "cmp": "<=",
    "goal": 64.0, "unit": "万亩", "year": 2025, "verdict": "met", "gap": -22.0039, "gap_phys": -220038.96,
    "phys_unit": "亩", "pace": "",
    "pace_key": "", "expected": None, "n": 1, "n_skipped": 0, "n_fail": 0, "covers": "103 / 103", "missing": "",
    "method": "求和", "quote": "城镇新增建设用地规模控制在64万亩以内", "source": "规划", "history": "", "kind": "目标",
    "tier": "A", "origin": "规划", "layer": "=cmd|x", "target": "cap", "bar": Bar(0.0, 0.6, 0.9, 0.95),
}  # fmt: skip
META = ViewMeta("=cmd|x", "台账", "2025-12-31", "zh", ["土默特左旗"], ["容差"])


def test_csv(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(str(path), [RECORD], META)
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    with open(path, encoding="utf-8-sig", newline="") as stream:
        head, line = csv.reader(stream)
    found = dict(zip([key for key, *_ in COLUMNS], line))
    assert head[0] == "目标" and len(line) == len(COLUMNS)
    assert (found["value"], found["gap"], found["verdict"], found["cmp"]) == ("41.9961", "-22.0039", "达标", "≤")
    assert found["layer"] == "'=cmd|x" and found["expected"] == ""


def test_xlsx_has_a_sheet_to_print_and_one_with_all(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(str(path), [RECORD], META)
    with zipfile.ZipFile(path) as book:
        first, second = (book.read(f"xl/worksheets/sheet{k}.xml").decode("utf-8") for k in (1, 2))
        assert "目标达成" in book.read("xl/workbook.xml").decode("utf-8")
    assert first.count("<col ") == len(PRINTED) and second.count("<col ") == len(COLUMNS)
    assert "<v>41.9961</v>" in first and "<f>" not in first + second


def test_html(tmp_path):
    path = tmp_path / "a.html"
    write_html(str(path), [RECORD], META)
    page = path.read_text(encoding="utf-8")
    assert "41.9961 万亩" in page and "-220,038.96 亩" in page and "✔ 达标 1" in page and "土默特左旗" in page
    assert 'width="60.0"' in page and "M90.0 0" in page and "M95.0 3" in page  # bar, goal, trajectory


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_html])
def test_a_failed_run_keeps_the_older_file(tmp_path, write):
    path = tmp_path / "older"
    path.write_text("older", encoding="utf-8")
    with pytest.raises((KeyError, TypeError, AttributeError)):
        write(str(path), [RECORD, None], META)
    assert path.read_text(encoding="utf-8") == "older" and [one.name for one in tmp_path.iterdir()] == ["older"]


def test_text_and_numbers():
    assert text('<b a="x">') == "&lt;b a=&quot;x&quot;&gt;" and text("\u202ex") == "<bdi>\u202ex</bdi>"
    assert [number(v) for v in (None, 5, 67.4763, 1000.0, 0.5)] == ["", "5", "67.4763", "1,000", "0.5"]
