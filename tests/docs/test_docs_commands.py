"""Every command of the pages is typed as the reader types it, page by page, in an empty folder and a home of its own.

The two languages of a page hold the same commands and show the same lines of output (``test_docs_pages``): long pages,
and the Japanese ones of those that are not short, are slow proofs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from clprun.store.runs import RunStore
from tests.docs.excerpts import difference
from tests.docs.pages import Command, Page, pages

_SECONDS = 180
"""No command may take longer, however busy the machine is."""

_LONG = {"lab", "own-runbook", "resume"}
"""Pages with many commands."""

_TWINS = {*_LONG, "tutorial", "inventory", "procedures", "runbooks"}
"""Pages of which the English one is enough for every day."""

_LOCALES = {"en": "en_US.UTF-8", "ja": "ja_JP.UTF-8"}


def _language(page: Page) -> str:
    return "ja" if page.path.parent.name == "ja" or ".ja." in page.path.name else "en"


def _is_run(command: Command) -> bool:
    return not command.text.startswith("./dev ")


def _has_commands(page: Page) -> bool:
    return any(_is_run(command) for block in page.blocks if block.not_run is None for command in block.commands)


def _is_slow(page: Page) -> bool:
    return page.path.stem in (_TWINS if _language(page) == "ja" else _LONG)


_PAGES = [
    pytest.param(page, id=page.name, marks=pytest.mark.full if _is_slow(page) else ())
    for page in pages()
    if _has_commands(page)
]


@pytest.fixture
def home() -> Iterator[Path]:
    """A CLPRUN_HOME with a short path, for the lab's socket; its lab is taken down in the end."""
    folder = Path(tempfile.mkdtemp(prefix="clprun-"))
    yield folder
    if (folder / "lab").exists():
        subprocess.run(["clprun", "lab", "down"], env=_environment(folder, "en"), check=True, capture_output=True)
    shutil.rmtree(folder)


@pytest.mark.parametrize("page", _PAGES)
def test_the_commands_of_a_page_do_what_it_says(page: Page, home: Path, tmp_path: Path) -> None:
    environment = _environment(home, _language(page))
    for block in page.blocks:
        if block.file is not None:
            file = tmp_path / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(block.lines) + "\n", "utf-8")
        if block.not_run is None:
            for command in filter(_is_run, block.commands):
                _type(page, command, home, tmp_path, environment)


def _type(page: Page, command: Command, home: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command in a shell, without a terminal."""
    text = command.text.replace("RUN", _newest_run(home)) if " RUN" in command.text else command.text
    done = subprocess.run(
        ["sh", "-c", text],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
    )
    printed = done.stdout.decode()
    place = f"{page.name}:{command.line}: {text}\n{printed}"
    assert done.returncode == command.exit_code, place
    missing = difference(command.output, printed)
    assert missing is None, f"not printed: {missing}\n{place}"


def _newest_run(home: Path) -> str:
    return RunStore(home).all()[-1].run


def _environment(home: Path, language: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "CLPRUN_"))}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CLPRUN_HOME": str(home),
        "LANG": _LOCALES[language],
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
