"""How well the recogniser does on the corpus: a confusion matrix, and every file that it got wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tools.common import import_nm_urban
from tools.corpus.build import Case

import_nm_urban()

from nm_urban.nm_urban_plugin.core.quality import recognise  # noqa: E402
from nm_urban.nm_urban_plugin.jobs.quality.files import Found, Unpacked, look  # noqa: E402

ASKED = "?"


@dataclass
class Score:
    """right, asked (ambiguous where the role could be told), wrong; sure: wrong with high confidence."""

    matrix: Counter = field(default_factory=Counter)
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.right + len(self.wrong) + len(self.asked)

    @property
    def share(self) -> float:
        return self.right / max(self.count, 1)


def found_of(folder: Path, case: Case, unpacked: Unpacked) -> Found | None:
    """The layer of a case as `look` gives it."""
    found = [one for one in look(folder / case.path, unpacked) if one.usable]
    return next((one for one in found if not case.table or one.table == case.table), found[0] if found else None)


def score_roles(folder: Path, cases: list[Case]) -> Score:
    """Recognise every file of the corpus."""
    out = Score()
    with Unpacked() as unpacked:
        for case in cases:
            if case.planted or case.beside:  # damaged on purpose: for the check, not for recognition
                continue
            found = found_of(folder, case, unpacked)
            answer = recognise(found.signs) if found else None
            role = answer.role if answer else "unread"
            out.matrix[case.role or ASKED, role or ASKED] += 1
            line = f"{case.path} [{case.format}] is {case.role or ASKED}, taken for {role or ASKED}" + (
                f" ({', '.join(f'{c.role} {c.score:g}' for c in answer.candidates[:3])})" if answer else "")
            if role == case.role:
                out.right += 1
            elif not role:
                out.asked.append(line)
            else:
                out.wrong.append(line)
                if answer is None or answer.high:
                    out.sure.append(line)
    return out


def print_score(score: Score) -> None:
    """The matrix, row by row: what it is, and what it was taken for."""
    roles = sorted({pair[0] for pair in score.matrix})
    print("confusion matrix (is: taken for x times)")
    for role in roles:
        taken = {got: n for (is_, got), n in sorted(score.matrix.items()) if is_ == role}
        marks = "" if set(taken) == {role} else "   <--"
        print(f"  {role:22}", ", ".join(f"{got} x {n}" for got, n in taken.items()), marks)
    for title, lines in (("asked", score.asked), ("wrong", score.wrong), ("wrong with high confidence", score.sure)):
        print(f"{title}: {len(lines)}")
        for line in lines:
            print("  ", line)
    print(f"{score.count} files, {score.right} right = {100 * score.share:.2f} %")
