"""Tests, benchmarks and tools use the package by its public names, and by names that are there."""

import ast
import importlib
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRIVATE_DOTTED_NAME = re.compile(r"disclosure_stats(\.\w+)*\._(?!_)\w+")


def private_uses(path: Path) -> list[str]:
    """Where a file goes past the public names of the package: `from … import _x`, `Name._x` of
    what it imports, and a dotted name with a private part in a string (`monkeypatch.setattr`)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported: set[str] = set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("disclosure_stats"):
            imported |= {alias.asname or alias.name for alias in node.names}
            found += [(node, alias.name) for alias in node.names if is_private(alias.name)]
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in imported:
                found.append((node, node.attr))
        elif isinstance(node, ast.Constant) and PRIVATE_DOTTED_NAME.fullmatch(str(node.value)):
            found.append((node, str(node.value)))
    return [f"{path.relative_to(ROOT)}:{node.lineno} {name}" for node, name in found]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize("folder", ["tests", "bench", "tools"])
def test_tests_and_benchmarks_use_the_public_door(folder: str) -> None:
    assert [use for path in (ROOT / folder).rglob("*.py") for use in private_uses(path)] == []


def is_there(module: str, name: str) -> bool:
    """Whether `from module import name` works."""
    home = importlib.import_module(module)
    return hasattr(home, name) or (
        hasattr(home, "__path__") and importlib.util.find_spec(f"{module}.{name}") is not None
    )


@pytest.mark.parametrize("folder", ["bench", "tools"])
def test_what_benchmarks_import_of_the_package_is_there(folder: str) -> None:
    wanted = {
        (path.name, node.module, alias.name)
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("disclosure_stats")
        for alias in node.names
    }
    assert {one for one in wanted if not is_there(one[1] or "", one[2])} == set()
