"""Find in the source which methods write a state, and whether they hold it before."""

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOLDING = {"_begin", "_hold", "_share"}


@dataclass
class Method:
    """What a method of the source does.

    :param place: file and name
    :param writes: whether it writes a state
    :param calls: the names of what it calls
    """

    place: str
    writes: bool
    calls: set[str] = field(default_factory=set)

    @property
    def name(self):
        return self.place.rpartition(" ")[2]

    @property
    def holds(self):
        return bool(HOLDING & self.calls)


def read_methods(folders=("models", "wizard")):
    """Read the methods of the add-on."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield _read(f"{path.name} {node.name}", node)


def _read(place, node):
    calls, assigned, keys = set(), False, False
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            calls.add(part.func.attr)
        if isinstance(part, ast.Assign):
            assigned |= any(
                isinstance(target, ast.Attribute) and target.attr == "state"
                for target in part.targets
            )
        if isinstance(part, ast.Dict):
            keys |= any(
                isinstance(key, ast.Constant) and key.value == "state"
                for key in part.keys
            )
    return Method(place, assigned or (keys and "write" in calls), calls)


def find_unheld(methods, exempt=()):
    """Return the methods by which a state is written that nobody held or shared.

    A private method is as good as all that call it; a name stands for all methods of
    that name.

    :param exempt: places of methods whose writing is left out
    :return: places, in order
    """
    methods = [method for method in methods if method.place not in exempt]
    callers = defaultdict(list)
    for method in methods:
        for name in method.calls:
            callers[name].append(method)
    faults = set()
    for method in methods:
        if method.writes:
            faults |= set(_follow(method, callers, set()))
    return sorted(faults)


def _follow(method, callers, seen):
    if method.holds or method.place in seen:
        return
    seen.add(method.place)
    above = callers[method.name] if method.name.startswith("_") else []
    if not above:
        yield method.place
    for caller in above:
        yield from _follow(caller, callers, seen)
