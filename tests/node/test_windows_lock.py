"""The lock of a Windows node: the lines that are sent, and what their replies mean."""

import base64
import hashlib
from dataclasses import replace

import pytest

from clprun.errors import ClusterLocked, StepFailed
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.lock import LockAnswer, LockFacts, NodeLock
from clprun.node.reader import Reader
from tests.node.helpers import shown
from tests.node.windows_double import Answering, printed

OWNER = LockAnswer("20261121-060000-a", "技術者PC", 4711, "1", "2026-11-21T06:00:00Z")
STATE = r"C:\ProgramData\clprun"
LOCKED = Raw(75, OWNER.to_text().encode())
RIGHTS = '/inheritance:r /grant:r "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-18:(OI)(CI)F"'
HOLDER = (
    rf'set "holder="&(for /f "usebackq delims=" %i in ("{STATE}\lock\owner") do if not defined holder set "holder=%i")'
)
HELD = rf'(if not exist "{STATE}\lock\" exit 1)&type "{STATE}\lock\owner"&exit 75'


def lock(*replies: Raw) -> tuple[NodeLock, Answering]:
    node = Answering(list(replies))
    return NodeLock(node, "win1", platform=Platform.WINDOWS), node


def own(folder: str) -> str:
    """Makes a folder, or takes one that somebody else made, and leaves nobody else any rights to it."""
    return (
        rf'((if not exist "{folder}\" md "{folder}")'
        rf'&(takeown /f "{folder}" /a >nul 2>nul)&(icacls "{folder}" /reset >nul 2>nul)'
        rf'&(icacls "{folder}" {RIGHTS} >nul 2>nul||echo Y|cacls "{folder}" /G Administrators:F SYSTEM:F >nul))'
    )


def test_it_is_taken_by_this_line() -> None:
    held, node = lock(Raw(0, b""))

    held.take(OWNER)

    new = rf"{STATE}\lock.new.{OWNER.run}"
    content = base64.b64encode(OWNER.to_text().encode()).decode()
    (line,) = node.lines
    assert line == (
        rf"echo off&({own(STATE)}&&{own(STATE + chr(92) + 'runs')})||exit 1"
        rf'&(if exist "{new}" rd /s /q "{new}")&(md "{new}"||exit 1)'
        rf'&(>"{new}\base64" echo {content})&(certutil -f -decode "{new}\base64" "{new}\owner">nul||exit 1)'
        rf'&del "{new}\base64"'
        rf'&(ren "{new}" lock 2>nul&&exit 0)'
        rf'&{HOLDER}&(if "!holder!"=="{OWNER.run}" ('
        rf'move /y "{new}\owner" "{STATE}\lock\owner">nul&&rd /s /q "{new}"&&exit 0&exit 1))'
        rf'&rd /s /q "{new}"&{HELD}'
    )


def test_it_is_given_back_by_this_line() -> None:
    held, node = lock(Raw(0, b""))

    held.release(OWNER.run)

    old = rf"{STATE}\lock.old.{OWNER.run}"
    (line,) = node.lines
    assert line == (
        rf'echo off&(if not exist "{STATE}\lock\" exit 0)&set "same="&{HOLDER}'
        rf'&(if "!holder!"=="{OWNER.run}" set "same=1")&(if not defined same ({HELD}))'
        rf'&(if exist "{old}" rd /s /q "{old}")&(ren "{STATE}\lock" lock.old.{OWNER.run}||exit 1)'
        rf'&rd /s /q "{old}"&exit 0'
    )


def test_it_is_broken_only_while_its_owner_is_the_one_that_was_shown() -> None:
    held, node = lock(Raw(0, b""))

    held.break_(OWNER)

    (line,) = node.lines
    assert hashlib.sha256(OWNER.to_text().encode()).hexdigest() in line
    assert hashlib.sha1(OWNER.to_text().encode()).hexdigest() in line


@pytest.mark.parametrize("reply", [LOCKED, replace(LOCKED, out=LOCKED.out.replace(b"\n", b"\r\n"))])
@pytest.mark.parametrize("act", ["take", "release", "break_"])
def test_whoever_holds_it_is_named(reply: Raw, act: str) -> None:
    held = lock(reply)[0]
    with pytest.raises(ClusterLocked) as caught:
        getattr(held, act)("other" if act == "release" else OWNER)
    assert "技術者PC" in shown(caught.value.problem)


def test_a_node_that_can_keep_no_lock_says_why() -> None:
    with pytest.raises(StepFailed) as caught:
        lock(Raw(1, b"", "ディスクに十分な空き領域がありません。\r\n".encode("cp932")))[0].take(OWNER)
    assert caught.value.problem.code == "node.lock_failed"
    assert caught.value.problem.output == "ディスクに十分な空き領域がありません。"


def test_it_is_looked_at() -> None:
    held, node = lock(printed("free"), Raw(0, OWNER.to_text().encode()))

    assert held.inspect() is None
    assert held.inspect() == OWNER
    assert node.lines == [rf'echo off&if exist "{STATE}\lock\" (type "{STATE}\lock\owner") else echo free'] * 2


def test_it_can_be_asked_for_with_other_questions() -> None:
    reader = Reader(Answering([printed("free"), Raw(0, OWNER.to_text().encode())]), Platform.WINDOWS, "win1")

    assert reader.ask([LockFacts(), LockFacts(r"D:\clprun")]) == [None, OWNER]


def test_something_else_in_its_place_is_no_lock() -> None:
    with pytest.raises(StepFailed) as caught:
        lock(Raw(1, b"", b"The system cannot find the file specified.\r\n"))[0].inspect()
    assert caught.value.problem.code == "node.lock_unreadable"


@pytest.mark.parametrize("run", ["", "a b", "..", 'a"b', "a&b"])
def test_the_id_of_a_run_is_a_plain_name(run: str) -> None:
    with pytest.raises(ValueError, match="not the id of a run"):
        lock()[0].take(replace(OWNER, run=run))
