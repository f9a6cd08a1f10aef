"""Bytes to lines: every encoding that is met, mixtures, and nonsense."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.exchange.boundarytxt.text import ENCODINGS, decode
from tools.samples.boundary_samples import CLEAN

TEXT = CLEAN.replace("\n", "\r\n")
LINES = CLEAN.split("\n")


@pytest.mark.parametrize(("raw", "encoding", "codes"), [
    (TEXT.encode("gb18030"), "gb18030", []),
    (TEXT.encode("gbk"), "gb18030", []),
    (TEXT.encode("utf-8"), "utf-8", []),
    (TEXT.encode("utf-8-sig"), "utf-8", []),
    (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", ["utf16"]),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", ["utf16"]),
    (TEXT.encode("utf-16-le"), "utf-16-le", ["utf16"]),
    (TEXT.encode("utf-16-be"), "utf-16-be", ["utf16"]),
])
def test_whole_files(raw, encoding, codes):
    found = decode(raw)
    assert found.lines == LINES and found.encoding == encoding and [n.code for n in found.notes] == codes


def test_two_bytes_that_could_be_utf8_stay_chinese():
    """联通 in GBK is also valid UTF-8: the rest of the file decides, and the line is no mixture."""
    found = decode("面\r\n联通\r\n".encode("gb18030"))
    assert found.lines == ["面", "联通", ""] and found.notes == []


def test_lines_of_another_encoding_are_named():
    raw = "甲乙丙\n丁戊\n".encode("gb18030") + "工业用地\n".encode() + "己庚\n".encode("gb18030")
    found = decode(raw)
    assert found.lines == ["甲乙丙", "丁戊", "工业用地", "己庚", ""]
    assert [(n.line, n.code) for n in found.notes] == [(3, "mixed")]
    raw = "甲乙丙\n丁戊\n己庚\n".encode() + "工业用地\n".encode("gb18030")
    found = decode(raw)
    assert found.lines[3] == "工业用地" and [(n.line, n.code) for n in found.notes] == [(4, "mixed")]


def test_a_damaged_character_is_replaced_in_its_line_only():
    raw = TEXT.encode("utf-8").replace("工业用地".encode(), "工业用地".encode()[:-1], 1)
    found = decode(raw)
    assert [(n.line, n.code) for n in found.notes] == [(13, "undecodable")]
    assert [k for k, (a, b) in enumerate(zip(found.lines, LINES), 1) if a != b] == [13]


def test_a_given_encoding_is_used_but_a_mark_wins():
    assert decode("甲乙".encode("gb18030"), "gb18030").lines == ["甲乙"]
    assert decode("甲".encode("utf-16-le"), "utf-16").lines == ["甲"]
    assert decode("甲乙".encode("utf-8-sig"), "gb18030").lines == ["甲乙"]
    with pytest.raises(ValueError, match="latin-1"):
        decode(b"", "latin-1")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300), st.sampled_from(ENCODINGS))
def test_nothing_crashes_it(raw, encoding):
    assert isinstance(decode(raw, encoding).lines, list)
