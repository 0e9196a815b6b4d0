"""The lab of Windows nodes by its commands."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.cli.labsite import cluster_of_lab
from clprun.lab import client
from clprun.lang.inventory import load_inventory
from clprun.lang.load import data_folder
from tests.cli.conftest import Clprun
from tests.cli.test_lab_commands import process
from tests.support.windows import needs_wine


@pytest.fixture
def lab(home: Path, clprun: Clprun) -> Iterator[Path]:
    """ClientManager's lab in Japanese."""
    assert clprun("lab", "up", "--tier", "A", "--for", "clientmanager", "--product-language", "ja").code == 0
    try:
        yield home
    finally:
        client.down(home)


@needs_wine
def test_windows_nodes_by_the_labs_commands(lab: Path, clprun: Clprun) -> None:
    status = clprun("lab", "status")
    version = process("lab", "shell", "win1", "--", "ver", "&", "exit", "7")
    words = process("lab", "shell", "win2", "--", r'cd "C:\Program Files" || echo gone')
    checked = clprun("inventory", "check", "--lab", "--cluster", "winmanager")
    inventory = load_inventory([data_folder() / "inventory" / "lab" / "windows.yaml"])

    assert "Windows is Wine 10" in status.out
    assert (version.returncode, "10.0.20348" in version.stdout) == (7, True)
    assert (words.returncode, words.stdout) == (0, "")
    assert "ファイル" in process("lab", "shell", "win1", "--", "type", "nosuch").stderr
    assert "win1 (primary, 10.0.0.111)" in checked.out
    assert cluster_of_lab(lab, inventory) == "winmanager"


def test_windows_nodes_need_tier_a(home: Path, clprun: Clprun) -> None:
    refused = clprun("lab", "up", "--tier", "B", "--platform", "windows")

    assert refused.code == 1
    assert "[lab.windows_tier]" in refused.err
    assert not client.is_up(home)


def test_without_wine_the_way_to_it_is_told(home: Path, clprun: Clprun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "nothing"))
    refused = clprun("lab", "up", "--tier", "A", "--for", "clientmanager")
    checks = json.loads(clprun("lab", "doctor", "--json").out)["checks"]

    assert refused.code == 1
    assert "./dev setup --windows" in refused.err
    assert [check["advice"] for check in checks if check["name"] == "windows"] == ["lab.advice_windows"]


@pytest.mark.parametrize("option", [("--platform", "windows"), ("--windows-release", "2003")])
def test_another_platform_than_the_inventorys_is_refused(clprun: Clprun, option: tuple[str, str]) -> None:
    inventory = data_folder() / "inventory" / "lab" / "lab.yaml"
    refused = clprun("lab", "up", "--inventory", str(inventory), *option)

    assert refused.code == 2
    assert "[commands.lab_platform]" in refused.err


def test_a_platform_that_a_runbook_is_not_rehearsed_on_is_refused(clprun: Clprun) -> None:
    refused = clprun("lab", "up", "--for", "jobcenter-classic", "--platform", "windows")

    assert refused.code == 2
    assert "clientmanager" in refused.err
