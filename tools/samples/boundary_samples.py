"""Write the exchange files of the tests: ``python -m tools.samples.boundary_samples`` → tests/data/boundary_txt.

Every file is made from one clean file (two parcels, the first with a hole) by stating what is wrong with it, and stands
in manifest.json with what a reader must make of it. The expectations are written by hand, line numbers included;
nothing here knows the reader.
"""

from __future__ import annotations

import codecs
import json

from tools.common import ROOT

FOLDER = ROOT / "tests" / "data" / "boundary_txt"

CLEAN = """\
[属性描述]
格式版本号=1.01版本
数据产生单位=示例旗自然资源局
数据产生日期=2024-05-20
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=37
精度=0.001
转换参数=,,,,,,
[地块坐标]
10,143.2810,1,示例工业地块A,面,K49G076064,工业用地,0601,@
J1,1,4526000.123,37581000.568
J2,1,4526035.500,37582010.250
J3,1,4525300.750,37582350.000
J4,1,4524620.333,37581700.125
J5,1,4525010.900,37580890.400
J1,1,4526000.123,37581000.568
J6,2,4525500.000,37581300.000
J7,2,4525150.000,37581400.750
J8,2,4525320.500,37581650.250
J6,2,4525500.000,37581300.000
5,0.9999,2,示例地块B,面,K49G077059,工业用地,0601,@
J1,1,4520000.000,37555000.000
J2,1,4520100.000,37555000.000
J3,1,4520100.000,37555100.000
J4,1,4520000.000,37555100.000
J1,1,4520000.000,37555000.000
"""
#: Areas of the two parcels in 公顷, as declared; lines of their parcel lines and of their points.
A, B = ["1", 143.281], ["2", 0.9999]
BOTH = [A, B]
LINE_A, LINE_B = 13, 24
POINTS = [*range(14, 24), *range(25, 30)]
RINGS_A = [range(14, 20), range(20, 24)]


class Draft:
    """The clean file with changes. Lines are numbered from 1, always those of the clean file."""

    def __init__(self, text: str = CLEAN) -> None:
        self.lines: dict[int, list[str]] = {k: [line] for k, line in enumerate(text.splitlines(), 1)}

    def put(self, number: int, *lines: str) -> Draft:
        """Replace a line by these (none = leave it out)."""
        self.lines[number] = list(lines)
        return self

    def swap(self, old: str, new: str, *numbers: int) -> Draft:
        """Replace text in these lines, or in all."""
        for number in numbers or self.lines:
            self.lines[number] = [line.replace(old, new) for line in self.lines[number]]
        return self

    def after(self, number: int, *lines: str) -> Draft:
        self.lines[number] = [*self.lines[number], *lines]
        return self

    def points(self, change) -> Draft:
        """Replace every point line by change(label, ring, x, y)."""
        for number in POINTS:
            if self.lines[number]:
                self.lines[number] = [change(*self.lines[number][0].split(","))]
        return self

    def without(self, *numbers: int) -> Draft:
        for number in numbers:
            self.lines[number] = []
        return self

    def encoded(self, encoding: str = "gb18030", end: str = "\r\n") -> bytes:
        text = end.join(line for number in sorted(self.lines) for line in self.lines[number]) + end
        return text.encode(encoding)


CASES: list[dict] = []


def case(name: str, row: str, what: str, raw: bytes, parcels: list, remarks: str = "", rejected: str = "",
         crs: int | None = None) -> None:
    """parcels: [number, declared ha] of those that are read. remarks, rejected: 'line:code …', every one and no other.

    row: the row of the table of variants, '' = clean. crs: number of the zone given by the user.
    """
    CASES.append({"file": name + ".txt", "row": row, "what": what, "parcels": parcels, "remarks": remarks.split(),
                  "rejected": rejected.split(), "crs": crs, "raw": raw})


