"""Folders moved, linked, set aside and discarded: what is planned from what lies there."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, Deed, MakeFolder, Rename, Unsettled
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree, Volumes
from clprun.model.question import Ask
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    FolderVolume,
    FreeSpace,
    HttpAnswer,
    Mount,
    MountTable,
    TreeDifference,
    TreeSize,
)
from clprun.node.trees import leftovers
from clprun.steps.base import Kind, Want
from clprun.steps.discard import Discard, DiscardWant
from clprun.steps.link import Link, LinkWant
from clprun.steps.local_directory import LocalDirectory, LocalDirectoryWant
from clprun.steps.move_directory import MoveDirectory, MoveDirectoryWant
from tests.steps.given import CLU1, Given, target

SOURCE, SHARED = "/usr/local/jcclweb/config", "/mnt/export/config"
MOVED, OLD = leftovers(SOURCE)
ASIDE = f"{SOURCE}.clprun-run1"
LOCAL_DEVICE, SHARED_DEVICE = 1, 2
FOLDER = FileAnswer(FileKind.FOLDER, mode=0o2750, owner="jc", group="jc", device=LOCAL_DEVICE, inode=5)
ABSENT = FileAnswer(FileKind.ABSENT)
PLAIN = FileAnswer(FileKind.FILE, device=LOCAL_DEVICE)
MOUNT = Mount("/dev/sdb2", "/mnt/export", "ext4", ("rw",))

MOVE, MOVING = MoveDirectory(), MoveDirectoryWant(source=SOURCE, destination=SHARED)
LINK, LINKING = Link(), LinkWant(path=SOURCE, target=SHARED)
SETTING_ASIDE = LinkWant(path=SOURCE, target=SHARED, aside=True)
LOCAL, LOCAL_WANT = LocalDirectory(), LocalDirectoryWant(path=SOURCE, instead_of_link_to=SHARED)
DISCARD, DISCARDING = Discard(), DiscardWant(path=SOURCE)

SYSTEM_DISK, SHARED_DISK = "/dev/sda2 /", "/dev/sdb2 /mnt/export"
VOLUMES = Volumes(SYSTEM_DISK, SHARED_DISK)
RENAME = Rename("clu1", SOURCE, SHARED, Volumes(SYSTEM_DISK, SYSTEM_DISK))
COPY, REMOVE = CopyTree("clu1", SOURCE, SHARED, VOLUMES), RemoveTree("clu1", SOURCE, SHARED, VOLUMES)


def link_to(place: str) -> FileAnswer:
    return FileAnswer(FileKind.LINK, mode=0o777, target=place, device=LOCAL_DEVICE)


def nodes(
    source: FileAnswer = FOLDER,
    shared: FileAnswer = ABSENT,
    *,
    aside: FileAnswer = ABSENT,
    mounted: bool = True,
    different: tuple[str, ...] | None = None,
) -> Given:
    """What lies where; without ``mounted``, the shared disk is on the other node."""
    device = SHARED_DEVICE if mounted else LOCAL_DEVICE
    given = Given().says("clu1", MountTable(), (MOUNT,) if mounted else ())
    given.says("clu1", FileFacts(SOURCE), source).says("clu1", FileFacts(SHARED), shared)
    given.says("clu1", FileFacts("/mnt/export"), replace(FOLDER, device=device))
    given.says("clu1", FileFacts("/usr/local/jcclweb"), FOLDER).says("clu1", FileFacts(ASIDE), aside)
    given.says("clu1", FolderVolume("/usr/local/jcclweb"), SYSTEM_DISK)
    given.says("clu1", FolderVolume("/mnt/export"), SHARED_DISK if mounted else SYSTEM_DISK)
    given.says("clu1", TreeSize(SOURCE), 5000).says("clu1", FreeSpace("/mnt/export"), 100)
    for one in (SOURCE, MOVED):
        given.says("clu1", TreeDifference(one, SHARED), different)
    return given


def planned(kind: Kind[Any], want: Want, given: Given) -> Change | None:
    return kind.plan(want, target(), given.answers(kind, want, target()))


def actions(kind: Kind[Any], want: Want, given: Given) -> tuple[Deed, ...]:
    change = planned(kind, want, given)
    return () if change is None else change.actions


def refusal(kind: Kind[Any], want: Want, given: Given) -> str:
    with pytest.raises(StepFailed) as failure:
        planned(kind, want, given)
    return failure.value.problem.code


RIGHT_LINK = link_to(SHARED)
ELSEWHERE = link_to("/elsewhere")
THERE = replace(FOLDER, device=SHARED_DEVICE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(nodes(), (COPY, REMOVE), id="another volume"),
        pytest.param(nodes(mounted=False), (RENAME,), id="the same volume"),
        pytest.param(
            nodes().says("clu1", FileFacts("/mnt/export"), FOLDER), (COPY, REMOVE), id="another mount of one device"
        ),
        pytest.param(nodes(FOLDER, THERE, different=()), (REMOVE,), id="cut off after the copy"),
        pytest.param(nodes(ABSENT, THERE).says("clu1", FileFacts(MOVED), FOLDER).says(
            "clu1", TreeDifference(MOVED, SHARED), ()
        ), (REMOVE,), id="cut off before the source was compared again"),
        pytest.param(nodes(ABSENT, THERE).says("clu1", FileFacts(OLD), FOLDER), (REMOVE,), id="cut off in the removal"),
        pytest.param(nodes(RIGHT_LINK, THERE).says("clu1", FileFacts(OLD), FOLDER), (REMOVE,), id="and linked since"),
        pytest.param(nodes(ABSENT, THERE), (), id="moved"),
        pytest.param(nodes(RIGHT_LINK, THERE), (), id="moved and linked"),
        pytest.param(nodes(link_to(f"{SHARED}/"), THERE), (), id="linked by a person"),
        pytest.param(nodes(RIGHT_LINK, ABSENT, mounted=False), (), id="the disk is on the other node"),
    ],
)  # fmt: skip
def test_a_move_goes_on_from_what_is_there(given: Given, expected: tuple[Action, ...]) -> None:
    assert actions(MOVE, MOVING, given) == expected


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (nodes(ELSEWHERE, THERE), "folder.link_elsewhere"),
        (nodes(RIGHT_LINK, ABSENT), "folder.link_dangles"),
        (nodes(RIGHT_LINK, PLAIN), "folder.link_dangles"),
        (nodes(PLAIN), "folder.not_a_folder"),
        (nodes(FOLDER, PLAIN), "folder.not_a_folder"),
        (nodes(FOLDER, ELSEWHERE), "folder.not_a_folder"),
        (nodes(ABSENT, RIGHT_LINK), "folder.not_a_folder"),
        (nodes(ABSENT, ABSENT), "folder.nothing_to_move"),
        (nodes(FOLDER, THERE, different=("-rw-r--r-- 0:0 5 0:0 - ./clweb.conf",)), "folder.both_there"),
        (nodes(FOLDER, THERE, different=None), "folder.both_there"),
        (nodes(ABSENT, THERE, different=("x",)).says("clu1", FileFacts(MOVED), FOLDER), "folder.both_there"),
        (nodes().says("clu1", FileFacts("/mnt/export"), ABSENT), "folder.no_parent"),
        (nodes().says("clu1", FileFacts("/mnt/export"), ELSEWHERE), "folder.no_parent"),
        (nodes().says("clu1", FreeSpace("/mnt/export"), 4), "folder.no_room"),
        (
            nodes().says("clu1", MountTable(), (MOUNT, replace(MOUNT, point=f"{SOURCE}/ssl"))),
            "folder.mount_inside",
        ),
        (nodes().says("clu1", MountTable(), (MOUNT, replace(MOUNT, point=SOURCE))), "folder.mount_inside"),
    ],
)
def test_a_move_is_refused_before_anything_is_touched(given: Given, code: str) -> None:
    assert refusal(MOVE, MOVING, given) == code


@pytest.mark.parametrize(
    ("source", "destination"), [("/a", "/a"), ("/a", "/a/b"), ("/a/b", "/a"), ("/a/../b", "/c"), ("a", "/b")]
)
def test_a_move_into_itself_is_no_want(source: str, destination: str) -> None:
    with pytest.raises(ValidationError):
        MoveDirectoryWant(source=source, destination=destination)


@pytest.mark.parametrize(
    ("want", "given", "expected"),
    [
        pytest.param(LINKING, nodes(RIGHT_LINK, THERE), (), id="there"),
        pytest.param(LINKING, nodes(RIGHT_LINK, ABSENT), (), id="there, and dangles"),
        pytest.param(LINKING, nodes(ABSENT, THERE), (MakeLink("clu1", SOURCE, SHARED),), id="absent"),
        pytest.param(
            SETTING_ASIDE,
            nodes(FOLDER, THERE),
            (Rename("clu1", SOURCE, ASIDE), MakeLink("clu1", SOURCE, SHARED)),
            id="in place of a folder",
        ),
        pytest.param(
            SETTING_ASIDE, nodes(ABSENT, THERE, aside=FOLDER), (MakeLink("clu1", SOURCE, SHARED),), id="cut off"
        ),
        pytest.param(SETTING_ASIDE, nodes(RIGHT_LINK, THERE, aside=FOLDER), (), id="done, and the folder is kept"),
    ],
)
def test_a_link_is_made_where_it_lacks(want: LinkWant, given: Given, expected: tuple[Action, ...]) -> None:
    assert actions(LINK, want, given) == expected


@pytest.mark.parametrize(
    ("want", "given", "code"),
    [
        (LINKING, nodes(FOLDER, THERE), "folder.in_place_of_link"),
        (LINKING, nodes(ELSEWHERE, THERE), "folder.link_elsewhere"),
        (SETTING_ASIDE, nodes(ELSEWHERE, THERE), "folder.link_elsewhere"),
        (SETTING_ASIDE, nodes(PLAIN, THERE), "folder.not_a_folder"),
        (SETTING_ASIDE, nodes(FOLDER, THERE, aside=FOLDER), "folder.aside_taken"),
    ],
)
def test_a_link_never_takes_another_s_place(want: LinkWant, given: Given, code: str) -> None:
    assert refusal(LINK, want, given) == code


@pytest.mark.parametrize(
    ("kind", "want", "given", "code"),
    [
        (LINK, LINKING, nodes(ABSENT, FOLDER), "folder.no_link"),
        (LINK, SETTING_ASIDE, nodes(FOLDER, FOLDER), "folder.folder_for_link"),
        (LOCAL, LOCAL_WANT, nodes(link_to(SHARED), FOLDER), "folder.link_for_folder"),
        (LOCAL, LOCAL_WANT, nodes(ABSENT, FOLDER), "folder.absent"),
        (MOVE, MOVING, nodes(), "folder.not_moved"),
        (DISCARD, DISCARDING, nodes().says("clu1", FileFacts(ASIDE), FOLDER), "folder.still_aside"),
    ],
)
def test_what_lies_there_instead_is_said(kind: Kind[Any], want: Want, given: Given, code: str) -> None:
    problem = kind.missing(want, target(), given.answers(kind, want, target()))
    assert problem is not None
    assert problem.code == code


def test_a_link_that_leads_nowhere_is_told() -> None:
    dangling, right = (planned(LINK, LINKING, nodes(ABSENT, shared)) for shared in (ABSENT, THERE))

    assert dangling is not None
    assert right is not None
    assert dangling.details == (Problem("folder.dangles", dangling.summary.values, node="clu1"),)
    assert right.details == ()


@pytest.mark.parametrize(
    ("want", "given", "expected"),
    [
        (LOCAL_WANT, nodes(FOLDER), ()),
        (LOCAL_WANT, nodes(RIGHT_LINK), (RemoveLink("clu1", SOURCE, SHARED), MakeFolder("clu1", SOURCE))),
        (LOCAL_WANT, nodes(link_to(f"{SHARED}/")), (
            RemoveLink("clu1", SOURCE, f"{SHARED}/"), MakeFolder("clu1", SOURCE)
        )),
        (LOCAL_WANT, nodes(ABSENT), (MakeFolder("clu1", SOURCE),)),
        (
            LOCAL_WANT.model_copy(update={"copy_of": SHARED}),
            nodes(RIGHT_LINK, THERE),
            (RemoveLink("clu1", SOURCE, SHARED), CopyTree("clu1", SHARED, SOURCE)),
        ),
        (
            LocalDirectoryWant(path=SOURCE, copy_of=SHARED),
            nodes(ABSENT, THERE),
            (CopyTree("clu1", SHARED, SOURCE),),
        ),
    ],
)  # fmt: skip
def test_a_local_folder_takes_the_place_of_the_link(
    want: LocalDirectoryWant, given: Given, expected: tuple[Action, ...]
) -> None:
    assert actions(LOCAL, want, given) == expected


def test_missing_parents_are_made() -> None:
    given = nodes(ABSENT, THERE).says("clu1", FileFacts("/usr/local/jcclweb"), ABSENT)
    want = LocalDirectoryWant(path=SOURCE, copy_of=SHARED)

    parents = MakeFolder("clu1", "/usr/local/jcclweb")
    assert actions(LOCAL, want, given) == (parents, CopyTree("clu1", SHARED, SOURCE))


@pytest.mark.parametrize(
    ("want", "given", "code"),
    [
        (LOCAL_WANT, nodes(ELSEWHERE), "folder.link_elsewhere"),
        (LocalDirectoryWant(path=SOURCE), nodes(RIGHT_LINK), "folder.link_elsewhere"),
        (LOCAL_WANT, nodes(PLAIN), "folder.not_a_folder"),
        (LOCAL_WANT.model_copy(update={"copy_of": SHARED}), nodes(RIGHT_LINK, ABSENT), "folder.not_a_folder"),
    ],
)
def test_a_local_folder_takes_the_place_of_nothing_else(want: LocalDirectoryWant, given: Given, code: str) -> None:
    assert refusal(LOCAL, want, given) == code


def test_only_what_this_run_set_aside_is_discarded() -> None:
    remove = (RemoveTree("clu1", ASIDE),)
    assert actions(DISCARD, DISCARDING, nodes()) == ()
    assert actions(DISCARD, DISCARDING, nodes(aside=FOLDER)) == remove
    half_removed = nodes().says("clu1", FileFacts(leftovers(ASIDE)[1]), FOLDER)
    assert actions(DISCARD, DISCARDING, half_removed) == remove


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (nodes(aside=RIGHT_LINK), "folder.not_a_folder"),
        (nodes(aside=PLAIN), "folder.not_a_folder"),
        (nodes(aside=THERE), "folder.mount_inside"),
        (nodes(aside=FOLDER).says("clu1", MountTable(), (replace(MOUNT, point=ASIDE),)), "folder.mount_inside"),
        (nodes(aside=FOLDER).says("clu1", MountTable(), (replace(MOUNT, point=f"{ASIDE}/x"),)), "folder.mount_inside"),
    ],
)
def test_nothing_is_discarded_through_a_link_or_from_another_file_system(given: Given, code: str) -> None:
    assert refusal(DISCARD, DISCARDING, given) == code


Steps = tuple[tuple[Kind[Any], Want], ...]

ON_THE_PRIMARY: Steps = ((MOVE, MOVING), (LINK, LINKING))
ON_THE_STANDBY: Steps = ((LINK, SETTING_ASIDE), (DISCARD, DISCARDING), (LOCAL, LOCAL_WANT), (LINK, SETTING_ASIDE))


@pytest.mark.parametrize(
    ("steps", "given"), [(ON_THE_PRIMARY, nodes()), (ON_THE_STANDBY, nodes(FOLDER, THERE))], ids=["primary", "standby"]
)
def test_a_dry_run_goes_on_from_what_each_step_leaves(steps: Steps, given: Given) -> None:
    for kind, want in steps:
        change = planned(kind, want, given)
        assert change is not None
        given = given.after(dict(change.predicts))
        assert planned(kind, want, given) is None


def test_what_lies_below_a_new_link_is_not_foreseen() -> None:
    change = planned(LINK, LINKING, nodes(ABSENT, THERE))
    assert change is not None
    unsettled, of_readers = change.unsettles
    assert of_readers == Unsettled(("clu1", "clu2"), (HttpAnswer,))
    assert unsettled.covers(Ask("clu1", FileFacts(f"{SOURCE}/clweb.conf", content=True)))
    assert not unsettled.covers(Ask("clu2", FileFacts(f"{SOURCE}/clweb.conf", content=True)))
    assert not unsettled.covers(Ask("clu1", FileFacts(f"{SOURCE}s")))
    assert not unsettled.covers(Ask("clu1", MountTable()))


@pytest.mark.parametrize(
    ("kind", "want", "expected"),
    [
        (MOVE, MOVING, (CopyTree("clu1", SOURCE, SHARED), RemoveTree("clu1", SOURCE, SHARED))),
        (LINK, LINKING, (MakeLink("clu1", SOURCE, SHARED),)),
        (LINK, SETTING_ASIDE, (Rename("clu1", SOURCE, ASIDE), MakeLink("clu1", SOURCE, SHARED))),
        (DISCARD, DISCARDING, (RemoveTree("clu1", ASIDE),)),
        (LOCAL, LOCAL_WANT, (RemoveLink("clu1", SOURCE, SHARED), MakeFolder("clu1", SOURCE))),
    ],
)
def test_what_it_comes_to_is_shown_without_nodes(kind: Kind[Any], want: Want, expected: tuple[Action, ...]) -> None:
    assert kind.intent(want, target(CLU1)) == expected


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (CopyTree("n", "/a b", "/c"), "cp -aT '/a b' /c"),
        (RemoveTree("n", "/a b"), "rm -rf --one-file-system '/a b'"),
        (RemoveTree("n", "/a", "/b"), "diff -r /b /a && rm -rf --one-file-system /a"),
        (MakeLink("n", "/a", "/b c"), "ln -sT '/b c' /a"),
        (RemoveLink("n", "/a", "/b"), "unlink /a"),
    ],
)
def test_an_action_is_shown_as_a_person_would_type_it(
    action: CopyTree | RemoveTree | MakeLink | RemoveLink, line: str
) -> None:
    assert action.command_line() == line
