"""Outputs know what they are: fields, role in the file, style and name when QGIS loads them."""

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from tests.builders import corners, item_in_file, layer, polygon, role_in_file, rows_of
from tests.processing_algs.quota import case
from tools.common import ROOT

ROLES = {"OUTPUT": "landquota_pieces", "LEDGER": "landquota_ledger", "MEASURES": "measures", "REJECTS": "rejects"}
FROZEN = {
    "OUTPUT": ["src_fid", "code", "year", "area_m2", "eco_m2", "farm_m2", "ubd_m2"],
    "LEDGER": ["level", "code", "name", "year", "quota_mu", "reward_mu", "used_mu", "used_ha", "balance_mu", "used_pct",
               "agri_mu", "crop_mu", "unused_mu", "built_mu", "unknown_mu", "verdict"],
    "MEASURES": ["indicator", "code", "date", "value", "unit", "n", "method", "src_layer", "missing"],
    "REJECTS": ["src", "fid", "reason", "action", "d_area_m2"],
}
PARAMETERS = {
    "parcelarea": ["INPUT", "AREA_METHOD", "GROUP_FIELD", "CONTROL_AREA", "CONTROL_FIELD", "OUTPUT", "REJECTS"],
    "landquota": ["INPUT", "COUNTIES", "DATE_FIELD", "QUOTA", "REWARD", "CAP_MU", "START", "END", "AS_OF",
                  "ECO_REDLINE", "FARMLAND", "URBAN_BOUNDARY", "LANDUSE", "AREA_METHOD", "COUNTY_CODE", "FIELDS",
                  "OUTPUT", "LEDGER", "MEASURES", "REJECTS"],
}


@pytest.fixture(scope="module")
def chosen():
    return case.parcels(20)


@pytest.mark.parametrize("name", list(PARAMETERS))
def test_frozen_parameters_are_there_and_further_ones_optional(provider, name):
    definitions = {d.name(): d for d in provider.algorithm(name).parameterDefinitions()}
    assert set(PARAMETERS[name]) <= set(definitions)
    required = {"INPUT", "COUNTIES", "OUTPUT", "LEDGER"}
    for key, definition in definitions.items():
        optional = bool(definition.flags() & definition.Flag.FlagOptional) or definition.defaultValue() is not None
        assert optional or key in required, key
    method = definitions["AREA_METHOD"]
    assert method.options() == ["official", "geodesic", "planar"] and method.usesStaticStrings()
    assert method.defaultValue() == "official"
    if name == "landquota":
        assert float(definitions["CAP_MU"].defaultValue()) == 640000
        assert (definitions["START"].defaultValue(), definitions["END"].defaultValue()) == ("2021-01-01", "2025-12-31")


@pytest.mark.parametrize("name", ["parcelarea", "landquota"])
def test_every_promised_number_comes_back_as_a_number(run_alg, provider, chosen, name):
    source = case.parcel_layer(chosen)
    more = {"COUNTIES": case.county_layer(), "LEDGER": "memory:", "AS_OF": "2024-06-30"} if name == "landquota" else {}
    result = run_alg(name, {"INPUT": source, "OUTPUT": "memory:", **more})
    numbers = [o.name() for o in provider.algorithm(name).outputDefinitions() if o.type() == "outputNumber"]
    assert set(numbers) >= ({"USED_MU", "BALANCE_MU", "USED_PCT"} if name == "landquota" else {"TOTAL_M2"})
    for number in numbers:
        assert isinstance(result[number], (int, float)) and not isinstance(result[number], bool), number
    assert isinstance(result["METHOD"], str)
    assert "REJECTS" not in result and "MEASURES" not in result, "optional outputs come only when asked for"


def test_fields_geometry_and_crs(run_alg, chosen):
    result = case.run(run_alg, chosen)
    for name, wanted in FROZEN.items():
        names = [field.name() for field in result[name].fields()]
        assert [n for n in names if n in wanted] == wanted, name
        geometry = QgsWkbTypes.Type.MultiPolygon if name == "OUTPUT" else QgsWkbTypes.Type.NoGeometry
        assert result[name].wkbType() == geometry
    assert result["OUTPUT"].crs().authid() == "EPSG:4525"
    assert {type(row["year"]) for row in rows_of(result["LEDGER"])} == {int}
    assert all(isinstance(row["code"], str) for row in rows_of(result["LEDGER"]))


