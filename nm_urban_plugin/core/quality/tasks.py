"""Which algorithms can run with the layers at hand, and what the others lack (resources/quality/tasks.json)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..resources import load, require
from .catalogue import kind_of
from .headings import column_names
from .words import Names, Said, said


@dataclass(frozen=True)
class Input:
    """One parameter of an algorithm: roles that serve it, the best first; columns that the layer then needs; open:
    layers of other roles may serve as well."""

    parameter: str
    roles: tuple[str, ...]
    required: bool
    need: tuple[tuple[str, ...], ...]
    open: bool = False


@dataclass(frozen=True)
class Task:
    """One algorithm with its inputs."""

    id: str
    zh: str
    en: str
    inputs: tuple[Input, ...]

    def name(self, lang: str = "zh") -> str:
        return self.zh if lang.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Layer:
    """A layer at hand: its key (a name or an id of the caller), role, and the columns it has."""

    key: str
    role: str
    columns: frozenset[str]


@dataclass(frozen=True)
class Ready:
    """Whether a task can run. chosen: parameter → key of the layer; missing: (parameter, what it lacks) of required
    inputs; optional: the same of inputs that would make more of the result known."""

    task: Task
    chosen: Mapping[str, str]
    missing: tuple[tuple[str, Said], ...]
    optional: tuple[tuple[str, Said], ...]

    @property
    def ready(self) -> bool:
        return not self.missing


@functools.lru_cache(maxsize=1)
def tasks() -> tuple[Task, ...]:
    """All tasks in the order of the work. Raises `ResourceError`."""
    out = []
    for k, raw in enumerate(load("quality/tasks")["tasks"]):
        require(f"tasks.json: tasks[{k}]", raw, ("task", "zh", "en", "inputs"))
        inputs = tuple(Input(one["parameter"], tuple(one["roles"]), bool(one["required"]),
                             tuple(tuple(group.split("|")) for group in one["need"]), bool(one.get("open")))
                       for one in raw["inputs"])
        out.append(Task(raw["task"], raw["zh"], raw["en"], inputs))
    return tuple(out)


def task_of(algorithm: str) -> Task | None:
    """The task of an algorithm's id, None if it has none here."""
    return next((task for task in tasks() if task.id == algorithm), None)


def role_of_parameter(algorithm: str, parameter: str) -> tuple[str, ...]:
    """Roles that a parameter of an algorithm wants, the best first; () where it wants none."""
    found = _input(algorithm, parameter)
    return found.roles if found else ()


def questioned_roles(algorithm: str, parameter: str) -> tuple[str, ...]:
    """Roles one of which a layer must look like, or be questioned; () where layers of other roles may serve as well."""
    found = _input(algorithm, parameter)
    return found.roles if found and not found.open else ()


def _input(algorithm: str, parameter: str) -> Input | None:
    task = task_of(algorithm)
    return next((one for one in task.inputs if one.parameter == parameter), None) if task else None


def readiness_of(task: Task, layers: Iterable[Layer]) -> Ready:
    """The layers that a task would take, and what it lacks. A layer serves one parameter only."""
    free = list(layers)
    chosen, missing, optional = {}, [], []
    for wanted in task.inputs:
        found = next((layer for role in wanted.roles for layer in free if layer.role == role), None)
        into = missing if wanted.required else optional
        if found is None:
            kinds = [kind for role in wanted.roles[:2] if (kind := kind_of(role))]
            names = Names(tuple(k.zh for k in kinds), tuple(k.en for k in kinds))
            into.append((wanted.parameter, said("layer_needed", roles=names)))
            continue
        chosen[wanted.parameter] = found.key
        free.remove(found)
        for group in wanted.need:
            if not found.columns.intersection(group):
                zh, en = zip(*(column_names(column) for column in group))
                into.append((wanted.parameter, said("column_needed", layer=found.key, column=Names(zh[:1], en[:1]))))
    return Ready(task, chosen, tuple(missing), tuple(optional))
