"""What a person would type on a Windows node, in plans for people and for programs."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import Problem
from clprun.model.change import Change, Deed, Launch, MakeFolder, Reboot, Rename, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.prove import Prove
from clprun.model.text import Language
from clprun.model.typed import typed
from clprun.ui.jsonl import JsonLines
from clprun.ui.plan import draw_plan
from tests.ui.drawing import a_runbook, drawn


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (WriteFile("n", r"W:\a b\c.ini", b""), r'notepad "W:\a b\c.ini"'),
        (Rename("n", r"C:\a", r"C:\b c"), r'move C:\a "C:\b c"'),
        (MakeFolder("n", r"C:\Program Files (x86)\a"), r'mkdir "C:\Program Files (x86)\a"'),
        (MakeLink("n", r"C:\a", r"E:\b & c"), r'mklink /D C:\a "E:\b & c"'),
        (RemoveLink("n", r"C:\a", r"E:\b"), r"rmdir C:\a"),
        (CopyTree("n", r"C:\a", r"E:\a"), r"robocopy C:\a E:\a /E /COPY:DATSO /R:1 /W:1"),
        (RemoveTree("n", r"C:\a b"), r'rmdir /s /q "C:\a b"'),
        (RemoveTree("n", r"C:\a", r"E:\a"), r"robocopy E:\a C:\a /MIR /L && rmdir /s /q C:\a"),
        (Run("n", ("sc.exe", "config", "ESMPRO/CM Alert", "start=", "demand")), None),
        (Launch("n", ("notepad.exe", r"C:\a")), r"start /b notepad.exe C:\a"),
        (Reboot("n", ("shutdown.exe", "/r", "/t", "0")), "shutdown.exe /r /t 0"),
        (Prove("n", {r"C:\a": b"", r"C:\b c": b""}), None),
    ],
)
def test_an_action_is_shown_as_a_person_would_type_it(action: Deed, line: str | None) -> None:
    expected = {
        Run: 'sc.exe config "ESMPRO/CM Alert" start= demand',
        Prove: r'certutil -hashfile C:\a SHA256 & certutil -hashfile "C:\b c" SHA256',
    }
    assert action.command_line(Platform.WINDOWS) == (line or expected[type(action)])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=1, max_size=5))
def test_a_program_gets_the_words_that_were_meant(words: list[str]) -> None:
    assert _argv(typed(words, Platform.WINDOWS)) == words


def _argv(line: str) -> list[str]:
    """What Microsoft's C runtime makes of a command line."""
    words: list[str] = []
    word: str | None = None
    quoted = False
    for backslashes, mark, other in re.findall(r'(\\*)(?:(")|(.|$))', line, re.DOTALL):
        literal = "\\" * (len(backslashes) // 2 if mark else len(backslashes))
        word = (word or "") + literal if literal else word
        if mark and len(backslashes) % 2:
            word = (word or "") + mark
        elif mark:
            word, quoted = word or "", not quoted
        elif other and (quoted or other != " "):
            word = (word or "") + other
        elif word is not None:
            words.append(word)
            word = None
    return words


def a_windows_plan() -> Plan:
    """A step that is done now and one that is known later."""
    link = Change(Problem("commands.init_written", {"path": "link"}), (MakeLink("win1", r"C:\jc", r"E:\jc"),))
    later = (Run("win1", ("clpgrp", "-s", "fail over")),)
    steps = (
        PlannedStep("daemon", "build", "win1", Verdict.CHANGE, change=link, platform=Platform.WINDOWS),
        PlannedStep("site", "build", "win1", Verdict.KNOWN_LATER, intent=later, platform=Platform.WINDOWS),
    )
    return Plan(steps)


def test_a_plan_shows_them_behind_a_prompt_of_windows() -> None:
    text = drawn(lambda screen: draw_plan(screen, a_windows_plan(), a_runbook()))

    assert r"win1> mklink /D C:\jc E:\jc" in text
    assert 'win1> clpgrp -s "fail over"' in text


def test_programs_are_told_the_same() -> None:
    paper = io.StringIO()

    JsonLines(paper, Language.EN).plan_made(a_windows_plan())

    told = [json.loads(line) for line in paper.getvalue().splitlines()]
    commands = [each["command"] for step in told if step["event"] == "step-planned" for each in step["commands"]]
    assert commands == [r"mklink /D C:\jc E:\jc", 'clpgrp -s "fail over"']
