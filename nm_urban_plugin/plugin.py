"""The plugin's life cycle, nothing else: start and stop the Processing provider, the menu and the dock."""

from qgis.core import Qgis, QgsApplication, QgsMessageLog

from .i18n import install_translator, remove_translator


class NmUrbanPlugin:
    """What QGIS starts and stops. ``iface`` is None under qgis_process: then there is a provider and no menu."""

    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self.menu = None
        self.panels = []
        self.manual = None

    def initProcessing(self):
        """Register the algorithms; called by qgis_process alone and by `initGui`."""
        if self.provider is not None:
            return
        install_translator()
        from ..processing_algs.provider import NmUrbanProvider

        provider = NmUrbanProvider()
        # A refused provider is deleted by the registry, so its id is asked for before.
        provider_id = provider.id()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider
        else:
            QgsMessageLog.logMessage(
                f"The Processing provider '{provider_id}' is registered already: is the plugin installed twice?",
                "NM Urban",
                Qgis.MessageLevel.Warning,
            )

    def initGui(self):
        """Register the algorithms, show them in a menu and a toolbar, and add the dock and the options page."""
        self.initProcessing()
        if self.iface is None or self.provider is None:
            return
        from .gui.shell.menu import AlgorithmMenu

        self.menu = AlgorithmMenu(self.iface, self.provider)
        self.menu.load()
        from .gui.shell.panel import ScenarioPanel, TargetsPanel

        targets = TargetsPanel(self.iface, self.menu)
        targets.load()
        scenarios = ScenarioPanel(self.iface, self.menu, targets.dock)
        scenarios.load()
        self.panels = [targets, scenarios]
        from .gui.shell.manual import ManualAction

        self.manual = ManualAction(self.iface, self.menu)
        self.manual.load()

    def unload(self):
        """Take everything away again, in reverse order."""
        if self.manual is not None:
            self.manual.unload()
            self.manual = None
        while self.panels:
            self.panels.pop().unload()
        if self.menu is not None:
            self.menu.unload()
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator()
