"""Every parameter and output has its help in both languages, and a Chinese dialog holds no English."""

import json
import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils, QgsSettings
from qgis.PyQt.QtCore import QUrl

from nm_urban.nm_urban_plugin import i18n
from nm_urban.processing_algs.provider import ALGORITHMS
from tests.builders import layer, rectangle, rows_of
from tests.processing_algs.quota import case
from tools.common import ROOT, version
from tools.release import manual

HELP = ROOT / "resources" / "help"
IDS = [cls.ID for cls in ALGORITHMS]
# What is the same in both languages: file formats, codes, names of programs and standards; at the end values to choose,
# which a label explains.
KEPT = re.compile(r"NM Urban|CGCS2000|EPSG|TXT|DLTB|JSON|DLBM|KCXS|AS_OF|YYYY-MM-DD|m²"
                  r"|\b(auto|rail|road|any|official|geodesic|planar)\b")


@pytest.fixture
def chinese(provider):
    """QGIS in Chinese; afterwards as it was."""
    settings, before = QgsSettings(), QgsSettings().value("locale/userLocale")
    i18n.remove_translator()
    settings.setValue("locale/userLocale", "zh_CN")
    assert i18n.install_translator()
    yield
    i18n.remove_translator()
    if before is None:
        settings.remove("locale/userLocale")
    else:
        settings.setValue("locale/userLocale", before)


def fresh(name):
    """A new instance, its words in the language of now."""
    return QgsApplication.processingRegistry().algorithmById(f"nmurban:{name}").create()


def read(name, language):
    return json.loads((HELP / f"{name}_{language}.json").read_text(encoding="utf-8"))


def has_chinese(text):
    return re.search("[一-鿿]", text) is not None


def test_frozen_algorithms_are_there():
    assert {"parcelarea", "landquota"} <= set(IDS)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_speaks_of_every_parameter_and_output_and_of_nothing_else(provider, name, language):
    algorithm = fresh(name)
    wanted = {d.name() for d in algorithm.parameterDefinitions()} | {o.name() for o in algorithm.outputDefinitions()}
    keys = set(read(name, language))
    assert wanted <= keys, wanted - keys
    assert {key for key in keys - wanted if not key.startswith("ALG_")} == set()
    assert {"ALG_DESC", "ALG_VERSION"} <= keys
    for key, text in read(name, language).items():
        assert text.strip(), key
    assert read(name, language)["ALG_VERSION"] == version()


@pytest.mark.parametrize("name", IDS)
def test_every_parameter_shows_its_help(provider, name):
    algorithm = fresh(name)
    for definition in algorithm.parameterDefinitions():
        assert definition.help() == read(name, i18n.locale())[definition.name()]
        assert definition.description() and definition.description() != definition.name()
    assert algorithm.shortDescription() and "<" not in algorithm.shortDescription()
    assert algorithm.shortHelpString().count("<h2>") >= 2
    assert not algorithm.icon().isNull() and (ROOT / "resources" / "icons" / f"{name}.svg").exists()


@pytest.mark.parametrize("name", IDS)
def test_a_chinese_dialog_is_chinese(chinese, name):
    algorithm = fresh(name)
    texts = {"displayName": algorithm.displayName(), "group": algorithm.group(), "help": algorithm.shortDescription()}
    for definition in algorithm.parameterDefinitions():
        texts[f"{definition.name()} description"] = definition.description()
        texts[f"{definition.name()} help"] = definition.help()
    texts.update({f"{o.name()} output": o.description() for o in algorithm.outputDefinitions()})
    for key, text in texts.items():
        assert has_chinese(text), (key, text)
    for key, text in texts.items():
        if not key.endswith("help"):
            assert not re.search("[A-Za-z]{2,}", KEPT.sub("", text)), (key, text)
    assert not algorithm.groupId().strip("abcdefghijklmnopqrstuvwxyz_"), "ids are stable, whatever the language"


