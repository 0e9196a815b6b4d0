"""The operations of the text shell: Create, Command, Receive, Send, Signal, Delete ([MS-WSMV] 3.1.4)."""

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from clprun.lab.windows.endpoint import soap
from clprun.lab.windows.endpoint.commandline import TOO_LONG, command_line, is_too_long
from clprun.lab.windows.endpoint.flavour import Flavour
from clprun.lab.windows.endpoint.output import Output, Piece
from clprun.lab.windows.endpoint.refusal import (
    ABORTED,
    MALFORMED,
    TIMED_OUT,
    UNKNOWN_ACTION,
    unknown_resource,
    unknown_shell,
    win32,
)
from clprun.lab.windows.endpoint.registry import Command, OpenShell, Shells
from clprun.lab.windows.endpoint.shellhost import CannotStart, ShellGone, ShellHost, ShellSettings
from clprun.lab.windows.endpoint.soap import SHELL, TRANSFER, WSMAN, Request, element, reply

__all__ = ["Answer", "Caller", "RemoteShells"]

_TEXT_SHELL: Final = f"{SHELL}/cmd"
_OVERHEAD: Final = 4096
"""Bytes of a Receive's reply besides the output."""


@dataclass(frozen=True)
class Answer:
    """A reply, and how to undo what it took away should it not arrive."""

    content: bytes
    undo: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Caller:
    """Who asks.

    Args:
        user: logged in.
        is_gone: tells whether the connection has ended, so that nobody would get the reply.
    """

    user: str
    is_gone: Callable[[], bool]


class RemoteShells:
    """WinRM's text shells.

    Args:
        host: runs the commands.
        flavour: release of Windows.
    """

    def __init__(self, host: ShellHost, flavour: Flavour) -> None:
        self._host = host
        self._flavour = flavour
        self.shells = Shells(flavour)
        self._operations: Final = {
            "Create": self._create,
            "Command": self._command,
            "Receive": self._receive,
            "Send": self._send,
            "Signal": self._signal,
            "Delete": self._delete,
        }

    def answer(self, request: Request, caller: Caller) -> Answer:
        """Do what ``caller`` asks.

        Raises:
            Refusal: it can't be done.
        """
        if request.operation == "Identify":
            return self._identify()
        if request.operation not in self._operations:
            raise UNKNOWN_ACTION
        if request.resource != _TEXT_SHELL:
            raise unknown_resource(request.resource)
        return self._operations[request.operation](request, caller)

    def _identify(self) -> Answer:
        """[DSP0226] 11; the product version of Windows is its kernel's."""
        response = element(
            "wsmid:IdentifyResponse",
            None,
            element("wsmid:ProtocolVersion", WSMAN),
            element("wsmid:ProductVendor", "Microsoft Corporation"),
            element("wsmid:ProductVersion", f"OS: {self._flavour.kernel} SP: 0.0 Stack: {self._flavour.stack}"),
        )
        return Answer(soap.write(element("s:Header"), response))

    def _create(self, request: Request, caller: Caller) -> Answer:
        self.shells.make_room(caller.user)
        identifier = (request.attribute("ShellId") or str(uuid.uuid4())).upper()
        variables = {str(each.get("Name")): each.text or "" for each in request.findall("rsp:Environment/rsp:Variable")}
        idle = request.text("rsp:IdleTimeOut") or request.text("rsp:IdleTimeout")
        code_page = request.options.get("WINRS_CODEPAGE", "437")
        if not code_page.isdecimal():
            raise MALFORMED
        settings = ShellSettings(int(code_page), variables, request.text("rsp:WorkingDirectory"))
        idle_seconds = soap.seconds(idle, self._flavour.idle)
        try:
            shell = self._host.open(settings)
        except CannotStart as failure:
            raise win32(failure.error) from None
        self.shells.add(OpenShell(identifier, caller.user, shell, idle_seconds))
        return Answer(
            reply(
                request,
                f"{TRANSFER}/CreateResponse",
                _created(identifier),
                _described(identifier, caller.user, idle_seconds),
            )
        )

    def _command(self, request: Request, caller: Caller) -> Answer:
        arguments = [each.text or "" for each in request.findall("rsp:Arguments")]
        skip = request.options.get("WINRS_SKIP_CMD_SHELL", "").upper() == "TRUE"
        line = command_line(request.text("rsp:Command"), arguments, skip_shell=skip)
        identifier = (request.attribute("CommandId") or str(uuid.uuid4())).upper()
        with self.shells.get(request.shell, caller.user) as shell:
            if identifier in shell.commands:
                raise win32(_ALREADY_EXISTS)
            self.shells.count_operation(shell)
            output = Output()
            try:
                process = shell.shell.start(TOO_LONG if is_too_long(line) else line, output)
            except CannotStart as failure:
                raise win32(failure.error) from None
            except ShellGone:
                self.shells.delete(shell.id)
                raise unknown_shell(shell.id) from None
            shell.commands[identifier] = Command(process, output)
        response = element("rsp:CommandResponse", None, element("rsp:CommandId", identifier))
        return Answer(reply(request, f"{SHELL}/CommandResponse", response))

    def _receive(self, request: Request, caller: Caller) -> Answer:
        wanted = request.find("rsp:DesiredStream")
        identifier = "" if wanted is None else str(wanted.get("CommandId") or "")
        most = (min(request.envelope, self._flavour.envelope) - _OVERHEAD) // 4 * 3
        with self.shells.get(request.shell, caller.user) as shell:
            command = shell.command(identifier)
            try:
                piece = command.output.take(most, request.timeout, caller.is_gone)
            except InterruptedError:
                raise ABORTED from None
        if piece is None:
            raise TIMED_OUT
        content = reply(request, f"{SHELL}/ReceiveResponse", _received(identifier.upper(), piece))
        return Answer(content, lambda: command.output.put_back(piece))

    def _send(self, request: Request, caller: Caller) -> Answer:
        with self.shells.get(request.shell, caller.user) as shell:
            for stream in request.findall("rsp:Stream"):
                command = shell.command(str(stream.get("CommandId") or ""))
                try:
                    data = base64.b64decode(stream.text or "", validate=True)
                except binascii.Error:
                    raise MALFORMED from None
                command.process.write(data, end=str(stream.get("End")).lower() in {"true", "1"})
        return Answer(reply(request, f"{SHELL}/SendResponse", element("rsp:SendResponse")))

    def _signal(self, request: Request, caller: Caller) -> Answer:
        identifier = request.attribute("CommandId")
        with self.shells.get(request.shell, caller.user) as shell:
            command = shell.command(identifier)
            match request.text("rsp:Code").lower().rpartition("/")[2]:
                case "terminate":
                    del shell.commands[identifier.upper()]
                    command.output.abort()
                    command.process.terminate()
                case "ctrl_c" | "ctrl_break":
                    command.process.interrupt()
                case _:
                    raise MALFORMED
        return Answer(reply(request, f"{SHELL}/SignalResponse", element("rsp:SignalResponse")))

    def _delete(self, request: Request, caller: Caller) -> Answer:
        self.shells.delete(self.shells.get(request.shell, caller.user).id)
        return Answer(reply(request, f"{TRANSFER}/DeleteResponse"))


