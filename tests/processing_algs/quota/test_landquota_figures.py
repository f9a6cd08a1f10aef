"""建设用地指标核算: every figure against a second, independent account of the same land."""

import random

import pytest

from tests.builders import LONLAT, geometries_of, rows_of
from tests.processing_algs.quota import case, oracle

USED = ("used_mu", "agri_mu", "crop_mu", "unused_mu", "built_mu", "unknown_mu")


@pytest.fixture(scope="module")
def chosen():
    return case.parcels()


@pytest.fixture(scope="module")
def bare(chosen):
    return case.expected_pieces(chosen, lines=False, land_use=False)


def test_pieces_without_land_use_and_lines(run_alg, chosen, bare):
    result = case.run(run_alg, chosen)
    found = case.found_pieces(result)
    assert found == bare
    assert {status for _, _, status in found} == {"counted", "overlap", "earlier", "undated", "out_of_period"}
    assert "" in {code for _, code, status in found if status == "counted"}, "the case must reach outside"
    for row in rows_of(result["OUTPUT"]):  # not computable is NULL, never 0
        for name in ("eco", "farm", "ubd", "agri", "crop", "unused", "built", "unknown"):
            assert row[f"{name}_m2"] is None


def test_pieces_with_land_use_and_lines(run_alg, chosen):
    result = case.run(run_alg, chosen, LANDUSE=case.land_use_layer(), **case.line_layers())
    found = case.found_pieces(result)
    assert found == case.expected_pieces(chosen)
    for cell in found.values():
        assert cell["agri"] + cell["unused"] + cell["built"] + cell["unknown"] == cell["area"]
        assert cell["crop"] <= cell["agri"]


