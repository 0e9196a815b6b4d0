"""The process table of this machine, with processes that try to look like something else."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import Process, ProcessTable
from clprun.node.reader import Reader


@contextmanager
def process(*argv: bytes) -> Iterator[int]:
    """A process that shows these words as its command line and sleeps."""
    with subprocess.Popen([*argv, b"3600"], executable="/bin/sleep") as running:
        try:
            yield running.pid
        finally:
            running.kill()


def of(reader: Reader, pid: int) -> Process:
    (found,) = [each for each in reader.ask_one(ProcessTable()) if each.pid == pid]
    return found


def test_a_process_is_found_with_parent_and_whole_command_line(reader: Reader) -> None:
    title = b"/usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2" + b" long" * 2000
    with process(title) as pid:
        found = of(reader, pid)

    assert (found.parent, found.args) == (os.getpid(), f"{title.decode()} 3600")


def test_pid_and_start_stay_the_same_while_a_process_lives(reader: Reader) -> None:
    with process(b"cjcpw") as pid:
        assert of(reader, pid) == of(reader, pid)


@pytest.mark.parametrize(
    "title", [b"fake\n    1     0 Thu Jan  1 00:00:00 1970 cjcpw", b"\xff\x80", "日本".encode(), b"a\rb"]
)
def test_no_title_breaks_out_of_its_row(reader: Reader, title: bytes) -> None:
    with process(title) as pid:
        table = reader.ask_one(ProcessTable())

    assert len({each.pid for each in table}) == len(table)
    assert next(each.args for each in table if each.pid == pid).endswith(" 3600")
    assert not [each for each in table if "1970" in each.start]


def test_the_asking_shell_and_its_children_are_left_out(reader: Reader) -> None:
    table = reader.ask_one(ProcessTable())

    assert not [each for each in table if each.parent == os.getpid() and each.args in {"dash", "sh"}]
    assert not [each for each in table if each.args.startswith("ps -e -ww")]
    assert os.getpid() in {each.pid for each in table}


ROW = b"  4321     1 Fri Nov 20 23:38:23 2026 "


@pytest.mark.parametrize(
    ("row", "args"),
    [
        (ROW + b"[kthreadd]", "[kthreadd]"),
        (ROW + b"[cjcpw] <defunct>", "[cjcpw] <defunct>"),
        (ROW + b"  led by blanks  ", "  led by blanks  "),
        (ROW, ""),
        (ROW.rstrip(), ""),
        (ROW + b"\xe3\x82", "\\xe3\\x82"),
    ],
)
def test_rows_are_read_as_ps_prints_them(row: bytes, args: str) -> None:
    expected = Process(4321, 1, "Fri Nov 20 23:38:23 2026", args)

    assert ProcessTable().answer(Raw(0, b"77\n" + row + b"\n")) == (expected,)


def test_descendants_of_the_asking_shell_go_and_circles_end() -> None:
    pairs = [(1, 0), (77, 1), (78, 77), (79, 78), (80, 1), (5, 6), (6, 5)]
    rows = b"".join(b"%d %d Fri Nov 20 23:38:23 2026 x\n" % pair for pair in pairs)

    assert [each.pid for each in ProcessTable().answer(Raw(0, b"77\n" + rows))] == [1, 80, 5, 6]


@pytest.mark.parametrize(
    "printed", [b"", b"77\n", b"77\nps: unknown option\n", b"x\n" + ROW + b"\n", b"77\n" + b"x" * (9 << 20)]
)
def test_anything_else_is_no_table(printed: bytes) -> None:
    with pytest.raises(Unanswerable):
        ProcessTable().answer(Raw(0, printed))
