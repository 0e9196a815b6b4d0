"""A pair of Windows nodes that answers otherwise is judged rightly."""

import re
from collections.abc import Callable, Mapping

import pytest

from clprun.contact.judgement import Verdict
from clprun.contact.record import NodeRecord, Record, Reply
from tests.contact.given import answering, built_on_windows, judged, otherwise, said
from tests.node.test_windows_reparse import MOUNT_POINT, data_of, shown

Replies = dict[str, Reply]


def of(look: str, change: Callable[[str], str]) -> Callable[[NodeRecord], Replies]:
    return lambda node: {look: said(change(node.replies[look].text))}


def is_(look: str, text: str, code: int = 0) -> Callable[[NodeRecord], Replies]:
    return lambda _: {look: said(text, code)}


WAYS: Mapping[str, tuple[Callable[[NodeRecord], Replies], tuple[str, ...]]] = {
    "a question that is refused": (lambda _: {"tasks": Reply(refused="node.link_lost")}, ("windows-shell",)),
    "code page 437": (
        of("release", lambda text: text.replace("65001", "437")),
        ("windows-code-page",),
    ),
    "no delayed expansion": (is_("delayed-expansion", "!errorlevel!\r\n"), ("windows-delayed-expansion",)),
    "a link that is told otherwise": (is_("reparse", "Reparse Point : C:/Users\r\n"), ("windows-links",)),
    "sc in other labels": (
        of("service-clppm", lambda text: text.replace("STATE ", "ZUSTAND ")),
        ("windows-services",),
    ),
    "no count of boots and no page file": (is_("boot", "- \r\n"), ("windows-boot",)),
    "EXPRESSCLUSTER": (
        lambda node: {
            "tools": said(node.replies["tools"].text.replace("CLUSTERPRO", "EXPRESSCLUSTER")),
            "clp-conf": said("", 1),
            "clp-conf-sum": said("", 1),
        },
        ("windows-home", "configuration-read"),
    ),
    "no clpstat on the PATH": (
        of("tools", lambda text: re.sub(r".*clpstat.*", "no clpstat", text)),
        ("windows-home",),
    ),
    "ARMLOAD on X 5": (
        of("tools", lambda text: f"{text}C:\\Program Files\\CLUSTERPRO\\bin\\armload.exe\r\n"),
        ("windows-arm",),
    ),
    "another name of the server": (
        of("clpstat-plain", lambda text: text.replace("*h", "*node-h")),
        ("server-names",),
    ),
    "a user without rights": (
        of(
            "identity", lambda text: text.replace("S-1-16-12288", "S-1-16-8192").replace("S-1-5-32-544", "S-1-5-32-545")
        ),
        ("identity-read",),
    ),
}


def test_the_pair_that_was_asked_is_as_it_is_taken_to_be() -> None:
    assert otherwise(built_on_windows()) == set()
    assert judged(built_on_windows())["windows-services"].verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(("change", "names"), WAYS.values(), ids=list(WAYS))
def test_what_is_otherwise_is_found(change: Callable[[NodeRecord], Replies], names: tuple[str, ...]) -> None:
    assert otherwise(answering(built_on_windows(), change)) >= set(names)


def test_a_first_login_that_takes_more_than_a_minute() -> None:
    record: Record = built_on_windows()
    slow = record.nodes[0].model_copy(update={"opened": 61.0})

    assert otherwise(record.model_copy(update={"nodes": (slow, record.nodes[1])})) == {"windows-first-login"}


def test_a_link_that_is_told_is_confirmed() -> None:
    told = shown(MOUNT_POINT, data_of(MOUNT_POINT, r"\??\C:\Users", r"C:\Users"))

    assert judged(answering(built_on_windows(), is_("reparse", told)))["windows-links"].verdict is Verdict.CONFIRMED


def test_sessions_that_are_told_in_no_known_way() -> None:
    record = answering(built_on_windows(), is_("sessions", "unheard of"))

    assert otherwise(record) == {"windows-sessions"}
