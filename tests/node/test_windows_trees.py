"""The batch files that copy and remove folders on Windows: what they are made of, and what is refused beforehand."""

import re

import pytest

from clprun.errors import StepFailed
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, RemoveTree
from clprun.node.windows.cmd import LONGEST_LINE, Unquotable
from clprun.node.windows.jobscript import BATCH, begin
from clprun.node.windows.trees import REFUSALS, argv, places
from clprun.node.writer import Writer
from tests.node.helpers import shown
from tests.node.windows_double import Answering, printed

COPY = CopyTree("win1", r"C:\CL Web (x86)\設定", "E:\\共有\\")
REMOVE = RemoveTree("win1", r"C:\jcclweb\config", r"E:\clwebconf")


def text(action: CopyTree | RemoveTree) -> str:
    program, batch_file = argv(action)
    assert program == BATCH
    return batch_file


@pytest.mark.parametrize("action", [COPY, REMOVE, RemoveTree("win1", r"C:\jcclweb\config")])
def test_labels_are_there_once_and_every_jump_has_one(action: CopyTree | RemoveTree) -> None:
    labels = re.findall(r"^:(\w+)$", text(action), re.MULTILINE)
    jumps = re.findall(r"(?:goto|call :) ?(\w+)", text(action))

    assert len(labels) == len({*labels, "job", "command"}) - 2
    assert {*jumps} <= {*labels}


@pytest.mark.parametrize("action", [COPY, REMOVE])
def test_a_folder_is_emptied_only_after_it_was_proven_to_be_none_behind_a_link(action: CopyTree | RemoveTree) -> None:
    lines = text(action).split("\n")

    (removal,) = (number for number, line in enumerate(lines) if "rmdir" in line)
    assert lines[removal - 1] == 'call :free "%~1" || exit /b 1'
    assert not re.search(r"\bmove\b|\brd\b", text(action))


def test_paths_stand_in_variables_with_their_lengths() -> None:
    lines = text(COPY).split("\n")

    assert r'set "source=C:\CL Web (x86)\設定"' in lines
    assert "set source_length=18" in lines
    assert r'set "destination=E:\共有"' in lines
    assert 'set "destination_name=共有"' in lines
    assert 'set "copy="' in text(RemoveTree("win1", r"C:\a")).split("\n")


@pytest.mark.parametrize(
    "path", ["C:\\", "C:", "relative", "", r"C:\100%", r"C:\a!b", 'C:\\a" & del "', r"\\server\share\x"]
)
def test_what_is_no_plain_path_of_a_folder_is_refused(path: str) -> None:
    with pytest.raises(Unquotable):
        argv(RemoveTree("win1", path))
    with pytest.raises(Unquotable):
        argv(CopyTree("win1", r"C:\a", path))


def test_it_is_sent_in_lines_that_cmd_takes() -> None:
    for line in begin(r"C:\Program Files\clprun\runs\r\jobs\j", argv(COPY), "/", (0.1,) * 20):
        assert len(line) <= LONGEST_LINE
        assert line.isascii()


@pytest.mark.parametrize("exit_code", [*REFUSALS, 1])
def test_why_a_folder_was_refused_is_told(exit_code: int) -> None:
    node = Answering([printed(), printed(f"ENDED {exit_code} - - 0", "what was printed")])

    with pytest.raises(StepFailed) as caught:
        Writer(node, Platform.WINDOWS, "win1", run="r").perform(REMOVE, "job")

    assert node.replies == []
    assert places(REMOVE)[0] in shown(caught.value.problem)
    assert (caught.value.problem.output or "").rstrip() == "what was printed"
