"""The same bits where numpy's default integer has 32 bits, as numpy 1 has on Windows."""

import ast
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis import streets
from nm_urban.nm_urban_plugin.core import rings
from tools.bench import town

MODULES = [importlib.import_module(f"{streets.__name__}.{m.name}") for m in pkgutil.iter_modules(streets.__path__)]


def narrow(values):
    """What an array of the default integer would be there; too large a number is an error, not a wrap."""
    if values.dtype != np.int64:
        return values
    assert not values.size or np.abs(values).max() < 2**31, "does not fit the default integer of Windows"
    return values.astype(np.int32)


class Narrow:
    """numpy, but what has no dtype and is integer gets 32 bits (indices as of nonzero and argsort keep 64)."""

    def __getattr__(self, name):
        return getattr(np, name)

    @staticmethod
    def _made(function, where):
        def made(*args, **kwargs):
            explicit = kwargs.get("dtype") is not None or len(args) > where
            out = function(*args, **kwargs)
            return out if explicit else narrow(out)

        return made

    arange = staticmethod(_made.__func__(np.arange, 3))
    full = staticmethod(_made.__func__(np.full, 2))

    @staticmethod
    def array(values, *args, **kwargs):
        out = np.array(values, *args, **kwargs)
        return out if args or "dtype" in kwargs or isinstance(values, np.ndarray) else narrow(out)

    @staticmethod
    def concatenate(parts, *args, **kwargs):
        return np.concatenate([p if isinstance(p, np.ndarray) else Narrow.array(p) for p in parts], *args, **kwargs)

    @staticmethod
    def cumsum(values, *args, **kwargs):
        out = np.cumsum(values, *args, **kwargs)
        small = np.asarray(values).dtype.kind in "bi" and np.asarray(values).dtype.itemsize <= 4
        return narrow(out) if small and not args and not {"dtype", "out"} & set(kwargs) else out


def answers(count=4000):
    """A town far from the middle of its layer, with numbers that do not fit 32 bits, and all that can be asked."""
    drawn = town.streets(count, seed=3)
    xy = np.concatenate([drawn.xy, [(-1.9e6, 4.5e6), (1.9e6, 4.6e6)]])
    lines = streets.Lines.of(xy, np.append(drawn.first, drawn.first[-1] + 2), np.append(drawn.oneway, 0),
                             np.append(drawn.level, 0), np.append(drawn.kmh, 5.0))
    graph = streets.build(lines, streets.Rules(junctions=streets.CROSSING))
    gates = streets.tie(graph, town.points(drawn, 40, 5), 300.0)
    ring, _ = town.compounds(drawn, 60)
    homes = streets.tie_outlines(graph, ring.reshape(-1, 2), 5 * np.arange(61), np.arange(60), 60, 300.0)
    out = [graph.lo, graph.hi, graph.u, graph.v, graph.length, graph.node_xy, gates.edge, gates.offset, homes.access]
    for net in (streets.Net(graph), streets.Net(graph, by=streets.TIME, oneway=True)):
        reach = streets.nearest(net, gates, cost=gates.access.round() * 3)
        pieces = streets.nearest(net, gates, 900_000, gates.access).pieces()
        found = streets.pairs(net, gates, homes, 1_200_000, gates.access, homes.access)
        nodes = streets.node_pairs(net, gates, 400_000, gates.access)
        out += [reach.far, reach.source, *reach.at(homes, homes.access), pieces.edge, pieces.begin, pieces.end,
                found.source, found.target, found.cost, nodes.source, nodes.target, nodes.cost]
    return [*out, *streets.components(graph), *graph.stretches(pieces.edge, pieces.begin, pieces.end)]


def test_all_answers_have_the_same_bits(monkeypatch):
    wide = answers()
    for module in (*MODULES, rings):
        if hasattr(module, "np"):
            monkeypatch.setattr(module, "np", Narrow())
    slim = answers()
    assert max(float(v[np.isfinite(v)].max()) for v in wide) > 2**31
    for a, b in zip(wide, slim):
        assert a.dtype == b.dtype and np.array_equal(a, b)


def test_the_stand_in_sees_a_number_that_does_not_fit():
    with pytest.raises(AssertionError, match="Windows"):
        Narrow().cumsum(np.full(3, 2**30, np.int32))
    assert Narrow().arange(3).dtype == np.int32 and Narrow().arange(3, dtype=np.int64).dtype == np.int64


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_no_integer_is_summed_or_cast_without_a_width(module):
    """Methods cannot be replaced by the stand-in: .sum(), .cumsum() of what may be integer, .astype(int)."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    bad = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            wide = any(k.arg == "dtype" for k in node.keywords)
            if node.func.attr in ("sum", "cumsum", "prod") and not wide and ast.unparse(node.func.value) != "np":
                bad.append(ast.unparse(node))
        if isinstance(node, ast.Name) and node.id == "int" and isinstance(getattr(node, "ctx", None), ast.Load):
            bad += [ast.unparse(c) for c in ast.walk(tree) if isinstance(c, ast.Call) and node in c.args]
    # a float and a count of a mask, which are known
    assert [b for b in bad if b not in ("extent.sum()", "ok.sum()")] == []
