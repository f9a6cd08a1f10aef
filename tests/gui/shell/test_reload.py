"""200 times loaded and unloaded with a layer on show: nothing stays connected, memory does not grow."""

import json
import subprocess
import sys
import textwrap

import pytest

from tools.common import ROOT

CYCLES = 200
#: What caches and Qt take before it settles.
WARM_UP = 20
MOST_MB = 20

SCRIPT = """
import gc, json, sys, time
sys.path.insert(0, {root!r})
from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent
app = QgsApplication([], True)
app.initQgis()
sys.path.append(app.pkgDataPath() + "/python/plugins")
from tools.qgis.stub_iface import Iface
from tests.builders import table
from tools.common import import_nm_urban

QgsSettings().setValue("nm_urban/dock/visible", True)
iface = Iface()
iface.window.show()
fields = [("code", str), ("pop_total", float), ("pop_urban", float)]
layer = table([("150121", 10.0, 7.0), ("150122", 10.0, 6.0)], fields)
QgsProject.instance().addMapLayer(layer)
iface.active = layer
NAMES = ("attributeValueChanged", "geometryChanged", "featureAdded", "featuresDeleted", "beforeCommitChanges",
         "committedFeaturesAdded", "afterCommitChanges", "afterRollBack", "updatedFields", "subsetStringChanged",
         "crsChanged", "dataSourceChanged", "dataChanged", "selectionChanged", "nameChanged", "willBeDeleted")

def receivers():
    project = QgsProject.instance()
    counts = {{name: layer.receivers(getattr(layer, name)) for name in NAMES}}
    counts["current"] = iface.receivers(iface.currentLayerChanged)
    for name in ("cleared", "layersWillBeRemoved", "readProject", "layersAdded"):
        counts[name] = project.receivers(getattr(project, name))
    return counts

def memory_mb():
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * 4096 / 1e6

package = import_nm_urban()
before, warm, answered, objects = receivers(), 0.0, 0, []
for cycle in range({cycles}):
    plugin = package.classFactory(iface)
    plugin.initGui()
    dock = plugin.panels[0].dock
    until = time.monotonic() + 10
    while dock.evaluator.state != "done" and time.monotonic() < until:
        app.processEvents()
        time.sleep(0.001)
    answered += any(row.value is not None for row in dock.model.rows)
    during = receivers()
    plugin.unload()
    del plugin, dock
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    gc.collect()
    if cycle + 1 == {warm_up}:
        warm = memory_mb()
objects = sum(type(one).__name__ == "TargetsDock" for one in gc.get_objects())
from nm_urban.nm_urban_plugin.gui.widgets.task import under_way
print("FOUND" + json.dumps({{"before": before, "during": during, "after": receivers(), "grown": memory_mb() - warm,
                            "answered": answered, "docks": objects, "tasks": under_way()}}))
"""


@pytest.mark.slow
def test_two_hundred_cycles_leave_nothing(tmp_path):
    script = textwrap.dedent(SCRIPT).format(root=str(ROOT), cycles=CYCLES, warm_up=WARM_UP)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True, encoding="utf-8", check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND")), None)
    assert line, done.stderr
    found = json.loads(line[5:])
    before, during, after = (sum(found[key].values()) for key in ("before", "during", "after"))
    print(f"{CYCLES} cycles: receivers before {before}, on show {during}, after {after}; "
          f"memory grew by {found['grown']:.1f} MB")
    assert found["answered"] == CYCLES
    assert found["during"] != found["before"] and found["after"] == found["before"]
    assert found["grown"] < MOST_MB
    assert found["tasks"] == 0 and found["docks"] <= 1  # the last one, until Qt has handled its last event
