"""Translations: collect the strings from the source, keep the Chinese ones, compile them.

The source strings are the literals in ``tr("…")``, ``self.tr("…")`` and ``tr_noop("…")`` of the shipped code.

    python -m tools.release.i18n                    collect into i18n/nm_urban_zh.ts, then compile
    python -m tools.release.i18n --merge FILE.json  the same, taking translations from {"English": "中文"}
    python -m tools.release.i18n --missing          print what is not translated yet, as such a JSON object
    python -m tools.release.i18n --check            change nothing; fail if one is missing, untranslated or misformed
    python -m tools.release.i18n --release          only compile
"""

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from tools.common import ROOT
from tools.release.package import CODE_FOLDERS

CONTEXT = "nm_urban"
TS = ROOT / "i18n" / "nm_urban_zh.ts"
QM = TS.with_suffix(".qm")
FUNCTIONS = {"tr", "tr_noop"}
LRELEASE = ("/usr/lib/qt5/bin/lrelease", "lrelease-qt5", "lrelease", "/usr/lib/qt6/bin/lrelease", "lrelease-qt6")
PLACEHOLDER = re.compile(r"%\d|%n|\{[^{}]*\}")


class SourceError(ValueError):
    """A call of tr() whose argument is no plain literal: it cannot be collected."""


def strings_of(source, path):
    """Return the source strings of one file, in order, once each; raise SourceError for a computed one."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in FUNCTIONS:
            continue
        argument = node.args[0]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found.setdefault(argument.value, node.lineno)
        elif isinstance(argument, (ast.JoinedStr, ast.BinOp)):
            # A plain name is fine: it holds what tr_noop() marked elsewhere.
            raise SourceError(f"{path}:{node.lineno}: tr() takes a plain literal; put values in with .format()")
    return sorted(found, key=found.get)


def collect():
    """Return ``{string: first file}`` of the shipped code, in the order of files and lines."""
    found = {}
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for text in strings_of(path.read_text(encoding="utf-8"), name):
                found.setdefault(text, name)
    return found


def read_ts():
    """Return ``{string: translation}`` of the .ts file, with the vanished ones; empty text = not translated."""
    if not TS.exists():
        return {}
    messages = ET.parse(TS).getroot().iter("message")
    return {m.findtext("source"): (m.findtext("translation") or "") for m in messages}


def write_ts(strings, translations):
    """Write the .ts file. Strings that left the source keep their translation as ``vanished``, as lupdate does."""
    root = ET.Element("TS", version="2.1", language="zh_CN", sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    vanished = sorted(text for text, words in translations.items() if words and text not in strings)
    for text in [*strings, *vanished]:
        message = ET.SubElement(context, "message")
        if text in strings:
            ET.SubElement(message, "location", filename=f"../{strings[text]}")
        ET.SubElement(message, "source").text = text
        words = translations.get(text, "")
        translation = ET.SubElement(message, "translation")
        translation.text = words
        if text not in strings:
            translation.set("type", "vanished")
        elif not words:
            translation.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    content = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'
    if TS.exists() and TS.read_text(encoding="utf-8") == content:
        return
    beside = TS.with_suffix(".ts.part")
    beside.write_text(content, encoding="utf-8")
    os.replace(beside, TS)


def problems():
    """Return what is wrong with the translations, as lines; the files stay as they are."""
    try:
        strings = collect()
    except SourceError as error:
        return [str(error)]
    translations = read_ts()
    lines = []
    for text, path in strings.items():
        words = translations.get(text, "")
        if not words:
            lines.append(f"{path}: no Chinese for {text!r}")
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(words)):
            lines.append(f"{path}: the placeholders of {text!r} and {words!r} differ")
    return lines


def release():
    """Compile the .ts file to the .qm file that ships; raise FileNotFoundError without lrelease."""
    program = next((path for path in map(shutil.which, LRELEASE) if path), None)
    if program is None:
        raise FileNotFoundError("lrelease was not found: install Qt's linguist tools (make setup says how)")
    beside = QM.with_suffix(".qm.part")
    subprocess.run([program, "-silent", str(TS), "-qm", str(beside)], check=True)
    os.replace(beside, QM)


def main():
    """Command line, see the top of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--merge", type=Path, metavar="FILE.json", help="JSON object with new translations")
    for option in ("--check", "--missing", "--release"):
        parser.add_argument(option, action="store_true")
    options = parser.parse_args()
    if options.check:
        lines = problems()
        print("\n".join([*lines, f"i18n: {len(lines)} problems"]))
        sys.exit(1 if lines else 0)
    if not options.release:
        strings, translations = collect(), read_ts()
        if options.missing:
            print(json.dumps({t: "" for t in strings if not translations.get(t)}, ensure_ascii=False, indent=1))
            return
        if options.merge:
            translations.update(json.loads(options.merge.read_text(encoding="utf-8")))
        write_ts(strings, translations)
        done = sum(1 for text in strings if translations.get(text))
        print(f"i18n: {len(strings)} strings, {done} translated, {len(strings) - done} missing")
    release()


if __name__ == "__main__":
    main()
