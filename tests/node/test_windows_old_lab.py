"""What another release of Windows does by other programs: Server 2003, without robocopy, icacls, mklink and curl."""

from collections.abc import Iterator
from typing import Any

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Run
from clprun.model.folders import CopyTree, RemoveTree
from clprun.node.dialled import HttpFromController
from clprun.node.questions import (
    Addresses,
    HttpAnswer,
    HttpOutcome,
    NameLookup,
    Ping,
    ProcessTable,
    ReadOnlyCommand,
    TreeDifference,
    TreeSize,
)
from clprun.node.windows.access import AccessRights, Right, grant
from clprun.node.windows.services import WindowsService
from tests.node.windows_lab import DRIVE_C, WindowsNodes, windows_nodes

pytestmark = pytest.mark.full

SOURCE, COPY = r"C:\ESMPRO (x86)\NVWORK", r"F:\NVWORK"
FOLDER, OTHER_DRIVE = f"{DRIVE_C}/ESMPRO (x86)/NVWORK", "/windows/drives/f"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsNodes]:
    with windows_nodes(tmp_path_factory.mktemp("lab"), "2003", "en") as lab:
        lab.unix(f"mkdir -p {OTHER_DRIVE} && mount -t tmpfs none {OTHER_DRIVE}")
        lab.unix(f"ln -sfn {OTHER_DRIVE} /windows/prefix/dosdevices/f:")
        lab.unix(f"mkdir -p '{FOLDER}/a b' && cd '{FOLDER}' && echo x >'a b/file' && echo y >既定.ico")
        yield lab


def test_a_folder_moves_to_another_drive_with_its_rights(lab: WindowsNodes) -> None:
    wanted = {"S-1-1-0": Right.READ_EXECUTE, "S-1-5-32-544": Right.FULL}
    rights = lab.writer.ask_one(AccessRights(SOURCE))
    assert (rights.tool, len(rights.lists)) == ("cacls", 4)
    assert lab.writer.perform(Run("win1", grant(SOURCE, wanted, rights.tool)), "grant").exit_code == 0
    lab.cmd(rf'linkd "{SOURCE}\link" C:\windows')
    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(CopyTree("win1", SOURCE, COPY), "refused")
    assert caught.value.problem.code == "node.link_in_tree"
    lab.cmd(rf'rd "{SOURCE}\link"')

    lab.writer.perform(CopyTree("win1", SOURCE, COPY), "copy")

    assert lab.writer.ask_one(TreeDifference(SOURCE, COPY)) == ()
    assert lab.writer.ask_one(TreeSize(COPY)) == 1
    copied = lab.writer.ask_one(AccessRights(COPY))
    assert [copied.lacking(account, right) for account, right in wanted.items()] == [(), ()]
    lab.writer.perform(RemoveTree("win1", SOURCE, COPY), "remove")
    assert lab.unix(f"ls -A '{DRIVE_C}/ESMPRO (x86)'") == ""
    assert lab.unix(f"cat '{OTHER_DRIVE}/NVWORK/a b/file' {OTHER_DRIVE}/NVWORK/既定.ico") == "x\ny"


def test_an_empty_folder_is_a_folder(lab: WindowsNodes) -> None:
    lab.unix(f"mkdir '{DRIVE_C}/empty'")

    lab.writer.perform(CopyTree("win1", r"C:\empty", r"F:\empty"), "empty")

    assert lab.writer.ask_one(TreeDifference(r"C:\empty", r"F:\empty")) == ()


def test_questions_are_answered(lab: WindowsNodes) -> None:
    found: list[Any] = lab.writer.ask(
        [
            WindowsService("Event Log"),
            WindowsService("eventlog"),
            WindowsService("no such service"),
            ProcessTable(),
            Ping("127.0.0.1"),
            Ping("10.255.255.1"),
            NameLookup("win1"),
            NameLookup("nobody.invalid"),
            Addresses(),
            HttpAnswer(f"https://{lab.nodes[0].address}:5986/"),
            HttpFromController(f"https://{lab.nodes[0].address}:5986/"),
            ReadOnlyCommand(("clpstat",)),
        ]
    )

    service, by_key, absent, processes, answers, silent, name, unknown, addresses, http, here, clpstat = found
    assert (service.key.lower(), service.state, service.start) == ("eventlog", "running", "auto")
    assert (by_key.display, by_key.pid) == ("Event Log", service.pid)
    assert not absent.there
    assert service.pid in {process.pid for process in processes if process.args == "svchost.exe"}
    assert (answers, silent) == (True, False)
    assert name.canonical == "win1"
    assert (unknown.canonical, unknown.addresses) == (None, ())
    assert lab.nodes[0].address in {address.ip for address in addresses}
    assert http.outcome is here.outcome is HttpOutcome.ANSWERED
    assert clpstat.exit_code == 127
