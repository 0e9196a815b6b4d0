import pytest

from clprun.errors import StepFailed
from clprun.model.change import Change, Run
from clprun.model.question import Ask
from clprun.node.questions import MountTable, ProcessTable
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter_sites import SiteId, Sites
from clprun.steps.base import Target
from clprun.steps.failover_trial import FailoverTrial
from clprun.steps.group import Group, GroupWant
from clprun.steps.trial_wants import FailoverTrialWant
from tests.steps.given import CLUSTER, CONF, CONFIGURATION, DISK, PATH, SITE, Given, clpstat, site, target

KIND = Group()
IN_GROUP = {**SITE, "exec": "exec1"}
WITH_EXEC = CONF.replace(
    b'<resource name="disk@disk1"/>', b'<resource name="disk@disk1"/><resource name="exec@exec1"/>'
).replace(b'<types name="fip"/>', b'<types name="exec"/><exec name="exec1"><comment/></exec><types name="fip"/>')
WITH_MIRROR = CONF.replace(
    b"</monitor>", b'<types name="mdw"/><mdw name="mdw1"><parameters><object>md1</object></parameters></mdw></monitor>'
)


def want(state: str = "online", role: str | None = "primary", *, carries: bool = True) -> GroupWant:
    site = {"site": IN_GROUP} if carries else {}
    return GroupWant.model_validate({"group": "failover", "state": state, "role": role, **site})


OFFLINE = want("offline", None)


def plan(given: Given, wish: GroupWant) -> Change | None:
    return KIND.plan(wish, target(), given.answers(KIND, wish, target()))


def refused(given: Given, wish: GroupWant) -> str:
    with pytest.raises(StepFailed) as failure:
        plan(given, wish)
    return failure.value.problem.code


@pytest.mark.parametrize(
    ("group", "current", "wish", "node", "argv"),
    [
        pytest.param("Online", "clu1", want(), None, None, id="already on the primary"),
        pytest.param("Offline", "None", OFFLINE, None, None, id="already stopped"),
        pytest.param("Offline", "None", want(), "clu1", ("-s", "failover"), id="start on the primary"),
        pytest.param("Offline", "None", want(role="standby"), "clu2", ("-s", "failover"), id="start on the standby"),
        pytest.param("Online", "clu1", OFFLINE, "clu1", ("-t", "failover"), id="stop where it runs"),
        pytest.param("Online", "clu2", OFFLINE, "clu2", ("-t", "failover"), id="stop on the standby"),
        pytest.param("Online", "clu1", want(role="standby"), "clu1", ("-m", "failover", "-a", "clu2"), id="move away"),
        pytest.param("Online", "clu2", want(), "clu2", ("-m", "failover", "-a", "clu1"), id="move back"),
    ],
)
def test_one_command_on_the_right_node(
    group: str, current: str, wish: GroupWant, node: str | None, argv: tuple[str, ...] | None
) -> None:
    given = Given().both(Clpstat(), clpstat(group, current))
    change = plan(given, wish)
    if argv is None or node is None:
        assert change is None
        return
    assert change is not None
    assert change.actions == (Run(node, ("/usr/sbin/clpgrp", *argv), within=3600),)
    assert change.disrupts == (argv[0] != "-s")
    assert plan(given.after(dict(change.predicts)), wish) is None
    assert KIND.missing(wish, target(), given.answers(KIND, wish, target())) is not None


FQDN = CLUSTER.model_copy(
    update={"nodes": tuple(node.model_copy(update={"name": f"{node.name}.example.com"}) for node in CLUSTER.nodes)}
)
"""The same cluster, whose inventory gives its nodes by their full names."""


def fully_named(current: str = "clu1") -> tuple[Given, Target]:
    """What its nodes answer: clpstat tells servers by the names that the product knows."""
    made = Given().both(Clpstat(), clpstat(current=current))
    for ask, answer in list(made.table.items()):
        made.table[Ask(f"{ask.node}.example.com", ask.question)] = answer
    return made, target(FQDN.primary, cluster=FQDN)


