"""Whatever is shown passes one cleaning: a terminal is told nothing but what can be seen."""

import re

import pytest

from clprun.model.text import Language, LocalText
from clprun.ui.plan import draw_plan
from clprun.ui.prompt import Prompt
from clprun.ui.runbook import draw_runbook
from clprun.ui.screen import Screen, screen_on
from tests.ui.drawing import Paper, a_plan, a_runbook, drawn

HOSTILE = "a\x1b]0;owned\x07\x1b[8mb\u202ec\u200bd\x9b2J\u2028e\r"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\uf8ff]")


def hostile(screen: Screen) -> None:
    text = LocalText(en=HOSTILE, ja=HOSTILE)
    phases = [
        phase.model_copy(
            update={
                "title": text,
                "steps": tuple(step.model_copy(update={"title": text, "note": text}) for step in phase.steps),
            }
        )
        for phase in a_runbook().phases
    ]
    runbook = a_runbook().model_copy(update={"title": text, "source": HOSTILE, "phases": tuple(phases)})
    draw_runbook(screen, runbook)
    draw_plan(screen, a_plan(), runbook)
    screen.hanging((HOSTILE, "bold"), HOSTILE, 2, prose=True)


@pytest.mark.parametrize("language", list(Language))
def test_a_runbook_is_shown_without_what_a_terminal_acts_upon(language: Language) -> None:
    shown = drawn(hostile, language, colour=False)

    assert HIDDEN.search(shown) is None
    assert shown.count(r"\u202e") > 3


def test_a_question_is_cleaned_too() -> None:
    paper = Paper()
    prompt = Prompt(screen_on(paper, Language.EN, colour=False), Paper(typed="y\n", terminal=True))
    prompt.source.seek(0)

    assert prompt.agree(HOSTILE)
    assert HIDDEN.search(paper.text()) is None
    assert paper.text().endswith("[y/N] ")


def test_a_line_stays_one_line() -> None:
    shown = drawn(lambda screen: screen.line("fine\n  ok  forged", ("\nmore", "bold")))

    assert shown == "fine\\n  ok  forged\\nmore\n"