def test_role_in_the_geopackage(run_alg, chosen, tmp_path):
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ROLES}
    case.run(run_alg, chosen, **out)
    assert {name: role_in_file(path) for name, path in out.items()} == ROLES
    area = str(tmp_path / "area.gpkg")
    run_alg("parcelarea", {"INPUT": case.parcel_layer(chosen), "OUTPUT": area})
    assert role_in_file(area) == "parcelarea"


def test_method_in_the_geopackage(run_alg, chosen, tmp_path):
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ROLES}
    method = case.run(run_alg, chosen, **out)["METHOD"]
    assert "official" in method
    assert {item_in_file(path, "nm_urban/method") for path in out.values()} == {method}


def test_rejects_of_several_layers_in_a_geopackage_keep_their_ids(run_alg, chosen, tmp_path):
    parcels = layer([(None, "2022-01-01"), (polygon(corners(*chosen[1][0][0])), None)], [("PZRQ", str)], name="地块")
    counties = layer([(None, "150102"), (polygon(corners(*case.COUNTIES["150102"][0])), "150102")], [("code", str)],
                     name="旗县")
    memory = case.run(run_alg, {}, INPUT=parcels, COUNTIES=counties)
    wanted = [(r["src"], r["fid"], r["reason"], r["action"]) for r in rows_of(memory["REJECTS"])]
    assert sorted((w[0], w[1]) for w in wanted) == [("地块", 1), ("地块", 2), ("旗县", 1)]
    for ending in ("gpkg", "csv", "xlsx"):
        path = str(tmp_path / f"r.{ending}")
        case.run(run_alg, {}, INPUT=parcels, COUNTIES=counties, REJECTS=path)
        assert [(r["src"], int(r["fid"]), r["reason"], r["action"]) for r in rows_of(path)] == wanted, ending


def test_long_texts_are_not_cut(run_alg, chosen, tmp_path):
    name = "很长的图层名" * 60
    parcels = layer([(None, "2022-01-01")], [("PZRQ", str)], name=name)
    path = str(tmp_path / "r.gpkg")
    case.run(run_alg, {}, INPUT=parcels, REJECTS=path)
    assert rows_of(path)[0]["src"] == name


def load(context, result_names, destinations):
    """What QGIS does after a run: load, post-process; {output: layer}."""
    found = {}
    for dest, details in context.layersToLoadOnCompletion().items():
        made = QgsProcessingUtils.mapLayerFromString(dest, context)
        assert made is not None, dest
        if details.postProcessor() is not None:
            details.postProcessor().postProcessLayer(made, context, QgsProcessingFeedback(False))
        found[details.outputName] = made
    assert set(found) == set(result_names)
    return found


@pytest.mark.parametrize("where", ["memory", "gpkg"])
def test_style_and_role_of_layers_that_are_loaded(provider, chosen, tmp_path, where):
    project = QgsProject.instance()
    context = QgsProcessingContext()
    context.setProject(project)
    parameters = {"INPUT": case.parcel_layer(chosen), "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30"}
    for name in ROLES:
        dest = "memory:" if where == "memory" else str(tmp_path / f"{name}.gpkg")
        parameters[name] = QgsProcessingOutputLayerDefinition(dest, project)
    algorithm = provider.algorithm("landquota").create()
    results, ok = algorithm.run(parameters, context, QgsProcessingFeedback(False))
    assert ok and set(ROLES) <= set(results)
    loaded = load(context, ROLES, parameters)
    for name, role in ROLES.items():
        made = loaded[name]
        assert made.customProperty("nm_urban/role") == role
        assert made.metadata().abstract() == results["METHOD"]
        style = ROOT / "resources" / "styles" / f"{role}_en.qml"
        if not style.exists():
            continue
        plain = QgsVectorLayer(made.source(), "plain", made.providerType())
        plain.loadNamedStyle(str(style))
        if made.isSpatial():
            assert made.renderer().dump() == plain.renderer().dump(), name
        aliases = [made.attributeAlias(k) for k in range(made.fields().count())]
        assert any(aliases), f"{name}: the style gives the columns readable names"


def test_a_sink_that_nobody_loads_gets_no_style(provider, chosen):
    context = QgsProcessingContext()
    algorithm = provider.algorithm("parcelarea").create()
    results, ok = algorithm.run({"INPUT": case.parcel_layer(chosen), "OUTPUT": "memory:"}, context,
                                QgsProcessingFeedback(False))
    assert ok and context.layersToLoadOnCompletion() == {}
    assert QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context).featureCount() > 0
