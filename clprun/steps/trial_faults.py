"""The faults of a failover trial as actions, and why one is not made."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Reboot, Run
from clprun.model.cluster import Cluster, Node, Platform
from clprun.model.question import Answers, Ask, Question
from clprun.node.questions import Process, ProcessesNow, Service
from clprun.node.windows.services import WindowsService
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.trial_wants import FailoverTrialWant, KilledWant, matches

__all__ = ["asks_of_fault", "fault", "likely_fault"]

_WITHIN = 3600
"""Seconds a group may take; the product's own limits come first (an exec resource: 1800 + 180, clusterpro.md 2.5)."""

_SHOWN = 5

_KILL = """\
found=$(LC_ALL=C ps -o lstart= -p "$1" | tr -s ' ')
[ "$found" = "$2" ] || { echo "process $1 began: ${found:-gone} (was: $2)" >&2; exit 1; }
kill -KILL "$1"
"""
"""Kills a process unless its number belongs to another one by now: a person may have thought for a while."""

_REBOOTS = {Platform.LINUX: ("/sbin/reboot",), Platform.WINDOWS: ("shutdown", "/r", "/t", "0")}
"""The system's own reboot."""


def asks_of_fault(want: FailoverTrialWant, cluster: Cluster) -> Sequence[Ask[Any]]:
    """What tells the process that is to be killed."""
    if want.kill is None:
        return ()
    service = () if want.kill.service is None else (_service(want.kill.service, cluster),)
    table = () if cluster.platform is Platform.WINDOWS else (ProcessesNow(),)
    return [Ask(node.name, question) for node in cluster.nodes for question in (*table, *service)]


def fault(want: FailoverTrialWant, cluster: Cluster, node: Node, answers: Answers, peer: str) -> Action:
    """The action that makes the fault.

    Args:
        want: the fault.
        cluster: both nodes.
        node: where it is made: where the group is, or shall start.
        answers: to :func:`asks_of_fault`.
        peer: the name by which the product knows the other node.

    Raises:
        StepFailed: what is to be killed is not there, is not the only one, or would be started again by the system.
    """
    if want.kill is None:
        return _known(want, cluster, node, peer)
    if cluster.platform is Platform.WINDOWS:
        return _kill_service(want.kill, node, answers)
    victim = _victim(want.kill, node, answers)
    began = " ".join(victim.start.split())
    return Run(node.name, ("sh", "-c", _KILL, "sh", str(victim.pid), began), within=60)


def likely_fault(want: FailoverTrialWant, cluster: Cluster, node: Node) -> tuple[Action, ...]:
    """The action as it looks before the nodes were asked; none for a process that is still to be found."""
    if want.kill is None:
        return (_known(want, cluster, node, cluster.peer(node).label),)
    service = want.kill.service
    if service is None:
        return ()
    if cluster.platform is Platform.WINDOWS:
        return (Run(node.name, ("taskkill", "/f", "/fi", f"services eq {service}")),)
    return (Run(node.name, ("systemctl", "kill", "--kill-who=main", "-s", "KILL", service)),)


def _known(want: FailoverTrialWant, cluster: Cluster, node: Node, peer: str) -> Action:
    clusterpro = INSTALLATIONS[cluster.platform]
    if want.fault == "reboot":
        by_itself = want.reboot_by == "os"
        return Reboot(node.name, _REBOOTS[cluster.platform] if by_itself else clusterpro.reboot_server())
    commands = {
        "start": clusterpro.start_group(want.group),
        "stop": clusterpro.stop_group(want.group),
        "move": clusterpro.move_group(want.group, peer),
    }
    return Run(node.name, commands[want.fault], within=_WITHIN)


def _service(name: str, cluster: Cluster) -> Question[Any]:
    return WindowsService(name) if cluster.platform is Platform.WINDOWS else Service(name)


def _kill_service(kill: KilledWant, node: Node, answers: Answers) -> Run:
    """Ends the process of one service, never one by its name, which other products have, too (ERRATA G1-22).

    The filter of ``taskkill`` spares a process whose number is another one's by now.

    Raises:
        StepFailed: it is no service, one that does not run, or one that Windows starts again.
    """
    if kill.service is None:
        raise StepFailed(Problem("trial.only_services", {"name": kill.process or ""}, node=node.name))
    found = answers(node.name, WindowsService(kill.service))
    if found.pid is None:
        values = {"service": kill.service, "state": found.state or "-"}
        raise StepFailed(Problem("trial.service_not_running", values, node=node.name))
    if found.restarts:
        raise StepFailed(Problem("trial.scm_restarts_it", {"service": kill.service}, node=node.name))
    argv = ("taskkill", "/f", "/pid", str(found.pid), "/fi", f"services eq {found.key}")
    return Run(node.name, argv, within=60)


def _victim(kill: KilledWant, node: Node, answers: Answers) -> Process:
    table = answers(node.name, ProcessesNow())
    if kill.service is not None:
        pid = _main_pid(kill.service, node, answers)
        found = [process for process in table if process.pid == pid]
    else:
        assert kill.process is not None
        alike = [process for process in table if matches(kill.process, process)]
        found = [process for process in alike if kill.parent in {None, process.parent}]
    if len(found) != 1:
        shown = "; ".join(f"{process.pid} {process.args}" for process in found[:_SHOWN]) or "-"
        values: dict[str, Value] = {"name": kill.service or kill.process or "", "count": len(found), "found": shown}
        raise StepFailed(Problem("trial.not_one_process", values, node=node.name))
    return found[0]


def _main_pid(service: str, node: Node, answers: Answers) -> int:
    """The main process of a unit; one that systemd starts again would hide what the cluster does (ERRATA G1-23)."""
    unit = answers(node.name, Service(service))
    if unit.main_pid is None:
        values = {"service": service, "state": unit.active or unit.load}
        raise StepFailed(Problem("trial.service_not_running", values, node=node.name))
    if unit.restart != "no":
        values = {"service": service, "restart": unit.restart or "?"}
        raise StepFailed(Problem("trial.restarts_itself", values, node=node.name))
    return unit.main_pid
