"""Each fault of guide CLWEB that destroys data, splits the cluster or hides a dead service (severity A), on Linux.

The names are the entries of ERRATA.md; of lesser severity there are those that its scripts and its order of steps fall
into. Each test shows that the runbooks, their scripts and their kinds do the right thing.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.api import Request, prepare
from clprun.errors import StepFailed
from clprun.lang.bind import BoundRunbook
from clprun.lang.load import data_folder, load_runbook
from clprun.model.change import Rename, WriteFile
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree
from clprun.model.runbook import On, Runbook, Step
from clprun.node.edits import script
from clprun.node.questions import FileAnswer, FileFacts, FileKind, Service, ServiceAnswer
from clprun.node.trees import argv
from clprun.products.clusterpro import Clpstat
from clprun.steps.discard import Discard, DiscardWant
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.link import Link, LinkWant
from clprun.steps.registry import kinds
from clprun.steps.ruby_setting import with_ruby_setting
from clprun.steps.service_autostart import ServiceAutostart, ServiceAutostartWant
from tests.runbooks.clweb_machine import FILES, ClwebMachine
from tests.runbooks.machine import SHELLS
from tests.steps.given import CLU2, Given, clpstat, target

ENABLED = ServiceAnswer(load="loaded", active="inactive", enabled="enabled", main_pid=None)


def runbook_called(name: str) -> Runbook:
    return load_runbook(name, kinds()).runbook


def bound(name: str) -> BoundRunbook:
    inventory = data_folder() / "inventory" / "lab" / "lab.yaml"
    return prepare(Request(runbook=name, inventory=(inventory,), lab=True)).bound


def places(runbook: Runbook, *identifiers: str) -> list[int]:
    order = [step.id for step in runbook.steps]
    return [order.index(identifier) for identifier in identifiers]


@pytest.fixture(params=SHELLS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ClwebMachine]:
    made = ClwebMachine(tmp_path, SHELLS[request.param])
    yield made
    made.clear()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A shared disk with a config on it, and an install folder whose config is a link to it."""
    (tmp_path / "export" / "config").mkdir(parents=True)
    (tmp_path / "export" / "config" / "clweb.conf").write_text("shared")
    (tmp_path / "jcclweb").mkdir()
    (tmp_path / "jcclweb" / "config").symlink_to(tmp_path / "export" / "config")
    return tmp_path


def run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


# -- severity A -----------------------------------------------------------------------------------------------------


def test_g1_02_the_start_at_boot_is_really_off_on_both_nodes() -> None:
    """ "systemctl jcclweb disable" is no command: the service starts at boot, on both nodes."""
    kind = ServiceAutostart()
    want = ServiceAutostartWant(service="jcclweb", manager="systemd", enabled=False)
    given = Given().says("clu1", Service("jcclweb"), ENABLED)
    answers = given.answers(kind, want, target())
    change = kind.plan(want, target(), answers)
    assert change is not None
    assert [action.command_line() for action in change.actions] == ["systemctl disable jcclweb"]
    left = kind.missing(want, target(), answers)  # whatever the exit code was
    assert left is not None
    assert left.code == "service.still_enabled"
    steps = [step for step in runbook_called("clweb").steps if step.kind == "service-autostart"]
    assert [(step.on, step.with_["enabled"]) for step in steps] == [(On.BOTH, False)]


def test_g1_03_a_second_move_never_nests(disk: Path) -> None:
    """mv nests config/config the second time, or puts the link into its own target, and says 0."""
    local, shared = disk / "jcclweb" / "config", disk / "export" / "config"
    assert run(*argv(CopyTree("clu1", str(local), str(shared)))) != 0
    local.unlink()
    local.mkdir()
    assert run(*argv(CopyTree("clu1", str(local), str(shared)))) != 0
    assert run("sh", "-c", script(Rename("clu1", str(local), str(shared)))) != 0
    assert run("sh", "-c", script(MakeLink("clu1", str(local), str(shared)))) != 0
    assert sorted(path.name for path in shared.iterdir()) == ["clweb.conf"]
    assert list(local.iterdir()) == []


