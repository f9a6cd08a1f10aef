"""What all algorithms share: help from data, rejects, the loading of layers, roles and styles of outputs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
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
    QgsWkbTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon

from ..nm_urban_plugin.analysis.area import METHODS
from ..nm_urban_plugin.analysis.loading import Given
from ..nm_urban_plugin.analysis.rejects import REJECTED, REPAIRED, Tally
from ..nm_urban_plugin.i18n import locale, tr
from .common import AS_OF, Common, message_of
from .destinations import clean_up, geopackage_table, is_geopackage, place_of, refuse_overwriting
from .fields import REJECT_FIELDS, make_fields
from .held import loaded_files, refuse_held
from .outputs import remember_role, style_on_load, write_roles

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"

INPUT, OUTPUT, REJECTS, METHOD = "INPUT", "OUTPUT", "REJECTS", "METHOD"
AREA_METHOD, FIELDS = "AREA_METHOD", "FIELDS"

__all__ = ["AREA_METHOD", "AS_OF", "FIELDS", "INPUT", "METHOD", "OUTPUT", "REJECTS", "NmAlgorithm", "help_of",
           "message_of"]


@cache
def help_of(algorithm: str, language: str) -> dict[str, str]:
    """Help texts of one algorithm: ALG_DESC and one entry per parameter and output."""
    path = _RESOURCES / "help" / f"{algorithm}_{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


class NmAlgorithm(Common, QgsProcessingAlgorithm):
    """Base of the provider's algorithms. A child sets ID, and GROUP (id, English title)."""

    ID = ""
    TITLE = ""
    GROUP = ("", "")

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

    def shortHelpString(self) -> str:
        return QgsProcessingUtils.formatHelpMapAsHtml(help_of(self.ID, locale()), self)

    def shortDescription(self) -> str:
        return help_of(self.ID, locale())["ALG_DESC"].split("\n")[0]

    # -- the run ----------------------------------------------------------------------------------------------

    def checkParameterValues(self, parameters, context):
        ok, message = super().checkParameterValues(parameters, context)
        if not ok:
            return ok, message
        try:
            self._refuse_taken(parameters, context, loaded_files(context.project()))
        except QgsProcessingException as error:
            return False, str(error)
        return True, ""

    def prepareAlgorithm(self, parameters, context, feedback):
        self._loaded = loaded_files(context.project())  # here, as the run itself is not in the main thread
        return True

    def processAlgorithm(self, parameters, context, feedback):
        """Run :meth:`compute`; whatever it has written is removed again if it fails or is cancelled."""
        self._refuse_taken(parameters, context, self._loaded)  # a model does not ask checkParameterValues
        self._open: QgsFeatureSink | None = None
        self._written: list[str] = []
        finished = False
        try:
            result = self.compute(parameters, context, feedback)
            finished = not feedback.isCanceled()
        finally:
            self._close()
            if not finished:
                clean_up(self._written, feedback)
                self._roles = []
        return result if finished else {}

    def _close(self) -> None:
        """Close the sink that is open, for good: a traceback or a variable would keep its file locked."""
        if self._open is not None:
            sip.delete(self._open)
            self._open = None

    def compute(self, parameters, context, feedback) -> dict:
        """The work of the algorithm; returns the results. A child overrides this."""
        raise NotImplementedError

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
        self.add(QgsProcessingParameterFeatureSink(
            REJECTS, tr("Rejected and repaired features"), QgsProcessing.SourceType.TypeVector, None, True))

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

    # -- outputs ----------------------------------------------------------------------------------------------

    def sink(self, parameters, name: str, context, specs_or_fields, wkb, crs, role: str):
        """Open an output; (None, None) where an optional one is not wanted. Its style and role are arranged.

        The output opened before is closed: all of them may be tables of one GeoPackage, which has one writer.
        """
        self._close()
        fields = make_fields(*specs_or_fields) if isinstance(specs_or_fields, tuple) else specs_or_fields
        plain_table = wkb == QgsWkbTypes.Type.NoGeometry
        if plain_table and fields.lookupField("fid") >= 0 and is_geopackage(parameters.get(name)):
            sink, dest = geopackage_table(parameters[name], self.parameterAsOutputLayer(parameters, name, context),
                                          context, fields, crs)
        else:
            sink, dest = self.parameterAsSink(parameters, name, context, fields, wkb, crs)
        if sink is None:
            if self.parameterDefinition(name).flags() & self.parameterDefinition(name).Flag.FlagOptional and (
                    parameters.get(name) in (None, "")):
                return None, None
            raise QgsProcessingException(self.invalidSinkError(parameters, name))
        self._open = sink
        self._written.append(dest)
        style_on_load(context, dest, role)
        remember_role(self, dest, role)
        return sink, dest

    def put(self, sink, name: str, geometry, values: list) -> None:
        """Add one feature or fail loudly (a full disk must not end as a short table)."""
        feature = QgsFeature()
        if geometry is not None:
            feature.setGeometry(geometry)
        feature.setAttributes(values)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(tr("Writing of {name} failed: {error}").format(
                name=name, error=sink.lastError() if hasattr(sink, "lastError") else ""))

    def write_rejects(self, parameters, context, tally: Tally, crs) -> dict:
        """Write the reject table where it is wanted; returns its result entry."""
        sink, dest = self.sink(parameters, REJECTS, context, REJECT_FIELDS, QgsWkbTypes.Type.NoGeometry, crs, "rejects")
        if sink is None:
            return {}
        for r in tally.rejects:
            self.put(sink, REJECTS, None, [r.src, r.fid, r.reason, r.action, r.d_area_m2])
        return {REJECTS: dest}

    def report(self, feedback, tally: Tally, src: str) -> None:
        """Say what happened to the features, and the first reasons."""
        feedback.pushInfo(tr("Read {read}, counted {used}, listed only {listed}, repaired {repaired}, "
                             "rejected {rejected}.").format(
            read=tally.read, used=tally.used, listed=tally.listed,
            repaired=tally.count(REPAIRED, src), rejected=tally.count(REJECTED, src)))
        for r in tally.rejects[:10]:
            feedback.pushWarning(tr("{src}, feature {fid}: {reason}").format(src=r.src, fid=r.fid, reason=r.reason))
        if len(tally.rejects) > 10:
            feedback.pushWarning(tr("… and {n} more: see the table of rejects").format(n=len(tally.rejects) - 10))

    def postProcessAlgorithm(self, context, feedback):
        write_roles(self, feedback)
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
