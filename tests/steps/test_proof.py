"""What proves a person's or a program's work: paths, and a probe's exit code and output."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clprun.errors import WaitingForPerson
from clprun.node.questions import CommandAnswer, Probe
from clprun.steps.manual import Manual, ManualWant
from clprun.steps.proof import Proof
from tests.steps.given import Given, target

ASKS = ("/usr/bin/jcagctrl", "list")
KIND = Manual()
DO_IT = {"ja": "画面 A の項目 B に C を入力します。\n", "en": "Screen A, field B: type C.\n"}


def manual(**more: object) -> ManualWant:
    return ManualWant.model_validate({"instructions": DO_IT, "probe": ASKS, **more})


def codes(want: ManualWant, answer: CommandAnswer) -> list[str]:
    """What the person is told, the instructions first; nothing when the work is proven."""
    given = Given().says("clu1", Probe(ASKS), answer)
    try:
        assert KIND.plan(want, target(), given.answers(KIND, want, target())) is None
    except WaitingForPerson as waiting:
        return [problem.code for problem in waiting.problems]
    return []


@pytest.mark.parametrize(
    ("wanted", "said", "lacking"),
    [
        ({"shows": "true"}, CommandAnswer(0, b"ACTIVE true\n", b""), []),
        ({"shows": "true"}, CommandAnswer(0, b"ACTIVE false\n", b""), ["check.probe_lacks"]),
        ({"shows": ["a", "b"]}, CommandAnswer(0, b"b", b""), ["check.probe_lacks"]),
        ({"shows": ["a", "b"]}, CommandAnswer(0, b"", b"a b"), ["check.probe_lacks", "check.probe_lacks"]),
        ({"lacks": "error"}, CommandAnswer(0, b"fine", b"error"), []),
        ({"lacks": "error"}, CommandAnswer(0, b"an error", b""), ["check.probe_shows"]),
        ({"lacks": ["x", "y"], "shows": "z"}, CommandAnswer(0, b"xyz", b""), ["check.probe_shows"] * 2),
        ({"shows": "."}, CommandAnswer(0, b"x", b""), ["check.probe_lacks"]),
        ({"shows": "済"}, CommandAnswer(0, "登録済".encode(), b""), []),
        ({"shows": "済"}, CommandAnswer(0, "登録済".encode("euc_jp"), b""), ["check.probe_lacks"]),
        ({"shows": "true"}, CommandAnswer(3, b"", b""), ["check.probe_failed", "check.probe_lacks"]),
        ({"shows": "true", "exit": 3}, CommandAnswer(3, b"true", b""), []),
        ({"shows": "\N{NULL}"}, CommandAnswer(0, b"\0", b""), []),
    ],
)
def test_the_output_is_looked_through_letter_by_letter(
    wanted: dict[str, Any], said: CommandAnswer, lacking: Sequence[str]
) -> None:
    assert codes(manual(**wanted), said) == (["manual.to_do", *lacking] if lacking else [])


def test_what_lacks_is_told_with_the_text_and_the_end_of_the_output() -> None:
    want = manual(shows="true")
    given = Given().says("clu1", Probe(ASKS), CommandAnswer(0, b"x" * 9000 + b"\x1b[2Jfalse\xff\n", b""))
    with pytest.raises(WaitingForPerson) as waiting:
        KIND.plan(want, target(), given.answers(KIND, want, target()))
    instructions, problem = waiting.value.problems
    assert dict(instructions.values) == {key: text.strip() for key, text in DO_IT.items()}
    assert problem.values == {"command": "/usr/bin/jcagctrl list", "text": "true"}
    assert problem.output is not None
    assert problem.output.endswith("false\\xff")
    assert len(problem.output) < 4100


def test_all_of_the_output_is_looked_through() -> None:
    far = CommandAnswer(0, b" " * (4 << 20) + b"true", b"")
    assert codes(manual(shows="true"), far) == []
    assert codes(manual(lacks="true"), far) == ["manual.to_do", "check.probe_shows"]


@given(st.text(min_size=1, max_size=50), st.text(max_size=50), st.text(max_size=50))
def test_a_text_is_found_wherever_it_stands(text: str, before: str, after: str) -> None:
    try:
        said = CommandAnswer(0, f"{before}{text}{after}".encode(), b"")
    except UnicodeEncodeError:
        return
    assert codes(manual(shows=text), said) == []
    assert codes(manual(lacks=text), said) == ["manual.to_do", "check.probe_shows"]


@pytest.mark.parametrize(
    "given",
    [{}, {"shows": "a"}, {"lacks": "a"}, {"paths": ["/a"], "shows": "b"}, {"probe": ASKS, "shows": [""]}],
)
def test_what_proves_nothing_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Proof.model_validate(given)


def test_instructions_that_would_be_cut_off_are_refused() -> None:
    with pytest.raises(ValidationError):
        manual(instructions={"ja": "長" * 2001, "en": "long"})