def test_g1_04_deleting_config_never_reaches_the_shared_disk(disk: Path) -> None:
    """ "Delete the config folder": by then it is a link, and rm -rf config/ deletes what it leads to."""
    local, shared = disk / "jcclweb" / "config", disk / "export" / "config"
    for path in (str(local), f"{local}/"):
        assert run(*argv(RemoveTree("clu1", path))) != 0
        assert (shared / "clweb.conf").read_text() == "shared"
    assert run("sh", "-c", script(RemoveLink("clu1", str(local), str(shared)))) == 0
    assert not local.is_symlink()
    assert (shared / "clweb.conf").read_text() == "shared"


def test_g1_04_only_what_a_run_set_aside_is_discarded() -> None:
    """The local folder is renamed first; what is removed at the end is that name, and never a link."""
    link, discard = Link(), Discard()
    wanted = LinkWant(path="/usr/local/jcclweb/config", target="/mnt/export/config", aside=True)
    aside = "/usr/local/jcclweb/config.clprun-run1"
    folder = Given().says("clu2", FileFacts(wanted.path), FileAnswer(FileKind.FOLDER))
    change = link.plan(wanted, target(CLU2), folder.answers(link, wanted, target(CLU2)))
    assert change is not None
    assert [action.command_line() for action in change.actions] == [
        f"mv -nT {wanted.path} {aside}",
        f"ln -sT {wanted.target} {wanted.path}",
    ]
    unwanted = DiscardWant(path=wanted.path)
    found = Given().says("clu2", FileFacts(aside), FileAnswer(FileKind.LINK, target=wanted.target))
    with pytest.raises(StepFailed):
        discard.plan(unwanted, target(CLU2), found.answers(discard, unwanted, target(CLU2)))


def test_g1_05_the_monitor_has_its_asterisk() -> None:
    """Without it the process name matches nothing, ever: a fault at once, or a dead service that nobody sees."""
    kind = ExecResource()
    (step,) = (step for step in bound("clweb").steps if step.step.kind == "exec-resource")
    want = step.instances[0].want
    assert isinstance(want, ExecResourceWant)
    given = Given().both(Clpstat(), clpstat("Offline", "None"))
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    assert change is not None
    written = [action.content for action in change.actions if isinstance(action, WriteFile)]
    conf = next(content for content in written if b"<processname>" in content)
    assert b"<processname>clweb_serv*</processname>" in conf
    assert b"\\_" not in conf


@pytest.mark.parametrize("behaviour", ["fails", "lies"])
def test_g1_06_a_failed_start_is_a_failure(machine: ClwebMachine, behaviour: str) -> None:
    """The guide's script says 0 whatever became of the start."""
    machine.behave(behaviour)
    assert machine.call("start.sh") == 1


def test_g1_25_the_shared_config_is_saved_before_either_version_touches_it() -> None:
    """The first node that is updated may convert the config that the old version goes on reading."""
    update = runbook_called("clweb-update")
    order = places(update, "stop-exec", "backup-config", "update-standby", "move-to-standby", "update-primary")
    assert order == sorted(order)
    assert update.parameters["mode"].default is None
    assert set(update.parameters["mode"].choices) == {"rolling", "stopped"}


# -- other entries that a build trips over ---------------------------------------------------------------------------


def test_g1_01_a_start_without_the_shared_config_is_refused(machine: ClwebMachine) -> None:
    """The guide's ls makes no link: CL/Web would start with a fresh config of its own."""
    machine.config.unlink()
    assert machine.call("start.sh") == 1
    assert not machine.serves


