from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import landuse
from nm_urban.nm_urban_plugin.core.landuse import AGRI_OTHER, BUILT, CROP, UNKNOWN, UNUSED


def labels(text, table="auto"):
    return landuse.classify(text.split(), table).tolist()


def test_third_survey_groups():
    assert labels("0101 0102 0103") == [CROP] * 3
    assert labels("0201 0204 0301 0303 0304 0306 0307 0401 0402 0403") == [AGRI_OTHER] * 10
    assert labels("1006 1103 1104 1107 1202 1203") == [AGRI_OTHER] * 6
    assert labels("05H1 0508 0601 0602 0603 0701 0702 08H1 08H2 0809 0810 09 1001 1009 1109 1201") == [BUILT] * 16
    assert labels("0404 1101 1102 1105 1106 1108 1110 1204 1205 1206 1207") == [UNUSED] * 11
    assert labels("201 202 203 204 205 201A 203A 0101") == [BUILT] * 7 + [CROP]


def test_the_tables_are_complete():
    third = [code for code in landuse.classes("third") if len(code) == 4]
    assert len(third) == 55  # second-level classes of the working classification; 09 has no second level
    counts = {label: sum(landuse.classes("third")[code].label == label for code in third) for label in range(5)}
    assert counts == {UNKNOWN: 0, CROP: 3, AGRI_OTHER: 20, BUILT: 21, UNUSED: 11}
    second = [row for code, row in landuse.classes("second").items() if not code.startswith("20")]
    assert len(second) == 57
    assert sum(row.label == CROP for row in second) == 3
    assert sum(row.label == AGRI_OTHER for row in second) == 13
    assert sum(row.label == UNUSED for row in second) == 10
    first = [row for row in landuse.classes("ydyh-2023").values() if len(row.code) == 2]
    assert len(first) == 24
    assert landuse.classes("third")["0101"].rgb == (248, 208, 114)
    assert landuse.classes("third")["0202"].rgb is None


def test_second_survey_groups():
    assert landuse.survey_of(["011", "203"]) == "second"
    assert labels("011 012 013") == [CROP] * 3
    assert labels("021 023 031 033 041 042 104 114 117 122 123") == [AGRI_OTHER] * 11
    assert labels("051 063 071 072 081 088 095 101 107 118 121 201 205 113") == [BUILT] * 14
    assert labels("043 111 112 115 116 119 124 125 126 127 011")[:-1] == [UNUSED] * 10


def test_suffixes_and_writing():
    codes = ["0201K", "1104A", "1104K", "1107A", "0810A", "08H2A", "08h1", " 0103 ", "０１０１", np.str_("0404")]
    want = [AGRI_OTHER, AGRI_OTHER, AGRI_OTHER, AGRI_OTHER, BUILT, BUILT, BUILT, CROP, CROP, UNUSED]
    assert landuse.classify(codes).tolist() == want
    assert landuse.name_of("0810A") == "公园与绿地"
    assert landuse.name_of("x") == ""


def test_which_survey():
    assert landuse.survey_of(["0101", "203", None]) == "third"
    assert landuse.survey_of(["201", "202"]) == "third"
    assert landuse.survey_of(["011", "101", "203"]) == "second"
    assert landuse.survey_of(["0101", "011"]) == "mixed"
    assert landuse.survey_of([]) == "third"


def test_a_mixed_set_is_read_code_by_code():
    assert landuse.classify(["0101", "011", "101", "1001", "203"]).tolist() == [CROP, CROP, BUILT, BUILT, BUILT]


def test_lost_leading_zeros_are_not_guessed():
    # 101 may be 0101 水田 or the second survey's 101 铁路用地: unknown, not one of them.
    assert landuse.classify([101, 1001, 1202, 301, 9]).tolist() == [UNKNOWN, BUILT, AGRI_OTHER, AGRI_OTHER, BUILT]
    assert landuse.classify(["101", "1001", "1202"]).tolist() == [UNKNOWN, BUILT, AGRI_OTHER]
    assert landuse.classify(np.array([11.0, 31.0, 43.0])).tolist() == [CROP, AGRI_OTHER, UNUSED]


def test_unknown_codes_are_listed():
    codes = ["0101", "9999", None, "", "NULL", "耕地", "9999", float("nan")]
    assert landuse.classify(codes).tolist() == [CROP] + [UNKNOWN] * 7
    assert landuse.unknown_codes(codes) == {"": 4, "9999": 2, "耕地": 1}
    assert landuse.unknown_codes(["0101"]) == {}
    got = landuse.classify([])
    assert got.shape == (0,) and got.dtype == np.int8


def test_chosen_tables():
    assert labels("0501 0901 0101", "gb2017") == [BUILT, BUILT, CROP]
    assert labels("0501 0904") == [UNKNOWN] * 2  # no working classification codes
    assert labels("01 0102 04 0401 0403 0601 07 070102 100101 16 1703 1701 18 2301", "ydyh-2023") == [
        CROP, CROP, UNKNOWN, AGRI_OTHER, UNUSED, AGRI_OTHER, BUILT, BUILT, BUILT, BUILT, AGRI_OTHER, UNUSED, UNKNOWN,
        UNKNOWN,
    ]  # fmt: skip
    # 2302 is 田坎 in the trial edition of 2020 and 后备耕地 in that of 2023.
    assert labels("2302", "ydyh-2020") == [AGRI_OTHER]
    assert labels("2302 2303", "ydyh-2023") == [UNKNOWN, AGRI_OTHER]
    assert landuse.unknown_codes(["23", "0101"], "ydyh-2023") == {"23": 1}
    with pytest.raises(KeyError, match="ydyh-2020"):
        landuse.classify(["01"], "ydyh")


def test_group_names():
    assert [landuse.group_name(n) for n in range(5)] == ["未识别地类", "其他农用地", "耕地", "建设用地", "未利用地"]
    assert landuse.group_name(BUILT, "en") == "construction land"
    with pytest.raises(IndexError):
        landuse.group_name(-1)


def test_patch_areas():
    net, ridge = landuse.patch_areas([1000.0, 10.05, 33.33, 500.0], [0.1234, 0.1, 0.0, np.nan])
    assert ridge.tolist() == [123.4, 1.01, 0.0, 0.0]  # 1.005 is a tie and goes up
    assert net.tolist() == [876.6, 9.04, 33.33, 500.0]
    net, ridge = landuse.patch_areas([-1.0, np.nan, 10.0, 10.0], [0.1, 0.1, 12.5, -0.1])
    assert np.isnan(net).all() and np.isnan(ridge).all()


@given(
    st.lists(
        st.tuples(st.integers(0, 9 * 10**12), st.integers(0, 999_999)),
        min_size=1, max_size=20,
    )
)  # fmt: skip
def test_patch_areas_are_exact_and_conserve(rows):
    cents = [row[0] for row in rows]
    shares = [row[1] for row in rows]
    net, ridge = landuse.patch_areas(np.array(cents) / 100.0, np.array(shares) / 1e6)
    for c, s, n, r in zip(cents, shares, net, ridge):
        want = (Decimal(c) * Decimal(s) / 10**6).quantize(Decimal(1), ROUND_HALF_UP)
        assert round(r * 100) == want
        assert round(n * 100) + round(r * 100) == c
