"""The manual as pages for people without a network: HTML made from the Markdown in docs/, with its pictures.

    pages(root)   {name in the zip: bytes}
"""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Pages that ship, with their language.
PAGES = {"manual.zh": "zh-CN", "manual.en": "en", "indicators": "zh-CN"}

_LINK = re.compile(r'(?<=href=")([\w.-]+)\.md(?=["#])')
_ALGORITHM = re.compile(r"`([a-z]+)`")
_PICTURE = re.compile(r'src="(img/[\w.-]+)"')

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.65 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 0 auto;
  padding: 1.5rem; }}
nav ol {{ columns: 2 18rem; padding: 0; list-style: none; }}
table {{ border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }}
th, td {{ border: 1px solid #8888; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
code, pre {{ font-family: Consolas, "DejaVu Sans Mono", monospace; font-size: .92em; background: #8882; }}
code {{ padding: .1em .25em; border-radius: 3px; }}
pre {{ padding: .8rem; overflow-x: auto; }}
pre code {{ background: none; padding: 0; }}
img {{ max-width: 100%; border: 1px solid #8886; }}
h2 {{ margin-top: 2.5rem; border-bottom: 1px solid #8886; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _parser() -> MarkdownIt:
    """CommonMark with tables; HTML in the text is shown, not obeyed."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def page(text: str, language: str) -> str:
    """One Markdown text as a page; its second-level headings become a list of contents after the first heading."""
    parser = _parser()
    tokens = parser.parse(text)
    title, chapters, first_end = "", [], 0
    for k, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = tokens[k + 1].content
        if token.tag == "h1" and not title:
            title, first_end = words, k + 3
        if token.tag == "h2":
            chapters.append(words)
            token.attrSet("id", f"c{len(chapters)}")
            # the help button of an algorithm leads to its chapter
            tokens[k + 1].children[:0] = [Token("html_inline", "", 0, content=f'<a id="{name}"></a>')
                                          for name in _ALGORITHM.findall(words)]
    links = "\n".join(f'<li><a href="#c{n}">{parser.renderInline(words)}</a></li>'
                      for n, words in enumerate(chapters, 1))
    contents = f"<nav><ol>\n{links}\n</ol></nav>\n" if chapters else ""
    head, rest = (parser.renderer.render(part, parser.options, {}) for part in (tokens[:first_end], tokens[first_end:]))
    body = _LINK.sub(r"\1.html", head + contents + rest)
    return _PAGE.format(language=language, title=_escaped(title), body=body)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def pages(root: Path) -> dict[str, bytes]:
    """Pages and the pictures they show, by name in the zip. Raises FileNotFoundError for a picture that is missing."""
    out: dict[str, bytes] = {}
    for name, language in PAGES.items():
        source = root / "docs" / f"{name}.md"
        if not source.is_file():
            continue
        html = page(source.read_text(encoding="utf-8"), language)
        out[f"docs/{name}.html"] = html.encode("utf-8")
        for picture in _PICTURE.findall(html):
            out[f"docs/{picture}"] = (root / "docs" / picture).read_bytes()
    return out


def readme(text: str, shipped: dict[str, bytes]) -> str:
    """A README for the zip: links lead to the pages that ship, pictures that do not ship are left out."""
    text = re.sub(r"\(docs/([\w.]+)\.md\)", r"(docs/\1.html)", text)
    return re.sub(r"!\[[^\]]*\]\((docs/[^)]+)\)\n*", lambda m: m[0] if m[1] in shipped else "", text)