def encodings() -> None:
    case("clean_gb18030", "", "clean", Draft().encoded(), BOTH)
    case("clean_utf8bom", "1", "UTF-8 with mark", codecs.BOM_UTF8 + Draft().encoded("utf-8"), BOTH)
    case("clean_utf8", "1", "UTF-8", Draft().encoded("utf-8"), BOTH)
    case("clean_lf", "1", "line ends of Linux", Draft().encoded(end="\n"), BOTH)
    case("clean_cr", "1", "line ends of old Macs", Draft().encoded(end="\r"), BOTH)
    blank = Draft().after(12, "", "  ").after(29, "", "\x1a")
    case("clean_blank_lines", "1", "blank lines, end mark of DOS", blank.encoded(), BOTH)
    case("defect_utf16le", "1", "UTF-16 with mark", codecs.BOM_UTF16_LE + Draft().encoded("utf-16-le"), BOTH,
         "1:utf16")
    case("defect_utf16be", "1", "UTF-16 big-endian with mark", codecs.BOM_UTF16_BE + Draft().encoded("utf-16-be"), BOTH,
         "1:utf16")
    case("defect_utf16_nomark", "1", "UTF-16 without mark", Draft().encoded("utf-16-le"), BOTH, "1:utf16")
    head, tail = Draft().without(*range(24, 30)).encoded(), Draft().without(*range(1, 24)).encoded("utf-8")
    case("defect_mixed_encodings", "1", "second parcel appended in UTF-8", head + tail, BOTH, "24:mixed")
    case("defect_bad_bytes_in_name", "1", "a byte that is no character, in a name",
         Draft().encoded().replace("示例地块B".encode("gb18030"), b"\xff\xffB"), BOTH, "24:undecodable")
    case("defect_bad_bytes_in_point", "1", "a byte that is no character, in a coordinate",
         Draft().encoded().replace(b"37555100.000\r\nJ4", b"375551\xff0.000\r\nJ4"), [A], "27:undecodable", "27:point")


def signs() -> None:
    wide = str.maketrans(",=.0123456789", "，＝．０１２３４５６７８９")
    full = Draft()
    for number in (2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15):
        line = full.lines[number][0]
        full.put(number, line[:2] + line[2:].translate(wide) if number in (14, 15) else line.translate(wide))
    case("defect_fullwidth", "2", "full-width signs and digits in header, parcel line and points", full.encoded(), BOTH,
         "2:fullwidth 13:fullwidth")
    case("defect_fullwidth_sections", "2", "full-width brackets and at sign",
         Draft().swap("[地块坐标]", "［地块坐标］").swap("[属性描述]", "【属性描述】").swap("@", "＠", 24).encoded(),
         BOTH, "1:fullwidth")
    case("clean_fullwidth_name", "2", "full-width signs in a name stay as they are",
         Draft().swap("示例地块B", "示例（二期）地块，Ｂ", 24).encoded(), BOTH)
    case("defect_comma_in_name", "2", "a comma in the name", Draft().swap("示例地块B", "示例,地块,B", 24).encoded(),
         BOTH,
         "24:name_comma")
    case("defect_blanks", "12", "points separated by blanks and tabs",
         Draft().points(lambda n, r, x, y: f"{n} {r}\t{x}  {y}").encoded(), BOTH, "14:separator 25:separator")
    case("defect_trailing_commas", "12", "commas at the end of the points",
         Draft().points(lambda n, r, x, y: f"{n},{r},{x},{y},").encoded(), BOTH, "14:separator 25:separator")
    case("defect_letter_in_number", "12", "a letter O for a zero",
         Draft().swap("4520100.000,37555100", "452O100.000,37555100").encoded(), [A], "", "27:point")
    case("defect_five_columns", "12", "a point with a height",
         Draft().swap("J3,1,4520100.000,37555100.000", "J3,1,4520100.000,37555100.000,1043.5").encoded(), BOTH,
         "27:more_columns")


