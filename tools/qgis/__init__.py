"""QGIS from outside: qgis_process, a session with tours, a stand-in for iface."""
