"""Spellings met in practice: read where they can be read in one way only, with a remark; other systems never."""

import pytest

from nm_urban.nm_urban_plugin.exchange.boundarytxt.notes import INFO
from nm_urban.nm_urban_plugin.exchange.boundarytxt.reader import read

HEAD = ["[属性描述]", "格式版本号=1.01版本", "数据产生单位=某旗局", "数据产生日期=2025-3-4",
        "坐标系=2000国家大地坐标系", "几度分带=3", "投影类型=高斯克吕格", "计量单位=米",
        "带号=38", "精度=0.001", "转换参数=,,,,,,", "[地块坐标]"]
LINE = "5,2.0000,A-7,东地块,面,,仓储用地,0601,@"
POINTS = ["J1,1,4480000.000,38520000.000", "J2,1,4480100.000,38520000.000", "J3,1,4480100.000,38520200.000",
          "J4,1,4480000.000,38520200.000", "J1,1,4480000.000,38520000.000"]
SECOND = ["5,0.9999,A-8,西地块,面,,仓储用地,0601,@", "J1,1,4481000.000,38520000.000", "J2,1,4481100.000,38520000.000",
          "J3,1,4481100.000,38520100.000", "J4,1,4481000.000,38520100.000", "J1,1,4481000.000,38520000.000"]


def reading_of(head=HEAD, line=LINE, points=POINTS, after=()):
    return read("\r\n".join([*head, line, *points, *after]).encode("gb18030"))


def only(reading, code, remark=True):
    """The one parcel, which was read whole and carries the remark."""
    assert [r.reason.text() for r in reading.rejected] == []
    (parcel,) = reading.parcels
    assert parcel.cents == CENTS
    assert parcel.rings.y.tolist() == [float(p.split(",")[2]) for p in POINTS]
    assert (code in {n.code for n in parcel.notes}) == remark, [n.text() for n in parcel.notes]
    return parcel


CENTS = read("\r\n".join([*HEAD, LINE, *POINTS]).encode("gb18030")).parcels[0].cents


def test_the_clean_file_has_no_remark():
    (parcel,) = reading_of().parcels
    assert [n.text() for n in parcel.notes if n.level != INFO] == [] and parcel.declared_ha == 2.0000


def header(key, value, sign="="):
    return [f"{key}{sign}{value}" if row.startswith(f"{key}=") else row for row in HEAD]


@pytest.mark.parametrize("datum", [
    "包头2000独立坐标系", "2000地方坐标系", "某旗城建坐标系（2000年建立）", "鄂尔多斯市2000坐标系", "2000独立坐标系",
    "北京54（2000年修订）", "1954年北京坐标系2000版", "新54坐标系", "BJ1954-2000",
    "西安80（2000成果）", "1980西安坐标系2000平差", "80国家大地坐标系", "1980国家大地坐标系(2000)",
    "WGS84（G2000）", "WGS-84 2000.0历元", "WGS2000", "ITRF2000", "EPSG:4326", "EPSG:2383",
])
@pytest.mark.parametrize("sign", ["=", "："])
def test_another_system_is_refused_whatever_digits_stand_in_its_name(datum, sign):
    reading = reading_of(header("坐标系", datum, sign), after=SECOND)
    assert reading.parcels == [] and [r.reason.code for r in reading.rejected] == ["datum", "datum"]


@pytest.mark.parametrize("key", ["坐标系统", "平面坐标系", "坐 标 系", "大地基准"])
def test_another_system_is_refused_under_other_names_of_the_key(key):
    head = [f"{key}=西安80" if row.startswith("坐标系=") else row for row in HEAD]
    assert [r.reason.code for r in reading_of(head).rejected] == ["datum"]


@pytest.mark.parametrize("datum", [
    "2000国家大地坐标系", "CGCS2000", "国家2000坐标系", "2000国家大地坐标系（3度带）",
    "CGCS2000_3_Degree_GK_Zone_38", "EPSG:4526", "China Geodetic Coordinate System 2000", "２０００国家大地坐标系",
    "2000国家大地坐标系，1985国家高程基准", "国家大地坐标系2000",
])
def test_cgcs2000_is_read_in_its_own_wordings(datum):
    only(reading_of(header("坐标系", datum)), "datum", remark=False)


@pytest.mark.parametrize("projection", ["北京54高斯克吕格", "西安80 高斯-克吕格", "地方独立投影"])
def test_another_system_in_the_projection_is_refused(projection):
    assert [r.reason.code for r in reading_of(header("投影类型", projection)).rejected] == ["projection"]


@pytest.mark.parametrize("heading", [
    "点号,地块圈号,X坐标,Y坐标", "界址点号 圈号 X Y 备注", "序号，点号，圈号，纵坐标(m)，横坐标(m)",
    "点号\t圈号\tX(米)\tY(米)\t界标类型",
    "界址点数,地块面积(公顷),地块编号,地块名称,记录图形属性(点、线、面),图幅号,地块用途,地类编码,@",
])
def test_headings_of_columns_are_no_data(heading):
    only(reading_of(points=[heading, *POINTS]), "heading_skipped")
    only(reading_of([*HEAD, heading]), "heading_skipped")


@pytest.mark.parametrize("word", ["结束", "END", "[结束]", "——以下空白——", "文件结束。", "EOF", "坐标完毕"])
def test_closing_words_are_no_data(word):
    only(reading_of(after=[word]), "section_skipped" if word.startswith("[") else "closing_skipped",
         remark=not word.startswith("["))


