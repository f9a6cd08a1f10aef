"""The workbook of a run: SHEET and FORM of every algorithm that has a ledger or a list, made of the layers as written.

The layers are read again after they were closed, so the figures of a sheet are exactly those of the layers, whichever
way they were written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from ...nm_urban_plugin.analysis.reading.batches import plain
from ...nm_urban_plugin.analysis.reading.roles import detect_role
from ...nm_urban_plugin.core.roles import parse_fields_json
from ...nm_urban_plugin.exchange.forms import (
    Results,
    Table,
    check_forms,
    check_template,
    fill_book,
    place_of,
    write_book,
)
from ...nm_urban_plugin.i18n import locale, tr
from .sinks import Cancelled

SHEET, FORM = "SHEET", "FORM"
#: Project variable that holds the name of the reporting unit (编制单位).
ORG_VARIABLE = "nm_urban_org"
#: Optional outputs that no form prints.
_NOT_PRINTED = ("MEASURES", "REJECTS")
_LOOK_EVERY = 500


def form_parameter(optional: bool = True) -> QgsProcessingParameterFile:
    """Ids of forms (with commas between), or the path of a bureau's own workbook: a file with its browse button."""
    # the second filter lets ids pass, which are no names of files
    return QgsProcessingParameterFile(FORM, tr("Form (id, or own .xlsx template)"), optional=optional,
                                      fileFilter=f"{tr('Workbook (*.xlsx)')};;{tr('Form id (*)')}")


def add_sheet(algorithm) -> None:
    """Add SHEET and FORM to an algorithm."""
    algorithm.add(QgsProcessingParameterFileDestination(
        SHEET, tr("Workbook to print and sign"), tr("Workbook (*.xlsx)"), None, True, False))
    algorithm.add(form_parameter(), advanced=True)


def organisation(project) -> str:
    """The reporting unit that the project names, '' for none."""
    return str(project.customVariables().get(ORG_VARIABLE, "") or "") if project is not None else ""


def chosen_form(text: str, default: str) -> Path | list[str]:
    """What FORM names: a template that can be read, or ids that are there. Raises FormError, TemplateError."""
    text = (text or "").strip()
    if text.lower().endswith(".xlsx"):
        check_template(text)
        return Path(text)
    ids = [one.strip() for one in text.replace("，", ",").split(",") if one.strip()] or [default]
    check_forms(ids)
    return ids


class RunSheet:
    """The sheet that a run is to leave, if any."""

    def __init__(self, algorithm, parameters: dict, context) -> None:
        """Reads SHEET and FORM; raises FormError where the form cannot be used, before anything is computed."""
        self._algorithm, self._context = algorithm, context
        self.parameters, self._extra = parameters, []
        self._form: Path | list[str] = []
        self._path = ""
        if algorithm.BOOK and parameters.get(SHEET) not in (None, ""):
            self._form = chosen_form(algorithm.parameterAsString(parameters, FORM, context), algorithm.BOOK)
            self._path = algorithm.parameterAsFileOutput(parameters, SHEET, context)
            self.parameters = self._with_tables(parameters)

    def _with_tables(self, parameters: dict) -> dict:
        """The parameters with optional tables made in memory where they were not asked for: a form may print them."""
        out = dict(parameters)
        for definition in self._algorithm.parameterDefinitions():
            name = definition.name()
            if (isinstance(definition, QgsProcessingParameterFeatureSink) and name not in _NOT_PRINTED
                    and parameters.get(name) in (None, "") and definition.flags() & definition.Flag.FlagOptional):
                out[name] = QgsProcessing.TEMPORARY_OUTPUT
                self._extra.append(name)
        return out

    def write(self, outputs, results: dict, org: str, feedback) -> dict:
        """Write the workbook, if one is wanted; returns the results with it, and without the tables made for it."""
        if not self._path:
            return results
        mapping = {}
        if self._algorithm.parameterDefinition("FIELDS") is not None:
            mapping = parse_fields_json(self._algorithm.parameterAsString(self.parameters, "FIELDS", self._context))
        tables = [read_table(layer_of(dest, self._context), role, feedback, mapping)
                  for role, dest in outputs.roles.items()]
        facts = {"as_of": self._as_of(), "org": org, "method": [results.get("METHOD")], "place": ""}
        printed = print_tables(self._path, self._form, tables, facts, feedback)
        feedback.pushInfo(tr("Workbook: {path} ({sheets})").format(path=self._path, sheets=", ".join(printed)))
        kept = {name: value for name, value in results.items() if name not in self._extra}
        return {**kept, SHEET: self._path}

    def _as_of(self) -> str:
        if self._algorithm.parameterDefinition("AS_OF") is None:
            return dt.date.today().isoformat()
        return self._algorithm.as_of(self.parameters, self._context).isoformat()


def layer_of(dest: str, context) -> QgsVectorLayer:
    """The layer that an output was written to."""
    layer = QgsProcessingUtils.mapLayerFromString(dest, context)
    if not isinstance(layer, QgsVectorLayer):
        raise QgsProcessingException(tr("The layer {name} cannot be read again for the workbook.").format(name=dest))
    return layer


def read_table(layer: QgsVectorLayer, role: str, feedback, mapping=None) -> Table:
    """The rows of a result layer as a form takes them, without geometry. Raises `Cancelled`."""
    names = [field.name() for field in layer.fields()]
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    records, look = [], looking_at(feedback)
    for k, feature in enumerate(layer.getFeatures(request)):
        if k % _LOOK_EVERY == 0:
            look()
        records.append(dict(zip(names, map(plain, feature.attributes()))))
    return Table(role, names, records, layer.name(), mapping or {})


def looking_at(feedback):
    """A function that raises `Cancelled` once the user has cancelled."""
    def look() -> None:
        if feedback.isCanceled():
            raise Cancelled

    return look


def read_layers(layers: Iterable[QgsVectorLayer], feedback) -> list[Table]:
    """The tables of layers whose role is known; raises naming those whose role is not."""
    tables, unknown = [], []
    for layer in layers:
        role, _ = detect_role(layer)
        if role:
            tables.append(read_table(layer, role, feedback))
        else:
            unknown.append(layer.name())
    if unknown:
        raise QgsProcessingException(tr("Not recognised as results of NM Urban: {names}").format(
            names=", ".join(unknown)))
    return tables


def print_tables(path: str, form: Path | list[str], tables: Sequence[Table], facts: dict, feedback) -> list[str]:
    """Write or fill the workbook; returns the names of its sheets. Raises FormError, FormDoesNotTie, NotWritten,
    and `Cancelled`."""
    place = facts.get("place") or place_of(tables, locale())
    results = Results.of(tables, {**facts, "place": place}, looking_at(feedback))
    if isinstance(form, Path):
        return fill_book(path, form, results, locale())
    return write_book(path, form, results, locale())
