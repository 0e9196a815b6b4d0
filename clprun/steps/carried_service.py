"""A service that a failover group carries: nobody may run it by hand while the group starts, stops or moves."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Node, Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileAnswer, FileFacts, Service, ServiceAnswer
from clprun.products.clpstat import Status
from clprun.products.clusterpro_commands import INSTALLATIONS, script_folder
from clprun.steps.base import Target, Want
from clprun.steps.group_look import GroupLook
from clprun.steps.service_manager import ServiceName
from clprun.steps.wants import ObjectName

__all__ = ["CarriedService"]


class CarriedService(Want):
    """A service of systemd and what runs it in the cluster.

    Args:
        service: its name.
        exec: the exec resource that starts and stops it, once that is there.
    """

    service: ServiceName
    exec: ObjectName

    def asks(self, group: str, target: Target) -> Iterator[Ask[Any]]:
        """Its state and the exec resource's start.sh, on both nodes."""
        for node in target.cluster.nodes:
            yield from (self._state(node), self._start_script(node, group))

    def by_hand(self, group: str, look: GroupLook, target: Target, answers: Answers) -> Iterator[Problem]:
        """Where it runs although no exec resource has started it: its disk would go from under it (ERRATA G2-09)."""
        online = {each.name for each in look.status.resources if each.state.status is Status.ONLINE}
        for node in target.cluster.nodes:
            carried = look.node == node and self.exec in online and self._is_started(node, group, answers)
            if not carried and not answers(node.name, self._state(node).question).is_stopped:
                yield Problem("group.service_by_hand", {"group": group, "service": self.service}, node=node.name)

    def after(
        self, group: str, wanted: Node | None, target: Target, answers: Answers
    ) -> Iterator[tuple[Ask[Any], ServiceAnswer]]:
        """Its state once the group is online on ``wanted``, or offline (``None``)."""
        for node in target.cluster.nodes:
            runs = node == wanted and self._is_started(node, group, answers)
            state = "active" if runs else "inactive"
            found = answers(node.name, self._state(node).question)
            yield self._state(node), replace(found, active=state, main_pid=None)

    def _is_started(self, node: Node, group: str, answers: Answers) -> bool:
        """Whether the exec resource's script there starts it; one whose scripts nobody wrote yet does not."""
        script = self._start_script(node, group)
        return self.service.encode() in (answers(script.node, script.question).content or b"")

    def _state(self, node: Node) -> Ask[ServiceAnswer]:
        return Ask(node.name, Service(self.service))

    def _start_script(self, node: Node, group: str) -> Ask[FileAnswer]:
        path = f"{script_folder(group, self.exec)}/start.sh"
        return Ask(node.name, FileFacts(INSTALLATIONS[Platform.LINUX].script(path), content=True))
