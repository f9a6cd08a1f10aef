"""What all algorithms share: help from data, rejects, the loading of layers, roles and styles of outputs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ...nm_urban_plugin.analysis.buffers.plane import BufferFailed
from ...nm_urban_plugin.analysis.reading.area import METHODS
from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.spool import Spool
from ...nm_urban_plugin.analysis.reading.tally import REJECTED, REPAIRED, LayerRefused, Tally
from ...nm_urban_plugin.core.dates import ImpossibleDate, parse_date
from ...nm_urban_plugin.core.messages import worded
from ...nm_urban_plugin.core.resources import BilingualError
from ...nm_urban_plugin.core.roles import parse_fields_json
from ...nm_urban_plugin.core.units import ConservationError
from ...nm_urban_plugin.i18n import locale, tr
from .destinations import place_of, refuse_overwriting
from .field_mapping import FIELDS, Wanted, field_named, names_of, resolve
from .held import loaded_files, refuse_held
from .questions import questions
from .sheet import RunSheet, add_sheet, organisation
from .sinks import MEASURES, REJECTS, Cancelled, Outputs
from .styles import About, write_roles

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_DOCS = _RESOURCES.parent / "docs"

INPUT, OUTPUT, METHOD, AREA_METHOD, AS_OF = "INPUT", "OUTPUT", "METHOD", "AREA_METHOD", "AS_OF"

#: What makes a run impossible, told in the user's words; all else is a fault of the plugin and keeps its traceback.
REFUSALS = (BilingualError, LayerRefused, ConservationError, BufferFailed)

__all__ = ["AREA_METHOD", "AS_OF", "FIELDS", "INPUT", "MEASURES", "METHOD", "OUTPUT", "REFUSALS", "REJECTS",
           "Cancelled", "NmAlgorithm", "Outputs", "Wanted", "help_of", "message_of"]


def message_of(error: Exception) -> str:
    """The words of an error in the user's language."""
    if isinstance(error, BufferFailed):
        return tr("The outlines could not be united ({error}). Please report this, with the layer.").format(error=error)
    return error.text(locale()) if isinstance(error, BilingualError) else str(error)


@cache
def help_of(algorithm: str, language: str) -> dict[str, str]:
    """Help texts of one algorithm: ALG_DESC and one entry per parameter and output."""
    path = _RESOURCES / "help" / f"{algorithm}_{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _tags() -> dict[str, list[str]]:
    return json.loads((_RESOURCES / "tags.json").read_text(encoding="utf-8"))["tags"]


