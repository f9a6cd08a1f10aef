"""Who imports whom, between the rooms of the house; circles of modules; the biggest folder.

    python -m tools.studies.imports      print them; ends with 1 if there is a circle
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tools.common import ROOT

#: Where modules stand, and the name under which each place is imported.
PLACES = {"nm_urban_plugin": "nm_urban.nm_urban_plugin", "processing_algs": "nm_urban.processing_algs",
          "tools": "tools"}
#: Rooms whose folders are rooms of their own.
WALLS = ("nm_urban_plugin", "nm_urban_plugin.core", "nm_urban_plugin.analysis", "nm_urban_plugin.jobs",
         "nm_urban_plugin.exchange", "nm_urban_plugin.gui", "processing_algs", "tools")


def modules() -> dict[str, Path]:
    """Dotted name → file of every module that is shipped or is a tool."""
    found = {}
    for folder, name in PLACES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            found[".".join([name, *(parts[:-1] if parts[-1] == "__init__" else parts)])] = path
    return found


def imports(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the project that a module needs before it can be imported itself: those named outside functions
    and outside ``if TYPE_CHECKING``."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in _at_import(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
            names = [one if one in known else module for one in names]
        found |= {one for one in names if one in known}
    return found - {name}


def _at_import(body):
    """The import statements that run when a module is imported."""
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from _at_import([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from _at_import([*node.body, *(one for h in node.handlers for one in h.body), *node.orelse])
        elif isinstance(node, ast.ClassDef):
            yield from _at_import(node.body)


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Modules that need each other, by Tarjan's strongly connected components; [] in a sound house."""
    index, low, stack, found = {}, {}, [], []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def room(name: str) -> str:
    """The room a module stands in: the longest wall before it, and the folder or file below."""
    name = name.removeprefix("nm_urban.")
    wall = max((one for one in WALLS if name == one or name.startswith(one + ".")), key=len)
    return ".".join(name.split(".")[: wall.count(".") + 2])


def main() -> int:
    known = modules()
    graph = {name: imports(name, path, known) for name, path in known.items()}
    arrows = defaultdict(Counter)
    for name, needs in graph.items():
        arrows[room(name)].update(room(one) for one in needs if room(one) != room(name))
    for start in sorted(arrows):
        print(start)
        for end, count in sorted(arrows[start].items()):
            print(f"    -> {end}  {count}")
    sizes = Counter(path.parent for path in known.values() if path.name != "__init__.py")
    folder, size = sizes.most_common(1)[0]
    print(f"{len(known)} modules; biggest folder: {folder.relative_to(ROOT).as_posix()}, {size} modules")
    found = circles(graph)
    for circle in found:
        print("circle: " + " <-> ".join(circle))
    print(f"circles: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
