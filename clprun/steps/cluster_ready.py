"""Check that CLUSTERPRO is there, of a version the runbook knows, and healthy on both nodes."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import Field

from clprun.errors import NeedsAcceptance, Problem, StepFailed
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask, Question
from clprun.products.clpstat import ClusterStatus, ObjectStatus, Status
from clprun.products.clusterpro import is_between
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.cluster_look import (
    agreed_group,
    cluster_status,
    configuration,
    holder,
    installed_configuration,
    installed_version,
    packages,
    statuses,
)
from clprun.steps.group_elsewhere import brought_elsewhere, elsewhere_asks, not_brought
from clprun.steps.wants import ObjectName

__all__ = ["ClusterReady", "ClusterReadyWant", "doubtful", "unhealthy"]

_DOUBTFUL = frozenset({Status.CAUTION, Status.SUSPENDED})
"""States of monitors that people may have brought about, or live with."""

_Version = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]


class ClusterReadyWant(Want):
    """How the cluster should be.

    Args:
        group: the failover group.
        group_on: where it should be: on the ``primary``, ``offline``, one of these two (``primary-or-offline``), or
            ``anywhere``.
        may_lack: whether there may be no such group yet, where a later step makes it.
        minimum: oldest version the runbook knows, e.g. ``4.1``.
        maximum: newest; ``5.1`` includes 5.1.2.
    """

    group: ObjectName
    group_on: Literal["primary", "offline", "primary-or-offline", "anywhere"] = "primary"
    may_lack: bool = False
    minimum: _Version
    maximum: _Version


class ClusterReady(Check[ClusterReadyWant]):
    """What every runbook demands of its cluster before the first change (PROCEDURES.md, common to all runbooks).

    Both servers online, all heartbeats normal, all monitors normal with the mirrors' among them, the group in its
    place, and what it brings nowhere else. A word that no table holds stops the run (DESIGN.md 4). A monitor that was
    in Caution or suspended before the run changed anything is a person's to accept.
    """

    name = "cluster-ready"
    want = ClusterReadyWant
    patience = 30

    def asks(self, want: ClusterReadyWant, target: Target) -> Sequence[Ask[Any]]:
        """State, configuration, packages, addresses and mounts of both nodes."""
        del want
        questions: list[Question[Any]] = [installed_configuration(target.installation), *packages(target.platform)]
        facts = [Ask(node.name, question) for node in target.cluster.nodes for question in questions]
        return (*statuses(target.cluster), *facts, *elsewhere_asks(target))

    def plan(self, want: ClusterReadyWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: with all that is not as it should be.
            NeedsAcceptance: a monitor is in Caution or suspended; the product's version is another than the runbook was
                written for, or can't be told.
        """
        problems, monitors = tuple(self._problems(want, target, answers)), tuple(doubtful(target, answers))
        if problems:
            raise StepFailed(*problems, *monitors)
        if monitors:
            raise NeedsAcceptance(Acceptance.MONITORS, *monitors)
        findings = [
            problem for node in target.cluster.nodes if (problem := _version_problem(want, node, target, answers))
        ]
        if findings:
            raise NeedsAcceptance(Acceptance.VERSION, *findings)
        return None

    def missing(self, want: ClusterReadyWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that is not as it should be and was not accepted; a version is none."""
        return next(chain(self._problems(want, target, answers), doubtful(target, answers)), None)

    def _problems(self, want: ClusterReadyWant, target: Target, answers: Answers) -> Iterator[Problem]:
        for node in target.cluster.nodes:
            yield from unhealthy(cluster_status(answers, node), node)
            configuration(answers, node, target.installation)
        if want.may_lack and not any(cluster_status(answers, it).group(want.group) for it in target.cluster.nodes):
            return
        group = agreed_group(answers, target.cluster, want.group)
        online = group.state.status is Status.ONLINE
        here = holder(target.cluster, group)
        place = "offline" if not online else "primary" if here and here.role is Role.PRIMARY else "elsewhere"
        if want.group_on != "anywhere" and place not in want.group_on.split("-or-"):
            wanted = want.group_on.replace("-", "_")
            yield Problem(f"cluster.group_not_{wanted}", {"group": want.group, "found": group.current or "-"})
        if here is not None or not online:
            yield from brought_elsewhere(want.group, here, target, answers)
        if here is not None:
            yield from not_brought(group, here, target, answers)


def unhealthy(status: ClusterStatus, node: Node) -> Iterator[Problem]:
    """What is not normal about servers, heartbeats and monitors, as one node sees them; see also :func:`doubtful`."""
    for server in status.servers:
        if server.state.status is Status.SUSPENDED:
            yield Problem("cluster.suspended", node=node.name)
            return
        if server.state.status is not Status.ONLINE:
            yield _not_normal("cluster.server_not_online", server, node)
        for heartbeat in server.heartbeats:
            if heartbeat.state.status not in {Status.NORMAL, Status.UNUSED}:
                yield _not_normal("cluster.heartbeat_not_normal", heartbeat, node, server=server.name)
    fine = {Status.NORMAL, *_DOUBTFUL}
    if any(group.state.status is not Status.ONLINE for group in status.groups):
        fine.add(Status.OFFLINE)  # monitors that watch while a group is active
    for monitor in status.monitors:
        if monitor.state.status not in fine:
            yield _not_normal("cluster.monitor_not_normal", monitor, node)


def doubtful(target: Target, answers: Answers) -> Iterator[Problem]:
    """The monitors in a state that people may know about and have not accepted yet, as each node sees them."""
    for node in target.cluster.nodes:
        if node.name != target.away:
            for monitor in cluster_status(answers, node).monitors:
                if monitor.state.status in _DOUBTFUL:
                    yield from target.not_accepted(_not_normal("cluster.monitor_doubtful", monitor, node))


def _not_normal(code: str, found: ObjectStatus, node: Node, **values: str) -> Problem:
    return Problem(code, {"name": found.name, "state": found.state.word, **values}, node=node.name)


def _version_problem(want: ClusterReadyWant, node: Node, target: Target, answers: Answers) -> Problem | None:
    version = installed_version(answers, node, target.installation)
    values = {"minimum": want.minimum, "maximum": want.maximum}
    if version is None:
        return Problem("cluster.version_unknown", {**values}, node=node.name)
    if is_between(version, want.minimum, want.maximum):
        return None
    return Problem("cluster.version_out_of_range", {**values, "version": version}, node=node.name)
