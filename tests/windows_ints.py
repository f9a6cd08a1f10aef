"""numpy below 2 on Windows, for Linux: what is made without a type has 32 bits there (C long), and wraps in silence.

Two ways to use it:

    switch(monkeypatch)          the plugin's modules that are loaded see `WindowsNumpy` in place of numpy. For worlds
                                 past the limits, whose figures must equal the native ones.
    pytest -p tests.windows_ints the whole suite: the plugin's modules are rewritten as they are loaded, so that methods
                                 and operators obey too, and a whole number that leaves its 32 bits raises `Wrapped`.

What is not followed: in-place operators on anything but a plain name, and ufuncs that are called by name, as
np.add(a, b). Arrays carry their types, so these count in 32 bits where an operand has them, but a wrap in them is not
reported.
Whether a real numpy of Windows agrees is told by a Windows machine alone.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib.machinery
import operator
import sys

import numpy as np
import pytest

from tools.common import ROOT

LOW, HIGH = -(2**31), 2**31 - 1
SHIPPED = tuple(f"{ROOT}/{folder}/" for folder in ("nm_urban_plugin", "processing_algs"))
#: Types that make a result one of 64 bits on Windows too.
_WIDE = (np.dtype("i8"), np.dtype("u4"), np.dtype("u8"))
_NUMPY, _OPERATOR, _IN_PLACE, _METHOD = (f"_nm_windows_{name}_" for name in ("numpy", "operator", "in_place", "method"))
_OPERATORS = {"Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "LShift": operator.lshift,
              "Pow": operator.pow}
_ADDING = ("sum", "cumsum", "prod", "cumprod")


#: Not empty where the whole suite runs with the stand-in: what compares with native has nothing to compare with.
whole_suite: list[bool] = []


class Wrapped(ArithmeticError):
    """A whole number does not fit into the 32 bits that Windows would give it."""


def _is_array(value) -> bool:
    return isinstance(value, (np.ndarray, np.generic))


def _fits(values) -> bool:
    return not values.size or (int(values.min()) >= LOW and int(values.max()) <= HIGH)


def _wide(values) -> bool:
    """Whether an operand of 64 bits, or a float, decides the type."""
    return any(_is_array(v) and (v.dtype in _WIDE or v.dtype.kind not in "bi") for v in values)


def _long(result, strict: bool):
    """A result that numpy gave its default integer → the same in C long of Windows."""
    if not _is_array(result) or result.dtype != np.int64:
        return result
    if strict and not _fits(result):
        raise Wrapped(f"from {int(result.min())} to {int(result.max())}")
    with np.errstate(over="ignore"):
        return result.astype(np.int32)


def _from_python(result, given):
    """np.array(Python numbers): 32 bits where all fit, else 64; what holds wide numpy numbers keeps its type."""
    if not _is_array(result) or result.dtype != np.int64 or _is_array(given) or not _fits(result):
        return result
    todo, wide = [given], False
    while todo and not wide:
        one = todo.pop()
        wide = _wide([one])
        if isinstance(one, (list, tuple)):
            todo += one
    return result if wide else result.astype(np.int32)


def _typed(value):
    """A list of Python numbers as the array that Windows makes of it; anything else as it is."""
    if isinstance(value, (list, tuple)) or (isinstance(value, int) and not isinstance(value, bool)):
        return _from_python(np.asarray(value), value)
    return value


class _WindowsUfunc:
    """add and multiply: their running forms have the default integer as least type."""

    def __init__(self, ufunc, strict: bool) -> None:
        self._ufunc, self._strict = ufunc, strict

    def __call__(self, *arguments, **options):
        return self._ufunc(*arguments, **options)

    def __getattr__(self, name):
        form = getattr(self._ufunc, name)
        if name not in ("reduce", "reduceat", "accumulate"):
            return form

        @functools.wraps(form)
        def running(values, *arguments, **options):
            values = _typed(values)
            result = form(values, *arguments, **options)
            chosen = options.get("dtype") is not None or options.get("out") is not None
            return result if chosen or _wide([values]) else _long(result, self._strict)

        return running


class WindowsNumpy:
    """numpy whose default integer has 32 bits. strict: what does not fit raises `Wrapped`, else it wraps as there."""

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict
        self.int_ = self.intc = np.int32
        self.add, self.multiply = (_WindowsUfunc(u, strict) for u in (np.add, np.multiply))
        for name in ("array", "asarray", "ascontiguousarray", "asanyarray"):
            setattr(self, name, functools.partial(self._array, getattr(np, name)))
        for name, position in (("zeros", 1), ("ones", 1), ("empty", 1), ("fromiter", 1)):
            setattr(self, name, functools.partial(self._made, getattr(np, name), position))
        for name in (*_ADDING, "trace"):
            setattr(self, name, functools.partial(self._added, getattr(np, name)))
        for name in ("concatenate", "stack", "vstack", "hstack", "column_stack"):
            setattr(self, name, functools.partial(self._joined, getattr(np, name)))
        for name in ("append", "insert", "repeat", "tile", "unique", "sort", "diff", "atleast_1d", "broadcast_to"):
            setattr(self, name, functools.partial(self._listed, getattr(np, name)))

    def __getattr__(self, name):
        return getattr(np, name)

    def arange(self, *arguments, dtype=None):
        dtype = np.int32 if dtype is int else dtype
        result = np.arange(*arguments, dtype=dtype)
        plain = dtype is None and len(arguments) < 4 and not _wide(arguments) and _fits(result)
        return _long(result, self._strict) if plain else result

    def full(self, shape, fill_value, dtype=None, **options):
        if dtype is None:
            return _from_python(np.full(shape, fill_value, **options), fill_value)
        return np.full(shape, fill_value, np.int32 if dtype is int else dtype, **options)

    def where(self, condition, *values):
        result = np.where(condition, *(_typed(v) if isinstance(v, (list, tuple)) else v for v in values))
        return _long(result, self._strict) if values and not _wide(values) else result

    def _array(self, function, given, dtype=None, *arguments, **options):
        if dtype is None:
            return _from_python(function(given, *arguments, **options), given)
        return function(given, np.int32 if dtype is int else dtype, *arguments, **options)

    def _made(self, function, position, *arguments, **options):
        if options.get("dtype") is int:
            options["dtype"] = np.int32
        return function(*(np.int32 if k == position and a is int else a for k, a in enumerate(arguments)), **options)

    def _added(self, function, values, *arguments, **options):
        values = _typed(values)
        result = function(values, *arguments, **options)
        chosen = options.get("dtype") is not None or options.get("out") is not None or len(arguments) > 1
        return result if chosen or _wide([values]) else _long(result, self._strict)

    @staticmethod
    def _joined(function, arrays, *arguments, **options):
        arrays = arrays if isinstance(arrays, np.ndarray) else [_typed(a) for a in arrays]
        return function(arrays, *arguments, **options)

    @staticmethod
    def _listed(function, *arguments, **options):
        options = {name: _typed(value) if name in ("prepend", "append") else value for name, value in options.items()}
        if function in (np.repeat, np.tile, np.broadcast_to):  # the second is a number of times, or a shape
            return function(_typed(arguments[0]), *arguments[1:], **options)
        return function(*(_typed(a) if isinstance(a, (list, tuple)) or function is np.append else a
                          for a in arguments), **options)


def switch(monkeypatch) -> int:
    """Give the plugin's modules that are loaded the numpy of Windows; returns how many of them use numpy."""
    windows, n = WindowsNumpy(), 0
    for name, module in list(sys.modules.items()):
        if name.startswith(("nm_urban.nm_urban_plugin.", "nm_urban.processing_algs.")) and (
                getattr(module, "np", None) is np):
            monkeypatch.setattr(module, "np", windows)
            n += 1
    return n


