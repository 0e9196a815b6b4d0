"""Programs as questions: bounded in time and output, and by a list of those that only show."""

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import CommandAnswer, Probe, ReadOnlyCommand
from clprun.node.reader import Reader
from tests.node.helpers import shown


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("true",), CommandAnswer(0, b"", b"")),
        (("sh", "-c", "printf 'a\\0b'; echo e >&2; exit 9"), CommandAnswer(9, b"a\0b", b"e\n")),
        (
            ("printf", "%s|", "a b", "'", '"', "$x", "-n", "\n", "日"),
            CommandAnswer(0, "a b|'|\"|$x|-n|\n|日|".encode(), b""),
        ),
        (("cat",), CommandAnswer(0, b"", b"")),
    ],
)
def test_code_and_both_streams_come_back(reader: Reader, argv: tuple[str, ...], expected: CommandAnswer) -> None:
    assert reader.ask_one(Probe(argv)) == expected


def test_a_missing_program_is_an_answer(reader: Reader) -> None:
    answer = reader.ask_one(ReadOnlyCommand(("/usr/sbin/clpstat", "--long")))

    assert (answer.exit_code, answer.out) == (127, b"")
    assert b"No such file" in answer.err


def test_a_program_that_hangs_is_killed_and_named(reader: Reader) -> None:
    with pytest.raises(Unanswerable) as caught:
        reader.ask_one(Probe(("sleep", "3600"), seconds=1))
    assert "sleep did not end within 1 seconds" in shown(caught.value.problem)


@pytest.mark.parametrize("command", ["yes", "yes >&2"])
def test_a_program_without_end_is_cut_off(reader: Reader, command: str) -> None:
    with pytest.raises(Unanswerable) as caught:
        reader.ask_one(Probe(("sh", "-c", command)))
    assert "longer than" in shown(caught.value.problem)


def test_output_up_to_the_limit_is_whole(reader: Reader) -> None:
    size = 4 << 20

    assert reader.ask_one(Probe(("head", "-c", str(size), "/dev/zero"))) == CommandAnswer(0, bytes(size), b"")


@pytest.mark.parametrize(
    "argv",
    [
        ("/usr/sbin/clpstat",),
        ("/usr/sbin/clpstat", "-i", "--detail"),
        ("/usr/sbin/clpmdstat", "--mirror", "md1"),
        ("/usr/sbin/clpcfget", "-g", "/root/cluster/name"),
        ("/usr/bin/jcagctrl", "list"),
    ],
)
def test_programs_that_only_show_may_be_asked(argv: tuple[str, ...]) -> None:
    assert argv[0] in ReadOnlyCommand(argv).script(Platform.LINUX)


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("clpgrp", "-s"),
        ("clpcfget", "-w"),
        ("/usr/sbin/clpgrp", "-s"),
        ("/usr/sbin/../sbin/clpstat",),
        ("/usr/sbin/clpcfctrl", "--pull"),
        ("/usr/sbin/clpcfget",),
        ("/usr/bin/jcagctrl",),
        ("/usr/bin/jcagctrl", "create"),
        ("/bin/sh", "-c", "/usr/sbin/clpstat"),
    ],
)
def test_any_other_program_is_refused_before_it_is_asked(argv: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"read-only|no program"):
        ReadOnlyCommand(argv)


@pytest.mark.parametrize(("argv", "seconds"), [((), 1), (("true",), 0), (("true",), -1)])
def test_a_probe_needs_a_program_and_a_limit(argv: tuple[str, ...], seconds: int) -> None:
    with pytest.raises(ValueError, match="no program or no time"):
        Probe(argv, seconds)


def test_a_program_killed_by_somebody_else_is_no_answer() -> None:
    with pytest.raises(Unanswerable):
        Probe(("x",)).answer(Raw(137, b"half"))
