"""Rows of a bureau's table: what is data, and which of several rows of one county count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.tables import one_per_key, row_kind


@pytest.mark.parametrize(("cells", "kind"), [
    (["合计", None, "15.0000"], "total"), ([None, "小 计", 3.5], "total"), (["总计：", 3], "total"),
    (["呼和浩特市合计", 9], "total"),
    ([1, "合计（公顷）", 9], "total"), (["Total", 9], "total"), (["累计", "", 4], "total"), (["全区", 4], "total"),
    (["单位：公顷", None], "units"), (["（单位:亩）"], "units"), (["计量单位：万亩", "2024年"], "units"),
    (["注：数据截至2024年底"], "note"), (["说明：本表不含设施农用地", None], "note"),
    (["数据来源：自然资源局"], "note"),
    (["填报单位：土默特左旗自然资源局", "填表人：张三"], "signature"), (["审核人：", None], "signature"),
    (["单位负责人（签字）：", "填报日期："], "signature"), ([None, "—", " "], "blank"),
    (["内政土发〔2021〕15号", "2021-03-05", "10.0"], "data"), (["150121", "土默特左旗", 40], "data"),
    (["一批次", "150121", 10, "已合计入上年"], "data"), ([1, "土默特左旗", 10, "合计"], "data"), (["单位A", 3], "data"),
    (["注册公司", 3], "data"), (["150121", 2021, 40], "data"),
])  # fmt: skip
def test_kinds_of_rows(cells, kind):
    assert row_kind(cells) == kind


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1)), max_size=12), st.randoms())
def test_which_rows_count_does_not_depend_on_their_order(rows, random):
    def outcome(rows):
        found = one_per_key([key for key, _ in rows], [value for _, value in rows])
        assert len(found.chosen) + len(found.repeated) + sum(map(len, found.differing.values())) == len(rows)
        return {key: rows[row][1] for key, row in found.chosen.items()}, set(found.differing)

    shuffled = rows[:]
    random.shuffle(shuffled)
    assert outcome(rows) == outcome(shuffled)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=8))
def test_saying_the_same_twice_changes_nothing(rows):
    once = one_per_key([key for key, _ in rows], [value for _, value in rows])
    twice = one_per_key([key for key, _ in rows + rows], [value for _, value in rows + rows])
    assert once.chosen == twice.chosen and set(once.differing) == set(twice.differing)


def test_a_row_without_key_takes_no_part():
    assert one_per_key([None, "a"], [1, 2]).chosen == {"a": 1}