def zones() -> None:
    bare = Draft().swap(",375", ",5", *POINTS)
    case("defect_noprefix", "3", "Y without zone prefix", bare.encoded("utf-8"), BOTH,
         "14:prefix_added 25:prefix_added")
    nowhere = "14:zone_unknown 25:zone_unknown"
    for name, value in (("empty", ""), ("3", "3")):
        draft = Draft().swap(",375", ",5", *POINTS).put(9, f"带号={value}")
        case(f"defect_noprefix_zone_{name}", "3", f"no prefix, and 带号 is '{value}'", draft.encoded(), [], "", nowhere)
        case(f"defect_noprefix_zone_{name}_crs", "3", "the same, but the user says the zone", draft.encoded(), BOTH,
             "14:zone_from_crs 25:zone_from_crs", crs=37)
    case("defect_noprefix_other_crs", "3", "the user's zone is another than the file's", bare.encoded(), BOTH,
         "9:crs_other 14:prefix_added 25:prefix_added", crs=38)
    case("defect_zone_outside", "3", "带号 is a zone of another region",
         Draft().swap(",375", ",5", *POINTS).put(9, "带号=26").encoded(), [], "", "9:zone_window 9:zone_window")
    case("defect_prefix_in_part", "3", "some points without prefix",
         Draft().swap("37555100.000", "555100.000", 27).encoded(), [A], "", "27:prefix_mixed")
    case("defect_no_zone_header", "5", "带号 is empty", Draft().put(9, "带号=").encoded(), BOTH, "9:zone_header")
    case("defect_zone_line_missing", "5", "带号 is missing", Draft().without(9).encoded(), BOTH, "2:zone_header")
    case("defect_zone_is_width", "5", "带号 holds the 3 of 几度分带", Draft().put(9, "带号=3").encoded(), BOTH,
         "9:zone_header")
    case("defect_wrong_zone_header", "5", "带号 is another zone", Draft().put(9, "带号=38").encoded(), BOTH,
         "9:zone_header")
    case("defect_wrong_width", "5", "几度分带 is 6, the zone a 3-degree zone", Draft().put(6, "几度分带=6").encoded(),
         BOTH,
         "6:zone_width")
    six = Draft().put(6, "几度分带=6").put(9, "带号=19").swap(",37", ",19", *POINTS)
    case("clean_six_degrees", "", "6-degree zone 19, with the meridian of zone 37", six.encoded(), BOTH)
    case("defect_two_zones", "13", "points of two zones", Draft().swap("37555100", "38555100", 27).encoded(), [A], "",
         "27:two_zones")
    swap = Draft().points(lambda n, r, x, y: f"{n},{r},{y},{x}")
    case("defect_swapped", "4", "east before north", swap.encoded(), BOTH, "14:swapped")
    swap.swap(",375", ",5", *POINTS)
    case("defect_swapped_noprefix", "4", "east before north, without prefix", swap.encoded(), BOTH,
         "14:prefix_added 14:swapped 25:prefix_added")
    case("defect_swapped_in_part", "4", "east before north in one parcel",
         Draft().swap("J3,1,4520100.000,37555100.000", "J3,1,37555100.000,4520100.000").encoded(), [A], "", "27:window")
    case("defect_outside_window", "12", "a coordinate of another region",
         Draft().swap("4520100.000,37555100", "3520100.000,37555100").encoded(), [A], "", "27:window")