# -- the whole suite ------------------------------------------------------------------------------------------------


def _applied(name: str, a, b):
    """a ∘ b with the type that Windows gives it."""
    result = _OPERATORS[name](a, b)
    if not _is_array(result) or result.dtype.kind != "i" or not (_is_array(a) or _is_array(b)):
        return result
    if result.dtype == np.int64 and not _wide((a, b)) and all(_is_array(v) or LOW <= v <= HIGH for v in (a, b)):
        return _long(result, True)
    if result.dtype == np.int32:
        exact = _OPERATORS[name](*(v.astype(np.int64) if _is_array(v) else v for v in (a, b)))
        if not _fits(np.asarray(exact)):
            raise Wrapped(f"{name} of {np.asarray(a).dtype} and {np.asarray(b).dtype}: up to {np.max(np.abs(exact))}")
    return result


def _applied_in_place(name: str, a, b):
    if isinstance(a, np.ndarray):
        if a.dtype == np.int32:
            _applied(name, a, b)
        return getattr(operator, f"i{_OPERATORS[name].__name__}")(a, b)
    return _applied(name, a, b) if _is_array(a) else getattr(operator, f"i{_OPERATORS[name].__name__}")(a, b)


def _called(owner, name: str, *arguments, **options):
    """owner.name(…) with the type that Windows gives it."""
    method = getattr(owner, name)
    if not _is_array(owner):
        return method(*arguments, **options)
    if name == "astype":
        arguments = tuple(np.int32 if a is int else a for a in arguments)
        result = method(*arguments, **options)
        if result.dtype == np.int32 and owner.dtype.kind in "iu" and not _fits(owner):
            raise Wrapped(f"astype of {owner.dtype}: up to {int(owner.max())}")
        return result
    result = method(*arguments, **options)
    chosen = options.get("dtype") is not None or options.get("out") is not None or len(arguments) > 1
    return result if chosen or _wide([owner]) else _long(result, True)


