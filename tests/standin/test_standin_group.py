"""The group's state machine, its order and the monitors' counters: pure, so every path is walked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.standin.clusterpro.configuration import ConfigurationError
from clprun.lab.standin.clusterpro.counters import Counter, Finding, Reaction, judge
from clprun.lab.standin.clusterpro.group import (
    Activate,
    Deactivate,
    Done,
    Effect,
    Event,
    Failed,
    Goal,
    GroupState,
    Settled,
    Start,
    Status,
    Stop,
    advance,
)
from clprun.lab.standin.clusterpro.model import Cluster, Group, Monitor, Resource
from clprun.lab.standin.clusterpro.order import activation_order

FIP, DISK, EXEC = Resource("fip", "fip1"), Resource("disk", "disk1"), Resource("exec", "exec1")
ORDER = (FIP, DISK, EXEC)


def walk(
    order: tuple[Resource, ...], state: GroupState, request: Event, *failing: str
) -> tuple[GroupState, list[str], Settled]:
    """Perform ``request``; every effect on one of ``failing`` fails. The end, and the effects as words."""
    done: list[str] = []
    state, effect = advance(order, state, request)
    while not isinstance(effect, Settled):
        done.append(f"{'+' if isinstance(effect, Activate) else '-'}{effect.resource.name}")
        state, effect = advance(order, state, Failed() if effect.resource.name in failing else Done())
        assert len(done) < 100
    return state, done, effect


def online(order: tuple[Resource, ...] = ORDER) -> GroupState:
    return walk(order, GroupState(), Start())[0]


def cluster_of(*resources: Resource) -> tuple[Cluster, Group]:
    group = Group("failover", "", tuple(each.name for each in resources), ("clu1", "clu2"))
    return Cluster("cluster", (), (), (group,), resources, ()), group


def test_a_group_starts_in_order_and_stops_in_reverse() -> None:
    state, started, _ = walk(ORDER, GroupState(), Start("FAILOVER"))
    stopped_state, stopped, _ = walk(ORDER, state, Stop())

    assert started == ["+fip1", "+disk1", "+exec1"]
    assert (state.status, state.active, state.started_by) == (Status.ONLINE, True, "FAILOVER")
    assert stopped == ["-exec1", "-disk1", "-fip1"]
    assert (stopped_state.status, stopped_state.active) == (Status.OFFLINE, False)


def test_stop_scripts_are_told_how_the_group_was_started() -> None:
    state, _, _ = walk(ORDER, GroupState(), Start("FAILOVER"))

    _, effect = advance(ORDER, state, Stop("GROUPMOVE"))

    assert effect == Deactivate(EXEC, "FAILOVER", "GROUPMOVE")


def test_a_failed_activation_is_retried_then_ends_the_start() -> None:
    disk = Resource("disk", "disk1", retries=2)
    state, done, settled = walk((FIP, disk, EXEC), GroupState(), Start(), "disk1")

    assert done == ["+fip1", "+disk1", "+disk1", "+disk1"]
    assert settled.culprit == disk
    assert state.status is Status.ONLINE_FAILURE
    assert state.of("exec1") is Status.OFFLINE
    assert walk((FIP, disk, EXEC), state, Stop())[0].active is False


def test_action_0_goes_on_with_the_next_resource() -> None:
    state, done, settled = walk((FIP, Resource("exec", "a", final_action=0), EXEC), GroupState(), Start(), "a")

    assert done == ["+fip1", "+a", "+exec1"]
    assert settled.culprit is None
    assert state.of("a") is Status.ONLINE_FAILURE


def test_a_failed_deactivation_stops_there_and_names_its_culprit() -> None:
    state, done, settled = walk(ORDER, online(), Stop(), "disk1")

    assert done == ["-exec1", "-disk1"]
    assert settled.culprit is not None
    assert settled.culprit.stop_final_action == 4  # shutdown, the product's default
    assert state.of("fip1") is Status.ONLINE
    assert state.status is Status.OFFLINE_FAILURE


def test_one_resource_leaves_the_others_alone() -> None:
    state, done, _ = walk(ORDER, online(), Stop(only="exec1"))

    assert done == ["-exec1"]
    assert state.active
    assert walk(ORDER, state, Start(only="exec1"))[1] == ["+exec1"]


def test_a_group_on_its_way_shows_pending() -> None:
    state, _ = advance(ORDER, GroupState(), Start())

    assert state.status is Status.ONLINE_PENDING
    assert state.of("fip1") is Status.ONLINE_PENDING
    assert advance(ORDER, online(), Stop())[0].status is Status.OFFLINE_PENDING


@given(st.lists(st.sampled_from(["start", "stop", "exec1", "disk1"]), max_size=8), st.lists(st.booleans(), max_size=60))
def test_whatever_happens_nothing_runs_before_what_it_needs(requests: list[str], results: list[bool]) -> None:
    outcomes = iter(results)
    state = GroupState()
    for request in requests:
        event: Event = Start() if request == "start" else Stop(only=request if request.endswith("1") else None)
        effect: Effect
        state, effect = advance(ORDER, state, event)
        while not isinstance(effect, Settled):
            if isinstance(effect, Activate) and state.only is None:
                earlier = ORDER[: ORDER.index(effect.resource)]
                assert all(state.of(each.name) is Status.ONLINE for each in earlier)
            state, effect = advance(ORDER, state, Done() if next(outcomes, True) else Failed())
        assert state.goal is Goal.NONE
        assert not any("Pending" in status for _, status in state.statuses)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((EXEC, DISK, FIP), ["fip1", "disk1", "exec1"]),
        ((Resource("exec", "b", depends=("a",)), Resource("exec", "a"), DISK), ["disk1", "a", "b"]),
        ((Resource("exec", "first", depends=()), FIP), ["first", "fip1"]),
    ],
)
def test_resources_start_after_what_they_depend_on(resources: tuple[Resource, ...], expected: list[str]) -> None:
    assert [each.name for each in activation_order(*cluster_of(*resources))] == expected


def test_resources_that_wait_for_each_other_are_refused() -> None:
    circle = (Resource("exec", "a", depends=("b",)), Resource("exec", "b", depends=("a",)))

    with pytest.raises(ConfigurationError, match="depend on each other: a, b"):
        activation_order(*cluster_of(*circle))


GOOD, BAD, LATE = Finding.NORMAL, Finding.FAULT, Finding.LATE


def reactions(monitor: Monitor, *checks: Finding) -> list[str]:
    counter, found = Counter(), []
    for finding in checks:
        counter, reaction = judge(monitor, counter, finding)
        found.append(str(reaction))
    return found


@pytest.mark.parametrize(
    ("monitor", "checks", "expected"),
    [
        (
            Monitor("pidw", "p", recovery_kind="grp"),
            (BAD,) * 6,
            [Reaction.RESTART] * 3 + [Reaction.FAILOVER, Reaction.FINAL, Reaction.NONE],
        ),
        (
            Monitor("pidw", "p", recovery_kind="grp", restarts=0),
            (BAD, GOOD, BAD),
            [Reaction.FAILOVER, Reaction.NONE, Reaction.FAILOVER],
        ),
        (Monitor("genw", "g", recovery_kind="rsc", restarts=0, retries=1), (BAD, BAD), ["none", "failover"]),
        (Monitor("genw", "g", recovery_kind="rsc", restarts=0, retries=1), (BAD, GOOD, BAD), ["none"] * 3),
        (Monitor("httpw", "h", recovery_kind="rsc", retries=2), (BAD,) * 4, ["none", "none", "restart", "none"]),
        (Monitor("userw", "u", recovery_kind="cls", failovers=0), (BAD, BAD), ["final action", "none"]),
        (
            Monitor("genw", "g", recovery_kind="grp", restarts=0, failovers=0),
            (BAD, GOOD, BAD),
            ["final action", "none", "final action"],
        ),
    ],
)
def test_monitors_count_as_configured(monitor: Monitor, checks: tuple[Finding, ...], expected: list[str]) -> None:
    assert reactions(monitor, *checks) == expected


@pytest.mark.parametrize(
    ("final", "borne", "expected"),
    [
        (True, True, ["none", "none", "none"]),  # the product's defaults (clusterpro.md 2.6)
        (True, False, ["restart", "failover", "final action"]),
        (False, False, ["none", "restart", "none"]),
        (False, True, ["none", "none", "none"]),
    ],
)
def test_a_check_that_takes_too_long_is_repeated_and_reacted_to_as_configured(
    final: bool, borne: bool, expected: list[str]
) -> None:
    monitor = Monitor("genw", "g", recovery_kind="grp", restarts=1, retries=1, late_is_final=final, late_is_borne=borne)

    assert reactions(monitor, LATE, LATE, LATE) == expected


def test_a_monitor_that_bears_time_outs_shows_them_and_still_reacts_to_faults() -> None:
    monitor = Monitor("genw", "g", recovery_kind="grp", restarts=0)

    counter, reaction = judge(monitor, Counter(), LATE)

    assert (counter.failing, reaction) == (True, Reaction.NONE)
    assert judge(monitor, counter, BAD)[1] is Reaction.FAILOVER


@given(
    st.builds(
        Monitor,
        st.just("genw"),
        st.just("g"),
        recovery_kind=st.sampled_from(["grp", "rsc", "cls", ""]),
        retries=st.integers(0, 2),
        restarts=st.integers(0, 2),
        failovers=st.integers(0, 2),
        late_is_final=st.booleans(),
        late_is_borne=st.booleans(),
    ),
    st.lists(st.sampled_from([BAD, BAD, LATE]), max_size=30),
)
def test_a_fault_that_stays_costs_at_most_what_the_thresholds_allow(monitor: Monitor, checks: list[Finding]) -> None:
    found = [each for each in reactions(monitor, *checks) if each != Reaction.NONE]

    restarts = monitor.restarts if monitor.recovery_kind in {"grp", "rsc"} else 0
    allowed = [Reaction.RESTART] * restarts + [Reaction.FAILOVER] * monitor.failovers + [Reaction.FINAL]
    assert found == allowed[: len(found)]
    assert reactions(monitor, *checks, GOOD, *checks)[len(checks) + 1 :] == reactions(monitor, *checks)
