"""The shell of a node, started as root: directly, by sudo, or by su.

The password is written only after it was asked for, to the program that asked; it stands in no command line and no
message. It is asked for once a link, since the shell is kept. A terminal is used only where a program insists on one
(su, sudo's ``requiretty``): there both streams share one, so standard error goes through an unlinked file that the
shell holds open, and the terminal is set raw, so that all bytes pass unchanged.
"""

import re
import shlex
import time
from collections.abc import Callable
from functools import partial
from secrets import token_hex

from clprun.errors import NodeUnreachable, Problem
from clprun.model.secret import Secret, SecretReference
from clprun.transport.channel import ChannelDuplex
from clprun.transport.codec import printable, readable, without
from clprun.transport.framing import ASIDE
from clprun.transport.library import SSHException
from clprun.transport.route import RootAccess
from clprun.transport.tunnel import Link

__all__ = ["start_shell"]

_PROMPT = re.compile("(pass|パスワード|暗証)[^\n]*[:：][ \t]*$", re.IGNORECASE)  # as prompts are written
"""The end of what a program printed when it waits for a password; PAM may ask in its own words."""

_WANTS_TERMINAL = re.compile(r"\btty\b|\bterminal\b", re.IGNORECASE)
"""sudo: "sorry, you must have a tty", "a terminal is required"; su: "must be run from a terminal"."""

_HEARD_AT_MOST = 4096


class _WantsTerminal(Exception):
    """The program refuses to work without a terminal."""


def start_shell(
    link: Link,
    access: RootAccess | None,
    secrets: Callable[[SecretReference], Secret],
    node: str,
    timeout: float,
) -> ChannelDuplex:
    """Start ``sh`` on a node.

    Args:
        link: the node, reached.
        access: how to become root, ``None`` to stay who we are.
        secrets: gives the password.
        node: name of the node, for problems.
        timeout: seconds that becoming root may take, before the password and after it.

    Raises:
        NodeUnreachable: no shell is to be had, or becoming root was refused.
    """
    if access is None:
        return _execute(link, "exec sh", node, terminal=False, timeout=timeout)
    become = partial(_become, link, access, secrets, node, timeout=timeout)
    if access.method == "su":
        return become(terminal=True)
    try:
        return become(terminal=False)
    except _WantsTerminal:
        return become(terminal=True)


def _become(
    link: Link,
    access: RootAccess,
    secrets: Callable[[SecretReference], Secret],
    node: str,
    *,
    terminal: bool,
    timeout: float,
) -> ChannelDuplex:
    ready = token_hex(16)
    command = _command(access, ready, terminal=terminal)
    duplex = _execute(link, command, node, terminal=terminal, timeout=timeout)
    try:
        _Conversation(duplex, access, secrets, node, ready, timeout).hold()
    except BaseException:
        duplex.close()
        raise
    return duplex


def _command(access: RootAccess, ready: str, *, terminal: bool) -> str:
    """The command line that starts a root shell, which prints ``ready`` first.

    A shell whose input is a terminal would be an interactive one, with prompts and line editing: so ``cat`` stands
    between. When that shell ends, the one around it is ended too, or the channel would stay open.
    """
    start = f"printf %s {ready}; exec sh"
    if terminal:
        start = (
            "stty raw -echo || exit; "
            "f=$(mktemp /run/clprun.XXXXXX 2>/dev/null || mktemp /tmp/clprun.XXXXXX) || exit; "
            f'exec {ASIDE}>>"$f"; rm -f "$f"; '
            f"printf %s {ready}; "
            f"cat {ASIDE}>&- | {{ sh 2>&{ASIDE}; kill -HUP $$; }}"
        )
    if access.method == "su":
        return f"exec env LC_ALL=C su root -c {shlex.quote(f'exec sh -c {shlex.quote(start)}')}"
    ask = "-n"
    if access.password:
        ask = f"-p {_sudo_prompt(ready)}" if terminal else f"-S -p {_sudo_prompt(ready)}"
    return f"exec env LC_ALL=C sudo {ask} -H -- sh -c {shlex.quote(start)}"


def _sudo_prompt(ready: str) -> str:
    return f"password-{ready[::-1]}:"


class _Conversation:
    """Waits for the root shell and answers the one question on the way.

    Args:
        duplex: the streams of the program.
        access: names the password.
        secrets: gives it.
        node: name of the node, for problems.
        ready: what the root shell prints first.
        timeout: seconds it all may take.
    """

    def __init__(
        self,
        duplex: ChannelDuplex,
        access: RootAccess,
        secrets: Callable[[SecretReference], Secret],
        node: str,
        ready: str,
        timeout: float,
    ) -> None:
        self._duplex, self._access, self._secrets, self._node = duplex, access, secrets, node
        self._ready = ready.encode()
        self._give_up = time.monotonic() + timeout
        self._timeout = timeout
        self._heard = bytearray()
        self._password: Secret | None = None

    def hold(self) -> None:
        """Return when the root shell is there.

        Raises:
            NodeUnreachable: refused, or nothing came of it in time.
            _WantsTerminal: the program asks for a terminal.
        """
        try:
            while self._ready not in self._heard:
                self._heard += self._duplex.receive(self._give_up)[1]
                del self._heard[:-_HEARD_AT_MOST]
                if _PROMPT.search(self._heard.decode("utf-8", "replace")):
                    self._answer()
        except TimeoutError:
            raise self._failure("node.become_timeout", seconds=f"{self._timeout:g}") from None
        except EOFError:
            if not self._duplex.terminal and _WANTS_TERMINAL.search(self._heard.decode("ascii", "replace")):
                raise _WantsTerminal from None
            raise self._failure(self._refusal()) from None

    def _answer(self) -> None:
        if self._password is not None:
            # Asked again: the first answer was wrong, and another wrong one could lock the account.
            raise self._failure("node.become_password_wrong")
        if self._access.password is None:
            raise self._failure("node.become_password_missing")
        self._password = self._secrets(self._access.password)
        self._give_up = time.monotonic() + self._timeout  # a person may have had to type it
        self._heard.clear()
        self._duplex.send(f"{self._password.reveal()}\n".encode(), self._give_up)

    def _refusal(self) -> str:
        if self._access.password is None and b"password" in self._heard:
            return "node.become_password_missing"
        return "node.become_refused" if self._password is None else "node.become_password_wrong"

    def _failure(self, code: str, **values: str) -> NodeUnreachable:
        heard = bytes(self._heard)
        if self._password is not None:
            # A program that forgot to turn the echo off would have it printed; a line that was cut, a part of it.
            whole = heard if len(heard) < _HEARD_AT_MOST else heard.partition(b"\n")[2]
            heard = without(whole, [self._password.reveal().encode()])
        return NodeUnreachable(
            Problem(
                code, {"method": self._access.method, **values}, node=self._node, output=readable(heard, 1000) or None
            )
        )


def _execute(link: Link, command: str, node: str, *, terminal: bool, timeout: float) -> ChannelDuplex:
    try:
        channel = link.session.open_session(timeout=timeout)
        channel.settimeout(timeout)
        if terminal:
            channel.get_pty()
        channel.exec_command(command)
    except (SSHException, EOFError, OSError) as error:
        reason = printable(str(error), 200) or type(error).__name__
        raise NodeUnreachable(Problem("node.no_shell", {"reason": reason}, node=node)) from None
    return ChannelDuplex(channel, link.close, terminal=terminal)
