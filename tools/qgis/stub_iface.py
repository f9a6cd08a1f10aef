"""A QGIS interface that is good enough for the plugin: main window, layers panel, canvas, message bar."""

from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QObject, QSize, pyqtSignal
from qgis.PyQt.QtWidgets import QMainWindow, QMenu


class Iface(QObject):
    currentLayerChanged = pyqtSignal(object)

    def __init__(self):
        super().__init__()
        self.window = QMainWindow()
        self.window.resize(1200, 800)
        self.canvas, self.bar = QgsMapCanvas(self.window), QgsMessageBar(self.window)
        self.window.setCentralWidget(self.canvas)
        self.active = None
        self.menus, self.factories, self.tables = {}, [], []
        self.help_menu = QMenu(self.window)

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar

    def iconSize(self, _docked=False):
        return QSize(16, 16)

    def activeLayer(self):
        return self.active

    def setActiveLayer(self, layer):
        self.active = layer
        self.currentLayerChanged.emit(layer)

    def showAttributeTable(self, layer, expression=""):
        self.tables.append((layer, expression))

    def pluginHelpMenu(self):
        return self.help_menu

    def addToolBar(self, title):
        return self.window.addToolBar(title)

    def addPluginToMenu(self, title, action):
        self.menus.setdefault(title, []).append(action)

    def removePluginMenu(self, title, action):
        self.menus[title].remove(action)

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)
