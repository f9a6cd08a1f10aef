"""The tasks of disposal by county, league and region, from a table of years."""

from __future__ import annotations

from collections.abc import Mapping

from ...analysis.reading.county_table import load_yearly
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.idle.ledger import Progress
from ...core.messages import Message


def read_tasks(given: Given, fields: Mapping[str, str], progress: Progress, tally: Tally, said: list[Message]
               ) -> dict[str, int]:
    """Code of a county, a league or the region → hundredths of a 亩: the tasks of all years added up."""
    years = range(progress.base.year, max(progress.deadline, progress.base).year + 1)
    table = load_yearly(given, fields["county_code"], fields.get("year"), fields["task_mu"], years, tally)
    said += table.warnings
    out: dict[str, int] = {}
    for (code, _), amount in table.values.items():
        out[code] = out.get(code, 0) + amount
    goal = f"{progress.target / 100:.2f}"
    if table.values and table.total != progress.target:
        said.append(Message("idle.tasks_differ", {"total": f"{table.total / 100:.2f}", "goal": goal}))
    for unit in (*(league.code for league in places.leagues()), places.REGION):
        own = table.of_group(unit)
        if own is not None:
            out[unit] = own
    if out.get(places.REGION, progress.target) != progress.target:
        said.append(Message("idle.tasks_region", {"own": f"{out[places.REGION] / 100:.2f}", "goal": goal}))
    return out
