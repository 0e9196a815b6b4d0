"""Command lines reach the inner cmd.exe as they are, whatever the outer one makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.transport.winrm_line import LONGEST_LINE, command_line

SIGNS = st.text(alphabet=st.sampled_from(list('ab \\/:.%!()=,;"&|<>^表')), max_size=80)
HEAD = '<nul cmd.exe /d /v:on /s /c "'


def arguments_of_the_inner(line: str) -> str:
    """What cmd.exe hands to the program in a line, as its parser goes through it: quotes, carets, operators."""
    given_on, quoted, at = "", False, 0
    while at < len(line):
        sign = line[at]
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign == "^":
            at += 1
            sign = line[at : at + 1]
        elif not quoted:
            assert sign not in "&|<>"
        given_on += sign
        at += 1
    return given_on


@given(script=SIGNS)
def test_the_outer_shell_acts_upon_nothing_in_the_script(script: str) -> None:
    line = command_line(script, has_input=False)

    assert line.startswith("<nul ")
    assert arguments_of_the_inner(line.removeprefix("<nul ")) == f'cmd.exe /d /v:on /s /c "{script}"'


@pytest.mark.parametrize(
    ("script", "sent"),
    [
        ("ver>nul&(dir)&echo !errorlevel!>&2", "ver>nul&(dir)&echo !errorlevel!>&2"),
        (r'if exist "C:\a & b" (echo 1)', r'if exist "C:\a ^& b" (echo 1)'),
        ('echo ^"|more', 'echo ^"^|more'),
        ("echo %PATH% %i", "echo %PATH% %i"),
    ],
)
def test_carets_stand_where_the_outer_shell_is_outside_quotes(script: str, sent: str) -> None:
    assert command_line(script, has_input=False) == f'{HEAD}{sent}"'


def test_standard_input_is_empty_unless_there_is_some() -> None:
    assert command_line("more", has_input=True) == 'cmd.exe /d /v:on /s /c "more"'


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\t", "\x1b", "\x7f", "\ud800", "\uffff"])
def test_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(ValueError, match="control"):
        command_line(f"echo {sign}", has_input=False)


def test_the_longest_line_passes_and_a_longer_one_is_refused() -> None:
    whole = f'cmd.exe /C "{command_line("x" * LONGEST_LINE, has_input=False)}"'

    assert len(whole) <= 8191
    with pytest.raises(ValueError, match="too long"):
        command_line("x" * (LONGEST_LINE + 1), has_input=False)
    with pytest.raises(ValueError, match="too long"):
        command_line('"' + "&" * (LONGEST_LINE - 2) + '"', has_input=False)
