"""The lab by its commands, and a runbook applied in it over real SSH."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from clprun.lab import client
from clprun.messages.catalog import entries
from tests.cli.books import write_book
from tests.cli.conftest import Clprun


@pytest.fixture
def lab(home: Path, clprun: Clprun) -> Iterator[Path]:
    """A lab that any user can have, brought up by its command."""
    assert clprun("lab", "up", "--tier", "B").code == 0
    try:
        yield home
    finally:
        client.down(home)


def process(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command with streams of its own, as ``lab shell`` wants them."""
    command = [sys.executable, "-m", "clprun", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)


def test_the_lab_by_its_commands(lab: Path, clprun: Clprun) -> None:
    status = json.loads(clprun("lab", "status", "--json").out)
    text = clprun("lab", "status", "--lang", "ja")
    shell = process("lab", "shell", "clu1", "--", "sh", "-c", 'printf "%s|" "$@"; exit 3', "x", "a b", "--lang", "*")
    clock = clprun("lab", "fault", "clock", "clu2", "+600")
    faults = clprun("lab", "fault", "list")
    cleared = clprun("lab", "fault", "clear")

    assert (status["up"], status["tier"]) == (True, "B")
    assert "このラボで実物と異なる点:" in text.out
    assert (shell.returncode, shell.stdout, shell.stderr) == (3, "a b|--lang|*|", "")
    assert (clock.code, cleared.code) == (0, 0)
    assert "clock clu2 +600 s" in faults.out


def test_mistakes_about_the_lab(lab: Path, clprun: Clprun) -> None:
    for arguments in (["fault", "earthquake"], ["fault", "link", "clu1"], ["fault", "crash", "clu9"]):
        result = clprun("lab", *arguments)
        assert (result.code, result.out) == (2, "")

    second = clprun("lab", "up", "--tier", "B")
    assert second.code == 1
    assert "clprun lab status" in second.err


def test_a_runbook_is_applied_in_the_lab_and_then_has_nothing_to_do(lab: Path, clprun: Clprun) -> None:
    write_book(Path.cwd())
    target = ("small.yaml", "--lab", "-e", "folder=/root/work")
    client.run(lab, "clu1", ["sh", "-c", "mkdir /root/work; echo mode=slow >/root/work/daemon.conf"])
    client.run(lab, "clu2", ["sh", "-c", "mkdir /root/work; touch /root/work/allowed"])

    plan = clprun("plan", *target)
    first, second = (clprun("apply", *target, "--yes") for _ in range(2))

    assert plan.code == 0
    assert "+mode=fast" in plan.out
    assert (first.code, first.err) == (0, "")
    assert client.run(lab, "clu1", ["cat", "/root/work/daemon.conf"]).stdout == b"mode=fast\n"
    assert client.run(lab, "clu2", ["test", "-f", "/root/work/made"]).returncode == 0
    assert "Nothing was changed." in second.out


def test_the_lab_is_rehearsed_with_a_site_of_ones_own(home: Path, clprun: Clprun) -> None:
    site = Path("site.yaml")
    example = Path(__file__).parents[2] / "inventory" / "lab" / "lab.yaml"
    text = example.read_text("utf-8")
    for old, new in (("clu1:", "east:"), ("clu2:", "west:"), ("10.0.0.111", "10.1.0.1"), ("10.0.0.112", "10.1.0.2")):
        text = text.replace(old, new)
    site.write_text(text.replace("10.0.0.114", "10.1.0.9"), "utf-8")
    try:
        assert clprun("lab", "up", "--tier", "B", "--inventory", str(site)).code == 0

        checked = clprun("inventory", "check", "--lab")

        assert "east (primary, 10.1.0.1)" in checked.out
        assert process("lab", "shell", "west", "--", "hostname").stdout == "west\n"
    finally:
        assert clprun("lab", "down").code == 0
    assert "clu1 (primary" in clprun("inventory", "check", "--lab").out


@pytest.mark.parametrize(("language", "words"), [("en", "clprun lab up"), ("ja", "clprun lab up")])
def test_without_a_lab_the_command_to_type_is_told(language: str, words: str, clprun: Clprun) -> None:
    status = clprun("lab", "status", "--lang", language)
    plan = clprun("plan", "jobcenter-classic", "--lab", "--lang", language)

    assert (status.code, plan.code, plan.out) == (4, 4, "")
    assert words in status.out
    assert words in plan.err
    assert json.loads(clprun("lab", "status", "--json").out) == {"up": False}


def test_input_is_checked_before_the_lab_is_missed(clprun: Clprun) -> None:
    assert clprun("plan", "jobcenter-classic", "--lab", "-e", "virtual_host=10.0.0.9").code == 2


def test_elsewhere_than_on_linux_the_lab_says_so(clprun: Clprun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clprun.cli.labsite.sys", SimpleNamespace(platform="win32"))

    for arguments in (["lab", "status"], ["plan", "jobcenter-classic", "--lab"]):
        result = clprun(*arguments)
        assert result.code == 2
        assert "[commands.lab_needs_linux]" in result.err


def test_the_labs_doctor_names_a_tier(clprun: Clprun) -> None:
    result = json.loads(clprun("lab", "doctor", "--json").out)

    assert "B" in result["tiers"]


def test_everything_the_lab_says_is_in_the_catalogue() -> None:
    folder = Path(client.__file__).parent
    files = [file for file in folder.rglob("*.py") if "standin" not in file.parts]
    said = {code for file in files for code in re.findall(r'"(lab\.[a-z_]{2,})"', file.read_text("utf-8"))}

    assert len(said) > 40
    assert said - set(entries()) == set()
