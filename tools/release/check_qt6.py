"""Find code that would break on QGIS 4 (Qt 6), or that does not exist on the installed QGIS.

PyQt6 knows enums only by their full name (``Qt.ItemDataRole.DisplayRole``). Instead of a list of names, this check asks
the installed PyQGIS: it follows each dotted name that starts at a class of ``qgis.*`` and looks whether it is the
member of an enum reached without the enum's name. So it also finds names that this QGIS does not have.
"""

import ast
import importlib
import os
import sys
from enum import Enum
from pathlib import Path

from tools.common import ROOT
from tools.release.package import CODE_FOLDERS

QGIS_MODULES = ("qgis.core", "qgis.gui", "qgis.analysis", "qgis.PyQt")
# The one file that may know QVariant types: they are gone in Qt 6, where QMetaType takes their place.
FIELD_FACTORY = Path("processing_algs") / "framework" / "fields.py"
GONE_METHODS = {"exec_": "exec", "print_": "print"}
GONE_CLASSES = {"QRegExp", "QDesktopWidget", "QTextCodec", "QStringRef", "QMatrix", "QSignalMapper"}


class Checker(ast.NodeVisitor):
    """Collects ``(line, message)`` of one file in ``findings``."""

    def __init__(self, path):
        self.path = path
        self.findings = []
        self.names = {}
        self.self_class = []

    def report(self, node, message):
        self.findings.append((node.lineno, message))

    def visit_Import(self, node):  # noqa: N802 (the names are ast's)
        for alias in node.names:
            self._forbid_binding(node, alias.name)

    def visit_ImportFrom(self, node):  # noqa: N802
        module = node.module or ""
        if node.level:
            return
        self._forbid_binding(node, module)
        if not module.startswith(QGIS_MODULES):
            return
        try:
            source = importlib.import_module(module)
        except ImportError:
            self.report(node, f"{module} does not exist on this QGIS")
            return
        for alias in node.names:
            if alias.name in GONE_CLASSES:
                self.report(node, f"{alias.name} is gone in Qt 6")
            elif hasattr(source, alias.name):
                self.names[alias.asname or alias.name] = getattr(source, alias.name)
            else:
                try:
                    importlib.import_module(f"{module}.{alias.name}")
                except ImportError:
                    self.report(node, f"{module}.{alias.name} does not exist on this QGIS")

    def _forbid_binding(self, node, module):
        if module.split(".")[0] in {"PyQt4", "PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}:
            self.report(node, f"import {module} binds one Qt version: use qgis.PyQt")

    def visit_ClassDef(self, node):  # noqa: N802
        bases = [self._resolve(base) for base in node.bases]
        self.self_class.append(next((base for base in bases if isinstance(base, type)), None))
        self.generic_visit(node)
        self.self_class.pop()

    def visit_Attribute(self, node):  # noqa: N802
        if node.attr in GONE_METHODS:
            self.report(node, f".{node.attr}() is gone in PyQt6: use .{GONE_METHODS[node.attr]}()")
        owner = self._resolve(node.value)
        if isinstance(owner, type) and not issubclass(owner, Enum):
            self._check_member(node, owner)
        self.generic_visit(node)

    def _check_member(self, node, owner):
        if owner.__name__ == "QVariant" and self.path != FIELD_FACTORY and not hasattr(object, node.attr):
            self.report(node, f"QVariant.{node.attr}: field types belong in {FIELD_FACTORY.as_posix()} alone")
            return
        is_self = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        if not hasattr(owner, node.attr):
            # 'self' has what the subclass adds, so only names of plain classes can be judged.
            if not is_self:
                self.report(node, f"{owner.__name__}.{node.attr} does not exist on this QGIS")
            return
        value = getattr(owner, node.attr)
        kind = type(value)
        is_member = isinstance(value, Enum) or (isinstance(value, int) and kind not in (int, bool))
        if is_member and kind is not owner:
            scope = kind.__qualname__ if "." in kind.__qualname__ else f"{owner.__name__}.{kind.__name__}"
            self.report(node, f"unscoped enum {owner.__name__}.{node.attr}: write {scope}.{node.attr}")

    def _resolve(self, node):
        """Return the class that an expression names, or None."""
        if isinstance(node, ast.Name):
            if node.id in {"self", "cls"} and self.self_class:
                return self.self_class[-1]
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self._resolve(node.value)
            value = getattr(owner, node.attr, None) if owner is not None else None
            return value if isinstance(value, type) else None
        return None


def check_source(source, path):
    """Return the findings ``[(line, message)]`` of a source text; ``path`` is relative to the root."""
    checker = Checker(Path(path))
    checker.visit(ast.parse(source))
    return sorted(checker.findings)


def check_files(folders=CODE_FOLDERS):
    """Return ``[(path, line, message)]`` of all Python files below these folders of the repository."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT)
            found += [(name.as_posix(), *one) for one in check_source(path.read_text(encoding="utf-8"), name)]
    return found


def main():
    """Command line: print the findings and fail if there are any."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = check_files()
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    print(f"check_qt6: {len(found)} findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
