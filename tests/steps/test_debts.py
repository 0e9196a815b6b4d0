"""What steps take away for a while: owed with the commands that give it back, until the step that does."""

from dataclasses import dataclass
from typing import Any

import pytest

from clprun.model.change import Action, Rename, Run
from clprun.model.folders import MakeLink, RemoveLink
from clprun.node.questions import FileAnswer, FileFacts, FileKind, MountTable, Service, ServiceAnswer
from clprun.products.clusterpro import Clpstat
from clprun.products.isa import PAUSED, MonitorMessages, MonitorRecord
from clprun.products.jobcenter import NQSSTART, STOP_SECONDS
from clprun.steps.base import Kind, Want
from clprun.steps.discard import Discard, DiscardWant
from clprun.steps.group import Group, GroupWant
from clprun.steps.group_place import GroupPlace, GroupPlaceWant
from clprun.steps.isa_monitor import IsaMonitor, IsaMonitorWant
from clprun.steps.jobcenter_local import JobCenterLocal, JobCenterLocalWant
from clprun.steps.jobcenter_site_state import JobCenterSiteState, JobCenterSiteStateWant
from clprun.steps.link import Link, LinkWant
from clprun.steps.local_directory import LocalDirectory, LocalDirectoryWant
from clprun.steps.resource_state import ResourceState, ResourceStateWant
from clprun.steps.service_state import RunBy, ServiceState, ServiceStateWant
from tests.steps.given import CLU2, DISK, SITE, Given, clpstat, local, process, site, target

CONFIG, SHARED = "/usr/local/jcclweb/config", "/mnt/export/config"
ASIDE = f"{CONFIG}.clprun-run1"
FOLDER, LINK = FileAnswer(FileKind.FOLDER), FileAnswer(FileKind.LINK, target=SHARED)

ONLINE = (Group(), GroupWant(group="failover", state="online", role="primary"))
RESTORED = (GroupPlace(), GroupPlaceWant(group="failover", do="restore"))
NOTED = (GroupPlace(), GroupPlaceWant(group="failover", do="note"))
MOVED = (Group(), GroupWant(group="failover", state="online", role="standby"))
OFFLINE = (Group(), GroupWant(group="failover", state="offline"))
LINKED = (Link(), LinkWant(path=CONFIG, target=SHARED, aside=True))
OWN_FOLDER = (LocalDirectory(), LocalDirectoryWant(path=CONFIG, instead_of_link_to=SHARED))
DISCARDED = (Discard(), DiscardWant(path=CONFIG))

PLACE = (
    FileFacts("/var/lib/clprun/runs/run1/place-of-failover", content=True),
    FileAnswer(FileKind.FILE, content=b"clu1\n"),
)

Step = tuple[Kind[Any], Want]


def resource(state: str) -> Step:
    return ResourceState(), ResourceStateWant.model_validate({"group": "failover", "resource": "exec1", "state": state})


def by_hand(state: str) -> Step:
    given = {**SITE, "exec": "exec1", "group": "failover", "state": state}
    return JobCenterSiteState(), JobCenterSiteStateWant.model_validate(given)


def own(state: str) -> Step:
    return JobCenterLocal(), JobCenterLocalWant.model_validate({"state": state})


def service(state: str, group: str | None = None) -> Step:
    run_by = RunBy(group=group, resource="exec1") if group else None
    given = {"service": "jcclweb", "manager": "systemd", "state": state, "run_by": run_by}
    return ServiceState(), ServiceStateWant.model_validate(given)


def monitor(state: str) -> Step:
    return IsaMonitor(), IsaMonitorWant.model_validate({"command": "clp_httpmon", "id": "WEB1", "state": state})


def watching(*events: int) -> Given:
    """A monitor command that runs and has said this."""
    given = Given().processes("clu1", process(77, "/usr/sbin/clp_httpmon WEB1"))
    given.says("clu1", MonitorMessages("httpmon", "WEB1"), events)
    return given.says("clu1", MonitorRecord("clp_httpmon", "WEB1"), 77)


def unit(active: str) -> Given:
    idle = Given().both(Clpstat(), clpstat("Offline", "None"))
    return idle.says("clu1", Service("jcclweb"), ServiceAnswer("loaded", "disabled", active, None))


@dataclass(frozen=True)
class Case:
    """A step that takes something away, and what gives it back.

    Args:
        step: it is.
        before: the nodes when it begins.
        back: the commands.
        given_back_by: steps that do it.
        not_by: steps that don't.
        after: the nodes when the step is done; as it predicts them where nothing is given.
    """

    step: Step
    before: Given
    back: tuple[Action, ...]
    given_back_by: tuple[Step, ...]
    not_by: tuple[Step, ...] = ()
    after: Given | None = None


def clprsc() -> Action:
    return Run("clu1", ("/usr/sbin/clprsc", "-s", "exec1"), within=3600)


def systemctl(verb: str) -> Action:
    return Run("clu1", ("systemctl", verb, "jcclweb"), judged=False)


