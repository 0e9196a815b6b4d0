"""The lock of a Windows node: the lines that are sent, and what their replies mean."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from clprun.errors import ClusterLocked, StepFailed
from clprun.model.change import Run
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.lock import LockAnswer, LockFacts, NodeLock
from clprun.node.reader import Reader
from clprun.node.windows.patience import patiently, removed
from clprun.node.writer import Writer
from tests.node.helpers import shown
from tests.node.windows_double import Answering, printed

OWNER = LockAnswer("20261121-060000-a", "技術者PC", 4711, "2026-11-21T06:00:00Z", "c0ffee", "a1b2")
STATE = r"C:\Program Files\clprun"
LOCKED = Raw(75, OWNER.to_text().encode())
RIGHTS = '/inheritance:r /grant:r "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-18:(OI)(CI)F"'
HELD = rf'(if not exist "{STATE}\lock\" exit 1)&type "{STATE}\lock\owner"&exit 75'


def lock(*replies: Raw) -> tuple[NodeLock, Answering]:
    node = Answering(list(replies))
    return NodeLock(node, "win1", platform=Platform.WINDOWS), node


MAKE = (
    r'((if /i not "!ProgramFiles!"=="C:\Program Files" exit 76)'
    rf'&(if not exist "{STATE}" (md "{STATE}"&&takeown /f "{STATE}" /a >nul||exit 1))'
    rf'&(fsutil reparsepoint query "{STATE}" >nul 2>nul&if not !errorlevel!==1 exit 76)'
    rf'&(if not exist "{STATE}\runs" (md "{STATE}\runs"&&takeown /f "{STATE}\runs" /a >nul||exit 1))'
    r"""&(set clprun=0&(for /f "delims=," %a in ('whoami /groups /fo csv /nh^|find "S-1-5-32-544"') do """
    rf"""for /f %o in ('dir /q /ad "{STATE}"^|find "<DIR>"^|find %a^|findstr /l /e /c:" ." /c:" runs"') do """
    r">nul set /a clprun+=1)&if not !clprun!==2 exit 76)"
    rf'&(icacls "{STATE}" {RIGHTS} >nul 2>nul||echo Y|cacls "{STATE}" /G Administrators:F SYSTEM:F >nul))'
)
"""Makes the state folder, or looks whether the one that is there is no link and belongs to Administrators."""


def aside(line: str, kind: str) -> str:
    """The path of the folder in which a lock is prepared, or to which it is moved, without its random end."""
    found = re.search(rf"lock\.{kind}\.[0-9a-f]{{16}}", line)
    assert found is not None
    return rf"{STATE}\{found[0]}"


def test_it_is_taken_by_this_line() -> None:
    held, node = lock(Raw(0, b""))

    held.take(OWNER)

    (line,) = node.lines
    new = aside(line, "new")
    content = base64.b64encode(OWNER.to_text().encode()).decode()
    renamed, cleared = patiently(f'ren "{new}" lock', taken=rf'"{STATE}\lock"'), removed(f'"{new}"')
    assert line == (
        rf"echo off&{MAKE}||exit 1"
        rf'&(md "{new}"||exit 1)'
        rf'&(>"{new}\base64" echo {content})&(certutil -f -decode "{new}\base64" "{new}\owner">nul||exit 1)'
        rf'&del "{new}\base64"'
        f"&{renamed}&(if defined renamed exit 0)&{cleared}&{HELD}"
    )


def test_it_is_removed_only_as_it_was_seen_before_and_after_it_was_moved_away() -> None:
    held, node = lock(Raw(0, b""))

    held.remove(OWNER)

    (line,) = node.lines
    old = aside(line, "old")
    away = patiently(rf'ren "{STATE}\lock" {old.rpartition(chr(92))[2]}', taken=f'"{old}"')
    back = patiently(f'ren "{old}" lock', taken=rf'"{STATE}\lock"')
    before, moved, after = line.partition(f"&{away}&(if not defined renamed exit 1)")
    assert moved
    for part, place in ((before, rf"{STATE}\lock"), (after, old)):
        assert hashlib.sha256(OWNER.to_text().encode()).hexdigest() in part
        assert rf'certutil -hashfile "{place}\owner"' in part
    assert before.endswith(f"(if not defined same ({HELD}))")
    kept = f"&{back}&(if not defined renamed exit 1)&{HELD}"
    assert after.endswith(f"""&(if defined same ({removed(f'"{old}"')}&exit 0)){kept}""")


def test_what_it_guards_begins_by_a_look_at_its_first_line() -> None:
    held, node = lock(Raw(0, b""), Raw(76, b""))
    held.take(OWNER)

    with pytest.raises(ClusterLocked) as caught:
        Writer(node, Platform.WINDOWS, "win1", run=OWNER.run, guard=held.guard).perform(Run("win1", ("x",)), "job")

    assert caught.value.problem.code == "node.lock_lost"
    assert node.lines[-1].startswith(
        rf'echo off&set "same="&(for /f "usebackq delims=" %i in ("{STATE}\lock\owner") do '
        rf'if "%i"=="{OWNER.run} c0ffee a1b2" set "same=1")2>nul&(if not defined same exit 76)&echo off&'
    )
    batch = b64decode_pieces(node.lines[-1])
    assert rf'if "%%i"=="{OWNER.run} c0ffee a1b2" set "same=1"' in batch
    assert batch.index("md claim 2>nul") < batch.index("if not defined same (md claim\\fenced") < batch.index("cmd /d")


def b64decode_pieces(line: str) -> str:
    """The batch file that a line sends."""
    return "".join(base64.b64decode(piece).decode() for piece in re.findall(r"echo ([A-Za-z0-9+/=]{40,})\)", line))


@pytest.mark.parametrize("reply", [LOCKED, replace(LOCKED, out=LOCKED.out.replace(b"\n", b"\r\n"))])
@pytest.mark.parametrize("act", ["take", "remove"])
def test_whoever_holds_it_is_named(reply: Raw, act: str) -> None:
    held = lock(reply)[0]
    with pytest.raises(ClusterLocked) as caught:
        getattr(held, act)(OWNER)
    assert "技術者PC" in shown(caught.value.problem)


def test_a_node_that_can_keep_no_lock_says_why() -> None:
    with pytest.raises(StepFailed) as caught:
        lock(Raw(1, b"", "ディスクに十分な空き領域がありません。\r\n".encode("cp932")))[0].take(OWNER)
    assert caught.value.problem.code == "node.lock_failed"
    assert caught.value.problem.output == "ディスクに十分な空き領域がありません。"


def test_a_state_folder_that_others_could_lead_elsewhere_is_not_used() -> None:
    with pytest.raises(StepFailed) as caught:
        lock(Raw(76, b""))[0].take(OWNER)
    assert STATE in shown(caught.value.problem)


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
    with pytest.raises(ValueError, match="not a plain word"):
        lock()[0].take(replace(OWNER, run=run))
