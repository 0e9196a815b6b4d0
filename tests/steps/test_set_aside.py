"""Kind set-aside, a path that must be gone, and a person's step whose tag nobody knows."""

import pytest

from clprun.errors import StepFailed, WaitingForPerson
from clprun.model.change import Rename
from clprun.model.cluster import Platform
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.manual import Manual, ManualWant
from clprun.steps.normal_return_value import NormalReturnValue, NormalReturnValueWant
from clprun.steps.set_aside import SetAside, SetAsideWant
from tests.steps.given import CLUSTER, Given, target

FOLDER = FileAnswer(FileKind.FOLDER)
PATH, ASIDE = "/srv/work", "/srv/work.clprun-run1"

WINDOWS = CLUSTER.model_copy(update={"platform": Platform.WINDOWS})
SCRIPT = "<root><group name='g'><resource name='script@s1'/></group><resource><script name='s1'>{}</script></resource>"


def test_a_folder_is_renamed_and_nothing_else() -> None:
    kind, want = SetAside(), SetAsideWant(path=PATH)
    given = Given().says("clu1", FileFacts(PATH), FOLDER)
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    assert change is not None
    assert change.actions == (Rename("clu1", PATH, ASIDE),)
    assert not change.disrupts


def test_nothing_there_is_done() -> None:
    kind, want = SetAside(), SetAsideWant(path=PATH)
    assert kind.plan(want, target(), Given().answers(kind, want, target())) is None


@pytest.mark.parametrize(
    ("found", "kept", "code"),
    [
        (FileAnswer(FileKind.LINK, target="/mnt"), FileAnswer(FileKind.ABSENT), "folder.not_a_folder"),
        (FileAnswer(FileKind.FILE), FileAnswer(FileKind.ABSENT), "folder.not_a_folder"),
        (FOLDER, FOLDER, "folder.aside_taken"),
    ],
)
def test_what_is_no_folder_or_would_nest_is_refused(found: FileAnswer, kept: FileAnswer, code: str) -> None:
    kind, want = SetAside(), SetAsideWant(path=PATH)
    given = Given().says("clu1", FileFacts(PATH), found).says("clu1", FileFacts(ASIDE), kept)
    with pytest.raises(StepFailed) as failure:
        kind.plan(want, target(), given.answers(kind, want, target()))
    assert failure.value.problem.code == code


def test_work_is_proved_by_what_is_gone() -> None:
    kind = Manual()
    want = ManualWant.model_validate({"absent": [PATH], "instructions": {"ja": "削除", "en": "Remove it"}})
    assert kind.plan(want, target(), Given().answers(kind, want, target())) is None
    given = Given().says("clu1", FileFacts(PATH), FOLDER)
    with pytest.raises(WaitingForPerson) as waiting:
        kind.plan(want, target(), given.answers(kind, want, target()))
    assert [problem.code for problem in waiting.value.problems] == ["manual.to_do", "check.path_still_there"]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<act><timeout>0</timeout></act>", "windows.exit_codes_ignored"),
        ("<parameters><recoveruse>0</recoveruse><x>0</x></parameters>", "windows.exit_codes_ignored"),
        ("<parameters><act><x>0</x></act><deact><x>1</x></deact></parameters>", "windows.exit_codes_ignored"),
        ("<parameters><act><x>0</x></act><deact><x>0</x></deact></parameters>", None),
    ],
)
def test_exit_codes_count_where_two_unknown_values_are_zero(inside: str, code: str | None) -> None:
    kind, want, where = NormalReturnValue(), NormalReturnValueWant(group="g", resource="s1"), target(cluster=WINDOWS)
    answers = configured(SCRIPT.format(inside)).answers(kind, want, where)
    problem = kind.missing(want, where, answers)
    assert (problem and problem.code) == code
    if code is None:
        assert kind.plan(want, where, answers) is None
    else:
        with pytest.raises(WaitingForPerson):
            kind.plan(want, where, answers)


def test_without_its_resource_it_is_refused() -> None:
    kind, want, where = NormalReturnValue(), NormalReturnValueWant(group="g", resource="s2"), target(cluster=WINDOWS)
    with pytest.raises(StepFailed) as failure:
        kind.plan(want, where, configured(SCRIPT.format("")).answers(kind, want, where))
    assert failure.value.problem.code == "windows.no_script_resource"


def configured(text: str) -> Given:
    question = FileFacts(INSTALLATIONS[Platform.WINDOWS].configuration, content=True)
    answer = FileAnswer(FileKind.FILE, content=f"{text}</root>".encode())
    return Given().says("clu1", question, answer).says("clu2", question, answer)
