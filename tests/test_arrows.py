"""The arrows of the design: who may import whom, topics that stay apart, and how much a file or folder may hold."""

import ast
import subprocess
import sys
import textwrap
from collections import Counter

import pytest

from tools.common import ROOT
from tools.studies import imports as house

CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("nm_urban_plugin", "processing_algs")
    for path in (ROOT / folder).rglob("*.py")
)
CORE, ANALYSIS, JOBS, EXCHANGE, GUI, PLUGIN = (
    f"nm_urban.nm_urban_plugin.{room}" for room in ("core", "analysis", "jobs", "exchange", "gui", "plugin")
)
ALGS = "nm_urban.processing_algs"
BINDINGS = ("qgis", "osgeo", "PyQt5", "PyQt6", "processing")
# Which modules each room may not import.
FORBIDDEN = {
    "nm_urban_plugin/core/": (*BINDINGS, ANALYSIS, JOBS, EXCHANGE, GUI, PLUGIN, ALGS),
    "nm_urban_plugin/analysis/": (JOBS, EXCHANGE, GUI, PLUGIN, ALGS, "qgis.gui", "qgis.PyQt.QtWidgets"),
    # the engine: GEOS comes through analysis.geos, words and layers are for others
    **{f"nm_urban_plugin/analysis/{room}": (*BINDINGS, "nm_urban.nm_urban_plugin.i18n") for room in (
        "overlay/", "drawing/", "streets/", "geos/__init__.py", "geos/interface.py", "geos/by_shapely.py",
        *(f"reading/{name}.py" for name in ("area", "kept", "parallel", "planes", "spool", "tally", "wkb")))},
    "nm_urban_plugin/jobs/": (EXCHANGE, GUI, PLUGIN, ALGS, "qgis.gui", "qgis.PyQt.QtWidgets"),
    "nm_urban_plugin/exchange/": (ANALYSIS, JOBS, GUI, PLUGIN, ALGS, "qgis.gui", "qgis.PyQt.QtWidgets"),
    "nm_urban_plugin/gui/": (PLUGIN, ALGS),
    "nm_urban_plugin/i18n.py": (CORE, ANALYSIS, JOBS, EXCHANGE, GUI, PLUGIN, ALGS, "qgis.gui", "qgis.PyQt.QtWidgets"),
    "processing_algs/": (GUI, PLUGIN, "qgis.gui", "qgis.PyQt.QtWidgets"),
}


def imports_of(source, name):
    """Return ``[(line, dotted module or name)]`` of a file's imports, relative ones made absolute."""
    package = ["nm_urban", *name.split("/")[:-1]]
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [(node.lineno, f"{module}.{alias.name}") for alias in node.names]
    return found


def violations(source, name):
    """Return the imports of a file that its room forbids."""
    forbidden = tuple(one for room, ones in FORBIDDEN.items() if name.startswith(room) for one in ones)
    return [
        (line, module)
        for line, module in imports_of(source, name)
        if any(module == one or module.startswith(one + ".") for one in forbidden)
    ]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CODE)
def test_imports_follow_the_arrows(name):
    assert violations(read(name), name) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nm_urban_plugin/core/units.py", "from qgis.core import QgsPoint"),
        ("nm_urban_plugin/core/units.py", "import osgeo.ogr"),
        ("nm_urban_plugin/core/units.py", "from ..analysis import area"),
        ("nm_urban_plugin/core/units.py", "from ...processing_algs import provider"),
        ("nm_urban_plugin/analysis/reading/area.py", "from ...exchange.xlsx import write"),
        ("nm_urban_plugin/analysis/reading/area.py", "from ...jobs.quota import job"),
        ("nm_urban_plugin/analysis/overlay/zones.py", "from qgis.core import QgsGeometry"),
        ("nm_urban_plugin/analysis/overlay/zones.py", "from ...i18n import tr"),
        ("nm_urban_plugin/analysis/reading/planes.py", "import osgeo.ogr"),
        ("nm_urban_plugin/jobs/quota/job.py", "from ...exchange.xlsx import workbook"),
        ("nm_urban_plugin/jobs/quota/job.py", "from ....processing_algs import provider"),
        ("nm_urban_plugin/jobs/quota/job.py", "from qgis.gui import QgsMapCanvas"),
        ("nm_urban_plugin/exchange/xlsx/workbook.py", "from ... import analysis, jobs"),
        ("nm_urban_plugin/exchange/xlsx/workbook.py", "from qgis.PyQt.QtWidgets import QWidget"),
        ("processing_algs/area/parcelarea.py", "from ...nm_urban_plugin.gui.shell import menu"),
        ("processing_algs/area/parcelarea.py", "from qgis.gui import QgsMapCanvas"),
    ],
)
def test_a_wrong_arrow_would_be_seen(name, line):
    assert violations(line, name)


#: One noun, one folder of that name in every wall that knows topics.
TOPICS = ("area", "boundarytxt", "classes", "conformity", "corridors", "hooks", "idle", "quality", "quota", "sheets",
          "targets")
#: Folders beside the topics, that all topics share.
SHARED = {"nm_urban_plugin/core": {"ellipsoid"}, "nm_urban_plugin/jobs": set(), "processing_algs": {"framework"}}
#: Where topics meet, by design: lists of algorithms, panels, the question to every layer.
JOINS = ("nm_urban_plugin/plugin.py", "nm_urban_plugin/gui/", "processing_algs/provider.py",
         "processing_algs/framework/questions.py")


