"""A failover group is made with its servers in order where parameters ask for it, and looked at where it is."""

import pytest

from clprun.errors import NeedsAcceptance, StepFailed, WaitingForPerson
from clprun.lang.load import load_runbook
from clprun.model.change import Change, Run
from clprun.model.question import Ask
from clprun.node.questions import FileAnswer, FileFacts, Package
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpstat import ClusterStatus, GroupStatus, Status
from clprun.products.clusterpro import Clpstat
from clprun.steps.cluster_ready import ClusterReady, ClusterReadyWant
from clprun.steps.cluster_resources import ClusterResources, ClusterResourcesWant
from clprun.steps.failover_group import FailoverGroup, FailoverGroupWant
from clprun.steps.group import Group, GroupWant
from clprun.steps.registry import kinds
from tests.steps.given import CONF, CONFIGURATION, MANUAL, Given, clpstat, target

KIND, READY = FailoverGroup(), ClusterReady()
MAKERS = (
    "jobcenter-classic",
    "jobcenter-standard-mg",
    "jobcenter-standard-ag",
    "clweb",
    "internet-server-agent",
    "clientmanager",
)
NONE = CONF[: CONF.index(b"  <group")] + CONF[CONF.index(b"  <monitor>") :]
"""Two servers, and nothing that they run."""


def want(*, make: bool = True, start: str | None = None) -> FailoverGroupWant:
    return FailoverGroupWant.model_validate({"group": "failover", "make": make, "start": start})


def holding(conf: bytes) -> Given:
    given = Given()
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, conf)
    given.both(Package("clusterpro"), "4.3.0-1").both(Package("expresscls"), None)
    return given if conf != NONE else given.both(Clpstat(), without_group())


def without_group() -> ClusterStatus:
    status = clpstat()
    return ClusterStatus(status.cluster, status.servers, (), status.monitors)


def plan(given: Given, wish: FailoverGroupWant) -> Change | None:
    return KIND.plan(wish, target(), given.answers(KIND, wish, target()))


def with_policy(*servers: str, more: bytes = b"") -> bytes:
    policy = b"".join(
        b'<policy name="%s"><order>%d</order></policy>' % (server.encode(), order)
        for order, server in enumerate(servers)
    )
    return CONF.replace(b"<gid>0</gid>", b"<gid>0</gid>" + more + policy)


def installed_after(change: Change) -> Configuration:
    answer = dict(change.predicts)[Ask("clu2", FileFacts(CONFIGURATION, content=True))]
    assert isinstance(answer, FileAnswer)
    assert answer.content is not None
    return Configuration.parse(answer.content)


@pytest.mark.parametrize(("start", "written"), [(None, None), ("automatic", "1"), ("manual", "0")])
def test_it_is_made_with_the_primary_first(start: str | None, written: str | None) -> None:
    wish = want(start=start)
    given = holding(NONE)
    change = plan(given, wish)
    assert change is not None
    group = installed_after(change).group("failover")
    assert group is not None
    assert {path: group.values[path] for path in group.values if path.startswith("policy")} == {
        "policy@clu1/order": "0",
        "policy@clu2/order": "1",
    }
    assert group.values.get("start") == written
    commands = [action.argv[1:] for action in change.actions if isinstance(action, Run)]
    assert ("--suspend", "-a") in commands
    later = given.after(dict(change.predicts))
    assert plan(later, wish) is None
    status = later.table[Ask("clu1", Clpstat())]
    assert isinstance(status, ClusterStatus)
    found = status.group("failover")
    assert isinstance(found, GroupStatus)
    assert (found.state.status, found.current) == (Status.OFFLINE, None), "nothing has started it yet"


def test_what_follows_is_planned_with_the_group_there() -> None:
    change = plan(holding(NONE), want())
    assert change is not None
    later = holding(NONE).after(dict(change.predicts))
    start = GroupWant.model_validate({"group": "failover", "state": "online", "role": "primary"})
    started = Group().plan(start, target(), later.answers(Group(), start, target()))
    assert started is not None
    assert [action.argv for action in started.actions if isinstance(action, Run)] == [
        ("/usr/sbin/clpgrp", "-s", "failover")
    ]


def test_without_a_parameter_none_is_made() -> None:
    with pytest.raises(StepFailed) as refused:
        plan(holding(NONE), want(make=False))
    assert refused.value.problem.code == "group.absent"


