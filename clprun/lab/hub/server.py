"""The hub's loop: takes requests, reaps children, boots again what rebooted, watches the mount tables."""

import os
import select
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from clprun.lab import protocol
from clprun.lab.hub import answers
from clprun.lab.hub.breaker import Breaker, RefusedError
from clprun.lab.hub.hub import Hub
from clprun.lab.hub.node import NodeState
from clprun.lab.hub.root import SHARED
from clprun.lab.protocol import Message, ProtocolError

__all__ = ["Server"]

_PATIENCE: Final = 10.0
"""Seconds a caller may take to say what it wants."""

_Answer = Callable[[socket.socket, Message, list[int]], None]
_Slow = Callable[[Hub, socket.socket, Message, list[int]], None]
_SLOW: Final[dict[str, _Slow]] = {
    "connect": answers.answer_connect,
    "digest": answers.answer_digest,
    "shell": answers.answer_shell,
}


class Server:
    """Serves one lab until it is taken down.

    Args:
        hub: the lab.
        listener: the socket that callers connect to.
        master: descriptor of a process whose end is the lab's end, if there is one.
    """

    def __init__(self, hub: Hub, listener: socket.socket, master: int | None) -> None:
        self._hub = hub
        self._master = master
        self._listener = listener
        self._node_listener = _listen_for_nodes()
        self._breaker = Breaker(hub)
        self._poll = select.epoll()
        self._mount_tables: dict[int, int] = {}
        self._child_ended, self._tell_child_ended = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> NoReturn:
        """Loop until ``down`` comes."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._tell_child_ended, warn_on_full_buffer=False)
        self._poll.register(self._listener, select.EPOLLIN)
        self._poll.register(self._node_listener, select.EPOLLIN)
        self._poll.register(self._child_ended, select.EPOLLIN)
        if self._master is not None:
            self._poll.register(self._master, select.EPOLLIN)
        while True:
            self._watch_mount_tables()
            for descriptor, _ in self._poll.poll():
                if descriptor == self._listener.fileno():
                    self._take(self._listener, self._answer)
                elif descriptor == self._node_listener.fileno():
                    self._take(self._node_listener, self._answer_node)
                elif descriptor == self._master:
                    self._end()
                elif descriptor == self._child_ended:
                    self._reap()
                else:
                    self._hub.look_at_mounts()

    def _take(self, listener: socket.socket, answer: _Answer) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(_PATIENCE)
            try:
                message, descriptors = protocol.receive(connection)
                answer(connection, message, descriptors)
            except (OSError, ProtocolError):
                return  # the caller went away; that is its own affair

    def _answer_node(self, connection: socket.socket, message: Message, _: list[int]) -> None:
        """What programs inside a node may ask: only about shared disks."""
        action, device = str(message["action"]), str(message["device"])
        answer, descriptors = answers.answer_disk(self._hub, action, device)
        protocol.send(connection, answer, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)

    def _answer(self, connection: socket.socket, message: Message, descriptors: list[int]) -> None:
        kind = str(message.pop("ask"))
        if kind in _SLOW:
            self._fork(_SLOW[kind], connection, message, descriptors)
        elif kind == "down":
            self._down(connection)
        elif kind == "fault":
            protocol.send(connection, self._fault(message))
        else:
            self._hub.look_at_mounts()
            protocol.send(connection, self._hub.status())
        for descriptor in descriptors:
            os.close(descriptor)

    def _fork(self, answer: _Slow, connection: socket.socket, message: Message, descriptors: list[int]) -> None:
        if node := message.get("node"):
            problem = self._why_not(str(node), running=answer is answers.answer_shell)
            if problem:
                protocol.send(connection, problem)
                return
        if os.fork():
            return
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._listener.close()
            answer(self._hub, connection, message, descriptors)
        except (BrokenPipeError, ConnectionResetError):
            pass
        except BaseException as error:  # noqa: BLE001 -- this process must end here, whatever happened
            traceback.print_exc()
            with suppress(OSError):
                protocol.send(connection, {"failed": str(error)})
        finally:
            os._exit(0)

    def _why_not(self, name: str, *, running: bool) -> Message | None:
        names = [node.name for node in self._hub.nodes]
        if name not in names:
            return {"refused": "lab.unknown_node", "values": {"node": name, "nodes": ", ".join(names)}}
        if running and self._hub.node(name).state is NodeState.OFF:
            return {"refused": "lab.node_is_off", "values": {"node": name}}
        return None

    def _fault(self, message: Message) -> Message:
        try:
            self._breaker.make(str(message["kind"]), message["values"])
        except RefusedError as error:
            return {"refused": error.code, "values": error.values}
        return {}

    def _down(self, connection: socket.socket) -> NoReturn:
        with suppress(OSError):
            protocol.send(connection, {})
        self._end()

    def _end(self) -> NoReturn:
        self._hub.stop()
        os._exit(0)

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._child_ended, 4096)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for node in self._hub.nodes:
                if node.pid == pid:
                    self._hub.ended(node, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
                    if node.state is NodeState.ON:
                        self._breaker.after_boot(node)

    def _watch_mount_tables(self) -> None:
        """A mount table can be polled: the kernel reports each change (proc(5), mountinfo)."""
        running = {node.pid for node in self._hub.nodes if node.pid is not None}
        for pid in [pid for pid in self._mount_tables if pid not in running]:
            os.close(self._mount_tables.pop(pid))
        for pid in running - self._mount_tables.keys():
            with suppress(OSError):
                table = os.open(f"/proc/{pid}/mountinfo", os.O_RDONLY | os.O_CLOEXEC)
                self._mount_tables[pid] = table
                self._poll.register(table, select.EPOLLPRI | select.EPOLLERR)


def _listen_for_nodes() -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    listener.bind(str(SHARED / "hub"))
    (SHARED / "hub").chmod(0o600)
    listener.listen(64)
    return listener