def test_the_product_is_told_the_name_by_which_it_knows_a_server() -> None:
    given, where = fully_named()
    wish = want(role="standby", carries=False)
    change = KIND.plan(wish, where, given.answers(KIND, wish, where))
    assert change is not None
    assert change.actions == (
        Run("clu1.example.com", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu2"), within=3600),
    )
    (debt,) = change.debts
    assert debt.actions == (Run("clu2.example.com", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu1"), within=3600),)
    later = given.after(dict(change.predicts))
    assert KIND.plan(wish, where, later.answers(KIND, wish, where)) is None


def test_a_trial_tells_it_so_too() -> None:
    given, where = fully_named("clu2")
    kind = FailoverTrial()
    wish = FailoverTrialWant.model_validate({"group": "failover", "fault": "move", "was": "standby"})
    change = kind.plan(wish, where, given.answers(kind, wish, where))
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, Run)
    assert (action.node, action.argv[-1]) == ("clu2.example.com", "clu1")


def test_nor_is_it_told_another_one_before_it_was_asked() -> None:
    _, where = fully_named()
    (command,) = KIND.intent(want(role="standby", carries=False), where)
    assert isinstance(command, Run)
    assert command.argv[-1] == "clu2"


def test_the_site_and_the_disk_move_along_in_what_is_foreseen() -> None:
    given = Given().both(Clpstat(), clpstat(resources=("fip1", "disk1", "exec1"))).processes("clu1", *site())
    given.exec_starts_the_site()
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, WITH_EXEC)
    wish = want(role="standby")
    change = plan(given, wish)
    assert change is not None
    later = dict(change.predicts)
    assert later[Ask("clu1", MountTable())] == ()
    assert later[Ask("clu2", MountTable())] == (DISK,)
    there = Sites(later[Ask("clu2", ProcessTable())]).named("cluv")  # type: ignore[arg-type]  # a process table
    here = Sites(later[Ask("clu1", ProcessTable())]).named("cluv")  # type: ignore[arg-type]  # a process table
    assert there is not None
    assert (there.id, there.lacking) == (SiteId("cluv", PATH), ())
    assert here is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Online Pending", "group.in_transition"),
        ("Offline Pending", "group.in_transition"),
        ("Online Failure", "group.failed"),
        ("Offline Failure", "group.failed"),
        ("Unknown", "group.failed"),
        ("Onlin", "cluster.unknown_word"),
        ("オンライン", "cluster.unknown_word"),
    ],
)
def test_an_unsettled_group_is_left_alone(word: str, code: str) -> None:
    assert refused(Given().both(Clpstat(), clpstat(word)), OFFLINE) == code


def test_nodes_that_disagree_are_left_alone() -> None:
    given = Given().says("clu2", Clpstat(), clpstat("Offline", "None"))
    assert refused(given, want()) == "group.views_differ"


def test_a_busy_cluster_is_left_alone() -> None:
    assert refused(Given().says("clu2", Clpstat(), None), OFFLINE) == "cluster.busy"


def test_a_suspended_cluster_is_left_alone() -> None:
    given = Given().both(Clpstat(), clpstat("Offline", "None", server="Suspend"))
    assert refused(given, want()) == "cluster.suspended"


def test_a_server_that_the_inventory_does_not_know() -> None:
    assert refused(Given().both(Clpstat(), clpstat(current="clu3")), OFFLINE) == "group.unknown_server"


def test_a_group_that_is_not_there() -> None:
    wish = GroupWant.model_validate({"group": "other", "state": "offline"})
    with pytest.raises(StepFailed) as failure:
        plan(Given(), wish)
    assert failure.value.problem.code == "group.absent"


@pytest.mark.parametrize("kind", [b"mdw", b"hdw"])
@pytest.mark.parametrize(
    ("state", "code"),
    [("Normal", None), ("Caution", "cluster.mirror_not_in_sync"), ("Error", "cluster.mirror_not_in_sync")],
)
def test_a_mirror_must_be_in_sync_before_the_group_leaves(kind: bytes, state: str, code: str | None) -> None:
    given = Given().both(Clpstat(), clpstat(monitors=("userw : Normal", f"mdw1 : {state}")))
    for node in ("clu1", "clu2"):
        conf = WITH_MIRROR.replace(b'<types name="mdw"/><mdw name', b'<types name="%s"/><%s name' % (kind, kind))
        given.file(node, CONFIGURATION, conf.replace(b"</mdw>", b"</%s>" % kind))
    if code is None:
        assert plan(given, OFFLINE) is not None
    else:
        assert refused(given, OFFLINE) == code
        assert refused(given, want(role="standby")) == code


def test_a_site_of_another_disk_does_not_matter() -> None:
    given = Given().processes("clu1", *site(path="/mnt/sdb20", name="other"))
    assert plan(given, OFFLINE) is not None
    assert plan(given, want("offline", None, carries=False)) is not None
