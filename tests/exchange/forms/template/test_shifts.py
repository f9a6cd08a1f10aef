"""References follow their rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.exchange.forms.template.shifts import Shift, moved

SHIFT = Shift({5: 4, 9: 0, 12: 2})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A1", "A1"),
        ("SUM(D5:D5)", "SUM(D5:D8)"),
        ("SUM(D4:D6)+D9", "SUM(D4:D9)+D12"),
        ("$D$5*2", "$D$5*2"),
        ("D20", "D24"),
        ("SUM($A$12:$B$12)", "SUM($A$15:$B$16)"),
        ('"D20"&D20', '"D20"&D24'),
        ("LOG10(D20)", "LOG10(D24)"),
        ("'其他 表'!D20+其他!D20", "'其他 表'!D20+其他!D20"),
        ("'本''表'!$A$1:$H$20", "'本''表'!$A$1:$H$24"),
        ("本表!$3:$5", "本表!$3:$8"),
        ("A:A", "A:A"),
        ("名称20+R1C1", "名称20+R1C1"),
    ],
)
def test_formulas(before, after):
    others = {"本'表": SHIFT, "本表": SHIFT}
    assert moved(before, SHIFT, lambda name: others.get(name, Shift())) == after


@pytest.mark.parametrize(("copy", "after"), [(0, "D5*15/D$5+C4"), (3, "D8*15/D$5+C4")])
def test_formulas_of_a_repeated_row_follow_their_copy(copy, after):
    assert moved("D5*15/D$5+C4", SHIFT, at=5, copy=copy) == after


@given(st.dictionaries(st.integers(1, 40), st.integers(0, 6), max_size=6), st.integers(1, 60), st.integers(0, 20))
def test_shift_is_what_inserting_rows_does(times, start, length):
    sheet = []
    for row in range(1, 100):  # the plain way: write the rows out and look where each one stands
        sheet += [row] * max(times.get(row, 1), 1)
    shift = Shift(times)
    first = sheet.index(start) + 1
    last = len(sheet) - sheet[::-1].index(start + length)
    assert (shift.first(start), shift.last(start + length)) == (first, last)
    assert shift.range(f"B{start}:C{start + length}") == f"B{first}:C{last}"
