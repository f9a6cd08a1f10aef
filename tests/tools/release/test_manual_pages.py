"""The manual as it ships: whole, with its pictures, safe, and linked from the READMEs of the zip."""

import re

import pytest

from tools.common import ROOT
from tools.release import manual, package


@pytest.fixture(scope="module")
def shipped():
    return manual.pages(ROOT)


def test_every_page_and_picture_is_there(shipped):
    assert {f"docs/{name}.html" for name in manual.PAGES} <= set(shipped)
    for name in ("docs/manual.zh.html", "docs/manual.en.html"):
        html = shipped[name].decode("utf-8")
        pictures = re.findall(r'<img src="([^"]+)"', html)
        assert len(pictures) >= 10 and {f"docs/{p}" for p in pictures} <= set(shipped)
        for link in re.findall(r'href="([^"]+)"', html):
            assert link.startswith(("https://", "#")) or f"docs/{link.split('#')[0]}" in shipped, link
            assert not link.startswith("#") or f'id="{link[1:]}"' in html, link
        assert html.count("<table>") > 20 and "```" not in html


def test_headings_of_the_text_are_the_contents(shipped):
    for language in ("zh", "en"):
        text = (ROOT / "docs" / f"manual.{language}.md").read_text(encoding="utf-8")
        prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        chapters = re.findall(r"^## ", prose, re.MULTILINE)
        html = shipped[f"docs/manual.{language}.html"].decode("utf-8")
        assert len(re.findall(r'<li><a href="#c\d+">', html)) == len(chapters) > 8


def test_text_is_never_markup():
    html = manual.page("# A <b>\n\n<script>x</script>\n\n[x](javascript:alert(1)) `a<b`\n", "en")
    assert "<script>" not in html and "javascript:" not in re.sub(r"\[x\]\(javascript:alert\(1\)\)", "", html)
    assert "<title>A &lt;b></title>" in html and "a&lt;b" in html


def test_readmes_of_the_zip_lead_to_what_is_in_it():
    contents = package.contents()
    for name in ("README.md", "README.zh.md"):
        text = contents[name].decode("utf-8")
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert link.startswith("https://") or link in contents, f"{name}: {link}"
        assert "docs/manual" in text
        assert (ROOT / name).read_text(encoding="utf-8") != text
