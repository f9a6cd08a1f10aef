"""NM Urban: countable numbers of Inner Mongolia's urbanization plans. The repository root is the plugin's root."""


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Return the plugin for QGIS.

    The import is made here, so that ``import nm_urban`` itself needs no QGIS.
    """
    from .nm_urban_plugin.plugin import NmUrbanPlugin

    return NmUrbanPlugin(iface)
