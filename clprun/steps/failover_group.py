"""A failover group with its servers in order and its start-up attribute: made where it lacks, looked at where it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from clprun.errors import NeedsAcceptance, Problem, StepFailed
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.cluster import Node
from clprun.model.question import Answers
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Group
from clprun.products.clpconf.objects import ensure_group
from clprun.steps.base import Target
from clprun.steps.cluster_look import configuration
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant

__all__ = ["FailoverGroup", "FailoverGroupWant", "servers_in_order"]

_STARTS: Mapping[str, str] = {"automatic": "1", "manual": "0"}


class FailoverGroupWant(ConfigurationWant):
    """What the group should be; its servers are the inventory's nodes, the primary first.

    Args:
        start: whether it starts with the cluster, ``automatic`` or ``manual``; any when not given, and the product's
            default (``automatic``) where the group is made.
        make: whether it is made where there is none.
    """

    start: Literal["automatic", "manual"] | None = None
    make: bool = False


class FailoverGroup(ConfigurationChange[FailoverGroupWant]):
    """The group (guides JC 2.2, ISA Step 1-1, CM 2, CLWEB (2); clusterpro.md 2.3).

    With the standby first, the group starts and falls back there; a person may have meant it so.
    """

    name = "failover-group"
    want = FailoverGroupWant

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A push, where the group may be made."""
        return given.get("make", False) is not False

    def plan(self, want: FailoverGroupWant, target: Target, answers: Answers) -> Change | None:
        """One push that makes it, or nothing where it is there.

        Raises:
            StepFailed: there is no such group, and none is to be made; or see :meth:`ConfigurationChange.plan`.
            NeedsAcceptance: it is there, and its servers' order or its start is another.
        """
        change = super().plan(want, target, answers)
        if change is None:
            findings = target.not_accepted(*self._others(want, target, answers))
            if findings:
                raise NeedsAcceptance(Acceptance.GROUP, *findings)
        return change

    def wanted(self, want: FailoverGroupWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with the group.

        Raises:
            StepFailed: there is none, and it is not to be made, or the cluster knows no server by a node's name.
        """
        if installed.group(want.group) is not None:
            return installed
        node = target.node.name
        if not want.make:
            raise StepFailed(Problem("group.absent", {"group": want.group}, node=node))
        values = {} if want.start is None else {"start": _STARTS[want.start]}
        for order, each in enumerate(_in_order(target)):
            server = next((it.name for it in installed.servers if target.cluster.called(it.name) == each), None)
            if server is None:
                raise StepFailed(Problem("group.server_unknown", {"server": each.name}, node=node))
            values[f"policy@{server}/order"] = str(order)
        return ensure_group(installed, want.group, values)

    def advice(self, want: FailoverGroupWant, target: Target) -> tuple[Problem, ...]:
        """What to set in Cluster WebUI."""
        servers = ", ".join(node.label for node in _in_order(target))
        values = {"group": want.group, "servers": servers, "start": want.start or "automatic"}
        told = Problem("configuration.advice_group", {**values}, node=target.node.name)
        return (told, *super().advice(want, target))

    def _others(self, want: FailoverGroupWant, target: Target, answers: Answers) -> Iterator[Problem]:
        """What is otherwise about a group that is there."""
        node = target.node
        installed = configuration(answers, node, target.installation)
        group = installed.group(want.group)
        if group is None:
            return
        found = servers_in_order(installed, group)
        if [target.cluster.called(server) for server in found] != list(_in_order(target)):
            wanted = ", ".join(each.label for each in _in_order(target))
            values = {"group": want.group, "found": ", ".join(found), "wanted": wanted}
            yield Problem("group.other_order", {**values}, node=node.name)
        if want.start is not None and group.effective("start") != _STARTS[want.start]:
            yield Problem(f"group.not_{want.start}", {"group": want.group}, node=node.name)


def servers_in_order(installed: Configuration, group: Group) -> Sequence[str]:
    """The servers that a group may run on, the first one first; without a policy, all in the order of the cluster."""
    policy = {
        path.removeprefix("policy@").removesuffix("/order"): value
        for path, value in group.values.items()
        if path.startswith("policy@") and path.endswith("/order")
    }
    if policy:
        return sorted(policy, key=lambda server: _number(policy[server]))
    return [server.name for server in sorted(installed.servers, key=lambda server: _number(server.priority))]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _in_order(target: Target) -> tuple[Node, Node]:
    return target.cluster.primary, target.cluster.standby
