"""Imports run one way: each package may only know those below it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import clprun

PACKAGE = Path(clprun.__file__).parent

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "faults": set(),
    "model": {"errors"},
    "messages": {"errors", "model"},
    "lang": {"errors", "model", "clprun"},
    "transport": {"errors", "model"},
    "node": {"errors", "model", "transport"},
    "products": {"errors", "model", "messages", "transport", "node"},
    "contact": {"errors", "model", "messages", "node", "products"},
    "steps": {"errors", "model", "transport", "node", "products"},
    "engine": {"errors", "faults", "model", "transport", "lang", "node", "products", "steps"},
    "store": {"errors", "faults", "model"},
    "verify": {"errors", "model", "lang", "transport", "node"},
    "ui": {"errors", "model", "messages", "transport", "lang"},
    "lab": {"errors", "model", "transport"},
}
"""What each package may import besides itself; ``cli`` and ``api`` may import everything but the lab's insides."""

POSIX_ONLY = {"fcntl", "pwd", "grp", "pty", "termios", "tty", "resource", "posix", "syslog", "crypt"}
POSIX_ALLOWED = ("lab/", "transport/local.py")


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "standin" not in path.parts and "inside" not in path.parts)


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Module names a file imports, with their line and whether they stand at the top of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno, id(node) in top


def package_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    package = package_of(path)
    if package in {"cli", "api", "__main__", "__init__"}:
        return
    allowed = MAY_IMPORT[package] | {package}
    wrong = [
        f"line {line}: {name}"
        for name, line, _ in imports(path)
        if name.split(".")[0] == "clprun" and (name.split(".")[1] if "." in name else "clprun") not in allowed
    ]
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_but_the_lab_needs_posix(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    if inside.startswith(POSIX_ALLOWED):
        return
    assert not [f"line {line}: {name}" for name, line, _ in imports(path) if name.split(".")[0] in POSIX_ONLY]


def test_the_lab_is_known_to_the_command_line_only() -> None:
    knowing = {
        package_of(path)
        for path in modules()
        for name, _, _ in imports(path)
        if name.startswith("clprun.lab") and package_of(path) != "lab"
    }
    assert knowing <= {"cli"}


def test_no_writer_is_known_to_the_planner() -> None:
    for module in ("planner", "world"):
        source = (PACKAGE / "engine" / f"{module}.py").read_text("utf-8")
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert not {name for name in names if "Writer" in name or "Performs" in name}


def test_runbook_and_engine_know_nothing_of_the_stand_ins() -> None:
    texts = [
        path.read_text("utf-8")
        for path in [*modules(), *(PACKAGE.parent / "runbooks").rglob("*.*")]
        if path.suffix != ".pyc" and "lab" not in path.parts
    ]
    assert not [text for text in texts if re.search(r"clprun-lab|\bstandin\b", text)]
