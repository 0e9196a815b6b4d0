"""Start, stop or move the failover group."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Self

from pydantic import model_validator

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, Debt, Run, Unsettled
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.node.listeners import Listeners
from clprun.node.questions import Addresses, HttpAnswer, InitScript, Ping, Probe, ProcessesNow, Service
from clprun.node.windows.services import WindowsService
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.products.isa import MonitorMessages, MonitorRecord
from clprun.products.jobcenter_sites import DatabaseFolder
from clprun.steps.base import Kind, Target, Want
from clprun.steps.carried_service import CarriedService
from clprun.steps.group_look import GroupLook
from clprun.steps.site_want import SiteInGroup
from clprun.steps.wants import ObjectName

__all__ = ["Group", "GroupWant", "away_from", "bring", "elsewhere", "owed_to", "started_with"]

_WITHIN = 3600
"""Seconds; the product's own limits come first (an exec resource: 1800 + 180, clusterpro.md 2.5)."""


_MOVING = (
    *(Addresses, DatabaseFolder, HttpAnswer, InitScript, Listeners, MonitorMessages, MonitorRecord),
    *(Ping, Probe, ProcessesNow, Service, WindowsService),
)
"""What nobody foresees of a group that is on its way."""


class GroupWant(Want):
    """Where the group should be.

    Args:
        group: its name.
        state: ``online`` or ``offline``.
        role: for ``online``, the role of the node it should run on.
        was: the role of the node it runs on by then, or ``nowhere``, where that is not plain; for previews without
            nodes only.
        site: the JobCenter site it carries; nobody may run that by hand while the group starts, stops or moves.
        service: the same for a service that it carries.
    """

    group: ObjectName
    state: Literal["online", "offline"]
    role: Role | None = None
    was: Role | Literal["nowhere"] | None = None
    site: SiteInGroup | None = None
    service: CarriedService | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.state == "online") != (self.role is not None):
            raise ValueError("'role' names the node for state online, and only for that")
        return self


