"""Commands that need no node: what they print for people and for programs."""

import json
from pathlib import Path

import pytest

from clprun.lang.load import data_folder
from tests.cli.books import write_book
from tests.cli.conftest import Clprun


def test_list_shows_the_shipped_runbooks(clprun: Clprun) -> None:
    text, document = clprun("list", "--lang", "ja"), clprun("list", "--json")

    assert (text.code, document.code, text.err, document.err) == (0, 0, "", "")
    assert "JobCenter (クラシックモード)" in text.out
    (classic,) = [it for it in json.loads(document.out)["runbooks"] if it["runbook"] == "jobcenter-classic"]
    assert classic["platform"] == ["linux"]


def test_show_explains_parameters_phases_and_steps(clprun: Clprun, home: Path) -> None:
    book = write_book(Path.cwd())

    text, document = clprun("show", str(book), "--lang", "ja"), clprun("show", str(book), "--json")

    assert (text.code, text.err) == (0, "")
    assert "folder  作業フォルダ" in text.out
    assert "フェーズ 2/2: 作業" in text.out
    assert "make  standby  作成" in text.out
    shown = json.loads(document.out)
    assert shown["parameters"][0]["name"] == "folder"
    assert [step["id"] for phase in shown["phases"] for step in phase["steps"]] == ["setting", "make"]


def test_show_with_a_cluster_shows_its_values(clprun: Clprun) -> None:
    book = write_book(Path.cwd())

    document = clprun("show", str(book), "--cluster", "here", "-e", "folder=/srv/other", "--json")

    assert json.loads(document.out)["parameters"][0]["value"] == "/srv/other"


def test_lint_finds_nothing_wrong_with_what_is_shipped(clprun: Clprun) -> None:
    assert clprun("lint").code == 0


def test_lint_tells_what_is_wrong_with_its_place(clprun: Clprun) -> None:
    book = write_book(Path.cwd())
    book.write_text(book.read_text("utf-8").replace("kind: command", "kind: comand"), "utf-8")

    text, document = clprun("lint", "small.yaml"), clprun("lint", "small.yaml", "--json")

    assert (text.code, text.out, document.code) == (1, "", 1)
    assert "small.yaml:26:15" in text.err
    (problem,) = json.loads(document.out)["problems"]
    assert (problem["line"], problem["column"]) == (26, 15)


def test_lint_of_a_folder_checks_each_runbook_in_it(clprun: Clprun) -> None:
    document = json.loads(clprun("lint", str(data_folder() / "runbooks"), "--json").out)

    assert any("jobcenter-classic" in reference for reference in document["checked"])


@pytest.mark.parametrize(("what", "key"), [("runbook", "phases"), ("inventory", "clusters")])
def test_schema_is_json_schema(what: str, key: str, clprun: Clprun) -> None:
    schema = json.loads(clprun("schema", what).out)

    assert key in schema["properties"]
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_init_writes_an_example_that_has_to_be_filled_in(clprun: Clprun) -> None:
    result = clprun("init")

    assert result.code == 0
    assert "inventory/cluster.yaml" in result.out
    check = clprun("inventory", "check")
    assert check.code == 2
    assert "<address of node1>" in check.err


def test_init_replaces_nothing(clprun: Clprun) -> None:
    clprun("init", "site")
    file = Path("site/inventory/cluster.yaml")
    file.write_text("mine", "utf-8")

    result = clprun("init", "site")

    assert (result.code, file.read_text("utf-8")) == (2, "mine")


def test_init_says_why_it_can_not_write(clprun: Clprun) -> None:
    Path("file").write_bytes(b"")

    result = clprun("init", "file")

    assert result.code == 2
    assert "Not a directory" in result.err


def test_doctor_says_what_it_found(clprun: Clprun, home: Path) -> None:
    text, document = clprun("doctor"), clprun("doctor", "--json")

    assert text.code == 0
    assert str(home) in text.out
    assert json.loads(document.out)["bad"] == []


def test_doctor_fails_where_state_can_not_be_kept(clprun: Clprun, home: Path) -> None:
    home.write_bytes(b"")

    result = clprun("doctor")

    assert result.code == 1
    assert "State folder (CLPRUN_HOME): " in result.err


def test_inventory_check_tells_that_all_is_right(clprun: Clprun) -> None:
    result = clprun("inventory", "check", "--lab")

    assert (result.code, result.err) == (0, "")
    assert "clu1 (primary, 10.0.0.111)" in result.out
    assert "jobcenter-classic: parameters are complete" in result.out


def test_inventory_check_tells_of_every_problem_at_once(clprun: Clprun) -> None:
    lab = (data_folder() / "inventory" / "lab" / "lab.yaml").read_text("utf-8")
    Path("inventory").mkdir()
    wrong = lab.replace("floating_ip: 10.0.0.114", "floating_ip: nonsense", 1).replace(
        "virtual_host: cluv", "virtual_host: 1.2.3.4", 1
    )
    Path("inventory/site.yaml").write_text(wrong, "utf-8")

    text, document = clprun("inventory", "check"), clprun("inventory", "check", "--json")

    assert (text.code, text.out) == (2, "")
    assert text.err.endswith("2 problems.\n")
    assert [problem["file"] for problem in json.loads(document.out)["problems"]] == [
        str(Path("inventory/site.yaml").absolute())
    ] * 2


def test_runs_and_status_of_nothing(clprun: Clprun) -> None:
    assert clprun("runs").out == "There are no runs yet.\n"
    assert json.loads(clprun("runs", "--json").out) == {"runs": []}
