"""What a Windows node holds before anybody runs a runbook, as data."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from clprun.lab.files import NodeFile
from clprun.lab.site import REHEARSED_ON_WINDOWS, Site, WindowsSite, site_for
from clprun.lab.standin.esmpro.answers import Answers
from clprun.lab.standin.layout import node_files, units
from clprun.lab.standin.windows.dispatch import COMMANDS, SERVICES, function

DRIVE = "/windows/prefix/drive_c"


def files(site: Site) -> dict[str, NodeFile]:
    return {file.path: file for file in node_files(site, "win1", "/python", site.resources)}


@pytest.mark.parametrize("runbook", list(REHEARSED_ON_WINDOWS))
def test_every_command_is_known_to_the_node(runbook: str) -> None:
    found = files(site_for(runbook, "windows"))

    programs = {path: file for path, file in found.items() if path.endswith(".exe") and "/files/" not in path}
    assert programs
    for path in programs:
        stem = PurePosixPath(path).stem.lower()
        assert stem in {"clppm", "prunsrv"} or callable(function(COMMANDS[stem]))


@pytest.mark.parametrize("place", [*COMMANDS.values(), *SERVICES.values()])
def test_every_entry_of_ours_has_its_function(place: str) -> None:
    if not place.startswith("windows."):
        assert callable(function(place))


@pytest.mark.parametrize(("flavour", "there"), [("2003", True), ("2008r2", True), ("2022", False)])
def test_arm_commands_are_gone_with_the_newest_product(flavour: str, there: bool) -> None:
    site = replace(site_for("clientmanager"), windows=WindowsSite(flavour))  # type: ignore[arg-type]  # as listed above
    found = files(site)

    assert (f"{DRIVE}/Program Files/CLUSTERPRO/bin/ARMLOAD.exe" in found) is there
    assert f"{DRIVE}/Program Files/CLUSTERPRO/bin/ARMBCAST.exe" in found


def test_the_registry_knows_the_services() -> None:
    found = files(site_for("clweb", "windows"))

    assert b'"DisplayName"="CLUSTERPRO Server"' in found["/windows/registry/clusterpro.reg"].content
    service = found["/windows/registry/clweb.reg"].content.decode()
    assert r"[System\\ControlSet001\\Services\\JobCenterCLWeb]" in service
    assert '"DisplayName"="JobCenter CL/Web Service"' in service
    assert '"Start"=dword:00000002' in service
    assert r'"ImagePath"="\"C:\\jcclweb\\bin\\prunsrv.exe\""' in service


def test_from_media_nothing_is_registered() -> None:
    found = files(replace(site_for("clweb", "windows"), clweb="media"))

    assert "/windows/registry/clweb.reg" not in found
    assert f"{DRIVE}/jcclweb/config/clweb.conf" not in found
    assert b'# $bind = "0.0.0.0"\r\n' in found[f"{DRIVE}/media/jcclweb/files/jcclweb/config/clweb.conf"].content


def test_the_cluster_ends_before_windows_does() -> None:
    found = {unit.name: unit for unit in units(site_for("clientmanager"), "win1", "/python")}

    assert found["clusterpro"].after == ("windows",)
    assert "jcclweb" not in found


def test_the_prepared_answers_fit_the_site() -> None:
    text = files(site_for("clientmanager"))[f"{DRIVE}/media/clientmanager/answers.ini"].content.decode()

    answers = Answers.read(text)

    answers.check("W:")
    assert answers.base_folder == r"C:\Program Files\ESMPRO"
