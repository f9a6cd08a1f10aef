"""The arrows of the design: who may import whom, and how long a file may be."""

import ast
import subprocess
import sys
import textwrap

import pytest

from tools.common import ROOT

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
