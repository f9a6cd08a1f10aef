"""Spellings that a shapefile cut, where several could be meant."""

from nm_urban.nm_urban_plugin.core.quality import match_columns


def test_of_several_spellings_cut_alike_the_shortest_is_meant():
    found = match_columns(["常住人"])  # 常住人口 in UTF-8, cut at 10 bytes
    assert found["pop_total"][0] == "常住人" and "urban_pct" not in found
