"""The tasks of disposal by county, league and region, from a table of years."""

from __future__ import annotations

from collections.abc import Mapping

from ...analysis.reading.county_table import load_yearly
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.idle.ledger import Progress
from ...core.messages import Message


def read_tasks(given: Given, fields: Mapping[str, str], progress: Progress, tally: Tally, said: list[Message]
               ) -> dict[str, int]:
    """Code → hundredths of a 亩: the tasks of all years added up."""
    years = range(progress.base.year, max(progress.deadline, progress.base).year + 1)
    table = load_yearly(given, fields["county_code"], fields.get("year"), fields["task_mu"], years, tally)
    out: dict[str, int] = {}
    for (code, _), amount in table.values.items():
        out[code] = out.get(code, 0) + amount
    if table.total != progress.target:
        said.append(Message("idle.tasks_differ", {"total": f"{table.total / 100:.2f}",
                                                  "goal": f"{progress.target / 100:.2f}"}))
    return out
