"""The nouns of core stay importable by their dotted names, with what they have exported: the Python API."""

import importlib

import pytest

NAMES = {
    "ellipsoid": """
        A B DENSIFY_M E2 E2_SECOND INVERSE_FLATTENING POLAR_RADIUS SECONDS_PER_RADIAN inverse_gauss official_areas
        plane_areas sheet_area trapezoid trapezoid_constants
    """,
    "quota": """
        AT_RISK CLASSES LAND LEVELS MET NOT_COMPUTABLE NOT_MET NO_NUMBER REGION_CODE WHOLE_PERIOD Account Cell Ledger
        Plan Row build_ledger verdict
    """,
    "idle": """
        KINDS Decision Facts decide left_stock
    """,
    "hooks": """
        BOUNDARY DONE MISSED MOST_MU MU_PER_M2 PORT SHRINK UNKNOWN_TASK Allotment Claim ClaimError Share allot
        scaled_to task_state
    """,
    "classes": """
        AGRI CLASSES COMPUTED ECO MISSING OFFICIAL REPORTED SOURCES URBAN Confidence Decision Label MainFunction
        class_of_text decide labels main_functions
    """,
    "conformity": """
        CONFLICTS CONFLICT_BOTH CONFLICT_ECO CONFLICT_FARM ECO FARM INCOMPLETE INSIDE LINES NOT_COMPUTABLE OUTSIDE
        PARTLY SLIVER UBD VERDICTS ZONES ZONE_UNKNOWN Case Clause Rule Rules ToleranceError check_tolerance exceeds
        judge read_rules rules
    """,
    "corridors": """
        ANY BUILDING EXISTING GIVEN MODES NOT_JUDGED OFF ON PLANNED PRELIMINARY RAIL ROAD ROUTE STATUSES SUPPORT
        Clause Corridor Exits Hub NamedPlace Node UnknownCorridor chosen corridor corridors exit_groups exits_wanted
        find hub_scores judge named_place named_places ordered read_register
    """,
    "targets": """
        COMPARATORS DUE KINDS LIVE RATES SCOPES TIERS UNDATED Baseline Conventions Document History Target check_row
        conventions day_of documents read_rows register
    """,
    "dates": """
        SERIAL_MAX SERIAL_MIN YEAR_MIN ImpossibleDate add_years elapsed_days parse_date
    """,
    "landuse": """
        AGRI AGRI_OTHER BUILT CROP TABLES UNKNOWN UNUSED LandClass classes classify group_name name_of patch_areas
        survey_of unknown_codes
    """,
    "measurement": """
        UNITS Measurement convert finite fits
    """,
    "places": """
        KINDS REGION CitySet County ExtentUndefined GrowthType League UnknownPlace city_set city_sets counties
        counties_of counties_of_set county growth_of growth_types is_county league_of leagues leagues_of lookup
        name_of normalise_code
    """,
    "resources": """
        ROOT BilingualError PolicyEntry ResourceError check_landquota load policy read_json read_policy require
    """,
    "rings": """
        Rings expand grouped_sums join owners surely_simple
    """,
    "roles": """
        GEOMETRIES FieldsJsonError LayerRole Role UnknownRole chosen_words field_roles layer_roles match match_all
        parse_fields_json role_named role_of_schema unit_in_name
    """,
    "units": """
        CENTS_PER_M2 MU_PER_WAN_MU ConservationError apportion cents check_sums ha ha_ten_thousandths half_up m2 mu
        mu_hundredths percent_hundredths scaled_half_up
    """,
}
#: Those that are packages: their ``__init__`` lists in ``__all__`` what others may import.
DOORS = ("ellipsoid", "quota", "idle", "hooks", "classes", "conformity", "corridors", "targets")


@pytest.mark.parametrize("noun", NAMES)
def test_a_noun_exports_its_names(noun):
    module = importlib.import_module(f"nm_urban.nm_urban_plugin.core.{noun}")
    assert [name for name in NAMES[noun].split() if not hasattr(module, name)] == []


@pytest.mark.parametrize("noun", DOORS)
def test_a_door_lists_what_others_may_import(noun):
    module = importlib.import_module(f"nm_urban.nm_urban_plugin.core.{noun}")
    assert set(NAMES[noun].split()) <= set(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
