"""Whole numbers have 64 bits everywhere: numpy below 2 makes 32 bits of them on Windows where no type is named."""

import ast

import numpy as np
import pytest

from tests import windows_ints
from tests.windows_ints import Wrapped
from tools.common import ROOT

CODE = sorted(path.relative_to(ROOT).as_posix() for folder in ("nm_urban_plugin", "processing_algs")
              for path in (ROOT / folder).rglob("*.py"))
#: Function of numpy → how many arguments come before its type.
BEFORE_TYPE = {"arange": 3, "cumsum": 2, "cumprod": 2, "fromiter": 1}
LISTS = (ast.List, ast.Tuple, ast.ListComp)
#: Calls without a type that are no whole numbers, or whole numbers that bincount made (a float where it has weights).
ALLOWED = {
    "np.cumsum(length)": "metres along a line",
    "np.cumsum(steps)": "metres along a line",
    "np.cumsum(turn)": "angles",
    "np.cumsum(weight[order])": "bincount with weights: float",
    "np.arange(np.floor(south / _BORDER_STEP) - 1, np.ceil(north / _BORDER_STEP) + 2)": "floor and ceil are floats",
}


def is_whole(node):
    """Whether an expression is a whole number beyond doubt: a literal, len() or int()."""
    if isinstance(node, ast.UnaryOp):
        return is_whole(node.operand)
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Div):
        return is_whole(node.left) and is_whole(node.right)
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in ("len", "int")
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool)


def elements(node):
    if isinstance(node, ast.ListComp):
        return [node.elt]
    return [leaf for e in node.elts for leaf in (elements(e) if isinstance(e, LISTS) else [e])]