CASES = {
    "a group": Case(
        OFFLINE,
        Given().both(Clpstat(), clpstat("Online", "clu1")),
        (Run("clu1", ("/usr/sbin/clpgrp", "-s", "failover"), within=3600),),
        (ONLINE, RESTORED),
        (OFFLINE, NOTED, resource("online")),
    ),
    "a group that is moved": Case(
        MOVED,
        Given().both(Clpstat(), clpstat("Online", "clu1")),
        (Run("clu2", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu1"), within=3600),),
        (ONLINE, RESTORED),
        (OFFLINE, MOVED, NOTED),
    ),
    "a group that is about to be moved": Case(
        NOTED,
        Given().both(Clpstat(), clpstat("Online", "clu1")),
        (Run("clu2", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu1"), within=3600),),
        (RESTORED, ONLINE),
        (OFFLINE, MOVED, NOTED),
        after=Given().both(Clpstat(), clpstat("Online", "clu2")).says("clu1", *PLACE),
    ),
    "a resource": Case(
        resource("offline"),
        Given().both(Clpstat(), clpstat("Online", "clu1", resources=("exec1",))),
        (clprsc(),),
        (resource("online"), ONLINE, RESTORED),
        (resource("offline"), OFFLINE),
    ),
    "a site by hand": Case(
        by_hand("running"),
        Given().both(Clpstat(), clpstat("Online", "clu1")).says("clu1", MountTable(), (DISK,)),
        (Run("clu1", ("/usr/lib/nqs/cluster/cjcpw", "-stop", "cluv"), within=STOP_SECONDS, judged=False),),
        (by_hand("stopped"),),
        (by_hand("running"), ONLINE),
    ),
    "the local JobCenter": Case(
        own("stopped"),
        Given().processes("clu1", *local()),
        (Run("clu1", (NQSSTART,), within=STOP_SECONDS, judged=False),),
        (own("running"),),
        (own("stopped"), by_hand("running")),
    ),
    "a service, started": Case(
        service("running"), unit("inactive"), (systemctl("stop"),), (service("stopped"),), (service("running"), ONLINE)
    ),
    "a service, stopped": Case(
        service("stopped"), unit("active"), (systemctl("start"),), (service("running"),), (service("stopped"), ONLINE)
    ),
    "a service that the group will carry": Case(
        service("stopped", "failover"),
        unit("active"),
        (systemctl("start"),),
        (service("running", "failover"), ONLINE, RESTORED),
        (OFFLINE,),
    ),
    "a folder": Case(
        LINKED,
        Given().says("clu1", FileFacts(CONFIG), FOLDER).says("clu1", FileFacts(SHARED), FOLDER),
        (RemoveLink("clu1", CONFIG, SHARED), Rename("clu1", ASIDE, CONFIG)),
        (DISCARDED,),
        (LINKED,),
    ),
    "a monitor command": Case(
        monitor("paused"),
        watching(),
        (Run("clu1", ("/usr/sbin/clp_httpmon", "WEB1", "--resume"), within=60, judged=False),),
        (monitor("watching"),),
        (monitor("paused"), monitor("cleared")),
        after=watching(PAUSED),
    ),
    "a link": Case(
        OWN_FOLDER,
        Given().says("clu1", FileFacts(CONFIG), LINK).says("clu1", FileFacts("/usr/local/jcclweb"), FOLDER),
        (Rename("clu1", CONFIG, ASIDE), MakeLink("clu1", CONFIG, SHARED)),
        (LINKED,),
        (DISCARDED, OWN_FOLDER),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_owed_with_its_commands_until_it_is_given_back(case: Case) -> None:
    kind, want = case.step
    change = kind.plan(want, target(), case.before.answers(kind, want, target()))
    assert change is not None
    (debt,) = change.debts
    assert debt.lasting
    assert debt.actions == case.back
    assert debt.what.node in {None, "clu1"}

    assert not kind.owes(want, target(), case.before.answers(kind, want, target()))
    after = case.after or case.before.after(dict(change.predicts))
    assert kind.owes(want, target(), after.answers(kind, want, target()))

    def gives_back(step: Step) -> bool:
        returned = step[0].gives_back(step[1], target())
        return any(each.code == debt.what.code and each.values.items() <= debt.what.values.items() for each in returned)

    assert [step for step in case.given_back_by if not gives_back(step)] == []
    assert [step for step in case.not_by if gives_back(step)] == []


def test_what_lies_on_a_node_is_given_back_there() -> None:
    steps: tuple[Step, ...] = (by_hand("stopped"), own("running"), service("stopped"), LINKED, DISCARDED)
    for kind, want in steps:
        assert {each.node for each in kind.gives_back(want, target(CLU2))} == {"clu2"}


def test_a_site_that_the_cluster_runs_is_owed_by_nobody() -> None:
    kind, want = by_hand("running")
    started = FileAnswer(FileKind.FILE, content=b"/usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2\n")
    nodes = Given().both(Clpstat(), clpstat("Online", "clu1", resources=("exec1",))).processes("clu1", *site())
    for node in ("clu1", "clu2"):
        nodes.says(node, want.start_script(node, "failover").question, started)  # type: ignore[attr-defined]
    assert not kind.owes(want, target(), nodes.answers(kind, want, target()))
