"""No secret reaches a sink, however it is embedded."""

from hypothesis import given
from hypothesis import strategies as st

from clprun.model.events import ActionEnded, StepEnded
from clprun.model.secret import Secret
from clprun.store.redact import Redactor, redacted

secrets = st.lists(st.text(min_size=4, max_size=12).filter(lambda text: "*" not in text), min_size=1, max_size=3)


def knowing(texts: list[str]) -> Redactor:
    redactor = Redactor()
    for text in texts:
        redactor.learn(Secret(text))
    return redactor


@given(secrets, st.lists(st.text(max_size=10), max_size=4))
def test_no_learnt_secret_is_left_in_a_text(texts: list[str], parts: list[str]) -> None:
    cleaned = knowing(texts)("".join(part + secret for part in [*parts, ""] for secret in texts))

    assert not [secret for secret in texts if secret in cleaned]


def test_every_text_of_an_event_is_filtered() -> None:
    redact = knowing(["hunter22"])
    action = ActionEnded("s", "n", 1, "Run", 1, "login with hunter22 failed")
    ended = StepEnded("s", "n", "failed", None, 0.0, 1, "t", code="c", values={"command": "x hunter22", "exit": 1})

    assert redacted(action, redact).output == "login with *** failed"
    assert redacted(ended, redact).values == {"command": "x ***", "exit": 1}


def test_a_secret_within_another_is_starred_whole() -> None:
    assert knowing(["pass", "password1"])("password1 pass") == "*** ***"