class Everything(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushInfo(self, text):
        self.lines.append(text)

    pushWarning = reportError = pushInfo


def test_log_method_and_reasons_are_chinese(chinese):
    x, y = case.X, case.Y
    rows = [(rectangle(x + 5000, y + 5000, x + 5100, y + 5100), "2022-05-01"), (None, "2022-05-01"),
            (rectangle(x + 6000, y + 5000, x + 6100, y + 5100), "2022-02-30"),
            ("POLYGON((37555000 4510000,37555100 4510100,37555100 4510000,37555000 4510100,37555000 4510000))", None)]
    parcels = layer(rows, [("批准日期", str)], name="地块")
    counties = layer([(rectangle(x, y, x + 9000, y + 9000), "150102"), (rectangle(x, y, x + 9, y + 9), "无码")],
                     [("代码", str)], name="旗县")
    log, context = Everything(), QgsProcessingContext()
    # not processing.run: it adds lines of its own
    result, ok = fresh("landquota").run({
        "INPUT": parcels, "COUNTIES": counties, "COUNTY_CODE": "代码", "AS_OF": "2024-06-30", "OUTPUT": "memory:",
        "LEDGER": "memory:", "REJECTS": "memory:", "QUOTA": case.quota_table([("150102", "去年", 5.0)]),
        "LANDUSE": case.land_use_layer(), "REWARD": case.quota_table([("150102", 2019, 5.0)], value="奖励指标"),
    }, context, log)
    assert ok and len(log.lines) >= 6
    result["REJECTS"] = QgsProcessingUtils.mapLayerFromString(result["REJECTS"], context)
    texts = [*log.lines, result["METHOD"], *(row["reason"] for row in rows_of(result["REJECTS"]))]
    assert len(rows_of(result["REJECTS"])) >= 6
    codes = re.compile(r"NM Urban [\d.]+|EPSG:\d+|CGCS2000|AS_OF|official|ZZ99|\bx \d+|NULL|m²|m\b|KCXS|eco|land_use")
    for text in texts:
        assert not re.search("[A-Za-z]{2,}", codes.sub("", text)), text
    assert "图斑椭球面积" in result["METHOD"]


@pytest.mark.parametrize("crs", ["", "EPSG:2349", "EPSG:27700"])
def test_refusals_are_chinese(chinese, run_alg, crs):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException) as told:
        run_alg("parcelarea", {"INPUT": layer([], crs=crs, name="地块"), "OUTPUT": "memory:"})
    last = str(told.value).splitlines()[-1]
    assert has_chinese(last.replace("地块", "")) and "地块" in last


def test_translation_files_ship_together():
    assert Path(i18n.FOLDER / "nm_urban_zh.ts").exists()


@pytest.mark.parametrize("name", IDS)
def test_words_that_find_it_in_the_toolbox(provider, name):
    tags = fresh(name).tags()
    assert len(set(tags)) == len(tags)
    assert sum(map(has_chinese, tags)) >= 3 and sum(map(str.isascii, tags)) >= 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_button_leads_to_the_chapter(provider, language, monkeypatch):
    monkeypatch.setattr("nm_urban.processing_algs.framework.algorithm.locale", lambda: language)
    html = manual.pages(ROOT)[f"docs/manual.{language}.html"].decode("utf-8")
    for name in IDS:
        url = QUrl(fresh(name).helpUrl())
        assert Path(url.toLocalFile()).stem == f"manual.{language}"
        # within a heading, which stands right before the chapter
        assert re.search(rf'<h2 id="c\d+">(?:<a id="\w+"></a>)*<a id="{url.fragment()}"></a>', html), name


@pytest.mark.parametrize(("name", "parameter", "written"), [
    ("landquota", "FIELDS", '{"quota_mu":"x"'), ("landquota", "FIELDS", "{quota_mu: 1}"),
    ("landquota", "FIELDS", '{"quota_mu": "x",}'), ("landquota", "FIELDS", '{"quota_mu": "x"} y'),
    ("landquota", "FIELDS", '{"quota_mu" "x"}'), ("corridorbuffer", "CLASS_WIDTHS", '{"国道": }'),
    ("quotahooks", "POLICY", "/no/such/file.json"), ("compliance", "TARGETS", "/no/such/file.json")])
def test_broken_json_and_missing_files_are_told_in_chinese(chinese, name, parameter, written):
    algorithm, context, log = fresh(name), QgsProcessingContext(), Everything()
    source = case.county_layer()
    if name == "corridorbuffer":
        source = layer([("LINESTRING (111 40, 112 40)",)], crs="EPSG:4490", kind="LineString")
    if name == "quotahooks":
        source = layer([(None, "150102", 5.0)], [("代码", str), ("处置存量", float)], name="挂钩")
    parameters = {"INPUT": source, "COUNTIES": source, "WIDTH": 500, "OUTPUT": "memory:", "LEDGER": "memory:",
                  parameter: written}
    good, words = algorithm.checkParameterValues(parameters, context)
    if good:
        _, good = algorithm.run(parameters, context, log)
        words = "\n".join(log.lines)
    assert not good and has_chinese(words)
    plain_words = words.replace(written, "").replace("file.json", "").replace(parameter, "")
    assert not re.search("[A-Za-z]{4,}", plain_words.replace("JSON", "").replace("quota_mu", "")), words