class NmAlgorithm(QgsProcessingAlgorithm):
    """Base of the provider's algorithms. A child sets ID, and GROUP (id, English title)."""

    ID = ""
    TITLE = ""
    GROUP = ("", "")
    #: The workbook of forms that prints the results; '' for an algorithm without a ledger or a list.
    BOOK = ""

    def __init__(self) -> None:
        super().__init__()
        self.about = About()

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return tr(self.TITLE)

    def group(self) -> str:
        return tr(self.GROUP[1])

    def groupId(self) -> str:
        return self.GROUP[0]

    def icon(self) -> QIcon:
        return QIcon(str(_RESOURCES / "icons" / f"{self.ID}.svg"))

    def createInstance(self):
        return type(self)()

    def tags(self) -> list[str]:
        """Chinese, pinyin and English words that find the algorithm in the toolbox."""
        return _tags().get(self.ID, [])

    def helpUrl(self) -> str:
        """The algorithm's chapter of the manual that came with the plugin; in a checkout, the text it is made of."""
        name = f"manual.{locale()}"
        page = _DOCS / f"{name}.html"
        url = QUrl.fromLocalFile(str(page if page.exists() else _DOCS / f"{name}.md"))
        url.setFragment(self.ID)
        return url.toString()

    def shortHelpString(self) -> str:
        return QgsProcessingUtils.formatHelpMapAsHtml(help_of(self.ID, locale()), self)

    def shortDescription(self) -> str:
        return help_of(self.ID, locale())["ALG_DESC"].split("\n")[0]

    # -- the run ----------------------------------------------------------------------------------------------
    #
    # prepared → perform → write → log. The base holds everything else: the checks of the dialog, what is refused and in
    # which words, cancelling, the removal of half-written outputs, rejects, counts.

    def prepared(self, parameters, context):
        """The job as asked for, all parameters read and checked; the dialog asks this too, so nothing is computed here.

        Raises one of `REFUSALS`, or QgsProcessingException, naming parameter, layer, field and remedy.
        """
        raise NotImplementedError

    def perform(self, job, spool: Spool, feedback):
        """Compute everything; None when cancelled. The result has ``warnings``: sentences, or `Message`s."""
        return job.run(spool, feedback)

    def write(self, job, result, outputs: Outputs) -> dict:
        """Fill the outputs; returns the numbers and METHOD."""
        raise NotImplementedError

    def log(self, job, result, feedback) -> None:
        """The sentences of the report that follow the counts of features."""

    def source(self, job) -> Given:
        """The layer whose features are counted; the table of rejects has its CRS."""
        raise NotImplementedError

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._refuse_taken(parameters, context, loaded_files(context.project()))
            RunSheet(self, parameters, context)
            self.prepared(parameters, context)
        except (*REFUSALS, QgsProcessingException) as error:
            return False, message_of(error)
        return True, ""

    def prepareAlgorithm(self, parameters, context, feedback):
        # here, as the run itself is not in the main thread
        self._loaded, self._org = loaded_files(context.project()), organisation(context.project())
        self._questions = questions(self, parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):
        """Run the algorithm; whatever it has written is removed again if it fails or is cancelled."""
        self._refuse_taken(parameters, context, self._loaded)  # a model does not ask checkParameterValues
        for line in self._questions:
            feedback.pushWarning(line)
        outputs = Outputs(self, parameters, context, feedback)
        finished = False
        try:
            sheet = RunSheet(self, parameters, context)
            outputs = Outputs(self, sheet.parameters, context, feedback)
            results = self.compute(sheet.parameters, context, feedback, outputs)
            if not feedback.isCanceled():
                results = sheet.write(outputs, results, self._org, feedback)
                self.about.method = str(results.get(METHOD) or "")
                finished = True
        except Cancelled:
            results = {}
        except REFUSALS as error:
            raise QgsProcessingException(message_of(error)) from error
        finally:
            if not finished:
                outputs.discard()
                self.about = About()
        return results if finished else {}

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        """prepared → perform → write → log; returns the results. Raises `Cancelled` and what `prepared` raises."""
        job = self.prepared(parameters, context)
        with Spool() as spool:
            result = self.perform(job, spool, feedback)
            if result is None or feedback.isCanceled():
                raise Cancelled
            for line in result.warnings:
                feedback.pushWarning(worded(line, locale()))
            numbers = self.write(job, result, outputs)
        about = self.source(job)
        outputs.rejects(job.tally, about.crs)
        self.report(feedback, job.tally, about.name)
        self.log(job, result, feedback)
        return {**outputs.results, **self.counts(job), **numbers}

    def counts(self, job) -> dict:
        """What happened to the features of the layer that is accounted for."""
        tally, name = job.tally, self.source(job).name
        return {"N_READ": tally.read, "N_USED": tally.used, "N_REPAIRED": tally.count(REPAIRED, name),
                "N_REJECTED": tally.count(REJECTED, name)}

    def _refuse_taken(self, parameters, context, loaded) -> None:
        """Raise where an output would fall on an input, another output, or a file that is loaded or held open."""
        sources, destinations = {}, {}
        for definition in self.parameterDefinitions():
            name = definition.name()
            if definition.isDestination():
                destinations[name] = parameters.get(name)
            elif definition.type() == "source" and parameters.get(name) not in (None, ""):
                layer = self.parameterAsVectorLayer(parameters, name, context)
                if layer is not None:
                    sources[name] = layer
        refuse_overwriting(sources, destinations)
        refuse_held(destinations, loaded)

    # -- parameters -------------------------------------------------------------------------------------------

    def add(self, parameter, advanced: bool = False) -> None:
        """Add a parameter with its help as tool tip."""
        if advanced:
            parameter.setFlags(parameter.flags() | parameter.Flag.FlagAdvanced)
        parameter.setHelp(help_of(self.ID, locale()).get(parameter.name(), ""))
        self.addParameter(parameter)

    def add_method(self) -> None:
        self.add(QgsProcessingParameterEnum(AREA_METHOD, tr("Area method"), list(METHODS), False, METHODS[0], True,
                                            True))

    def add_rejects(self) -> None:
        """Add the outputs that do not depend on the algorithm: what was left out, and the workbook."""
        self.add(QgsProcessingParameterFeatureSink(
            REJECTS, tr("Rejected and repaired features"), QgsProcessing.SourceType.TypeVector, None, True))
        if self.BOOK:
            add_sheet(self)

    def add_numbers(self, **titles: str) -> None:
        for name, title in titles.items():
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString(METHOD, tr("Method")))

    def given(self, parameters, name: str, context) -> Given | None:
        """The source of a parameter, None where it was left empty; the layer too where the source is all of it."""
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            if parameters.get(name) not in (None, ""):
                raise QgsProcessingException(self.invalidSourceError(parameters, name))
            return None
        layer = self.parameterAsVectorLayer(parameters, name, context)
        whole = layer if _is_whole(parameters.get(name)) and isinstance(layer, QgsVectorLayer) else None
        return Given(source, source.sourceCrs(), _title(source.sourceName(), layer) or name, whole)

    def mapped(self, parameters, context, wanted: Sequence[Wanted]) -> dict[str, dict[str, str]]:
        """Parameter → role → field; see `field_mapping`. Raises QgsProcessingException and `FieldsJsonError`."""
        layers = {want.parameter: self.given(parameters, want.parameter, context) for want in wanted}
        chosen = {want.chosen_by: self.parameterAsString(parameters, want.chosen_by, context)
                  for want in wanted if want.chosen_by}
        return resolve(layers, wanted, parse_fields_json(self.parameterAsString(parameters, FIELDS, context)), chosen)

    def field(self, parameters, name: str, context, given: Given | None) -> str | None:
        """The field that a field parameter chooses, as its layer spells it; None where it was left empty."""
        chosen = self.parameterAsString(parameters, name, context)
        if not chosen or given is None:
            return None
        found = field_named(chosen, names_of(given))
        if found is None:
            raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'. It has: {have}.").format(
                name=given.name, field=chosen, have=", ".join(names_of(given))))
        return found

    def as_of(self, parameters, context) -> dt.date:
        """AS_OF, today where it is empty; raises with the parameter's name where it is no date."""
        return self.day(parameters, AS_OF, context) or dt.date.today()

    def day(self, parameters, name: str, context) -> dt.date | None:
        """The date in a parameter, None where it is empty; raises with the parameter's name where it is no date."""
        try:
            return parse_date(self.parameterAsString(parameters, name, context))
        except ImpossibleDate as error:
            raise QgsProcessingException(f"{name}: {message_of(error)}") from error

    def check_crs(self, *layers: Given | None) -> None:
        """Raise CrsRefused, with layer and remedy, where a layer that is given cannot be measured in its CRS."""
        for given in layers:
            if given is not None:
                Frame(given.crs, given.name)

    # -- the log ----------------------------------------------------------------------------------------------

    def report(self, feedback, tally: Tally, src: str) -> None:
        """Say what happened to the features, and the first reasons."""
        feedback.pushInfo(tr("Read {read}, counted {used}, listed only {listed}, repaired {repaired}, "
                             "rejected {rejected}.").format(
            read=tally.read, used=tally.used, listed=tally.listed,
            repaired=tally.count(REPAIRED, src), rejected=tally.count(REJECTED, src)))
        for r in tally.rejects[:10]:
            feedback.pushWarning(tr("{src}, feature {fid}: {reason}").format(
                src=r.src, fid=r.fid, reason=worded(r.reason, locale())))
        if len(tally.rejects) > 10:
            feedback.pushWarning(tr("… and {n} more: see the table of rejects").format(n=len(tally.rejects) - 10))

    def postProcessAlgorithm(self, context, feedback):
        write_roles(self.about, feedback)
        return {}


def _title(name: str, layer) -> str:
    """The source's name; of a table that QGIS names after its file, the table's, or all tables of a file were alike."""
    if not isinstance(layer, QgsVectorLayer):
        return name
    path, table = place_of(layer)
    return table if table and name == Path(path).stem else name


def _is_whole(value) -> bool:
    """Whether a parameter value stands for a layer with all its features."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        limit = getattr(value, "featureLimit", -1)
        expression = getattr(value, "filterExpression", "")
        return not value.selectedFeaturesOnly and limit in (-1, 0, None) and not expression
    return isinstance(value, (str, QgsMapLayer))
