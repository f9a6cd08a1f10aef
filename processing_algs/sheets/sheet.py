"""台账导出: any results as a workbook, in a shipped form or in a bureau's own template."""

from __future__ import annotations

import datetime as dt

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from ...nm_urban_plugin.exchange.forms import books_for
from ...nm_urban_plugin.i18n import tr, tr_noop
from ..framework.algorithm import AS_OF, OUTPUT, NmAlgorithm, Outputs
from ..framework.sheet import FORM, chosen_form, form_parameter, print_tables, read_layers

LAYERS, PLACE, ORG = "LAYERS", "PLACE", "ORG"


class SheetExport(NmAlgorithm):
    ID = "sheet"
    TITLE = tr_noop("Sheets of results")
    GROUP = ("sheets", tr_noop("Sheets and reports"))

    def initAlgorithm(self, configuration=None) -> None:
        text = QgsProcessingParameterString
        self.add(QgsProcessingParameterMultipleLayers(LAYERS, tr("Results"), QgsProcessing.SourceType.TypeVector))
        self.add(form_parameter())
        self.add(text(PLACE, tr("Place in the title (empty = of the results)"), "", optional=True))
        self.add(text(ORG, tr("Reporting unit (empty = of the project)"), "", optional=True))
        self.add(text(AS_OF, tr("Date of evaluation (empty = today)"), "", optional=True))
        self.add(QgsProcessingParameterFileDestination(OUTPUT, tr("Workbook to print and sign"),
                                                       tr("Workbook (*.xlsx)")))
        self.addOutput(QgsProcessingOutputNumber("N_SHEETS", tr("Sheets written")))

    def prepared(self, parameters, context):
        """(layers, form, facts); raises where a layer, the form or the date cannot be used."""
        layers = [layer for layer in self.parameterAsLayerList(parameters, LAYERS, context)
                  if isinstance(layer, QgsVectorLayer)]
        if not layers:
            raise QgsProcessingException(tr("Choose at least one layer of results."))
        given = self.parameterAsString(parameters, FORM, context)
        facts = {"as_of": (self.day(parameters, AS_OF, context) or dt.date.today()).isoformat(),
                 "place": self.parameterAsString(parameters, PLACE, context),
                 "org": self.parameterAsString(parameters, ORG, context)}
        return layers, chosen_form(given, "") if given.strip() else [], facts

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        layers, form, facts = self.prepared(parameters, context)
        tables = read_layers(layers, feedback)
        if not form:
            form = books_for(table.role for table in tables)
            if not form:
                raise QgsProcessingException(tr("No form prints these layers: {names}").format(
                    names=", ".join(layer.name() for layer in layers)))
        methods = [text for layer in layers if (text := layer.metadata().abstract())]
        methods += [record.get("method") for table in tables if table.role == "measures" for record in table.records]
        facts.update(org=facts["org"] or self._org, method=[one for one in dict.fromkeys(methods) if one])
        path = self.parameterAsFileOutput(parameters, OUTPUT, context)
        printed = print_tables(path, form, tables, facts, feedback)
        for name in printed:
            feedback.pushInfo(name)
        return {OUTPUT: path, "N_SHEETS": len(printed)}