_ALREADY_EXISTS: Final = 183


def _created(identifier: str) -> etree._Element:
    selector = element("w:Selector", identifier, Name="ShellId")
    parameters = element(
        "a:ReferenceParameters",
        None,
        element("w:ResourceURI", _TEXT_SHELL),
        element("w:SelectorSet", None, selector),
    )
    return element("x:ResourceCreated", None, element("a:Address", f"{soap.ADDRESSING}/role/anonymous"), parameters)


def _described(identifier: str, user: str, idle: float) -> etree._Element:
    return element(
        "rsp:Shell",
        None,
        element("rsp:ShellId", identifier),
        element("rsp:ResourceUri", _TEXT_SHELL),
        element("rsp:Owner", user),
        element("rsp:IdleTimeOut", f"PT{idle:.3f}S"),
        element("rsp:InputStreams", "stdin"),
        element("rsp:OutputStreams", "stdout stderr"),
    )


def _received(command: str, piece: Piece) -> etree._Element:
    """[MS-WSMV] 2.2.4.33: the parts of each stream, and the state."""
    response = element("rsp:ReceiveResponse")
    for stream, data in piece.parts:
        response.append(element("rsp:Stream", base64.b64encode(data).decode(), Name=stream, CommandId=command))
    done = piece.exit_code is not None
    if done:
        ends = (element("rsp:Stream", None, Name=name, CommandId=command, End="true") for name in ("stdout", "stderr"))
        response.extend(ends)
    state = element(
        "rsp:CommandState", CommandId=command, State=f"{SHELL}/CommandState/{'Done' if done else 'Running'}"
    )
    if done:
        state.append(element("rsp:ExitCode", str(piece.exit_code)))
    response.append(state)
    return response
