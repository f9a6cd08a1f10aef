"""Command line: build the corpus in a folder (default: a temporary one), recognise and check it, print the score.

    python -m tools.corpus [--folder F] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tools.corpus.build import build
from tools.corpus.score import print_score, score_roles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=20251)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = options.folder or Path(place)
        score = score_roles(folder, build(folder, options.seed))
    print_score(score)
    sys.exit(0 if score.share >= 0.98 and not score.sure else 1)


if __name__ == "__main__":
    main()