@pytest.mark.parametrize("rule", ["------------", "==========", "＊＊＊＊＊＊", "————————", "─ ─ ─ ─", "…………"])
def test_rules_are_no_data(rule):
    only(reading_of(points=[rule, *POINTS, rule]), "rule_skipped")


@pytest.mark.parametrize("remark", ["制表：张三", "审核人: 李四", "第1页 共3页", "备注：以上为实测", "合计：1个地块"])
def test_signatures_and_remarks_are_no_data(remark):
    only(reading_of(after=[remark]), "remark_skipped")


@pytest.mark.parametrize("sign", ["：", ":", " ", "\t", " = ", "，"])
def test_headers_with_another_sign(sign):
    head = [row.replace("=", sign, 1) for row in HEAD]
    only(reading_of(head), "header_sign", remark="=" not in sign)
    bare = [p.replace(",3852", ",52") for p in POINTS]
    reading = reading_of(head, points=bare)
    assert [p.zone.number for p in reading.parcels] == [38] and reading.parcels[0].cents == CENTS


@pytest.mark.parametrize("zone", ["38带", "第38带", "38 带", "三度带38", "3度带第38带", "38.0", "38（114°）", "３８带"])
def test_the_zone_in_words(zone):
    bare = [p.replace(",3852", ",52") for p in POINTS]
    reading = reading_of(header("带号", zone), points=bare)
    assert [p.zone.number for p in reading.parcels] == [38]
    assert "zone_wording" in {n.code for n in reading.parcels[0].notes}


@pytest.mark.parametrize("zone", ["37、38", "38-39带", "3", "三度带", "114"])
def test_a_zone_that_is_not_one_number_is_not_guessed(zone):
    bare = [p.replace(",3852", ",52") for p in POINTS]
    assert [r.reason.code for r in reading_of(header("带号", zone), points=bare).rejected] == ["zone_unknown"]


@pytest.mark.parametrize("ring", ["1.0", "1.", "第1圈", "圈1", "1.00"])
def test_ring_numbers_in_words(ring):
    only(reading_of(points=[p.replace(",1,", f",{ring},") for p in POINTS]), "ring_wording")


@pytest.mark.parametrize("end", [";", "；", ",;", " ;", ",,", "; ;"])
def test_signs_at_the_end_of_lines(end):
    only(reading_of(points=[p + end for p in POINTS]), "separator")


def test_a_parcel_line_that_ends_in_a_semicolon():
    assert only(reading_of(line=LINE + "；"), "at_sign", remark=False).number == "A-7"


@pytest.mark.parametrize("points", [
    [p + ",钢钉" for p in POINTS], [p + ",水泥桩,现场" for p in POINTS], [p + ",100.00" for p in POINTS],
    [p.replace(",1,", ",1,界桩,", 1) for p in POINTS], [p + ",1043.52,J2" for p in POINTS],
])
def test_columns_beside_the_coordinates(points):
    only(reading_of(points=points), "more_columns")


@pytest.mark.parametrize("bad", [
    "J3,1,4480100.000,38520200.000,38520200.001", "J3,1,2,4480100.000,38520200.000",
    "J3,1,448O100.000,38520200.000,钢钉",
    "J3,1,4480100.000,3852O200.000,38520200.000",
])
def test_a_line_that_could_be_read_in_two_ways_costs_its_parcel_only(bad):
    reading = reading_of(points=[*POINTS[:2], bad, *POINTS[3:]], after=SECOND)
    assert [p.number for p in reading.parcels] == ["A-8"]
    assert [(r.number, r.reason.code) for r in reading.rejected] == [("A-7", "point")]


@pytest.mark.parametrize("area, hectares", [
    ("2.0000公顷", 2.0000), ("2.0000 ha", 2.0000), ("30亩", 2.0000), ("20000平方米", 2.0000),
    ("20000.0m²", 2.0000),
    ("2.0000(公顷)", 2.0000), ("2.0000hm2", 2.0000), ("0.02平方公里", 2.0000), ("２．００００公顷", 2.0000),
])
def test_areas_with_their_unit(area, hectares):
    parcel = only(reading_of(line=LINE.replace("2.0000", area)), "area_unit")
    assert parcel.declared_ha == hectares and "area_differs" not in {n.code for n in parcel.notes}


@pytest.mark.parametrize("area, hectares", [("9.0000公顷", 9.0), ("2.0000亩", 0.1333), ("2.0000平方米", 0.0002)])
def test_a_wrong_area_with_its_unit_is_said(area, hectares):
    parcel = only(reading_of(line=LINE.replace("2.0000", area)), "area_differs")
    assert parcel.declared_ha == hectares


@pytest.mark.parametrize("code, place, number, name", [
    ("150121104", "某村", "D8-003", "地块4"), ("150602", "某镇某嘎查", "2", "二号地"), ("150922103201", "", "X/1", ""),
])
def test_the_line_of_the_ministry_has_place_before_number_and_name(code, place, number, name):
    line = f"5,2.0000,{code},{place},{number},{name},面,,,,@"
    assert line.count(",") == 10
    parcel = only(reading_of(line=line), "ministry_line")
    assert (parcel.number, parcel.name, parcel.declared_ha) == (number, name, 2.0000)
    assert parcel.extra[:2] == (code, place)


def test_a_name_with_commas_is_still_a_name():
    parcel = only(reading_of(line="5,2.0000,A-7,东,地,块,面,,仓储用地,0601,@"), "name_comma")
    assert (parcel.number, parcel.name) == ("A-7", "东,地,块")