def headers() -> None:
    for name, value in (("xian80", "1980西安坐标系"), ("80", "80国家大地坐标系"), ("bj54", "北京54坐标系"), ("wgs84",
    "WGS84")):
        case(f"defect_datum_{name}", "header", f"坐标系 {value}", Draft().put(5, f"坐标系={value}").encoded(), [], "",
             "5:datum 5:datum")
    case("defect_datum_wording", "header", "坐标系 in other words", Draft().put(5, "坐标系=2000坐标").encoded(), BOTH,
         "5:datum_wording")
    case("defect_keys_missing", "header", "no 投影类型, no 计量单位", Draft().without(7, 8).encoded(), BOTH,
         "2:key_missing")
    case("defect_datum_empty", "header", "no 坐标系", Draft().put(5, "坐标系=").encoded(), BOTH, "5:no_datum")
    case("defect_projection", "header", "another projection", Draft().put(7, "投影类型=UTM").encoded(), [], "",
         "7:projection 7:projection")
    case("defect_header_words", "header", "unit, projection, transformation, repeated and unknown keys",
         Draft().put(7, "投影类型=等角横切").put(8, "计量单位=公里").put(11, "转换参数=12.5,0,0,0,0,0,1")
         .after(9, "带号=38", "项目名称=某项目").encoded(), BOTH,
         "7:projection_unknown 8:length_unit 10:twice 13:transformation")
    case("clean_zero_parameters", "header", "transformation parameters of zero",
         Draft().put(11, "转换参数=0,0,0,0.0,0,0,0").encoded(), BOTH)
    case("defect_no_header", "11", "no [属性描述]", Draft().without(*range(1, 12)).encoded(), BOTH, "2:no_header")
    only = Draft().without(*range(1, 14), 24)
    case("defect_coordinates_only", "11", "nothing but the points of one parcel", only.without(*range(25,
         30)).encoded(),
         [["", None]], "1:area_missing 1:no_header 1:no_parcel_line")
    case("defect_no_section_line", "11", "no [地块坐标]", Draft().without(12).encoded(), BOTH, "12:section_missing")
    case("clean_further_sections", "11", "sections of which nothing is read",
         Draft().after(11, "[项目信息]", "项目名称=某项目", "说明,a,b").encoded(), BOTH)
    second = CLEAN.splitlines()
    two = Draft("\n".join([*second[:23], *second[:12], *second[23:]]))
    two.swap("带号=37", "带号=38", 32).swap(",37555", ",38555", *range(37, 42))
    case("clean_two_headers", "11", "two [属性描述] of two zones", two.encoded(), BOTH)
    case("defect_second_header_unnamed", "11", "the second one without its section line", two.without(24).encoded(),
         BOTH,
         "24:header_missing")
    case("defect_parcel_line_lost", "11", "the first parcel line is missing", Draft().without(13).encoded(),
         [["", None], B], "13:area_missing 13:no_parcel_line")
    case("defect_parcel_line_garbled", "11", "a parcel line without numbers and without @",
         Draft().put(24, "?,?,2,示例地块B,面,K49G077059,工业用地,0601").encoded(), [A], "24:at_sign", "24:parcel_line")
    case("defect_line_between", "11", "a remark between the points", Draft().after(16, "此处为示意").encoded(), [B], "",
         "17:point")
    case("defect_line_before", "11", "a remark before the parcels", Draft().after(12, "以下为坐标").encoded(), BOTH,
         "13:line_skipped")


def columns() -> None:
    case("defect_no_at", "11", "the parcel line ends without @", Draft().swap(",@", "", 24).encoded(), BOTH,
         "24:at_sign")
    case("defect_glued_at", "11", "@ without its comma", Draft().swap(",@", "@", 24).encoded(), BOTH, "24:at_sign")
    case("clean_empty_column", "11", "an empty column before @", Draft().swap(",@", ",,@").encoded(), BOTH)
    case("defect_few_columns", "11", "a parcel line of three columns",
         Draft().put(24, "5,0.9999,2,@").encoded(), BOTH, "24:columns 24:shape_unknown")
    twelve = Draft().swap(",@", ",耕地,0103,9,8,示范,@")
    twelve.after(11,
    "【界址点数,地块面积,地块编号,地块名称,图形属性,图幅号,地块用途,地类编码,图斑类型,地类,改造前等别,改造后等别,备注,@】",
                 "【坐标说明", "质量等别按年度更新成果填写】")
    case("clean_twelve_columns", "11", "supplementary farmland: more columns, list and explanation in 【】",
         twelve.encoded(), BOTH)
    braces = Draft().after(13, "{").after(23, "}").swap("J1,1,4520000.000,37555000.000",
    "{J1,1,4520000.000,37555000.000",
                                                        25).swap("37555000.000", "37555000.000}", 29)
    case("defect_braces", "11", "braces around coordinates", braces.encoded(), BOTH, "14:braces")
    case("defect_line_parcel", "11", "图形属性 is 线", Draft().swap(",面,", ",线,", 24).encoded(), [A], "", "24:shape")
    case("defect_shape_word", "11", "图形属性 is another word", Draft().swap(",面,", ",多边形,", 24).encoded(), BOTH,
         "24:shape_unknown")