class _Rewriter(ast.NodeTransformer):
    """numpy → the stand-in; operators and methods → the functions above."""

    def visit_Import(self, node):
        if not any(alias.name == "numpy" for alias in node.names):
            return node
        name = next(alias.asname or alias.name for alias in node.names if alias.name == "numpy")
        return ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], ast.Name(_NUMPY, ast.Load())), node)

    def visit_BinOp(self, node):
        self.generic_visit(node)
        name = type(node.op).__name__
        if name not in _OPERATORS:
            return node
        return ast.copy_location(self._call(_OPERATOR, ast.Constant(name), node.left, node.right), node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        name = type(node.op).__name__
        if name not in _OPERATORS or not isinstance(node.target, ast.Name):
            return node
        call = self._call(_IN_PLACE, ast.Constant(name), ast.Name(node.target.id, ast.Load()), node.value)
        return ast.copy_location(ast.Assign([node.target], call), node)

    def visit_Call(self, node):
        self.generic_visit(node)
        method = node.func
        if not isinstance(method, ast.Attribute) or method.attr not in (*_ADDING, "astype"):
            return node
        if isinstance(method.value, ast.Name) and method.value.id == "np":
            return node
        call = self._call(_METHOD, method.value, ast.Constant(method.attr), *node.args)
        call.keywords = node.keywords
        return ast.copy_location(call, node)

    @staticmethod
    def _call(name, *arguments):
        return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def rewritten(source: str, path: str):
    """Code of a module as it runs on Windows."""
    tree = _Rewriter().visit(ast.parse(source, path))
    return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


def install() -> None:
    """Rewrite the plugin's modules as they are loaded from now on (their cached bytecode is passed by)."""
    for name, value in ((_NUMPY, WindowsNumpy(strict=True)), (_OPERATOR, _applied), (_IN_PLACE, _applied_in_place),
                        (_METHOD, _called)):
        setattr(builtins, name, value)
    native = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader, fullname):
        path = loader.get_filename(fullname)
        if not path.startswith(SHIPPED):
            return native(loader, fullname)
        return rewritten(loader.get_data(path).decode("utf-8"), path)

    importlib.machinery.SourceFileLoader.get_code = get_code


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Run as a plugin (-p tests.windows_ints): before the first module of the plugin is loaded."""
    if any(name.startswith("nm_urban.") for name in sys.modules):
        raise RuntimeError("tests.windows_ints came too late: name it with -p on the command line")
    install()
    whole_suite.append(True)