def test_pieces_of_a_parcel_sum_to_its_parcelarea(run_alg, chosen):
    source = case.parcel_layer(chosen)
    areas = {row["nr"]: round(row["area_m2"] * 100)
             for row in rows_of(run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:"})["OUTPUT"])}
    sums = {}
    for (fid, _, _), cell in case.found_pieces(case.run(run_alg, chosen, INPUT=source)).items():
        sums[fid] = sums.get(fid, 0) + cell["area"]
    assert sums == areas


def _check_totals(rows, levels, years, units):
    """Every total is the sum of its printed parts, in 亩 and in 公顷."""
    def total(keys, field):
        values = [rows[key][field] for key in keys if key in rows and rows[key][field] is not None]
        scale = 10_000 if field == "used_ha" else 100
        return sum(round(v * scale) for v in values)

    def same(key, keys, field):
        value = rows[key][field]
        scale = 10_000 if field == "used_ha" else 100
        assert (value is None and not any(rows[k][field] is not None for k in keys if k in rows)) or (
            round(value * scale) == total(keys, field)), (key, field)

    for field in (*USED, "used_ha"):
        for level, code in levels:
            same((level, code, 0), [(level, code, y) for y in years], field)
        for year in (0, *years):
            for league in {c[:4] + "00" for c in units}:
                members = [("county", c, year) for c in units if c[:4] == league[:4]]
                same(("league", league, year), members, field)
            same(("region", "150000", year),
                 [*(("county", c, year) for c in units), ("outside", "", year)], field)


@pytest.mark.parametrize("land_use", [False, True])
def test_ledger_leaves_and_totals(run_alg, chosen, land_use):
    more = {"LANDUSE": case.land_use_layer()} if land_use else {}
    result = case.run(run_alg, chosen, **more)
    rows = case.ledger(result)
    years = range(2021, 2026)
    expected = oracle.leaves(case.expected_pieces(chosen, False, land_use), chosen, land_use)
    for key, leaf in expected.items():
        if key == ("undated", "", 0):
            continue
        for field, value in leaf.items():
            scale = 10_000 if field == "used_ha" else 100
            assert round(rows[key][field] * scale) == value, (key, field)
    for level, code, year in rows:
        if level == "county" and year and (level, code, year) not in expected:
            assert rows[level, code, year]["used_mu"] == 0
    units = sorted(case.COUNTIES)
    _check_totals(rows, [("county", c) for c in units] + [("outside", ""), ("overlap", "")], years, units)
    assert case.hundredths(rows["undated", "", 0]["used_mu"]) == expected["undated", "", 0]["used_mu"]
    region = rows["region", "150000", 0]
    assert result["USED_MU"] == region["used_mu"] and result["BALANCE_MU"] == region["balance_mu"]
    assert result["USED_PCT"] == region["used_pct"] and result["USED_HA"] == region["used_ha"]
    assert result["OVERLAP_MU"] == rows["overlap", "", 0]["used_mu"] > 0
    assert result["OUTSIDE_MU"] == rows["outside", "", 0]["used_mu"] > 0
    assert result["UNDATED_MU"] == rows["undated", "", 0]["used_mu"] > 0
    if not land_use:
        assert all(row["agri_mu"] is None and row["unknown_mu"] is None for row in rows.values())


def test_levels_years_names_and_order(run_alg, chosen):
    rows = rows_of(case.run(run_alg, chosen)["LEDGER"])
    assert rows[0]["level"] == "region" and rows[0]["year"] == 0 and rows[0]["code"] == "150000"
    levels = [row["level"] for row in rows]
    assert set(levels) == {"region", "league", "county", "outside", "overlap", "undated"}
    assert {row["code"] for row in rows if row["level"] == "league"} == {"150100", "150200"}
    assert {row["name"] for row in rows if row["level"] == "county"} == {f"县{c}" for c in case.COUNTIES}
    for level in ("region", "league", "county"):
        assert {row["year"] for row in rows if row["level"] == level} == {0, 2021, 2022, 2023, 2024, 2025}


@pytest.mark.parametrize("crs", [LONLAT, "EPSG:4546", "EPSG:4524"])
def test_ledger_does_not_depend_on_the_crs_of_the_counties(run_alg, chosen, crs):
    other = case.run(run_alg, chosen, COUNTIES=case.county_layer(crs))
    assert case.ledger(other) == case.ledger(case.run(run_alg, chosen))


def test_ledger_does_not_depend_on_the_order_of_counties(run_alg, chosen):
    order = sorted(case.COUNTIES, reverse=True)
    assert case.ledger(case.run(run_alg, chosen, COUNTIES=case.county_layer(order=order))) == case.ledger(
        case.run(run_alg, chosen))


def test_ledger_does_not_depend_on_the_order_of_parcels(run_alg, chosen):
    """Dates made distinct, so that the fid (the place in the layer) never decides."""
    distinct = {}
    for k, (fid, (shape, date, _)) in enumerate(sorted(chosen.items())):
        moved = None if date is None else date.replace(day=1 + k % 28, month=1 + k % 12)
        distinct[fid] = (shape, moved, None if moved is None else moved.isoformat())
    assert len({d for _, d, _ in distinct.values()}) >= len(distinct) - 5
    order = sorted(distinct)
    random.Random(5).shuffle(order)  # noqa: S311
    one = case.run(run_alg, distinct, INPUT=case.parcel_layer(distinct))
    two = case.run(run_alg, distinct, INPUT=case.parcel_layer(distinct, order))
    assert case.ledger(one) == case.ledger(two)


def test_overlap_goes_to_the_earliest_date_then_the_smallest_fid(run_alg):
    a = (case.X + 100, case.Y + 100, case.X + 300, case.Y + 200)
    b = (case.X + 200, case.Y + 100, case.X + 400, case.Y + 200)
    for first, second, loser in (("2022-01-02", "2022-01-01", 1), ("2022-01-01", "2022-01-01", 2),
                                 ("2022-01-01", "2022-01-02", 2)):
        chosen = {1: ((a, None), None, first), 2: ((b, None), None, second)}
        found = case.found_pieces(case.run(run_alg, chosen))
        assert {key for key in found} == {(1, "150102", "counted"), (2, "150102", "counted"),
                                          (loser, "150102", "overlap")}
        assert abs(found[loser, "150102", "overlap"]["area"] - 1_000_000) < 500


def test_a_parcel_that_overlaps_undated_or_late_land_is_counted_whole(run_alg):
    shape = ((case.X + 100, case.Y + 100, case.X + 300, case.Y + 200), None)
    chosen = {1: (shape, None, None), 2: (shape, None, "2019-01-01"), 3: (shape, None, "2024-07-01"),
              4: (shape, None, "2022-01-01")}
    found = case.found_pieces(case.run(run_alg, chosen))
    assert {(fid, status) for fid, _, status in found} == {
        (1, "undated"), (2, "out_of_period"), (3, "out_of_period"), (4, "earlier")}
    del chosen[2]  # what was approved before the plan holds its land; what is late or undated holds none
    found = case.found_pieces(case.run(run_alg, chosen))
    assert {(fid, status) for fid, _, status in found} == {(1, "undated"), (2, "out_of_period"), (3, "counted")}


@pytest.mark.parametrize(("first", "second", "status"), [
    ("2019-01-01", "2022-01-01", "earlier"), ("2020-12-31", "2021-01-01", "earlier"),
    ("2021-01-01", "2022-01-01", "overlap"), ("2023-01-01", "2022-01-01", "counted"),
    ("2024-07-01", "2022-01-01", "counted")])
def test_land_is_new_only_once(run_alg, first, second, status):
    """A second approval covers half of the first; which part is new depends on the dates alone."""
    x, y = case.X + 1000, case.Y + 1000
    chosen = {1: (((x, y, x + 100, y + 100), None), None, first),
              2: (((x + 50, y, x + 150, y + 100), None), None, second)}
    result = case.run(run_alg, chosen)
    found = {(fid, status_): cell["area"] for (fid, _, status_), cell in case.found_pieces(result).items() if fid == 2}
    whole = sum(found.values())
    assert set(found) == ({(2, "counted")} if status == "counted" else {(2, "counted"), (2, status)})
    assert abs(found[2, "counted"] - (whole if status == "counted" else whole / 2)) <= 50


def test_geometries_of_pieces_lie_where_the_parcels_lie(run_alg, chosen):
    few = {1: chosen[1], 3: chosen[3]}
    result = case.run(run_alg, few)
    uncut = [r for r in rows_of(result["OUTPUT"])]
    assert result["OUTPUT"].crs().authid() == "EPSG:4525"
    assert len(geometries_of(result["OUTPUT"])) == len(uncut)
    for feature in result["OUTPUT"].getFeatures():
        assert feature.geometry().isGeosValid()
        assert abs(feature.geometry().area() / feature["area_m2"] - 1) < 1e-3
    if len([r for r in uncut if r["src_fid"] == 1]) == 1:
        x0, y0 = chosen[1][0][0][:2]
        assert f"{x0:g}" in geometries_of(result["OUTPUT"])[0] or repr(x0) in geometries_of(result["OUTPUT"])[0]
        assert repr(y0) in geometries_of(result["OUTPUT"])[0]


def test_counts_read_is_used_listed_and_rejected(run_alg, chosen):
    result = case.run(run_alg, chosen)
    status = [oracle.status_of(date, case.START, case.END, case.AS_OF) for _, date, _ in chosen.values()]
    assert result["N_READ"] == len(chosen) and result["N_USED"] == status.count("counted")
    assert result["N_LISTED"] == status.count("out_of_period") and result["N_REJECTED"] == status.count("undated")