def untyped(source):
    """[(line, call)] of calls that make an array of the platform's default integer."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, given = node.func.attr, node.args
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
        named = {k.arg: k.value for k in node.keywords}
        types = [*given, *named.values()]
        bad = any(isinstance(t, ast.Name) and t.id == "int" for t in types) and (of_numpy or name == "astype")
        bad |= of_numpy and name in ("int_", "intc")
        if not {"dtype", "out"} & set(named):
            if of_numpy and name in BEFORE_TYPE:
                bad |= len(given) <= BEFORE_TYPE[name]
            elif name in ("cumsum", "cumprod"):  # a method of arrays
                bad |= len(given) < 2
            elif of_numpy and name == "full":
                constant = isinstance(given[1], ast.Name) and given[1].id.isupper()
                bad |= len(given) == 2 and (constant or is_whole(given[1]))
            elif of_numpy and name == "where":
                bad |= len(given) == 3 and is_whole(given[1]) and is_whole(given[2])
            elif of_numpy and name in ("array", "asarray") and isinstance(given[0], LISTS):
                bad |= len(given) == 1 and any(map(is_whole, elements(given[0])))
        if bad and ast.get_source_segment(source, node) not in ALLOWED:
            found.append((node.lineno, ast.get_source_segment(source, node)))
    return found


@pytest.mark.parametrize("name", CODE)
def test_whole_numbers_name_their_type(name):
    assert untyped((ROOT / name).read_text(encoding="utf-8")) == []


def test_what_is_allowed_is_still_there():
    everything = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in CODE)
    assert [call for call in ALLOWED if call not in everything] == []


@pytest.mark.parametrize("call", [
    "np.arange(n)", "np.arange(a, b)", "np.cumsum(count)", "count.cumsum()", "full.cumsum(axis=0)", "np.full(n, -1)",
    "np.full(n, NONE)", "np.where(a, -1, 1)", "np.array([0, len(x)])", "np.asarray([len(p) for p in parts])",
    "np.zeros(n, int)", "np.zeros(n, dtype=int)", "x.astype(int)", "np.array([[0, 1], [2, 3]])", "np.cumsum([0] + [1])",
])
def test_a_call_without_type_would_be_seen(call):
    assert untyped(call) == [(1, call)]


@pytest.mark.parametrize("call", [
    "np.arange(n, dtype=np.int64)", "np.cumsum(count, dtype=np.int64)", "np.cumsum(x, out=y)", "np.full(n, np.nan)",
    "np.full(n, -1, np.int64)", "np.where(a, b, 1)", "np.array([0.0, 1.5])", "np.zeros(n, np.int64)",
    "np.array([x, y])", "int(x.sum())", "np.where(a, np.int64(-1), np.int64(1))",
])
def test_a_call_with_type_is_let_through(call):
    assert untyped(call) == []


# -- the stand-in ---------------------------------------------------------------------------------------------------

WINDOWS = windows_ints.WindowsNumpy()
SMALL, WIDE = np.array([1, 2], np.int32), np.array([1, 2], np.int64)


@pytest.mark.parametrize(("make", "type_"), [
    (lambda np_: np_.arange(5), "i4"), (lambda np_: np_.arange(5, dtype=np.int64), "i8"),
    (lambda np_: np_.arange(0.0, 2.0), "f8"), (lambda np_: np_.arange(np.int64(5)), "i8"),
    (lambda np_: np_.full(3, -1), "i4"), (lambda np_: np_.full(3, 1.5), "f8"),
    (lambda np_: np_.full(3, -1, np.int64), "i8"), (lambda np_: np_.zeros(3, int), "i4"),
    (lambda np_: np_.zeros(3), "f8"), (lambda np_: np_.array([1, 2]), "i4"), (lambda np_: np_.array([1, 2**40]), "i8"),
    (lambda np_: np_.array([[1, 2], [3, 4]]), "i4"), (lambda np_: np_.array([np.int64(1), 2]), "i8"),
    (lambda np_: np_.cumsum(SMALL), "i4"), (lambda np_: np_.cumsum(WIDE), "i8"), (lambda np_: np_.cumsum([1, 2]), "i4"),
    (lambda np_: np_.cumsum(SMALL, dtype=np.int64), "i8"), (lambda np_: np_.cumsum(SMALL > 1), "i4"),
    (lambda np_: np_.where(SMALL > 1, 1, -1), "i4"), (lambda np_: np_.where(SMALL > 1, WIDE, 0), "i8"),
    (lambda np_: np_.concatenate([[0], SMALL]), "i4"), (lambda np_: np_.concatenate([[0], WIDE]), "i8"),
    (lambda np_: np_.append(0, SMALL), "i4"), (lambda np_: np_.diff(SMALL, prepend=-1), "i4"),
    (lambda np_: np_.add.reduceat(SMALL, [0]), "i4"), (lambda np_: np_.add.reduceat(WIDE, [0]), "i8"),
    (lambda np_: np_.nonzero(SMALL)[0], "i8"), (lambda np_: np_.bincount(SMALL), "i8"),
    (lambda np_: np_.arange(3) * 7, "i4"), (lambda np_: np_.arange(3) * np.ones(3, np.int64), "i8"),
])
def test_types_of_windows(make, type_):
    assert make(WINDOWS).dtype == np.dtype(type_)
    assert np.array_equal(make(WINDOWS), make(np))


def rewritten(function, **values):
    """What a module of that one line makes when it is rewritten."""
    scope = {"__name__": "one_line"}
    exec(windows_ints.rewritten(f"import numpy as np\ndef made({', '.join(values)}):\n    {function}", "x"), scope)
    return scope["made"](**values)


@pytest.fixture
def installed(monkeypatch):
    """The helpers that rewritten code calls, without the rewriting of what is imported."""
    monkeypatch.setattr(windows_ints.importlib.machinery.SourceFileLoader, "get_code",
                        windows_ints.importlib.machinery.SourceFileLoader.get_code)
    for name in (windows_ints._NUMPY, windows_ints._OPERATOR, windows_ints._IN_PLACE, windows_ints._METHOD):
        monkeypatch.setattr(windows_ints.builtins, name, None, raising=False)
    windows_ints.install()


@pytest.mark.parametrize("line", ["return np.arange(50_000) * k", "return (v > 0).sum() * k * k", "v *= k; return v",
                                  "return v.sum() ", "return np.cumsum(v)", "return v + v"])
def test_what_leaves_32_bits_is_reported(installed, line):
    with pytest.raises(Wrapped):
        rewritten(line, v=np.full(50_000, 2**31 - 1, np.int32), k=50_000)


@pytest.mark.parametrize("line", ["return np.arange(50_000, dtype=np.int64) * k", "return v.sum(dtype=np.int64)",
                                  "return np.cumsum(v, dtype=np.int64)", "return v * w",
                                  "return v.astype(np.int64) * k"])
def test_64_bits_are_left_alone(installed, line):
    values = {"v": np.full(50_000, 2**31 - 1, np.int32), "k": 50_000, "w": np.full(50_000, 3, np.int64)}
    scope = {"np": np}
    exec(f"def native({', '.join(values)}):\n    {line}", scope)
    found, expected = rewritten(line, **values), scope["native"](**values)
    assert found.dtype == np.int64 and np.array_equal(found, expected)
