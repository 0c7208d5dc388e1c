"""The house has floors: no package of models names a model of a floor above it.

What a floor above adds to a model below stands above, in a file of that model's name.
"""

import ast

import pytest
from loading import ADDON

try:
    import tomllib
except ModuleNotFoundError:  # before Python 3.11
    import tomli as tomllib

# The floors stand in one place, with the contract on imports; there the top is first.
SETTINGS = tomllib.loads((ADDON.parent / "pyproject.toml").read_text())
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]
[DOMAINS] = (contract for contract in CONTRACTS if contract["name"] == "Domains")
FLOORS = tuple(reversed(DOMAINS["layers"]))
# Two users wait for each other unless there is one order for all rows: it stands in one
# place, which names them all.
EXEMPT = {"common/cds_locked.py"}
MODELS = ADDON / "models"


def _read(floor):
    return {
        path: ast.parse(path.read_text()) for path in (MODELS / floor).rglob("*.py")
    }


TREES = {floor: _read(floor) for floor in FLOORS}


def _constants(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant))


def _defined(tree):
    """Yield the names of the models that a module defines.

    A class that inherits the model of its own name adds to it, with a mixin say.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assigned = {
                part.targets[0].id: part.value
                for part in node.body
                if isinstance(part, ast.Assign)
                and isinstance(part.targets[0], ast.Name)
            }
            name = assigned.get("_name")
            inherited = assigned.get("_inherit")
            others = {c.value for c in _constants(inherited)} if inherited else set()
            if name and name.value not in others:
                yield name.value


HOME = {
    name: floor
    for floor, trees in TREES.items()
    for tree in trees.values()
    for name in _defined(tree)
}


def test_every_package_is_a_floor():
    packages = {
        path.name for path in MODELS.iterdir() if (path / "__init__.py").exists()
    }
    assert packages == set(FLOORS)
    assert len(HOME) > 60


@pytest.mark.parametrize("floor", FLOORS)
def test_no_model_of_a_floor_above_is_named(floor):
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    for path, tree in TREES[floor].items():
        place = path.relative_to(MODELS).as_posix()
        named = {
            node.value for node in _constants(tree) if HOME.get(node.value) in above
        }
        assert not named or place in EXEMPT, (place, named)
