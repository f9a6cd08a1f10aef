"""What the hour circle is asked: its parameters read, checked and brought into the engine's words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProcessingException

from ...nm_urban_plugin.analysis.network.isochrones import Access
from ...nm_urban_plugin.analysis.network.lines import SpeedRule
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.corridors.nodes import ANY, ROAD
from ...nm_urban_plugin.core.corridors.travel import Rules, read_minutes, read_rules, rules
from ...nm_urban_plugin.i18n import tr
from ...nm_urban_plugin.jobs.corridors.hourcircle import HourCircleJob, Task
from ..framework.algorithm import INPUT, NmAlgorithm, Wanted

ORIGINS, MODE, SPEED_FIELD, CLASS_FIELD, SPEED_KMH = "ORIGINS", "MODE", "SPEED_FIELD", "CLASS_FIELD", "SPEED_KMH"
MINUTES, NAME_FIELD, POPULATION, POP_FIELD = "MINUTES", "NAME_FIELD", "POPULATION", "POP_FIELD"
ACCESS_KMH, TAIL_M, SNAP_M, BOUNDARY, EXIT_GAP_M = "ACCESS_KMH", "TAIL_M", "SNAP_M", "BOUNDARY", "EXIT_GAP_M"
POLICY = "POLICY"
AUTO = "auto"
WANTED = (
    Wanted(INPUT, "speed_kmh", SPEED_FIELD), Wanted(INPUT, "line_class", CLASS_FIELD),
    Wanted(ORIGINS, "place_name", NAME_FIELD), Wanted(ORIGINS, "county_name"), Wanted(ORIGINS, "county_code"),
    Wanted(POPULATION, "pop_total", POP_FIELD, needed=True), Wanted(POPULATION, "place_name"),
    Wanted(POPULATION, "county_name"))


class HourCircleInputs(NmAlgorithm):
    """Reading of parameters; every problem is an error whose words name the layer, the field and the remedy."""

    def prepared(self, parameters, context) -> HourCircleJob:
        given = {name: self.given(parameters, name, context) for name in (INPUT, ORIGINS, POPULATION, BOUNDARY)}
        self.check_crs(*given.values())
        fields = self.mapped(parameters, context, WANTED)
        task = self._task(parameters, context, fields[INPUT])
        chosen = self.parameterAsString(parameters, NAME_FIELD, context)
        names = {layer: [found[role] for role in ("place_name", "county_name") if role in found]
                 for layer, found in ((name, fields.get(name, {})) for name in (ORIGINS, POPULATION))}
        if chosen:  # the field that was chosen stands alone
            names[ORIGINS] = [fields[ORIGINS]["place_name"]]
        return HourCircleJob(
            given[INPUT], given[ORIGINS], task, Tally(), names, fields[ORIGINS].get("county_code"), given[POPULATION],
            fields.get(POPULATION, {}).get("pop_total"), given[BOUNDARY],
            self._value(parameters, EXIT_GAP_M, context, task.speeds.rules, "exit_gap_m"),
            self.as_of(parameters, context))

    def _rules(self, parameters, context) -> Rules:
        path = self.parameterAsFile(parameters, POLICY, context)
        return read_rules(Path(path)) if path else rules()

    def _value(self, parameters, name: str, context, rule: Rules, key: str) -> float:
        """A number, or the policy's where it was left empty."""
        if parameters.get(name) in (None, ""):
            return rule.number(key)
        return self._finite(parameters, name, context)

    def _finite(self, parameters, name: str, context) -> float:
        """A number; QGIS lets NaN pass the bounds of a parameter, here it raises."""
        value = self.parameterAsDouble(parameters, name, context)
        if not math.isfinite(value):
            raise QgsProcessingException(tr("{name}: '{value}' is not a number").format(name=name, value=value))
        return value

    def _task(self, parameters, context, fields: Mapping[str, str]) -> Task:
        rule = self._rules(parameters, context)
        text = self.parameterAsString(parameters, MINUTES, context)
        try:
            minutes = read_minutes(text)
        except ValueError as error:
            raise QgsProcessingException(tr("{name}: '{text}' is no list of minutes such as 30,60,120 (more than 0, at "
                                            "most 1440)").format(name=MINUTES, text=text)) from error
        mode = self.parameterAsEnumString(parameters, MODE, context) or AUTO
        kmh = None
        if parameters.get(SPEED_KMH) not in (None, ""):
            kmh = self._finite(parameters, SPEED_KMH, context)
        speeds = SpeedRule(rule, ANY if mode == AUTO else mode,
                           fields.get("speed_kmh"), fields.get("line_class"), kmh, ROAD)
        access = Access(self._value(parameters, ACCESS_KMH, context, rule, "access_kmh") / 3.6,
                        self._value(parameters, TAIL_M, context, rule, "tail_m"))
        return Task(speeds, minutes, access, self._value(parameters, SNAP_M, context, rule, "snap_m"))
