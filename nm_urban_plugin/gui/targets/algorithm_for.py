"""Which algorithm would make the input that a target lacks."""

from __future__ import annotations

from qgis.core import QgsApplication

from ...core.targets.rows import TargetRow

PROVIDER = "nmurban"

#: Layer roles whose algorithm is not told by the beginning of their name.
_MADE_BY = {"corridor_nodes": "corridorbuffer", "time_matrix": "hourcircle", "exit_corridors": "corridorbuffer"}


def algorithm_for(row: TargetRow):
    """The algorithm whose output answers the row's indicator; None where there is none.

    The outputs of an algorithm bear its name (landquota_ledger), which is how it is found.
    """
    provider = QgsApplication.processingRegistry().providerById(PROVIDER)
    if provider is None or row.indicator is None:
        return None
    known = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    for form in row.indicator.forms:
        for role in form.roles:
            for name in (_MADE_BY.get(role, ""), role, role.partition("_")[0]):
                if name in known:
                    return known[name]
    return None
