"""5000 damaged files: none crashes the reader, no coordinate is invented, nothing that can be seen goes unsaid."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.exchange.boundarytxt.reader import read
from tools.samples.txt_mutations import COUNT, SEED, mutants, run, violations


@pytest.mark.slow
def test_nothing_is_invented_and_nothing_visible_goes_unsaid():
    table, wrong, _ = run(COUNT, SEED)
    assert wrong == []
    total = sum(table.values(), Counter())
    assert sum(total.values()) == COUNT and len(table) >= 14
    changed = COUNT - total["harmless"]
    # corners moved by millimetres and parcels lost with all their lines: nobody can see that
    assert total["geometry"] / changed < 0.01
    assert total["told"] / changed > 0.9


def test_the_same_seed_gives_the_same_files():
    one, two = (list(mutants(40, 7)) for _ in range(2))
    assert one == two and one != list(mutants(40, 8))


def test_the_scan_sees_what_it_is_there_for():
    """A reading of another file than the one scanned must be found out: this is the scan's own test."""
    from tools.samples.boundary_samples import CLEAN

    raw = CLEAN.encode("gb18030")
    reading = read(raw)
    assert violations(raw, reading) == []
    for old, new, why in ((b"4520100.000,37555100", b"4520100.001,37555100", "not in the file"),
                          (b",0.9999,", b",0.9900,", "declared"), (b"\n5,0", b"\n9,0", "points declared")):
        found = violations(raw.replace(old, new), reading)
        assert found and all(why in line for line in found)


token = st.sampled_from(["[属性描述]", "[地块坐标]", "【", "】", "{", "}", "@", ",@", "带号=", "几度分带=6", "37",
"面", "J1", "1", "2", "-1", "",
                         "4520000.000", "37555000.000", "4520100.5", "37555100.", "1e9", "999999999999.123456789012",
                         "，",
                         "\u2028", "\x00", "5,0.9999,2,地块,面,,,0601,@"])


@settings(deadline=None, max_examples=400)
@given(st.lists(st.lists(token, max_size=9), max_size=12), st.sampled_from(["gb18030", "utf-8", "utf-16"]))
def test_lines_of_the_right_words_in_the_wrong_order_do_not_crash(rows, encoding):
    raw = "\r\n".join(",".join(row) for row in rows).encode(encoding)
    reading = read(raw)
    assert reading.parcels or reading.rejected


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_crash_it(raw):
    reading = read(raw)
    assert reading.parcels or reading.rejected
