"""``clprun contact`` as a person runs it; both nodes are this machine."""

import json
from pathlib import Path

import pytest

from clprun.contact.looks import all_looks
from clprun.contact.record import load
from clprun.model.cluster import Platform
from tests.cli.conftest import Clprun


def test_without_a_word_of_a_person_no_file_is_written(clprun: Clprun, book: Path) -> None:
    """The one sample of the suite: everything is asked, judged and shown, and what would be replaced."""
    result = clprun("contact", "--out", "pair.json", "--hide", "processes", "--lang", "en")

    assert result.code == 3
    assert "tools-there  The programs that clprun's scripts use are there.  (confirmed)" in result.out
    assert "reading can't tell: it would change the pair" in result.out
    assert "What is replaced in the file:" in result.err
    assert "address  127." not in result.err
    assert "[contact.not_agreed]" in result.err
    assert not Path("pair.json").exists()


@pytest.mark.full
def test_the_file_holds_every_answer_and_what_was_made_of_it(clprun: Clprun, book: Path) -> None:
    result = clprun("contact", "--out", "pair.json", "--yes", "--json", "--lang", "ja")

    told = json.loads(result.out)
    record = load(Path("pair.json"))
    assert result.code == int(any(each["verdict"] == "different" for each in told["assumptions"]))
    assert {each["id"] for each in told["assumptions"]} == set(record.judgements)
    assert [set(node.replies) for node in record.nodes] == [{look.id for look in all_looks(Platform.LINUX)}] * 2
    assert "確認" in result.err


def test_a_file_that_is_there_is_never_replaced_and_no_node_asked(clprun: Clprun, book: Path) -> None:
    Path("pair.json").write_text("mine", "utf-8")

    result = clprun("contact", "--out", "pair.json", "--yes")

    assert (result.code, Path("pair.json").read_text("utf-8")) == (2, "mine")
    assert "[contact.file_exists]" in result.err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "contact.file_not_understood"),
        ("[]", "contact.file_not_understood"),
        ('{"format": "clprun-contact-2"}', "contact.file_not_understood"),
        ("\udcff", "contact.file_unreadable"),
        (None, "contact.file_unreadable"),
    ],
)
def test_the_lab_refuses_what_contact_did_not_write(clprun: Clprun, content: str | None, code: str) -> None:
    if content is not None:
        Path("pair.json").write_text(content, "utf-8", errors="surrogateescape")

    result = clprun("lab", "up", "--from", "pair.json")

    assert (result.code, f"[{code}]" in result.err) == (2, True)


def test_the_lab_refuses_a_pair_of_the_other_platform(clprun: Clprun) -> None:
    built = Path(__file__).parents[1] / "contact" / "built.json"

    result = clprun("lab", "up", "--platform", "windows", "--from", str(built))

    assert result.code == 2
    assert "[contact.file_platform]" in result.err
