"""What Windows wants of the repository: fonts it has, line ends as they are, words its console can print."""

import ast
import re
import subprocess
import xml.etree.ElementTree as ET

import pytest

from tools.common import ROOT

ON_WINDOWS = {"Microsoft YaHei", "SimHei", "SimSun"}
DRAWN = sorted(path for folder in ("layouts", "styles") for path in (ROOT / "resources" / folder).iterdir()
               if path.suffix in (".qpt", ".qml"))
TEXTS = sorted(path for folder in ("nm_urban_plugin", "processing_algs", "tests", "tools")
               for path in (ROOT / folder).rglob("*.py"))


def fonts_without_windows(root):
    """Names of fonts in a style or layout, none of whose alternatives Windows has."""
    missing = []
    for node in root.iter():
        families = {one.get("name") for one in node.findall("families/family")}
        if node.get("fontFamily") is not None and not ({node.get("fontFamily")} | families) & ON_WINDOWS:
            missing.append(node.get("fontFamily"))
        if node.tag.endswith("Font") and node.get("description"):
            name = node.get("description").split(",")[0]
            if name not in ON_WINDOWS:
                missing.append(name)
    return missing


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_every_text_has_a_font_of_windows(path):
    assert fonts_without_windows(ET.parse(path).getroot()) == []


def test_a_font_of_linux_alone_would_be_seen():
    text = ('<a><LabelFont description="Noto Sans CJK SC,8"/><text-style fontFamily="Noto Sans CJK SC"><families/>'
            '</text-style></a>')
    assert fonts_without_windows(ET.fromstring(text)) == ["Noto Sans CJK SC"] * 2


def test_the_layout_has_texts_at_all():
    (layout,) = (path for path in DRAWN if path.suffix == ".qpt")
    assert len(re.findall("(?:Label|style)Font description=|fontFamily=", layout.read_text(encoding="utf-8"))) > 10


def test_git_changes_no_line_ends():
    assert "* -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    git = subprocess.run(["git", "check-attr", "text", "tests/data/boundary_txt/manifest.json"], cwd=ROOT, check=False,
                         capture_output=True, encoding="utf-8")
    if git.returncode == 0:  # else this is no clone
        assert git.stdout.strip().endswith("text: unset")


def unprintable(source):
    """Words in calls of print() that a Chinese console (code page 936) cannot show."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
            for one in ast.walk(node):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    try:
                        one.value.encode("gbk")
                    except UnicodeEncodeError:
                        found.append((one.lineno, one.value))
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_printed_can_be_shown_on_a_chinese_console(path):
    assert unprintable(path.read_text(encoding="utf-8")) == []


def test_a_word_that_gbk_lacks_would_be_seen():
    assert unprintable('print(f"{x} m²")') and not unprintable('print("平方米")')


def test_files_are_put_into_their_place_by_one_helper():
    """It waits for virus scanners, removes what failed and says which program is in the way."""
    shipped = [path for folder in ("nm_urban_plugin", "processing_algs") for path in (ROOT / folder).rglob("*.py")]
    found = [path.name for path in shipped if "os.replace(" in path.read_text(encoding="utf-8")]
    assert found == ["whole_file.py"]
    # a table written in bulk lies beside its file under a fixed name, so that the next run replaces what a kill left
    assert {path.name for path in shipped if '.part"' in path.read_text(encoding="utf-8")} == {
        "whole_file.py", "part.py"}
