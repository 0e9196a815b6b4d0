"""Services of RHEL 6: what chkconfig and init scripts print, read on a node that has stand-ins for both."""

from pathlib import Path

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import InitScript, InitScriptAnswer
from clprun.node.reader import Reader
from tests.node.helpers import OneShot, shown

LISTED = "jcclweb        \t0:off\t1:off\t2:{0}\t3:{0}\t4:{0}\t5:{0}\t6:off\n"
ON = frozenset({2, 3, 4, 5})


def answer(out: str, code: int = 0, err: bytes = b"") -> InitScriptAnswer:
    return InitScript("jcclweb").answer(Raw(code, out.encode(), err))


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        (LISTED.format("on") + "status 0\n", InitScriptAnswer(there=True, levels=ON, runs=True)),
        (LISTED.format("off") + "status 3\n", InitScriptAnswer(there=True, status=3)),
        (LISTED.format("off") + "status 1\n", InitScriptAnswer(there=True, status=1)),
        ("jcclweb \t0:off\t1:on\t6:off\nstatus 2\n", InitScriptAnswer(there=True, levels=frozenset({1}), status=2)),
        (LISTED.format("off") + "status 4\n", InitScriptAnswer(there=True, runs=None, status=4)),
        # A script that was never added to chkconfig prints nothing there.
        ("status 3\n", InitScriptAnswer(there=True, status=3)),
        ("absent\n", InitScriptAnswer(there=False)),
    ],
)
def test_a_state_is_read(out: str, expected: InitScriptAnswer) -> None:
    assert answer(out) == expected


@pytest.mark.parametrize(
    ("out", "code"), [("", 127), ("", 1), (LISTED.format("on"), 0), ("status 5\n", 0), ("status 137\n", 0)]
)
def test_a_state_that_is_not_told_is_refused(out: str, code: int) -> None:
    with pytest.raises(Unanswerable) as refusal:
        answer(out, code, b"Usage: jcclweb {start|stop}")
    assert "jcclweb" in shown(refusal.value.problem)


def node(folder: Path, **programs: str) -> Reader:
    """A node whose only programs are these and timeout, head and printf."""
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    return Reader(OneShot("env", f"PATH={folder}:/usr/bin:/bin", "/bin/sh"), Platform.LINUX, "clu1")


def test_both_programs_are_asked_in_english(tmp_path: Path) -> None:
    """An init script that is there on every Linux with init scripts; the two programs are stand-ins."""
    script = next(Path("/etc/init.d").iterdir()).name
    reader = node(
        tmp_path,
        chkconfig='[ "$LC_ALL $1" = "C --list" ] && printf "%s\\t0:off\\t3:on\\n" "$2"',
        service='[ "$2" = status ] && echo "$1 is stopped" && exit 3',
    )

    assert reader.ask_one(InitScript(script)) == InitScriptAnswer(there=True, levels=frozenset({3}), status=3)
    assert reader.ask_one(InitScript("no-such-service")) == InitScriptAnswer(there=False)


def test_a_node_without_init_scripts_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unanswerable) as refusal:
        node(tmp_path).ask_one(InitScript("jcclweb"))
    assert refusal.value.problem.code == "node.no_init_scripts"


def test_a_status_that_hangs_is_ended(tmp_path: Path) -> None:
    script = next(Path("/etc/init.d").iterdir()).name
    reader = node(tmp_path, chkconfig=":", service="exec sleep 600")

    with pytest.raises(Unanswerable) as refusal:
        reader.ask_one(InitScript(script, seconds=1))
    assert refusal.value.problem.code == "node.command_killed"
