"""Batch files of any text: what is taken comes back from the disk as it was written, what is refused has its reason."""

import re

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clprun.steps.batch_text import BatchText, stored

BATCH = TypeAdapter(BatchText)
CODES = {f"configuration.batch_{reason}" for reason in ("character", "label", "line", "look_alike")}

pieces = st.sampled_from(
    [
        "goto ",
        "GOTO:",
        "call :",
        ":",
        "a",
        "b",
        "eof",
        "rem ",
        "\n",
        "\r\n",
        " ",
        "(",
        ")",
        "&",
        "|",
        "%x%",
        "表示",
        "\u00a5",
        "\u301c",
        "\t",
    ]
)


def refusals(text: str) -> set[str]:
    """Why a text is refused; empty when it is taken."""
    try:
        BATCH.validate_python(text)
    except ValidationError as refusal:
        return {error["type"] for error in refusal.errors()}
    return set()


@given(st.one_of(st.lists(pieces).map("".join), st.text(max_size=200)))
def test_what_is_taken_comes_back_and_what_is_refused_has_a_reason(text: str) -> None:
    reasons = refusals(text)
    assert reasons <= CODES
    if reasons:
        return
    taken = BATCH.validate_python(text)
    content = stored(taken)
    assert content.decode("cp932").replace("\r\n", "\n") == taken
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None
    assert content.endswith(b"\r\n")
    assert BATCH.validate_python(taken) == taken


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name.lower() != "eof"))
def test_a_jump_is_taken_with_its_label_only(name: str) -> None:
    jump = f"@echo off\nif errorlevel 1 goto {name}\nexit /b 0\n"
    assert refusals(f"{jump}:{name.upper()}\nexit /b 1\n") == set()
    assert refusals(jump) == {"configuration.batch_label"}
