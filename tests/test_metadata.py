"""metadata.txt passes the rules of the official plugin repository and says what the plugin is."""

import configparser
import re

import pytest

from tools.common import ROOT, metadata, version

REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")


@pytest.mark.parametrize("key", [*REQUIRED, "homepage", "license", "icon", "tags"])
def test_mandatory_keys_are_filled(key):
    assert metadata()[key].strip()


def test_the_file_is_utf8_and_has_no_bare_percent_sign():
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert "%" not in text.replace("%%", "")
    parser = configparser.ConfigParser()
    parser.read_string(text)
    assert dict(parser["general"])


def test_qgis_versions_and_flags():
    data = metadata()
    assert data["qgisMinimumVersion"] == "3.22"
    assert data["qgisMaximumVersion"] == "4.99"
    assert data["supportsQt6"] == "yes"
    assert data["hasProcessingProvider"] == "yes"


def test_author_mail_and_addresses_are_well_formed():
    data = metadata()
    assert "/" not in data["author"]
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", data["email"])
    for key in ("homepage", "repository", "tracker"):
        assert re.fullmatch(r"https://[^\s]+/[^\s]+", data[key])


def test_texts_are_plain_and_in_both_languages():
    data = metadata()
    for key in ("about", "description"):
        assert not re.search(r"<[a-z/]", data[key])
        assert re.search(r"[a-z]{4}", data[key])
        assert re.search(r"[\u4e00-\u9fff]{4}", data[f"{key}[zh]"])
    assert "plugin" not in data["name"].lower()


def test_the_icon_is_there():
    assert (ROOT / metadata()["icon"]).is_file()


def test_the_version_heads_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", version())
    assert re.search(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE).group(1) == version()
    assert metadata()["changelog"].startswith(version())


def test_the_licence_is_the_gpl_in_full():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text
    assert "END OF TERMS AND CONDITIONS" in text