def closing() -> None:
    case("defect_unclosed", "6", "no closing points", Draft().without(19, 23, 29).swap("10,143", "8,143", 13)
         .swap("5,0", "4,0", 24).encoded(), BOTH, "18:unclosed 21:unclosed 26:unclosed")
    case("clean_closing_label", "6", "the closing point is J(n+1)", Draft().swap("J1,", "J5,", 29).encoded(), BOTH)
    case("defect_closing_differs", "6", "the closing point lies elsewhere",
         Draft().swap("4520000.000", "4520000.100", 29).encoded(), [A], "", "29:closing_differs")
    case("clean_count_custom", "7", "界址点数 without the closing points",
         Draft().swap("10,143", "8,143", 13).swap("5,0", "4,0", 24).encoded(), BOTH)
    case("defect_count_customs", "7", "both customs in one file", Draft().swap("5,0", "4,0", 24).encoded(), BOTH,
         "24:count_custom")
    case("defect_count_wrong", "7", "a wrong count, the area agrees", Draft().swap("5,0", "7,0", 24).encoded(), BOTH,
         "24:count_wrong")
    case("defect_point_lost", "7", "a point is missing", Draft().without(27).encoded(), [A], "24:area_differs",
         "24:count_reject")
    case("defect_count_empty", "7", "no count", Draft().swap("5,0", ",0", 24).encoded(), BOTH, "24:count_missing")


def areas() -> None:
    case("defect_area_m2", "8", "areas in m²", Draft().swap(",143.2810,", ",1432809.57,").swap(",0.9999,", ",9999.25,")
         .encoded(), [A, B], "13:area_m2 24:area_m2")
    case("defect_area_mu", "8", "areas in 亩", Draft().swap(",143.2810,", ",2149.21,").swap(",0.9999,", ",15.00,")
         .encoded(), [["1", 143.2807], ["2", 1.0]], "13:area_differs 13:area_mu 24:area_mu")
    case("defect_area_zero", "8", "area 0.0000", Draft().swap(",0.9999,", ",0.0000,").encoded(), [A, ["2", None]],
         "24:area_missing")
    case("defect_area_empty", "8", "no area", Draft().swap(",0.9999,", ",,").encoded(), [A, ["2", None]],
         "24:area_missing")
    case("defect_area_plane", "8", "the plane area", Draft().swap(",143.2810,", ",143.3044,").encoded(),
         [["1", 143.3044], B], "13:area_plane")
    case("defect_area_wrong", "8", "an area 0.0002 ha off", Draft().swap(",0.9999,", ",0.9997,").encoded(),
         [A, ["2", 0.9997]], "24:area_differs")
    case("clean_area_last_digit", "8", "an area 0.0001 ha off is rounding", Draft().swap(",0.9999,",
         ",1.0000,").encoded(),
         [A, ["2", 1.0]])


def rings() -> None:
    case("defect_three_columns", "9", "no ring numbers", Draft().points(lambda n, r, x, y: f"{n},{x},{y}").encoded(),
         BOTH,
         "14:ring_missing 20:ring_split 25:ring_missing")
    case("defect_rings_all_1", "9", "two rings, both called 1",
         Draft().points(lambda n, r, x, y: f"{n},1,{x},{y}").encoded(), BOTH, "20:ring_split")
    restart = Draft().points(lambda n, r, x, y: f"{n},1,{x},{y}")
    for number, label in zip(range(20, 24), ("J1", "J2", "J3", "J1")):
        restart.put(number, label + restart.lines[number][0][2:])
    case("defect_labels_restart", "9", "the same, labels begin anew", restart.encoded(), BOTH, "20:ring_split")
    case("defect_ring_returns", "9", "ring 1 goes on after ring 2", Draft().swap(",2,", ",1,", 22, 23).encoded(), [B],
         "",
         "22:ring_again")
    north = Draft().swap(",2,4525", ",2,4527").swap("143.2810", "153.7295")
    case("defect_ring_part", "10", "ring 2 is a separate part", north.encoded(), [["1", 153.7295], B], "20:ring_part")
    turned = Draft()
    for number, line in zip(range(14, 24), [*range(20, 24), *range(14, 20)]):
        ring = "1" if line >= 20 else "2"
        label, _, x, y = CLEAN.splitlines()[line - 1].split(",")
        turned.put(number, f"{label},{ring},{x},{y}")
    case("defect_hole_first", "10", "the hole is ring 1", turned.encoded(), BOTH, "14:ring_order 18:ring_part")
    island = Draft().swap("10,143.2810", "14,143.6809").after(
        23, "J9,3,4525300.000,37581400.000", "J10,3,4525400.000,37581400.000", "J11,3,4525400.000,37581480.000",
        "J9,3,4525300.000,37581400.000")
    case("defect_island", "10", "an island in the hole", island.encoded(), [["1", 143.6809], B], "24:ring_part")


