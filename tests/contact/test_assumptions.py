"""The one table of assumptions: whole, in both languages, and known to all that names one of them."""

import re

import pytest

from clprun.contact.assumption import Assumption
from clprun.contact.judges import JUDGES
from clprun.contact.looks import all_looks, topics_of
from clprun.contact.table import ASSUMPTIONS
from clprun.lang.load import data_folder, shipped_runbooks
from clprun.messages.catalog import Text, entries
from clprun.model.cluster import Platform
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.registry import kinds

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
EACH = pytest.mark.parametrize("assumption", ASSUMPTIONS.values(), ids=list(ASSUMPTIONS))


@EACH
def test_each_has_a_look_or_says_why_none_is_possible(assumption: Assumption) -> None:
    assert (assumption.id in JUDGES) is (assumption.unasked is None)


@EACH
def test_each_is_told_in_both_languages(assumption: Assumption) -> None:
    for text in (assumption.text, assumption.breaks, *([assumption.unasked] if assumption.unasked else [])):
        assert isinstance(text, Text)
        assert JAPANESE.search(text.ja)
        assert not JAPANESE.search(text.en)


@EACH
def test_each_names_its_source_and_what_rests_on_it(assumption: Assumption) -> None:
    assert assumption.source
    assert set(assumption.relied_on) <= {*kinds(), *shipped_runbooks()}


def test_ids_are_unique_and_judges_judge_what_is_in_the_table() -> None:
    assert set(JUDGES) <= set(ASSUMPTIONS)
    assert all(name == assumption.id for name, assumption in ASSUMPTIONS.items())


def test_what_judges_look_at_is_asked() -> None:
    for name, judge in JUDGES.items():
        for platform in ASSUMPTIONS[name].platforms:
            asked = {look.id for look in all_looks(platform)}
            assert asked.intersection(judge.looks), f"{name} on {platform}"


@pytest.mark.parametrize("platform", Platform)
def test_no_look_is_asked_twice(platform: Platform) -> None:
    looks = [look.id for look in all_looks(platform)]

    assert len(looks) == len(set(looks))
    topics = topics_of(INSTALLATIONS[platform])
    assert len({topic.id for topic in topics}) == len(topics)
    assert {f"contact.topic_{topic.id}" for topic in topics} <= set(entries())


def test_trials_are_steps_of_first_contact() -> None:
    book = (data_folder() / "runbooks" / "first-contact" / "runbook.yaml").read_text("utf-8")

    named = {assumption.trial for assumption in ASSUMPTIONS.values() if assumption.trial}

    assert named <= set(re.findall(r"- id: (\S+)", book))
