"""Runbooks are found by name or path, and loaded with their template files."""

from pathlib import Path

import pytest

import clprun
from clprun.errors import InputError
from clprun.lang.load import data_folder, find_runbook, load_runbook, shipped_runbooks
from tests.lang.desk import KINDS, NOTE, Desk


@pytest.fixture
def data(desk: Desk) -> Path:
    """A folder that ships the toy runbook."""
    (desk.folder / "runbooks").mkdir()
    desk.runbook.parent.rename(desk.folder / "runbooks" / "toy")
    return desk.folder


def test_a_shipped_runbook_is_found_by_name(data: Path) -> None:
    assert shipped_runbooks(data) == ("toy",)
    assert load_runbook("toy", KINDS, data).runbook.runbook == "toy"


@pytest.mark.parametrize(("name", "code"), [("toi", "input.unknown_runbook_like"), ("zzzz", "input.unknown_runbook")])
def test_an_unknown_name_is_refused(data: Path, name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        find_runbook(name, data)

    assert (caught.value.problem.code, caught.value.problem.values["known"]) == (code, "toy")


@pytest.mark.parametrize("reference", ["{folder}/toy/runbook.yaml", "{folder}/toy", "{folder}/toy/"])
def test_a_runbook_is_found_by_path(desk: Desk, reference: str) -> None:
    assert find_runbook(reference.format(folder=desk.folder)) == desk.runbook


def test_a_bare_file_name_is_a_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.runbook.parent)

    assert load_runbook("runbook.yaml", KINDS).runbook.runbook == "toy"


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_runbook(str(tmp_path / "none"), KINDS)

    assert caught.value.problem.code == "input.file_not_found"


def test_template_files_are_read_with_the_runbook(desk: Desk) -> None:
    loaded = desk.load()

    assert loaded.files == {"files/note.j2": NOTE}
    assert loaded.folder == desk.runbook.parent


def test_the_data_lies_beside_the_package_in_a_checkout() -> None:
    assert data_folder() / "clprun" == Path(clprun.__file__).parent


def test_the_data_lies_in_the_package_when_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(clprun, "__file__", str(tmp_path / "__init__.py"))

    assert data_folder() == tmp_path / "_data"
