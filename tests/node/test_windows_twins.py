"""Which question is asked how on Windows."""

from dataclasses import is_dataclass
from typing import Any

import pytest

from clprun.errors import StepFailed
from clprun.model.cluster import Platform
from clprun.model.converse import Converse
from clprun.model.question import Question
from clprun.node.commands import Probe, ReadOnlyCommand
from clprun.node.processes import ProcessesNow, ProcessTable
from clprun.node.questions import RegistryKey
from clprun.node.windows.twins import TWINS, twin
from clprun.node.writer import Writer
from tests.node.helpers import shown
from tests.node.windows_double import Answering


def test_a_question_of_a_finer_class_has_the_twin_of_its_class() -> None:
    assert type(twin(ProcessesNow())) is type(twin(ProcessTable()))
    assert type(twin(ReadOnlyCommand(("clpstat",)))) is type(twin(Probe(("clpstat",))))


def test_a_question_that_only_windows_has_is_asked_as_it_is() -> None:
    question = RegistryKey(r"HKLM\SOFTWARE\NEC")
    assert twin(question) is question


@pytest.mark.parametrize("kind", TWINS, ids=lambda kind: kind.__name__)
def test_a_twin_can_be_compared_as_its_question_can(kind: type[Question[Any]]) -> None:
    made = TWINS[kind]
    assert isinstance(made, type)
    assert issubclass(made, Question)
    assert is_dataclass(made)


def test_a_program_that_asks_is_left_to_a_person() -> None:
    node = Answering([])

    with pytest.raises(StepFailed) as caught:
        Writer(node, Platform.WINDOWS, "win1", run="r").perform(Converse("win1", ("setup.exe",), ()), "job")

    assert caught.value.problem.code == "node.no_dialogue"
    assert "setup.exe" in shown(caught.value.problem)
    assert node.lines == []
