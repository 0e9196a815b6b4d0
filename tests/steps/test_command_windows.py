"""What a command on a Windows node may name."""

import pytest

from clprun.errors import StepFailed
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.command import Command, CommandWant
from tests.steps.given import CLU1
from tests.steps.given_windows import WindowsGiven, target


@pytest.mark.parametrize(
    "argv",
    [
        (r"\\files\media\setup.exe",),
        ("msiexec", "/i", r"\\files\media\clweb.msi"),
        ("setup.exe", r"/source=\\files\media"),
        ("cmd", "/c", r"copy \\192.0.2.1\c$\x C:\x"),
    ],
)
def test_a_command_that_needs_another_computer_is_refused_with_the_reason(argv: tuple[str, ...]) -> None:
    kind, want = Command(), CommandWant(argv=argv, creates=r"C:\made")
    given = WindowsGiven().says("clu1", FileFacts(r"C:\made"), FileAnswer(FileKind.ABSENT))
    with pytest.raises(StepFailed) as caught:
        kind.plan(want, target(CLU1), given.answers(kind, want, target(CLU1)))
    assert caught.value.problem.code == "command.network_path"


@pytest.mark.parametrize("word", [r"C:\media\setup.exe", r"\\.\PhysicalDrive0", r"\\?\C:\x", "a\\\\b", "^\\\\d+$"])
def test_other_words_are_left_alone(word: str) -> None:
    kind, want = Command(), CommandWant(argv=("setup.exe", word), creates=r"C:\made")
    given = WindowsGiven().says("clu1", FileFacts(r"C:\made"), FileAnswer(FileKind.ABSENT))
    assert kind.plan(want, target(CLU1), given.answers(kind, want, target(CLU1)))