class Group(Kind[GroupWant]):
    """The failover group on its way: ``clpgrp`` on the node that holds it, or shall hold it.

    Where the group is says all about an earlier ``clpgrp`` that failed or was cut; nothing is done while it is on its
    way or has failed.
    """

    name = "group"
    nature = Nature.PASSING
    want = GroupWant
    patience = 120

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A stop and a move; a group that is started on the primary does not run yet."""
        return given.get("state") == "offline" or given.get("role") == "standby" or "was" in given

    def asks(self, want: GroupWant, target: Target) -> Sequence[Ask[Any]]:
        """See :meth:`GroupLook.asks`; the service, where it carries one."""
        service = want.service.asks(want.group, target) if want.service else ()
        return (*GroupLook.asks(want.group, want.site, target), *service)

    def plan(self, want: GroupWant, target: Target, answers: Answers) -> Change | None:
        """One ``clpgrp``, or nothing when the group is where it should be.

        Raises:
            StepFailed: the group is on its way or failed, the cluster is suspended, a mirror is not in sync, or the
                site or the service runs by hand.
        """
        look, wanted = GroupLook(want.group, want.site, target, answers), _wanted(want, target)
        if look.node == wanted:
            return None
        if want.service is None:
            return self._brought(want, look, wanted, target)
        by_hand = tuple(want.service.by_hand(want.group, look, target, answers))
        if by_hand:
            raise StepFailed(*by_hand)
        change = self._brought(want, look, wanted, target)
        after = want.service.after(want.group, wanted, target, answers)
        return replace(change, predicts={**change.predicts, **dict(after)})

    def _brought(self, want: GroupWant, look: GroupLook, wanted: Node | None, target: Target) -> Change:
        """One ``clpgrp``; a group that it stops or moves is owed until it is started again, or moved back."""
        change = bring(want.group, look, wanted, target)
        if wanted is None:
            return replace(change, debts=(_stopped(want.group, look.node or target.cluster.primary, target),))
        return change if look.node is None else replace(change, debts=(owed_to(look, look.node, wanted, target),))

    def owes(self, want: GroupWant, target: Target, answers: Answers) -> bool:
        """Whether the group is still stopped, or where it was moved to."""
        return GroupLook(want.group, want.site, target, answers).node == _wanted(want, target)

    def gives_back(self, want: GroupWant, target: Target) -> Collection[Problem]:
        """A group that was stopped or moved away on the way, and what it starts."""
        wanted = _wanted(want, target)
        return () if wanted is None else (*started_with(want.group), away_from(want.group, wanted))

    def missing(self, want: GroupWant, target: Target, answers: Answers) -> Problem | None:
        """Where the group is instead."""
        look, wanted = GroupLook(want.group, want.site, target, answers), _wanted(want, target)
        return elsewhere(want.group, look, wanted)

    def intent(self, want: GroupWant, target: Target) -> tuple[Action, ...]:
        """The command as it is when the group is where the runbook leaves it: on the primary, or stopped."""
        wanted, primary = _wanted(want, target), target.cluster.primary
        current = _node_of(want.was, target) if want.was else None if wanted == primary else primary
        return (_command(want.group, current, wanted, target, wanted.label if wanted else None),)


def bring(group: str, look: GroupLook, wanted: Node | None, target: Target) -> Change:
    """One ``clpgrp`` that brings a group to a node, or stops it (``None``).

    Raises:
        StepFailed: it must not be touched now.
    """
    problems = tuple(look.refusals())
    if problems:
        raise StepFailed(*problems)
    code = "group.stop" if wanted is None else "group.start" if look.node is None else "group.move"
    nodes = tuple(node.name for node in target.cluster.nodes)
    return Change(
        summary=Problem(code, {"group": group, **_places(look.node, wanted)}),
        actions=(_command(group, look.node, wanted, target, look.server(wanted) if wanted else None),),
        predicts=dict(look.after(wanted)),
        unsettles=(Unsettled(nodes, _MOVING), *_shown(look, wanted)),
        disrupts=look.node is not None,
    )


def away_from(group: str, home: Node) -> Problem:
    """That a group is away from the node where a run found it."""
    return Problem("group.away_from_home", {"group": group, "home": home.name})


def owed_to(look: GroupLook, home: Node, current: Node, target: Target) -> Debt:
    """A group that is moved from ``home`` to ``current`` for a while."""
    move = INSTALLATIONS[target.platform].move_group(look.name, look.server(home))
    return Debt(away_from(look.name, home), (Run(current.name, move, within=_WITHIN),), lasting=True)


def started_with(group: str) -> Collection[Problem]:
    """What is stopped no longer once a group is online: itself, its resources, and the services that it carries."""
    codes = ("group.stopped_by_run", "group.resource_stopped_by_run", "service.stopped_by_run")
    return [Problem(code, {"group": group}) for code in codes]


def _stopped(group: str, node: Node, target: Target) -> Debt:
    start = Run(node.name, INSTALLATIONS[target.platform].start_group(group), within=_WITHIN)
    return Debt(Problem("group.stopped_by_run", {"group": group}), (start,), lasting=True)


def elsewhere(group: str, look: GroupLook, wanted: Node | None) -> Problem | None:
    """That a group is on another node than ``wanted``, or not offline (``None``)."""
    if look.node == wanted:
        return None
    return Problem("group.elsewhere", {"group": group, **_places(look.node, wanted)})


def _shown(look: GroupLook, wanted: Node | None) -> tuple[Unsettled, ...]:
    """What nobody could see while no node had the group's disks."""
    comes_up = wanted is not None and look.node is None and look.points
    return (Unsettled((wanted.name,), (Question,), below=look.points),) if wanted and comes_up else ()


def _node_of(role: Role | Literal["nowhere"] | None, target: Target) -> Node | None:
    return next((node for node in target.cluster.nodes if node.role is role), None)


def _wanted(want: GroupWant, target: Target) -> Node | None:
    return _node_of(want.role, target)


def _places(current: Node | None, wanted: Node | None) -> dict[str, str]:
    return {"current": current.name if current else "-", "wanted": wanted.name if wanted else "-"}


def _command(group: str, current: Node | None, wanted: Node | None, target: Target, server: str | None) -> Run:
    """``clpgrp`` acts on the server it runs on (clusterpro.md 1.2).

    Args:
        group: its name.
        current: where it is.
        wanted: where it should be.
        target: of the step.
        server: the name by which the product knows ``wanted``.
    """
    clusterpro = INSTALLATIONS[target.platform]
    if current is None:
        assert wanted is not None
        return Run(wanted.name, clusterpro.start_group(group), within=_WITHIN)
    argv = clusterpro.stop_group(group) if server is None else clusterpro.move_group(group, server)
    return Run(current.name, argv, within=_WITHIN)
