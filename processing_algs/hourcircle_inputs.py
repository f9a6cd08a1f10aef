"""What the hour circle is asked: its parameters read, checked and brought into the engine's words."""

from __future__ import annotations

import math
from pathlib import Path

from qgis.core import QgsProcessingException

from ..nm_urban_plugin.analysis.hourcircle_job import Done, Origins, Task, load_origins
from ..nm_urban_plugin.analysis.isochrones import Access
from ..nm_urban_plugin.analysis.network_lines import SpeedRule
from ..nm_urban_plugin.analysis.population import Population, load_population
from ..nm_urban_plugin.analysis.rejects import Tally
from ..nm_urban_plugin.core import places
from ..nm_urban_plugin.core.corridors import ANY, RAIL, ROAD
from ..nm_urban_plugin.core.hourcircle import Rules, read_minutes, read_rules, rules
from ..nm_urban_plugin.core.roles import match, parse_fields_json
from ..nm_urban_plugin.i18n import locale, tr
from .base import FIELDS, INPUT, NmAlgorithm

ORIGINS, MODE, SPEED_FIELD, CLASS_FIELD, SPEED_KMH = "ORIGINS", "MODE", "SPEED_FIELD", "CLASS_FIELD", "SPEED_KMH"
MINUTES, NAME_FIELD, POPULATION, POP_FIELD = "MINUTES", "NAME_FIELD", "POPULATION", "POP_FIELD"
ACCESS_KMH, TAIL_M, SNAP_M, BOUNDARY, EXIT_GAP_M = "ACCESS_KMH", "TAIL_M", "SNAP_M", "BOUNDARY", "EXIT_GAP_M"
POLICY = "POLICY"
AUTO = "auto"


class HourCircleInputs(NmAlgorithm):
    """Reading of parameters; every problem is an error whose words name the layer, the field and the remedy."""

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

    def _task(self, parameters, context) -> Task:
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
                           self._field(parameters, INPUT, SPEED_FIELD, ("speed_kmh",), context),
                           self._field(parameters, INPUT, CLASS_FIELD, ("line_class",), context), kmh, ROAD)
        access = Access(self._value(parameters, ACCESS_KMH, context, rule, "access_kmh") / 3.6,
                        self._value(parameters, TAIL_M, context, rule, "tail_m"))
        return Task(speeds, minutes, access, self._value(parameters, SNAP_M, context, rule, "snap_m"))

    def _field(self, parameters, layer: str, name: str, roles: tuple[str, ...], context) -> str | None:
        """The field that was chosen, else the first that plays one of the roles; None where there is none."""
        found = self._fields(parameters, layer, name, roles, context)
        return found[0] if found else None

    def _fields(self, parameters, layer: str, name: str | None, roles: tuple[str, ...], context) -> list[str]:
        given = self.given(parameters, layer, context)
        if given is None:
            return []
        names = [field.name() for field in given.source.fields()]
        chosen = self.parameterAsString(parameters, name, context) if name else ""
        if chosen:
            if given.source.fields().lookupField(chosen) < 0:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=given.name, field=chosen))
            return [chosen]
        known = [n.casefold() for n in names]
        overrides = {role: value for role, value in parse_fields_json(
            self.parameterAsString(parameters, FIELDS, context)).items() if value.casefold() in known}
        found = (match(role, names, overrides) for role in roles)
        return list(dict.fromkeys(field for field in found if field))

    def _people_field(self, parameters, context) -> str | None:
        """The population field; raises where there is a population layer without one."""
        given = self.given(parameters, POPULATION, context)
        if given is None:
            return None
        field = self._field(parameters, POPULATION, POP_FIELD, ("pop_total",), context)
        if field is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: "
                                            "{have}).").format(
                name=given.name, role="pop_total", remedy=POP_FIELD,
                have=", ".join(f.name() for f in given.source.fields())))
        return field

    def _origins(self, parameters, context, tally: Tally, feedback) -> Origins:
        names = self._fields(parameters, ORIGINS, NAME_FIELD, ("place_name", "county_name"), context)
        code = self._field(parameters, ORIGINS, "", ("county_code",), context)
        return load_origins(self.given(parameters, ORIGINS, context), names, code, tally, feedback)

    def _population(self, parameters, context, tally: Tally, feedback) -> Population | None:
        given = self.given(parameters, POPULATION, context)
        if given is None:
            return None
        names = self._fields(parameters, POPULATION, None, ("place_name", "county_name"), context)
        return load_population(given, self._people_field(parameters, context), names, tally, feedback)

    def _warn(self, parameters, context, feedback, done: Done, task: Task, population: Population | None,
              tally: Tally) -> None:
        """Say what a reader would otherwise take for granted; list the origins that a network does not reach."""
        speeds = task.speeds
        given = self.given(parameters, INPUT, context)
        if speeds.mode == ANY and not speeds.class_field:
            feedback.pushWarning(tr("Layer '{name}' has no class field: all lines are taken as roads. Set MODE to rail "
                                    "for railways.").format(name=given.name))
        for value, count in sorted(done.lines.unknown.items(), key=lambda item: -item[1])[:10]:
            feedback.pushWarning(tr("Unknown class '{value}' ({n} lines): default speed of the mode").format(
                value=value, n=count))
        if not done.modes:
            feedback.pushWarning(tr("Layer '{name}' has no usable lines: no travel time can be computed.").format(
                name=given.name))
        origins = self.given(parameters, ORIGINS, context)
        for mode in done.modes:
            word = tr("rail") if mode == RAIL else tr("road")
            for k, far in enumerate(done.snap_m[mode]):
                if far > task.snap_m:
                    tally.reject(origins.name, done.origins.fids[k], tr(
                        "{place}: the nearest line ({mode}) is {far:.0f} m away, more than {limit:g} m: not judged by "
                        "this mode").format(place=done.origins.names[k], mode=word, far=far, limit=task.snap_m))
        if done.missing_cities:
            feedback.pushWarning(tr("Cities of the circle that are none of the origins: {names}").format(
                names="、".join(places.name_of(code, locale()) for code in done.missing_cities)))
        if population is not None and population.unknown:
            feedback.pushWarning(tr("{n} features of the population layer have no number and count as 0").format(
                n=population.unknown))
