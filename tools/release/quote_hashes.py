"""Prove that every quote of the register stands in the plans: ``python -m tools.release.quote_hashes FOLDER``.

FOLDER holds the texts of the documents as they were read (UTF-8 .txt). For each row of resources/targets.json the raw
quote is looked for, letter by letter; the file of hashes (tests/data/quote_hashes.json) says in which text it stands
and where, so that a test can hold every quote to it without the texts.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from tools.common import ROOT

HASHES = ROOT / "tests" / "data" / "quote_hashes.json"
REGISTER = ROOT / "resources" / "targets.json"


def digest(text):
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def found(quote, texts):
    """``[{text, at}]``: hash of each text that has the quote, and the place of its first letter."""
    return [{"text": digest(text), "at": text.index(quote)} for text in texts if quote in text]


def build(folder):
    """The list of hashes; raises SystemExit naming the quotes that stand nowhere."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    rows = json.loads(REGISTER.read_text(encoding="utf-8"))["targets"]
    out, lost = {}, []
    for row in rows:
        places = found(row["quote"], texts)
        if not places:
            lost.append(row["id"])
        out[row["id"]] = {"quote": digest(row["quote"]), "found": places}
    if lost or not texts:
        sys.exit(f"{len(texts)} texts; not found: {', '.join(lost)}")
    return {"texts": {digest(text): len(text) for text in texts}, "quotes": out}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="folder with the texts of the documents (*.txt)")
    made = build(parser.parse_args().folder)
    HASHES.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(made['quotes'])} quotes found in {len(made['texts'])} texts → {HASHES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