def shapes() -> None:
    case("defect_repeated", "14", "a point twice", Draft().after(26, "J2,1,4520100.000,37555000.000").swap("5,0",
         "6,0", 24)
         .encoded(), BOTH, "27:repeated")
    case("defect_spike", "14", "the boundary runs out and back", Draft().after(
        27, "J9,1,4520150.000,37555100.000").swap("5,0", "6,0", 24).encoded(), [A], "", "28:spike")
    bow = Draft().put(26, "J2,1,4520100.000,37555100.000").put(27, "J3,1,4520100.000,37555000.000")
    case("defect_bow_tie", "14", "the boundary crosses itself", bow.encoded(), [A], "", "25:crosses")
    case("clean_hole_touches", "14", "the hole touches the outer ring in one point",
         Draft().swap("4525500.000,37581300.000", "4526000.123,37581000.568", 20, 23).swap("143.2810", "134.4907")
         .encoded(), [["1", 134.4907], B])
    square = ["J5,2,4520000.000,37555020.000", "J6,2,4520050.000,37555020.000", "J7,2,4520050.000,37555050.000",
              "J8,2,4520000.000,37555050.000", "J5,2,4520000.000,37555020.000"]
    case("defect_hole_on_edge", "14", "the hole runs along the outer ring", Draft().after(29, *square).swap(
        "5,0.9999", "10,0.8499", 24).encoded(), [A], "", "28:shared_edge")
    crossing = [line.replace("4520000", "4519990") for line in square]
    case("defect_hole_crosses", "14", "the hole crosses the outer ring", Draft().after(29, *crossing).encoded(), [A],
         "",
         "28:crosses")
    bar = ["J5,2,4520000.000,37555050.000", "J6,2,4520050.000,37555060.000", "J7,2,4520100.000,37555050.000",
           "J8,2,4520050.000,37555040.000", "J5,2,4520000.000,37555050.000"]
    case("defect_hole_cuts", "14", "the hole touches both sides: the interior falls apart",
         Draft().after(29, *bar).encoded(), [A], "", "28:touches_twice")
    case("defect_two_points", "14", "a ring of two points", Draft().without(27, 28).swap("5,0", "3,0", 24).encoded(),
         [A],
         "", "25:few_points")
    case("defect_no_points", "14", "a parcel without points", Draft().without(*range(25, 30)).encoded(), [A], "",
         "24:no_points")
    case("defect_overlap", "14", "a third parcel over the second one",
         Draft().after(29, "5,0.9999,3,重叠地块,面,K49G077059,工业用地,0601,@",
                       *(line.replace("37555", "37554").replace("37554000", "37554950").replace("37554100", "37555050")
                         for line in CLEAN.splitlines()[24:29])).encoded(), [A, B, ["3", 0.9999]])


def strangers() -> None:
    case("defect_empty", "file", "an empty file", b"", [], "", "0:empty")
    case("defect_readme", "file", "a text of another kind", "说明\r\n本文件夹为坐标文件。\r\n".encode("gb18030"), [],
         "1:line_skipped 2:line_skipped", "0:no_parcels")
    case("defect_header_only", "file", "no parcels", Draft().without(*range(13, 30)).encoded(), [], "", "0:no_parcels")
    case("defect_picture", "file", "no text at all", bytes(range(1, 256)).replace(b"\n", b"").replace(b"\r", b"") * 3,
         [],
         "1:undecodable", "0:no_parcels")


def build() -> None:
    """Fill CASES, once."""
    if CASES:
        return
    for part in (encodings, signs, zones, headers, columns, closing, areas, rings, shapes, strangers):
        part()


def main() -> None:
    build()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for entry in CASES:
        (FOLDER / entry["file"]).write_bytes(entry["raw"])
    rows = [json.dumps({k: v for k, v in entry.items() if k != "raw"}, ensure_ascii=False) for entry in CASES]
    (FOLDER / "manifest.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
    defective = sum(entry["file"].startswith("defect") for entry in CASES)
    print(f"{len(CASES)} files, {defective} of them defective, in {FOLDER.name}")


if __name__ == "__main__":
    main()