@pytest.mark.parametrize("behaviour", ["fails", "lies"])
def test_g1_07_a_stop_leaves_no_clweb_running(machine: ClwebMachine, behaviour: str) -> None:
    """The next thing the cluster does is take the disk away; where nobody can tell, it is a failure."""
    assert machine.call("start.sh") == 0
    machine.behave(behaviour)
    machine.render(stop_limit=0, kill_after=1)
    assert machine.call("stop.sh") == 0
    assert not machine.serves
    (machine.home / "ps").write_text("#!/bin/sh\nexit 1\n")
    assert machine.call("stop.sh") == 1


def test_g1_08_a_failed_disk_does_not_keep_it_from_stopping(machine: ClwebMachine) -> None:
    """Left running, and by the default final action the node is shut down."""
    assert machine.call("start.sh") == 0
    assert machine.call("stop.sh", "START", "FAILURE") == 0
    assert not machine.serves


def test_g1_09_on_rhel_6_the_scripts_know_no_systemctl(tmp_path: Path) -> None:
    """It is not there; the guide's scripts say 0 all the same."""
    old = ClwebMachine(tmp_path, ("sh",), "chkconfig")
    for name in ("start.sh", "stop.sh"):
        assert "systemctl" not in old.text(name)
        assert "/service jcclweb" in old.text(name)


def test_g1_10_the_shell_stands_in_the_first_line() -> None:
    """A blank first line gives ENOEXEC."""
    for file in FILES.iterdir():
        assert file.read_bytes().startswith(b"#!/bin/sh\n")


def test_g1_13_one_line_of_clweb_conf_changes_and_keeps_its_dollar() -> None:
    """A shell between here-document and sed expands $bind to nothing."""
    before = b'# about $bind\r\n# $bind = "0.0.0.0"\r\n$other = "\xff"\r\n'
    after = with_ruby_setting(before, "$bind", "192.168.10.13")
    assert after == b'# about $bind\r\n$bind = "192.168.10.13"\r\n$other = "\xff"\r\n'


def test_g1_21_no_start_at_boot_comes_before_any_change_of_the_cluster() -> None:
    """The guide gets to the standby in step (8); a reboot before that starts CL/Web with its defaults."""
    built = runbook_called("clweb")
    first = next(index for index, step in enumerate(built.steps) if step.kind in {"group", "cluster-resources"})
    assert places(built, "autostart-off")[0] < first


def test_g1_23_the_main_process_is_killed_and_a_unit_that_restarts_is_refused() -> None:
    """grep finds itself, and a restart by systemd would hide the test."""
    there, back = (step for step in bound("clweb-failover-test").steps if step.step.kind == "failover-trial")
    for step, was in ((there, "primary"), (back, "standby")):
        want = step.instances[0].want.model_dump()
        assert (want["fault"], want["was"], want["expect"]) == ("kill", was, "other-node"), "the guide goes back alike"
        assert (want["kill"]["service"], want["kill"]["process"]) == ("jcclweb", None)
        assert step.step.confirm is not None


def test_g1_24_the_failback_goes_to_the_primary() -> None:
    """The guide moves the group to the standby a second time."""
    (step,) = (step for step in bound("clweb-update").steps if step.id == "move-back")
    assert step.instances[0].want.model_dump()["role"] == "primary"


def test_g1_26_an_update_finds_a_real_folder_and_leaves_a_link() -> None:
    """The standby's link leads nowhere: the updater fails, or writes through it."""
    update = runbook_called("clweb-update")
    for node in ("standby", "primary"):
        order = places(update, f"unlink-{node}", f"update-{node}", f"link-{node}")
        assert order == sorted(order)


def test_g1_no_group_moves_over_a_clweb_that_runs_by_hand() -> None:
    """Not in the list, but the same trap as G2-09: the disk would go from under it."""
    started: Step | None = None
    for step in runbook_called("clweb").steps:
        if step.kind == "service-state":
            started = step if step.with_["state"] == "running" else None
        assert not (step.kind == "group" and started is not None), step.id
