"""No secret reaches a sink, however it is embedded; what is clprun's own or in everybody's hands is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import Problem
from clprun.messages.catalog import own_texts
from clprun.model.events import ActionEnded, StepEnded
from clprun.model.secret import Secret, SecretReference, texts_in
from clprun.store.redact import SHORTEST, STARS, Redactor, redacted

secrets = st.lists(st.text(min_size=SHORTEST, max_size=16).filter(lambda text: "*" not in text), min_size=1, max_size=3)


def knowing(texts: list[str], public: str = "") -> Redactor:
    redactor = Redactor()
    redactor.publish([public])
    for text in texts:
        redactor.learn(Secret(text))
    return redactor


@given(secrets, st.lists(st.text(max_size=10), max_size=4))
def test_no_learnt_secret_is_left_in_a_text(texts: list[str], parts: list[str]) -> None:
    cleaned = knowing(texts)("".join(part + secret for part in [*parts, ""] for secret in texts))

    assert not [secret for secret in texts if secret in cleaned]


def test_what_nodes_and_programs_say_is_filtered_in_an_event() -> None:
    redact = knowing(["hunter22"])
    action = ActionEnded("s", "n", 1, "Run", 1, "login with hunter22 failed")
    ended = StepEnded("s", "n", "failed", None, 0.0, 1, "t", code="c", values={"found": "x hunter22", "exit": 1})

    assert redacted(action, redact).output == "login with *** failed"
    assert redacted(ended, redact).values == {"found": "x ***", "exit": 1}


def test_a_secret_within_another_is_starred_whole() -> None:
    assert knowing(["password", "password1"])("password1 password") == "*** ***"


def test_codes_ids_and_words_of_events_stay_even_where_a_secret_is_the_same() -> None:
    redact = knowing(["become-password", "node.become_password_wrong", "apserver01"])
    problem = Problem("node.become_password_wrong", {"method": "sudo"}, node="apserver01", step="become-password")
    ended = StepEnded("become-password", "apserver01", "failed", None, 0.0, 1, "t", code="node.become_password_wrong")

    assert redacted(problem, redact) == problem
    assert redacted(ended, redact) == ended


@pytest.mark.parametrize(
    "password", ["cluster", "wrong", "root", "node", "error", "Password", "CLUSTERPRO", "failover"]
)
def test_words_of_the_program_are_starred_nowhere(password: str) -> None:
    """Stars would tell by their place which word of a known sentence is the password."""
    redact = Redactor()
    redact.publish(own_texts())

    assert not redact.learn(Secret(password))
    assert redact("/usr/lib/nqs/cluster/cjcmksite: node not found") == "/usr/lib/nqs/cluster/cjcmksite: node not found"


def test_no_secret_can_touch_a_text_of_the_catalogue() -> None:
    redact, texts = Redactor(), [*own_texts()]
    redact.publish(texts)
    for word in {word for text in texts for word in text.split()}:
        redact.learn(Secret(word))

    assert [redact(text) for text in texts] == texts


def test_what_stands_in_the_runbook_or_the_inventory_is_no_secret_there() -> None:
    redact = knowing(["apserver01", "TopSecret-Key-42"], public="argv: [/opt/APSERVER01/bin/start]")

    assert redact("/opt/apserver01/bin/start TopSecret-Key-42") == f"/opt/apserver01/bin/start {STARS}"


def test_where_a_secret_comes_from_does_not_make_it_public() -> None:
    """``!secret {command: echo TopSecret-Key-42}`` stands in an inventory."""
    data = {"nodes": [{"address": "10.0.0.1", "password": SecretReference("command", "echo TopSecret-Key-42")}]}

    assert list(texts_in(data)) == ["10.0.0.1"]


def test_a_short_secret_is_told_to_be_one() -> None:
    redact = Redactor()

    assert not redact.learn(Secret("x" * (SHORTEST - 1)))
    assert redact.learn(Secret("x" * SHORTEST))
