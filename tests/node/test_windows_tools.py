"""The table of commands by release, and the scripts that try them in its order."""

import re

import pytest

from clprun.model.change import WriteFile
from clprun.model.folders import CopyTree
from clprun.node.http import HttpAnswer
from clprun.node.system import Identity
from clprun.node.windows import state, trees
from clprun.node.windows.hashes import print_hash
from clprun.node.windows.tools import TOOLS, Release, Task, first_that_works, serving
from clprun.node.windows.twins import twin
from clprun.node.windows.upload import upload
from tests.node.windows_double import asked


@pytest.mark.parametrize(
    ("task", "release", "command"),
    [
        (Task.LINK, Release.SERVER_2003_R2, "linkd"),
        (Task.LINK, Release.SERVER_2008, "mklink /D"),
        (Task.ACCESS, Release.SERVER_2003_R2, "cacls"),
        (Task.ACCESS, Release.SERVER_2025, "icacls"),
        (Task.FOLDER_COPY, Release.SERVER_2003_R2, "xcopy"),
        (Task.FOLDER_COPY, Release.SERVER_2008, "robocopy"),
        (Task.HASH, Release.SERVER_2008, "certutil -hashfile"),
        (Task.HASH, Release.SERVER_2008_R2, "certutil -hashfile SHA256"),
        (Task.WEB, Release.SERVER_2019, "curl.exe"),
    ],
)
def test_the_newest_command_a_release_has_serves_it(task: Task, release: Release, command: str) -> None:
    tool = serving(task, release)
    assert tool is not None
    assert tool.command == command


def test_a_task_without_a_command_is_done_from_outside() -> None:
    assert {task for task in Task if serving(task, Release.SERVER_2003_R2) is None} == {Task.WEB}


@pytest.mark.parametrize("task", Task)
def test_the_newest_command_stands_first(task: Task) -> None:
    since = [tool.since for tool in TOOLS[task]]
    assert since == sorted(since, reverse=True)
    assert len(set(since)) == len(since)


def test_each_command_is_tried_where_the_one_before_failed() -> None:
    assert first_that_works(Task.LINK, '"a" "b">nul') == 'mklink /D "a" "b">nul||linkd "a" "b">nul'


@pytest.mark.parametrize(
    ("task", "script"),
    [
        (Task.ACCESS, state.make(r"C:\x")),
        (Task.FOLDER_COPY, "\n".join(trees.argv(CopyTree("win1", r"C:\a", r"C:\b")))),
        (Task.FILE_COPY, upload(WriteFile("win1", r"C:\a", b"new", before=b"old"))[-1]),
        (Task.HASH, print_hash('"x"')),
        (Task.UPLOAD, upload(WriteFile("win1", r"C:\a", b"new"))[-1]),
        (Task.ADMINISTRATOR, asked(twin(Identity()))),
        (Task.WEB, asked(twin(HttpAnswer("http://a/")))),
    ],
)
def test_the_scripts_try_the_commands_of_the_table_in_its_order(task: Task, script: str) -> None:
    patterns = [".*".join(re.escape(word) for word in tool.command.split()) for tool in TOOLS[task]]
    found = [re.search(pattern, script, re.DOTALL) for pattern in patterns]

    assert all(found)
    starts = [match.start() for match in found if match]
    assert starts == sorted(starts)