@pytest.mark.parametrize("may_lack", [True, False])
def test_the_look_before_lets_it_lack_only_where_it_is_made(may_lack: bool) -> None:
    wish = ClusterReadyWant.model_validate(
        {
            "group": "failover",
            "minimum": "4.1",
            "maximum": "5.1",
            "may_lack": may_lack,
            "group_on": "primary-or-offline",
        }
    )
    answers = holding(NONE).answers(READY, wish, target())
    if may_lack:
        assert READY.plan(wish, target(), answers) is None
    else:
        with pytest.raises(StepFailed):
            READY.plan(wish, target(), answers)


@pytest.mark.parametrize("conf", [CONF, with_policy("clu1", "clu2")])
@pytest.mark.parametrize("make", [True, False])
def test_a_group_in_order_is_left_alone(conf: bytes, make: bool) -> None:
    assert plan(holding(conf), want(make=make, start="automatic")) is None


@pytest.mark.parametrize(
    ("conf", "start", "code"),
    [
        (with_policy("clu2", "clu1"), None, "group.other_order"),
        (with_policy("clu1"), None, "group.other_order"),
        (with_policy(more=b"<start>0</start>"), "automatic", "group.not_automatic"),
        (CONF, "manual", "group.not_manual"),
        (
            CONF.replace(b"<priority>0</priority>\n    <device", b"<priority>9</priority>\n    <device"),
            None,
            "group.other_order",
        ),
    ],
)
def test_what_is_otherwise_is_named_and_a_persons_to_accept(conf: bytes, start: str | None, code: str) -> None:
    given, wish = holding(conf), want(make=False, start=start)
    with pytest.raises(NeedsAcceptance) as needed:
        plan(given, wish)
    assert (needed.value.what, [each.code for each in needed.value.problems]) == ("group", [code])
    accepted = target(accepted=needed.value.problems)
    assert KIND.plan(wish, accepted, given.answers(KIND, wish, accepted)) is None
    assert KIND.missing(wish, target(), given.answers(KIND, wish, target())) is None


def test_a_person_who_makes_it_is_told_how() -> None:
    where = target(cluster=MANUAL)
    with pytest.raises(WaitingForPerson):
        KIND.plan(want(), where, holding(NONE).answers(KIND, want(), where))
    (told, *_) = KIND.advice(want(start="manual"), where)
    assert told.values == {"group": "failover", "servers": "clu1, clu2", "start": "manual"}


@pytest.mark.parametrize("book", MAKERS)
def test_each_guide_that_makes_its_group_does_so_here_when_asked(book: str) -> None:
    runbook = load_runbook(book, kinds()).runbook
    (made,) = (step for step in runbook.steps if step.kind == "failover-group")
    assert (made.with_["make"], made.with_["start"]) == ("{{ make_group }}", "{{ group_start }}")
    assert runbook.parameters["make_group"].default is False
    first = next(step for step in runbook.steps if step.kind in {"cluster-resources", "group", "exec-resource"})
    assert [step.id for step in runbook.steps].index(made.id) < [step.id for step in runbook.steps].index(first.id)
    (ready,) = (step for step in runbook.steps if step.id == "cluster-ready")
    assert ready.with_["may_lack"] == "{{ make_group }}"


# -- a virtual IP ----------------------------------------------------------------------------------------------------


def test_a_virtual_ip_is_a_persons_work_that_is_checked() -> None:
    kind = ClusterResources()
    wish = ClusterResourcesWant.model_validate({"group": "failover", "virtual_ip": "10.0.0.120"})
    with pytest.raises(WaitingForPerson) as waiting:
        kind.plan(wish, target(), Given().answers(kind, wish, target()))
    assert waiting.value.problem.code == "configuration.virtual_ip_to_do"
    made = CONF.replace(
        b'<resource name="fip@fip1"/>', b'<resource name="fip@fip1"/><resource name="vip@vip1"/>'
    ).replace(
        b'<types name="fip"/>',
        b'<types name="vip"/><vip name="vip1"><parameters><ip>10.0.0.120</ip></parameters></vip><types name="fip"/>',
    )
    given = holding(made)
    assert kind.plan(wish, target(), given.answers(kind, wish, target())) is None
    assert kind.missing(wish, target(), given.answers(kind, wish, target())) is None


@pytest.mark.parametrize("book", ["jobcenter-classic", "jobcenter-standard-mg"])
def test_a_site_of_jobcenter_may_have_a_virtual_ip(book: str) -> None:
    (step,) = (step for step in load_runbook(book, kinds()).runbook.steps if step.kind == "cluster-resources")
    assert "virtual" in str(step.with_["virtual_ip"])
    assert "none" in str(step.with_["floating_ip"])
