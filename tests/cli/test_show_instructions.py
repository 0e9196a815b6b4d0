"""``show`` tells what a person has to do: as written, and with the values of a cluster."""

import json

import pytest

from tests.cli.conftest import Clprun

BOOK = "jobcenter-standard-ag"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Agent name: {{ agent_name }}"), ("ja", "エージェント名: {{ agent_name }}")],
)
def test_without_a_cluster_the_instructions_are_shown_as_written(clprun: Clprun, language: str, words: str) -> None:
    shown = clprun("show", BOOK, "--lang", language)

    assert (shown.code, shown.err) == (0, "")
    assert f"        {words}\n" in shown.out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("manual step: On clu1, as root: make the instance", "Where: /mnt/jobagdb (it is mounted on this node)"),
        ),
        ("ja", ("手動ステップ: clu1 に root でログインし", "作成先: /mnt/jobagdb (このノードでマウント済み)")),
    ],
)
def test_with_a_cluster_its_values_are_filled_in(clprun: Clprun, language: str, words: tuple[str, ...]) -> None:
    given = ("--lab", "-e", "instance_command=null")
    shown = clprun("show", BOOK, *given, "--lang", language)
    document = clprun("show", BOOK, *given, "--lang", language, "--json")

    assert (shown.code, document.code) == (0, 0), (shown, document)
    steps = [step for phase in json.loads(document.out)["phases"] for step in phase["steps"]]
    ((told,),) = (step["instructions"] for step in steps if step["id"] == "make-instance-by-hand")
    for text in words:
        assert text in shown.out
        assert text.partition(": ")[2] in told or text in told
    by_hand = {step["id"] for step in steps if "instructions" in step}
    assert by_hand == {"make-instance-by-hand", "join-instance-by-hand", "registration-confirmed"}


def test_each_node_is_told_its_own(clprun: Clprun) -> None:
    shown = clprun("show", "jobcenter-standard-mg", "--lab", "-e", "install_command=null")

    assert shown.code == 0, shown
    for node, machine in (("clu1", 111), ("clu2", 112)):
        assert f"manual step: On {node}, as root: install JobCenter MG" in shown.out
        assert f"Machine id: {machine}" in shown.out
    assert "{{" not in shown.out.partition("Phase 1/")[2]