def topic_of(parts):
    """The topic to which a path or dotted name, given as its parts, belongs; None for what is shared."""
    walls = ("core", "jobs", "exchange")
    depth = 2 if parts[0] == "nm_urban_plugin" and parts[1:2] and parts[1] in walls else 1
    is_wall = depth == 2 or parts[0] == "processing_algs"
    return parts[depth] if is_wall and len(parts) > depth and parts[depth] in TOPICS else None


def other_topics(source, name):
    """The topics, not the file's own, that it imports: a topic knows itself, and shared files know none."""
    if name.startswith(JOINS):
        return set()
    own = topic_of(name.split("/"))
    found = {
        topic_of(module.split(".")[1:]) for _, module in imports_of(source, name) if module.startswith("nm_urban.")
    }
    return found - {own, None}


def test_no_topic_imports_another_and_what_is_shared_imports_none():
    assert [(name, topic) for name in CODE for topic in other_topics(read(name), name)] == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nm_urban_plugin/core/idle/rules.py", "from ..quota import Plan"),
        ("nm_urban_plugin/core/places.py", "from .quota.ledger import Plan"),
        ("nm_urban_plugin/analysis/overlay/zones.py", "from ...core import hooks"),
        ("nm_urban_plugin/jobs/hooks/job.py", "from ..idle.job import IdleJob"),
        ("nm_urban_plugin/jobs/hooks/job.py", "from ...core.idle import decide"),
        ("nm_urban_plugin/exchange/targets/view.py", "from ..boundarytxt import text"),
        ("processing_algs/framework/fields.py", "from ..idle import rows"),
        ("processing_algs/quota/rows.py", "from ...nm_urban_plugin.jobs.idle import job"),
    ],
)
def test_a_step_aside_would_be_seen(name, line):
    assert other_topics(line, name)


def test_walls_have_the_same_topics():
    for wall, shared in SHARED.items():
        inside = {name[len(wall) + 1:].split("/")[0] for name in CODE if name.startswith(f"{wall}/")}
        folders = {one for one in inside if not one.endswith(".py")}
        assert folders - shared <= set(TOPICS), wall


#: Modules of one folder, its ``__init__`` not counted.
FOLDER = 20


def test_folders_stay_small_and_files_do_not_repeat_their_names():
    modules = [name for name in CODE if not name.endswith("/__init__.py")]
    counts = Counter(name.rsplit("/", 1)[0] for name in modules)
    assert {folder: count for folder, count in counts.items() if count > FOLDER} == {}
    assert [name for name in modules if name.split("/")[-1].startswith(name.split("/")[-2] + "_")] == []


@pytest.mark.parametrize("name", CODE)
def test_own_modules_are_imported_relatively(name):
    absolute = [
        module
        for node in ast.walk(ast.parse(read(name)))
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
        if module.split(".")[0] in ("nm_urban", "nm_urban_plugin", "processing_algs", "tools", "tests")
    ]
    assert absolute == []


#: Longest function, class, algorithm form and file, in lines. No file is split for a limit: these are far off.
FUNCTION, CLASS, FORM, FILE = 60, 300, 250, 500


@pytest.mark.parametrize("name", CODE)
def test_functions_classes_and_files_stay_short(name):
    source = read(name)
    lines = len(source.splitlines())
    too_long = [(name, lines)] if lines > FILE else []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        length = node.end_lineno - node.lineno + 1
        if length > (CLASS if isinstance(node, ast.ClassDef) else FUNCTION):
            too_long.append((node.name, length))
        if isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") == "NmAlgorithm" for b in node.bases) and (
                lines > FORM):
            too_long.append((f"{name}: algorithm form", lines))
    assert too_long == []


@pytest.mark.parametrize("name", CODE)
def test_shipped_code_neither_asserts_nor_swallows_nor_guesses_encodings(name):
    bad = []
    for node in ast.walk(ast.parse(read(name))):
        if isinstance(node, ast.Assert):
            bad.append((node.lineno, "assert"))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body):
            bad.append((node.lineno, "except: pass"))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "open":
            mode = next((k.value for k in node.keywords if k.arg == "mode"), node.args[1] if node.args[1:] else None)
            binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
            if not binary and not any(k.arg == "encoding" for k in node.keywords):
                bad.append((node.lineno, "open() without encoding"))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("read_text", "write_text"):
            position = 0 if node.func.attr == "read_text" else 1
            if len(node.args) <= position and not any(k.arg == "encoding" for k in node.keywords):
                bad.append((node.lineno, f"{node.func.attr}() without encoding"))
    assert bad == []


def test_core_runs_in_an_interpreter_that_has_no_qgis():
    modules = [
        "nm_urban." + name[:-3].replace("/", ".").replace(".__init__", "")
        for name in CODE
        if name.startswith("nm_urban_plugin/core/")
    ]
    assert modules
    script = f"""
        import importlib, sys
        sys.path.insert(0, {str(ROOT)!r})

        class Blocker:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in {(*BINDINGS, "sip")!r}:
                    raise ImportError("core may not import " + name)

        sys.meta_path.insert(0, Blocker())
        from tools.common import import_nm_urban
        import_nm_urban()
        for module in {modules!r}:
            importlib.import_module(module)
        print("imported", len({modules!r}))
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(script)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip() == f"imported {len(modules)}", done.stderr


def test_no_modules_need_each_other_tools_included():
    known = house.modules()
    graph = {name: house.imports(name, path, known) for name, path in known.items()}
    assert house.circles(graph) == []
    # what it finds is not nothing, and a circle would be seen
    assert sum(map(len, graph.values())) > 1000
    assert house.circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_folders_of_tools_stay_small():
    counts = Counter(path.parent for path in house.modules().values() if path.name != "__init__.py")
    assert {folder: count for folder, count in counts.items() if count > FOLDER} == {}
