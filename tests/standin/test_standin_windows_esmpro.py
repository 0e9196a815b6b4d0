"""ClientManager's stand-in, its pure parts: answers, registry files, start types."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.standin.esmpro.answers import Answers, Unanswered
from clprun.lab.standin.esmpro.names import CM, SERVICES
from clprun.lab.standin.esmpro.registry import Expandable, exported

GOOD = Answers("yes", r"C:\Program Files\ESMPRO\ESMPROCM", r"W:\ESMPROCM", "CM01", "ESMPROCM", "CMDB", "10.0.0.114")


def test_answers_survive_their_file() -> None:
    assert Answers.read("; by hand\r\n" + GOOD.as_text()) == GOOD


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no answer to: cluster, database, "),
        (GOOD.as_text().replace("CM01", ""), "no answer to: manager_id"),
        (GOOD.as_text() + "colour = blue\n", "unknown: colour"),
    ],
)
def test_what_is_not_answered_is_said(text: str, said: str) -> None:
    with pytest.raises(Unanswered, match=said):
        Answers.read(text)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cluster", "no", "not chosen"),
        ("local_folder", r"w:\ESMPROCM", "local drive"),
        ("shared_folder", r"C:\ESMPROCM", "switched drive"),
    ],
)
def test_a_folder_on_the_wrong_drive_is_asked_for_again(name: str, value: str, said: str) -> None:
    text = re.sub(rf"(?m)^{name} = .*$", lambda _: f"{name} = {value}", GOOD.as_text())

    with pytest.raises(Unanswered, match=said):
        Answers.read(text).check("W:")


@given(st.text())
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(Unanswered):
        assert Answers.read(text).manager_id


def test_a_registry_file_keeps_slash_and_type() -> None:
    text = exported({CM: {"SharedFolder": r"W:\a", "Work": Expandable("W")}})[2:].decode("utf-16-le")

    assert "\\ESMPRO/CM]\r\n" in text
    assert '"SharedFolder"="W:\\\\a"\r\n' in text
    assert '"Work"=hex(2):57,00,00,00\r\n' in text


def test_thirteen_services_six_of_them_the_base_ones() -> None:
    assert len(SERVICES) == len({service.key.lower() for service in SERVICES}) == 13
    assert [service.display for service in SERVICES if service.base] == [
        "ESM Base Service",
        "ESM Command Service",
        "ESM Alert Service",
        "ESM Remote Map Service",
        "Dmi Event Watcher",
        "Alert Manager Socket(R) Service",
    ]
