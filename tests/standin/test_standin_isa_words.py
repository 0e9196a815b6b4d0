"""Command lines, messages and licences of Internet Server Agent's stand-in: pure tables (ISA chapters 1 to 3)."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.standin.clusterpro.licences import Licence, Verdict, answer, judge, read, register
from clprun.lab.standin.isa.messages import text
from clprun.lab.standin.isa.words import BadWords, NoIdentifier, Order
from clprun.lab.standin.isa.words import read as read_words

HTTP, SMTP = "clp_httpmon", "clp_smtpmon"
TODAY = "2026/11/21"


def test_what_is_not_given_has_the_guides_defaults() -> None:
    assert read_words(HTTP, ["web"]) == Order(HTTP, "web", 80, "start", 10, "localhost", 60, 3, 10, "1.1", "/")
    assert read_words(SMTP, ["mail"]) == Order(SMTP, "mail", 25, "start", 10, "localhost", 60, 3, 10)


def test_every_option_is_read() -> None:
    words = ["Web1", "-s", "cluv", "-n", "8080", "-i", "1", "-c", "10000", "-r", "2", "-v", "1.0", "-h", "/index.html"]

    assert read_words(HTTP, words) == Order(
        HTTP, "Web1", 8080, "start", 10, "cluv", 1, 10000, 2, "1.0", uri="/index.html"
    )


@pytest.mark.parametrize(
    ("words", "verb", "patience"),
    [
        ("web --stop", "stop", 10),
        ("web --stop 300", "stop", 300),
        ("web --pause", "pause", 10),
        ("web --resume", "resume", 10),
        ("web --disp", "disp", 10),
        ("web --del", "del", 10),
    ],
)
def test_a_running_one_is_controlled(words: str, verb: str, patience: int) -> None:
    order = read_words(HTTP, words.split())

    assert (order.verb, order.patience) == (verb, patience)


@pytest.mark.parametrize("words", ["", "-h", "--stop web", "-i 60 web"])
def test_the_identifier_comes_first(words: str) -> None:
    with pytest.raises(NoIdentifier):
        read_words(HTTP, words.split())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (HTTP, "web_1"),
        (HTTP, "ウェブ"),
        (HTTP, "w" * 256),
        *((HTTP, f"web {option} {value}") for option in ("-i", "-c", "-r") for value in ("0", "10001", "1.5", "x", "")),
        (HTTP, "web -n 65536"),
        (HTTP, "web -v 2.0"),
        (HTTP, f"web -h /{'u' * 255}"),
        (HTTP, "web -x 1"),
        (HTTP, "web 80"),
        (HTTP, "web --stop 0"),
        (HTTP, "web --stop 1 2"),
        (HTTP, "web --pause 1"),
        (HTTP, "web -i 5 --stop"),
        (SMTP, "mail -v 1.1"),
        (SMTP, "mail -h /"),
    ],
)
def test_what_the_guide_does_not_allow_is_refused(command: str, words: str) -> None:
    with pytest.raises(BadWords):
        read_words(command, words.split())


@given(st.text(max_size=300))
def test_an_identifier_is_letters_and_digits_up_to_255_bytes(name: str) -> None:
    if re.fullmatch("[A-Za-z0-9]{1,255}", name):
        assert read_words(SMTP, [name]).identifier == name
    else:
        with pytest.raises((BadWords, NoIdentifier)):
            read_words(SMTP, [name])


@pytest.mark.parametrize(
    ("command", "event", "expected"),
    [
        (HTTP, 1, "clp_httpmon started monitoring the HTTP daemon. [ID:web]"),
        (SMTP, 2, "clp_smtpmon will start monitoring the SMTP daemon. [ID:web]"),
        (HTTP, 7, "clp_httpmon will stop monitoring. [ID:web]"),
        (HTTP, 13, "An identifier is not specified in the clp_httpmon command."),
        (SMTP, 13, "The identifier is not specified in the clp_smtpmon command."),
        (HTTP, 72, "clp_htpmon has detected network error (connect error[111]). [ID:web]"),
        (SMTP, 72, "clp_smtpmon has detected network error (connect error[111]). [ID:web]"),
        (HTTP, 82, "clp_htpmon has detected an error in HTTP (invalid response). [ID:web]"),
        (SMTP, 83, "clp_smtpmon has detected an error in SMTP (invalid status code[111]). [ID:web]"),
    ],
)
def test_messages_read_as_in_the_guide(command: str, event: int, expected: str) -> None:
    assert text(command, event, "web", "111")[1] == expected


def test_smtp_has_no_message_for_an_invalid_response() -> None:
    with pytest.raises(KeyError):
        text(SMTP, 82)  # ERRATA G4-14


BOUGHT = Licence("BOUGHT", serial="XXX0000000")


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ([], [], Verdict(False, 51)),
        ([BOUGHT], ["OTHER"], Verdict(True)),
        ([BOUGHT], ["BOUGHT"], Verdict(False, 56)),
        ([BOUGHT, Licence("SECOND", serial="XXX0000001")], ["BOUGHT"], Verdict(True)),
        ([Licence("T", since="2026/11/01", till="2026/11/21")], [], Verdict(True, 52, "11/21/2026")),
        ([Licence("T", since="2026/11/01", till="2026/11/20")], [], Verdict(False, 53, "11/20/2026")),
        ([Licence("T", since="2026/11/22", till="2026/12/31")], [], Verdict(False, 55, "11/22/2026")),
        (
            [Licence("T", since="2026/01/01", till="2026/01/31"), Licence("U", since="2026/11/01", till="2026/12/01")],
            [],
            Verdict(True, 52, "12/01/2026"),
        ),
    ],
)
def test_a_licence_lets_the_monitor_run_or_not(own: list[Licence], others: list[str], expected: Verdict) -> None:
    assert judge(own, others, TODAY) == expected


def test_a_licence_is_kept_once(tmp_path: Path) -> None:
    assert read("ISAG10", tmp_path) == []
    assert register("ISAG10", BOUGHT, tmp_path)
    assert not register("ISAG10", BOUGHT, tmp_path)
    assert read("ISAG10", tmp_path) == [BOUGHT]


@pytest.mark.parametrize("content", ["", "{", '[{"unknown": 1}]'])
def test_a_damaged_store_is_told(tmp_path: Path, content: str) -> None:
    register("ISAG10", BOUGHT, tmp_path)
    (tmp_path / "etc/license-ISAG10.json").write_text(content, encoding="ascii")

    with pytest.raises(ValueError):  # noqa: PT011 - the text is json's own
        read("ISAG10", tmp_path)


def test_another_server_may_not_send_nonsense() -> None:
    assert answer({"op": "register licence", "product": "ISAG10", "licence": {"colour": "red"}})["good"] is False
