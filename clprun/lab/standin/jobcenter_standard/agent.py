"""``jcexecutor_agent ID``, what the service of an instance starts: detaches and works until it is told to end.

It does not start without the instance on the shared disk, nor before the manager knows the agent (products.md 2.2). The
names of AG's own processes are not public. Not the product.
"""

import os
import signal
import time
from types import FrameType

from ..calls import Call, warn
from ..files import write_atomic
from ..jobcenter import site
from ..lease import Lease, holders
from ..title import rename
from .instance import Instance, known_by_id
from .registration import is_registered

__all__ = ["is_active", "jcexecutor_agent"]

PROGRAM = "/usr/lib/nqs/jcexecutor/jcexecutor_agent"
WORKERS = ((f"{PROGRAM}_worker", "jcexecutor_work"),) * 2
STOPPING = 5.0
"""Seconds; unknown of the product."""


def is_active(instance: Instance) -> bool:
    """Whether the instance works on this node."""
    return site.running(_note(instance)) is not None


def jcexecutor_agent(call: Call) -> int:
    """Start an instance; the command ends once it works."""
    instance = known_by_id(call.arguments[0]) if len(call.arguments) == 1 else None
    if instance is None:
        call.refuse("jcexecutor_agent: no such instance", "unknown")
    if not instance.reachable():
        call.refuse(f"jcexecutor_agent: {instance.folder}: No such file or directory", "no instance")
    if not is_registered(instance.agent):
        call.refuse(f"jcexecutor_agent: the manager refuses agent {instance.agent}", "not registered")
    if is_active(instance):
        call.refuse(f"jcexecutor_agent: {instance.name} is already running", "running")
    call.changes = True
    told = site.detach()
    if told is None:
        return 0
    _lead(call, instance, told)
    os._exit(0)


def _note(instance: Instance) -> str:
    return f"agent-{instance.id}"


def _lead(call: Call, instance: Instance, told: int) -> None:
    """Be the main process of the service."""
    node = call.settings.node
    others = holders("agent", str(instance.folder), call.settings.others)
    lease = Lease("agent", str(instance.folder), node)
    if others:
        text = f"instance {instance.name} works on {', '.join(others)} and {node} at once"
        warn(call.settings, "split brain", text, "products.md 2.2")
    stopping: list[bool] = []

    def ask_to_stop(_sign: int, _frame: FrameType | None) -> None:
        stopping.append(True)

    signal.signal(signal.SIGTERM, ask_to_stop)
    rename(f"{PROGRAM}\0{instance.id}\0", "jcexecutor_agen")
    workers = site.children_of(str(instance.folder), WORKERS)
    site.note_running(_note(instance))
    os.makedirs("/run/jcexecutor", exist_ok=True)  # noqa: PTH103 - pathlib is not loaded here
    write_atomic(instance.pid_file, f"{os.getpid()}\n".encode())
    site.report_up(told)
    try:
        if site.watch(workers, instance.reachable, stopping) == "stopped":
            time.sleep(call.settings.scaled(STOPPING))
    finally:
        site.end(workers)
        site.forget_running(_note(instance))
        lease.release()
