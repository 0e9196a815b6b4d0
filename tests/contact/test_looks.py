"""What is asked only shows: nothing that changes a node can be sent, and each question is bounded."""

import re
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace

import pytest

from clprun.contact.looks import OUT_LIMIT, Look, all_looks, topics_of
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.reader import Reader
from clprun.node.windows.cmd import LONGEST_LINE
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.transport.local import LocalConnection

OWN = [look for look in all_looks(Platform.LINUX) if isinstance(look.asked, str)]
ON_WINDOWS = [look for look in all_looks(Platform.WINDOWS) if isinstance(look.asked, str)]

CHANGES = re.compile(
    r"(?:^|[;&|(]\s*|\bdo\s+|\bthen\s+)(rm|mv|cp|ln|tee|dd|kill|mkdir|touch|chmod|chown|mount|umount|sync|clpcl|clpgrp|clprsc"
    r"|clpcfctrl|clpdown|cjcpw|nqsstart|nqsstop|del|erase|rd|rmdir|ren|move|copy|xcopy|robocopy|net|sc\s+(?!query)"
    r"|schtasks\s+(?!/query)|reg\s+(?!query)|icacls\s+\S+\s+/|fsutil\s+(?!volume|reparsepoint))\b",
    re.MULTILINE,
)
WRITES = re.compile(r"(?<![0-9<])(?:[12]?>+)(?!&|\s*/dev/null|nul\b)")
DELETES = re.compile(
    r"-(delete|exec (?!grep)|execdir|ok|fprint)|systemctl (?!--no-pager (--no-legend |--all )*(list|show))|-i\b.*sed"
)
NO_COMMANDS = re.compile(r"'[^']*'|\"[^\"]*\"|for each in [^;]*;|for %i in \([^)]*\)")
"""Quoted words and lists of names."""


@pytest.mark.parametrize("look", [*OWN, *ON_WINDOWS], ids=lambda look: look.id)
def test_nothing_in_it_writes_or_changes(look: Look) -> None:
    bare = NO_COMMANDS.sub("", str(look.asked))

    assert not CHANGES.search(bare)
    assert not WRITES.search(bare)
    assert not DELETES.search(bare)


@pytest.mark.parametrize("look", OWN, ids=lambda look: look.id)
@pytest.mark.skipif(shutil.which("dash") is None, reason="dash is not installed")
def test_each_is_plain_shell(look: Look) -> None:
    done = subprocess.run(["dash", "-n"], input=str(look.asked), text=True, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("look", all_looks(Platform.WINDOWS), ids=lambda look: look.id)
def test_each_is_one_command_line_of_windows(look: Look) -> None:
    line = look.script(Platform.WINDOWS)

    assert line.isprintable()
    assert len(line) < LONGEST_LINE - 100


def test_what_takes_too_long_is_ended_and_the_others_answer() -> None:
    looks = [Look("slow", "echo begun; sleep 60", 1), Look("quick", "echo done")]
    with closing(LocalConnection("here")) as connection:
        slow, quick = Reader(connection, Platform.LINUX, "here").ask(looks)

    assert (slow.exit, slow.cut, slow.text) == (137, True, "begun\n")  # type: ignore[attr-defined]
    assert quick.text == "done\n"  # type: ignore[attr-defined]


def test_what_prints_without_an_end_is_cut() -> None:
    with closing(LocalConnection("here")) as connection:
        (reply,) = Reader(connection, Platform.LINUX, "here").ask([Look("endless", "yes", 5)])

    assert reply.cut  # type: ignore[attr-defined]
    assert len(reply.text) == OUT_LIMIT  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "data", ["日本語\n".encode("euc_jp"), "表示\n".encode("cp932"), b"\xff\xfe\x00\n", "é\n".encode()]
)
def test_the_same_bytes_come_back_from_a_reply(data: bytes) -> None:
    assert Look("any", "any").answer(Raw(0, data)).raw.out == data


def test_a_product_in_another_folder_is_looked_for_there() -> None:
    elsewhere = replace(INSTALLATIONS[Platform.WINDOWS], home=r"D:\EXPRESSCLUSTER")
    scripts = [look.script(Platform.WINDOWS) for topic in topics_of(elsewhere) for look in topic.looks]

    assert not [script for script in scripts if r"Files\CLUSTERPRO" in script]
    assert [script for script in scripts if r"D:\EXPRESSCLUSTER\etc\clp.conf" in script]
