"""What a person is told of a WinRM request that has no answer, and whether it may be repeated."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from clprun.errors import ClprunError, LinkLost, NodeUnreachable, StepFailed
from clprun.model.cluster import Node, Role, WinrmLogin
from clprun.model.secret import SecretReference
from clprun.transport.framing import OutputTooLong
from clprun.transport.winrm import connect
from clprun.transport.winrm_outcome import (
    AnswerIncomplete,
    LoginExpired,
    Refused,
    ReplyLost,
    StillRunning,
    not_answered,
    not_opened,
)
from clprun.transport.winrm_server import Server
from tests.transport.desk import Keys, Vault

SERVER = Server("win1", "192.0.2.1", "https")


@pytest.mark.parametrize(
    ("refused", "code", "nothing_was_done"),
    [
        (Refused(500, 5, "Access is denied."), "node.winrm_not_elevated", True),
        (Refused(500, 2150859173), "node.winrm_too_many_shells", True),
        (Refused(500, 0x803381A6), "node.winrm_too_many_shells", True),
        (Refused(500, 1726, "The remote procedure call failed."), "node.winrm_refused", False),
        (Refused(500), "node.winrm_refused", False),
        (Refused(404), "node.winrm_refused", True),
        (Refused(413), "node.winrm_too_large", True),
    ],
)
def test_a_refusal_is_told_with_what_to_do(refused: Refused, code: str, nothing_was_done: bool) -> None:
    opening, running = not_opened(refused, SERVER), not_answered(refused, SERVER, 1)

    assert opening is not None
    assert running is not None
    assert (opening.problem.code, running.problem.code) == (code, code)
    assert not isinstance(running, LinkLost)
    assert refused.nothing_was_done is nothing_was_done


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ReplyLost("ConnectionError", speaks=True), "node.winrm_broken_off"),
        (StillRunning(), "node.winrm_broken_off"),
        (ReplyLost("BadStatusLine"), "node.winrm_no_reply"),
        (TimeoutError(), "node.winrm_no_reply"),
        (Refused(500, 2150858843), "node.winrm_shell_ended"),
    ],
)
def test_whoever_speaks_winrm_is_not_taken_for_a_wrong_port(error: Exception, code: str) -> None:
    failure = not_opened(error, SERVER)

    assert failure is not None
    assert failure.problem.code == code


def test_words_of_the_server_are_made_safe_to_show() -> None:
    failure = not_opened(Refused(500, 1, "one\x1b[31m \x07two"), SERVER)

    assert failure is not None
    assert failure.problem.output == "one \\x07two"


@pytest.mark.parametrize(
    ("error", "sort", "code"),
    [
        (TimeoutError(), LinkLost, "node.deadline_passed"),
        (ReplyLost("x"), LinkLost, "node.link_lost"),
        (StillRunning(), LinkLost, "node.link_lost"),
        (LoginExpired(), LinkLost, "node.link_lost"),
        (AnswerIncomplete(), LinkLost, "node.winrm_answer_incomplete"),
        (OutputTooLong(), StepFailed, "node.output_too_long"),
    ],
)
def test_a_command_without_an_answer_may_have_run(error: Exception, sort: type[ClprunError], code: str) -> None:
    failure = not_answered(error, SERVER, 5)

    assert type(failure) is sort
    assert failure.problem.code == code


def test_other_errors_are_nobody_s_outcome() -> None:
    assert not_answered(KeyError(), SERVER, 5) is None
    assert not_opened(KeyError(), SERVER) is None


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (("web1", "https", None), "https://web1:5986/wsman"),
        (("192.0.2.1", "http", None), "http://192.0.2.1:5985/wsman"),
        (("2001:db8::1", "https", 443), "https://[2001:db8::1]:443/wsman"),
    ],
)
def test_the_address_requests_go_to(given: tuple[str, str, int | None], url: str) -> None:
    host, scheme, port = given

    assert Server("win1", host, "https" if scheme == "https" else "http", port).url == url


def failing(error: OSError) -> Callable[[str, int], socket.socket]:
    def dial(host: str, port: int) -> socket.socket:
        raise error

    return dial


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "node.name_unknown"),
        (TimeoutError(), "node.no_answer"),
        (ConnectionRefusedError(), "node.winrm_connection_refused"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "node.no_way"),
    ],
)
def test_a_node_that_can_not_be_reached(error: OSError, code: str) -> None:
    login = WinrmLogin(user="a", password=SecretReference("prompt", "right"))
    node = Node(name="win1", role=Role.PRIMARY, address="web1", winrm=login)
    with pytest.raises(NodeUnreachable) as caught:
        connect(node, secrets=Vault({"right": "x"}), host_keys=Keys(Path("unused")), dial=failing(error))

    assert caught.value.problem.code == code
    assert (caught.value.problem.values["host"], caught.value.problem.node) == ("web1", "win1")
