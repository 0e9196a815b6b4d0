"""Parts of the endpoint by themselves: envelopes, durations, outputs, command lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from clprun.lab.windows.endpoint import soap
from clprun.lab.windows.endpoint.commandline import command_line, is_too_long
from clprun.lab.windows.endpoint.output import Output, StreamName
from clprun.lab.windows.endpoint.refusal import MALFORMED, Refusal
from clprun.lab.windows.endpoint.soap import Request

STREAMS = st.sampled_from(["stdout", "stderr"])


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT20S", 20), ("PT0.500S", 0.5), ("P1DT2H3M4S", 93784), ("P0DT0H1M0.000S", 60), ("PT7200S", 7200), ("", 5)],
)
def test_durations(duration: str, seconds: float) -> None:
    assert soap.seconds(duration, 5) == seconds


@pytest.mark.parametrize("duration", ["20", "P", "PT", "P1DT", "P1Y", "PT20", "-PT1S", "PT1S ", "PTS"])
def test_what_is_no_duration(duration: str) -> None:
    with pytest.raises(ValueError, match=duration.strip()):
        soap.seconds(duration, 5)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        Request.read(content)


@given(st.text(max_size=40), st.text(max_size=40))
def test_values_of_a_request(text: str, name: str) -> None:
    envelope = (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><w:OptionSet/></s:Header>'
        f"<s:Body><x>{text}</x></s:Body></s:Envelope>"
    )
    try:
        expected = etree.fromstring(f"<x>{text}</x>".encode())
    except etree.XMLSyntaxError:
        with pytest.raises(Refusal):
            Request.read(envelope.encode())
    else:
        body = Request.read(envelope.encode()).body
        assert body is not None
        assert body.text == expected.text


@given(st.lists(st.tuples(STREAMS, st.binary(max_size=50))), st.integers(1, 40), st.integers(-(2**31), 2**32 - 1))
def test_output_arrives_once_and_in_order(written: list[tuple[StreamName, bytes]], most: int, exit_code: int) -> None:
    output = Output()
    for stream, data in written:
        output.write(stream, data)
    output.finish(exit_code)
    output.finish(0)
    got: dict[str, bytes] = {"stdout": b"", "stderr": b""}
    while (piece := output.take(most, 0)) is not None:
        assert sum(len(data) for _, data in piece.parts) <= most
        for stream, data in piece.parts:
            got[stream] += data
        if piece.exit_code is not None:
            break

    assert got == {name: b"".join(data for stream, data in written if stream == name) for name in got}
    assert piece is not None
    assert piece.exit_code == exit_code & 0xFFFFFFFF


@given(st.lists(st.tuples(STREAMS, st.binary(min_size=1, max_size=50)), min_size=1), st.integers(1, 200))
def test_what_is_put_back_comes_again(written: list[tuple[StreamName, bytes]], most: int) -> None:
    output = Output()
    for stream, data in written:
        output.write(stream, data)
    first = output.take(most, 0)
    assert first is not None
    output.put_back(first)

    assert output.take(most, 0) == first


def test_there_may_be_nothing_to_tell() -> None:
    assert Output().take(100, 0) is None


def test_who_waits_for_a_terminated_command_is_told() -> None:
    output = Output()
    output.write("stdout", b"x")
    output.abort()
    with pytest.raises(InterruptedError):
        output.take(100, 0)


@pytest.mark.parametrize(
    ("command", "arguments", "skip", "line"),
    [
        ("ver", [], False, 'cmd.exe /C "ver"'),
        ('echo "a b"', ["c", 'd"'], False, 'cmd.exe /C "echo "a b" c d""'),
        ("cmd.exe /d /s /c", ['"echo 1"'], True, 'cmd.exe /d /s /c "echo 1"'),
    ],
)
def test_command_lines(command: str, arguments: list[str], line: str, *, skip: bool) -> None:
    assert command_line(command, arguments, skip_shell=skip) == line


@pytest.mark.parametrize(
    ("program", "is_cmd"),
    [
        ("cmd.exe", True),
        ("CMD", True),
        (r'"C:\Windows\system32\cmd.exe"', True),
        (r"C:\Windows\system32\Cmd.exe", True),
        ("reg.exe", False),
        ('""', False),
        ("mycmd.exe", False),
    ],
)
def test_cmd_takes_8191_characters(program: str, *, is_cmd: bool) -> None:
    line = program.ljust(8191, "x").replace(f"{program}x", f"{program} ", 1)

    assert not is_too_long(line)
    assert is_too_long(line + "x") == is_cmd
    assert not is_too_long("")


def test_a_refusal_is_written_as_windows_does() -> None:
    envelope = etree.fromstring(soap.refuse(Request("Receive", "uuid:1"), MALFORMED, "WIN1"))
    fault = envelope.find(".//{http://schemas.microsoft.com/wbem/wsman/1/wsmanfault}WSManFault")

    assert fault is not None
    assert (fault.get("Code"), fault.get("Machine")) == ("2150858817", "WIN1")
    assert envelope.findtext(".//{http://schemas.xmlsoap.org/ws/2004/08/addressing}RelatesTo") == "uuid:1"
