"""What is kept of the nodes before and after a run."""

import json

from clprun.engine.snapshot import picture
from clprun.model.question import Ask
from clprun.node.files import FileAnswer, FileFacts, FileKind
from clprun.node.processes import Process, ProcessTable


def test_of_processes_the_programs_are_kept_and_no_arguments() -> None:
    """Others give passwords on command lines, and of theirs clprun knows none."""
    table = (
        Process(7, 1, "Sat Nov 21 16:00:00 2026", "/usr/bin/mysqld --password=TopSecret-Key-42"),
        Process(8, 0, "", "Backup Agent.exe"),
    )
    ask = Ask("clu1", ProcessTable())

    (kept,) = picture([ask], {ask: table})["clu1"].values()

    assert [process["program"] for process in kept] == ["/usr/bin/mysqld", "Backup Agent.exe"]
    assert "TopSecret" not in json.dumps(kept)


def test_of_files_the_content_is_kept_as_its_digest() -> None:
    ask = Ask("clu1", FileFacts("/etc/hosts", content=True))

    (kept,) = picture([ask], {ask: FileAnswer(FileKind.FILE, content=b"TopSecret-Key-42")})["clu1"].values()

    assert kept["content"]["bytes"] == len(b"TopSecret-Key-42")
    assert "TopSecret" not in json.dumps(kept)
