"""The one process that ``lab up`` leaves behind. The lab lives and dies with it.

It starts the hub in new namespaces and waits; the kernel kills the hub when this process is gone, and with the hub, as
PID 1 of its namespace, everything in the lab (reference/lab-linux.md 3.1).
"""

import json
import os
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from clprun.errors import StepFailed
from clprun.lab import doctor, identity, interpreter, kernel
from clprun.lab.home import LabHome
from clprun.lab.hub import root, seccomp
from clprun.lab.hub.cgroups import Cgroups
from clprun.lab.hub.hub import Hub
from clprun.lab.hub.server import Server
from clprun.lab.order import LabOrder, prepare
from clprun.lab.probes import LAB_NAMESPACES
from clprun.lab.site import Site
from clprun.lab.windows.home import windows_home
from clprun.lab.windows.ready import obstacle

__all__ = ["main"]

_ENDING: Final = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD})


def main() -> None:
    """Read the order from standard input, answer on standard output, hold the lab until its end."""
    order = json.load(sys.stdin)
    if os.fork():
        os._exit(0)  # whoever called "lab up" has no child to wait for
    _answer({"holder": os.getpid()})
    kernel.set_process_name("clprun-lab")
    kernel.set_command_line(f"clprun lab {order['home']}")
    home = LabHome(Path(order["home"]))
    lock = home.lock()
    if lock is None:
        _answer({"problems": [{"code": "lab.already_up", "values": {"home": order["home"]}}]})
        return
    try:
        means = doctor.choose(order["tier"]).without(order["without"])
    except StepFailed as failure:
        _answer({"problems": [doctor.problem_json(problem) for problem in failure.problems]})
        return
    site = Site.from_json(order["site"])
    if site.windows and (problem := obstacle(means)):
        _answer({"problems": [doctor.problem_json(problem)]})
        return
    master = None if order["ends_with"] is None else os.pidfd_open(order["ends_with"])
    _hold(home, prepare(site, means, home.keys), master)


def _hold(home: LabHome, order: LabOrder, master: int | None) -> None:
    listener = home.listen()
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    hub, go = _start_hub(order, listener, master)
    try:
        identity.map_ids(hub, order.means)
        os.write(go, b".")
        os.close(go)
        listener.close()
        _let_go_of_standard_streams()
        while signal.sigwait(_ENDING) == signal.SIGCHLD and not _has_ended(hub):
            pass  # it was another child: newuidmap
    finally:
        os.kill(hub, signal.SIGKILL)
        os.waitpid(hub, 0)
        (home.folder / "socket").unlink(missing_ok=True)


def _has_ended(pid: int) -> bool:
    """Whether a child has ended, without reaping it."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _start_hub(order: LabOrder, listener: socket.socket, master: int | None) -> tuple[int, int]:
    """Start the hub.

    Args:
        order: what the lab is made of.
        listener: the lab's socket.
        master: descriptor of a process whose end is the lab's end.

    Returns:
        Its pid, and a descriptor that wants a byte when its ids are mapped.
    """
    alive = frozenset(int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 -- names only
    holder = os.getpid()
    go, tell_go = os.pipe()
    user = kernel.CLONE_NEWUSER if order.means.user_namespace else 0
    if user:
        identity.forget_groups()
    pid = kernel.clone(LAB_NAMESPACES | user)
    if pid == 0:
        os.close(tell_go)
        _be_hub(_Birth(order, listener, master, go, holder, alive))
    os.close(go)
    return pid, tell_go


@dataclass(frozen=True)
class _Birth:
    """What the hub takes along from the holder.

    Args:
        order: what the lab is made of.
        listener: the lab's socket.
        master: descriptor of a process whose end is the lab's end.
        go: gives a byte when the ids are mapped.
        holder: the holder's pid.
        alive: pids that exist on the host.
    """

    order: LabOrder
    listener: socket.socket
    master: int | None
    go: int
    holder: int
    alive: frozenset[int]


def _be_hub(birth: _Birth) -> NoReturn:
    try:
        kernel.die_with_parent()
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        hub = _build(birth)
        hub.boot(hub.nodes)
        _answer({"up": True})
        _let_go_of_standard_streams()
        Server(hub, birth.listener, birth.master).serve()
    except BaseException as error:  # noqa: BLE001 -- told to the person who waits; the lab ends here
        traceback.print_exc()
        reason = f"{type(error).__name__}: {error}"
        _answer({"problems": [{"code": "lab.did_not_come_up", "values": {"reason": reason}}]})
    finally:
        os._exit(1)


def _build(birth: _Birth) -> Hub:
    means = birth.order.means
    folders = {folder: folder for folder in interpreter.everything()}
    if birth.order.site.windows:
        folders[root.WINDOWS] = windows_home().folder
    visible = root.open_folders(folders)
    if not os.read(birth.go, 1):
        raise ProcessLookupError("the holder is gone")
    os.close(birth.go)
    if means.user_namespace:
        identity.become_root()
    root.enter_hub_root(visible)
    if not means.all_ids:
        seccomp.pretend_ownership()
    cgroups = None
    if means.systemd:
        cgroups = Cgroups(Path("/cgroup"), birth.holder)
        cgroups.sweep(birth.alive)
    return Hub(birth.order, cgroups, birth.holder)


def _answer(message: dict[str, Any]) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def _let_go_of_standard_streams() -> None:
    """End of file for whoever waits for our answer; errors still go to the log."""
    silence = os.open("/dev/null", os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    os.close(silence)


if __name__ == "__main__":
    main()
