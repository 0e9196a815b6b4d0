"""Each fault of guide CM that destroys data, splits the cluster or hides a dead service (severity A).

The names are the entries of ERRATA.md; of lesser severity there are those that its batch files and its order of steps
fall into. Each test shows that the runbooks, their batch files and their kinds do the right thing. What the batch files
do under cmd is in tests/runbooks/test_clientmanager_scripts.py.
"""

import re
from functools import cache
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from clprun.api import Request, prepare
from clprun.errors import ClprunError, InDoubt, StepFailed
from clprun.lang.bind import BoundRunbook
from clprun.lang.load import data_folder
from clprun.model.change import Rename
from clprun.model.runbook import Step
from clprun.node.questions import FileAnswer, FileFacts, FileKind, Process, ProcessesNow
from clprun.node.windows.registry import RegistryAnswer
from clprun.node.windows.sessions import Sessions
from clprun.steps.base import Decision
from clprun.steps.batch_text import BatchText, stored
from clprun.steps.registry_check import RegistryCheck, RegistryCheckWant
from clprun.steps.sessions_closed import SessionsClosed, SessionsClosedWant
from clprun.steps.set_aside import SetAside, SetAsideWant
from clprun.steps.wants import AbsolutePath
from tests.runbooks.manager_machine import MODES, NAMES, START_ORDER, STOP_ORDER, batch_text
from tests.steps.given import CLU2, Given, target

RUNBOOKS = ("clientmanager", "clientmanager-uninstall")
GUI = {"gui_processes": '["CMGUI.exe"]'}
KEY = r"HKLM\SOFTWARE\Wow6432Node\NEC"


@cache
def bound(name: str, **values: str) -> BoundRunbook:
    """The runbook for the lab's cluster, with some parameters otherwise."""
    inventory = data_folder() / "inventory" / "lab" / "windows.yaml"
    return prepare(Request(runbook=name, inventory=(inventory,), cluster="winmanager", lab=True, values=values)).bound


def steps(name: str = "clientmanager") -> list[Step]:
    return [step.step for step in bound(name).steps]


def places(*identifiers: str, name: str = "clientmanager") -> list[int]:
    order = [step.id for step in steps(name)]
    return [order.index(identifier) for identifier in identifiers]


def wants(identifier: str, **values: str) -> list[dict[str, object]]:
    """What a step of the build wants, for each node it works on."""
    (found,) = (step for step in bound("clientmanager", **values).steps if step.step.id == identifier)
    return [each.want.model_dump() for each in found.instances]


def code(name: str, mode: str) -> list[str]:
    """The lines of a batch file that are no remarks."""
    return [line for line in batch_text(name, mode).splitlines() if line and not line.startswith("rem")]


# -- severity A -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_g3_01_the_scripts_ask_what_clusterpro_x_sets(name: str, mode: str) -> None:
    """ARMS_EVENT is empty there: nothing would start, and the group would be online."""
    asked = set(re.findall(r"%(\w+)%", "\n".join(code(name, mode))))
    assert {"CLP_EVENT", "CLP_DISK"} <= asked
    assert not {each for each in asked if each.startswith("ARMS")}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_g3_02_every_jump_has_its_label(name: str, mode: str) -> None:
    """At a missing one cmd ends the script, and no service is stopped; such a text is refused by the kind, too."""
    text = batch_text(name, mode)
    adapter = TypeAdapter(BatchText)
    assert adapter.validate_python(text)
    for label in set(re.findall(r"^:(\w+)", text, re.MULTILINE)) & set(re.findall(r"goto (\w+)", text)):
        with pytest.raises(ValidationError):
            adapter.validate_python(text.replace(f"\n:{label}\n", "\n"))


def test_g3_06_the_work_folder_has_no_blank_before_its_name() -> None:
    r"""``W:\ NVWORK`` would be made, and found by nobody."""
    (want,) = wants("work-folder")
    assert want["destination"] == r"W:\NVWORK"
    with pytest.raises(ValidationError):
        TypeAdapter(AbsolutePath).validate_python(r"W:\ NVWORK")


def test_g3_07_the_filter_is_a_path_and_the_standbys_folder_goes_once() -> None:
    """The guide's data has the sentence of an earlier step on its end."""
    for want in wants("registry-general-filter"):
        assert (want["name"], want["data"]) == ("GeneralFilter", r"W:\NVWORK\Alert\filter\genericsg")
    asides = [step for step in bound("clientmanager").steps if step.step.kind in {"set-aside", "discard"}]
    assert [(step.step.id, [each.node for each in step.instances]) for step in asides] == [
        ("standby-work-folder", ["win2"])
    ]


def test_g3_14_the_services_are_stopped_before_their_folder_moves() -> None:
    """Files in use would be left behind, or copied half written."""
    order = places("stop-services-primary", "stop-services-standby", "work-folder", "standby-work-folder")
    assert order == sorted(order)
    for node in ("primary", "standby"):
        (want,) = wants(f"stop-services-{node}")
        assert want["state"] == "stopped"
        assert set(want["services"]) == {service for _, service in START_ORDER}  # type: ignore[call-overload]


def test_g3_15_the_standbys_folder_is_kept_and_goes_after_the_copy_was_compared() -> None:
    """The guide deletes a folder whose name it shows by a shading; here nothing is deleted, and only locally."""
    order = places("work-folder", "standby-work-folder")
    assert order == sorted(order)
    (want,) = wants("standby-work-folder")
    assert str(want["path"]).startswith("C:\\")
    kind, wanted = SetAside(), SetAsideWant.model_validate({"path": want["path"]})
    given = Given().says("clu2", FileFacts(wanted.path), FileAnswer(FileKind.FOLDER))
    change = kind.plan(wanted, target(CLU2), given.answers(kind, wanted, target(CLU2)))
    assert change is not None
    assert change.actions == (Rename("clu2", wanted.path, f"{wanted.path}.clprun-run1"),)


def test_g3_16_where_the_work_folder_is_now_is_looked_at_before_the_set_up() -> None:
    """Another product may have moved it: once more would nest or lose it."""
    order = places("work-folder-known-before", "set-up-primary", "set-up-standby", "work-folder-known", "work-folder")
    assert order == sorted(order)
    kind = RegistryCheck()
    for moved, refused in ((None, None), (r"C:\Program Files\ESMPRO\NVWORK", None), (r"X:\NV", "registry.other_value")):
        want = RegistryCheckWant.model_validate(wants("work-folder-known-before")[0])
        given = Given().says("clu1", want.question, RegistryAnswer(want.key, "REG_SZ" if moved else None, moved))
        found = kind.missing(want, target(), given.answers(kind, want, target()))
        assert (found and found.code) == refused


@pytest.mark.parametrize("whose", ["clientmanager", "other"])
def test_g3_16_what_another_product_did_is_left_alone_to_the_end(whose: str) -> None:
    """CM step 5 is not needed then: neither rights nor the manager name are the build's, in no phase."""
    done = {step.step.id for step in bound("clientmanager", work_folder_by=whose).steps if not step.skipped}
    step_5 = {"work-folder", "rights", "standby-work-folder", "manager-name", "rights-kept", "manager-name-kept"}
    registry = {f"registry-{each}" for each in ("work-folder", "alert-path", "diosa-filter", "general-filter")}
    assert done & (step_5 | registry) == (step_5 | registry if whose == "clientmanager" else set())
    changing = {"access-rights", "file-setting", "move-directory", "registry-value", "set-aside"}
    kinds = {step.step.kind for step in bound("clientmanager", work_folder_by=whose).steps if not step.skipped}
    assert bool(kinds & changing) is (whose == "clientmanager")
    (known, *_) = wants("work-folder-known", work_folder_by=whose)
    assert (known["one_of"] == (r"W:\NVWORK",)) is (whose == "other")


def test_g3_19_none_of_the_thirteen_starts_at_boot() -> None:
    """The guide sets six of them."""
    for node in ("primary", "standby"):
        (want,) = wants(f"manual-start-{node}")
        assert want["enabled"] is False
        assert list(want["services"]) == [service for _, service in START_ORDER]  # type: ignore[call-overload]


@pytest.mark.parametrize("name", RUNBOOKS)
def test_g3_33_nobody_stops_the_group_unasked(name: str) -> None:
    """A change of its settings stops the group by force; here it is stopped before, and a person says so."""
    stops = [step for step in steps(name) if step.kind == "group" and step.with_["state"] == "offline"]
    assert stops
    assert all(step.confirm for step in stops)
    changing = {"script-resource", "service-resources", "cluster-resources", "resources-removed"}
    online = True
    for step in steps(name):
        if step.kind == "group":
            online = step.with_["state"] == "online"
        assert not (online and step.kind in changing), step.id


@pytest.mark.parametrize("known", [True, False], ids=["names known", "no names"])
@pytest.mark.parametrize("name", RUNBOOKS)
def test_g3_34_no_group_stops_or_moves_over_an_open_gui(name: str, known: bool) -> None:
    """The move may fail, and the active node is then shut down by force; a parameter left out takes no look away."""
    looked, moved = False, 0
    for step in bound(name, **GUI if known else {}).steps:
        if step.step.kind == "sessions-closed" and not step.skipped:
            looked = True
        given = step.step.with_
        moves = given.get("state") == "offline" or given.get("role") == "standby" or given.get("was") == "standby"
        if step.step.kind == "failover-trial" or (step.step.kind == "group" and moves):
            assert looked, step.step.id
            assert step.step.confirm, step.step.id
            looked, moved = False, moved + 1
    assert moved >= len(("stop", "move", "back"))


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ((), (), None),
        (("engineer",), (), InDoubt),
        ((), ("a", "b"), InDoubt),
        ((), None, InDoubt),
    ],
)
def test_g3_34_only_a_person_tells_what_a_session_has_open(
    first: tuple[str, ...] | None, second: tuple[str, ...] | None, refused: type[ClprunError] | None
) -> None:
    """Where somebody is logged in, or a node can't tell; the answer is ``done``, for both nodes; no ``--yes`` is."""
    kind, want = SessionsClosed(), SessionsClosedWant.model_validate(wants("gui-closed-before-trial")[0])
    want = want.model_copy(update={"programs": ()})
    given = Given().says("clu1", Sessions(), first).says("clu2", Sessions(), second)

    def planned(decision: Decision | None) -> object:
        there = target(decision=decision)
        return kind.plan(want, there, given.answers(kind, want, there))

    assert planned(Decision.DONE) is None
    if refused is None:
        assert planned(None) is None
        return
    for asked in (None, Decision.REDO):
        with pytest.raises(refused) as caught:
            planned(asked)
        assert caught.value.problem.code == "check.sessions_open"


def test_g3_34_of_a_window_that_is_seen_no_word_is_taken() -> None:
    """Its process runs on the standby."""
    kind, want = SessionsClosed(), SessionsClosedWant.model_validate(wants("gui-closed-before-trial", **GUI)[0])
    assert want.programs == ("CMGUI.exe",)
    given = Given().both(Sessions(), ()).says("clu1", ProcessesNow(), ())
    given.says("clu2", ProcessesNow(), (Process(7, 0, "", "CMGUI.exe"),))
    there = target(decision=Decision.DONE)
    with pytest.raises(StepFailed) as caught:
        kind.plan(want, there, given.answers(kind, want, there))
    assert (caught.value.problem.code, caught.value.problem.node) == ("check.process_runs", "clu2")


# -- other entries that a build trips over ---------------------------------------------------------------------------


def test_g3_03_the_broadcasts_are_spelled_right() -> None:
    """ARMBICAST is no command."""
    told = [line for mode in MODES for name in NAMES for line in code(name, mode) if "CAST" in line]
    assert told
    assert all("ARMBCAST /MSG " in line for line in told)


def test_g3_04_the_data_viewers_program_is_named_right() -> None:
    """The guide has ESMPROC for ESMPROCM."""
    for node in ("primary", "standby"):
        (want,) = wants(f"data-viewer-{node}")
        for said in want["instructions"].values():  # type: ignore[attr-defined]
            assert r"W:\Program Files\ESMPRO\ESMPROCM\BIN\CMSetDst.exe" in said


def test_g3_05_the_group_has_an_ascii_name() -> None:
    """Two of the guide's are written with a Cyrillic letter."""
    group = bound("clientmanager").cluster.group
    assert group == "ESMPROCM"
    assert group.isascii()


def test_g3_08_09_12_keys_and_data_of_the_registry() -> None:
    """No quotes in the data, no separators at the ends of a key, and on x64 Wow6432Node written out."""
    found = {
        (want["key"], want["name"], want["data"])
        for step in steps()
        if step.kind == "registry-value"
        for want in wants(step.id)
    }
    assert found == {
        (rf"{KEY}\NVBASE", "WorkDir", r"W:\NVWORK"),
        (rf"{KEY}\NVBASE\AlertViewer", "AlertPath", r"W:\NVWORK\alert"),
        (rf"{KEY}\NVBASE", "DiosaFilter", r"W:\NVWORK\Alert\filter\odiosasg"),
        (rf"{KEY}\NVBASE", "GeneralFilter", r"W:\NVWORK\Alert\filter\genericsg"),
    }


def test_g3_11_12_the_synchronised_keys() -> None:
    """The slash belongs to the first one's name; the last one stays where it is on x64."""
    (want,) = wants("synchronised")
    assert want["keys"] == (
        rf"{KEY}\ESMPRO/CM",
        rf"{KEY}\NVBASE",
        r"HKLM\SYSTEM\CurrentControlSet\Services\Nvbase",
    )


def test_g3_18_the_rights_are_given_to_sids_and_below() -> None:
    """Names of accounts differ by language."""
    (want,) = wants("rights")
    assert want["below"] is True
    rights = {(each["sid"], each["right"]) for each in want["rights"]}  # type: ignore[attr-defined]
    assert rights == {("S-1-5-32-544", "full"), ("S-1-1-0", "read-execute"), ("S-1-5-18", "full")}


@pytest.mark.parametrize("mode", MODES)
def test_g3_22_splaunch_is_a_command_of_its_own(mode: str) -> None:
    """In the guide it stands in a line below ARMNSDEL, which would take it for a word."""
    (line,) = (line for line in code("stop.bat", mode) if "splaunch" in line)
    assert line.endswith(r'"W:\Program Files\ESMPRO\ESMPROCM\bin\splaunch"')


def test_g3_23_the_stop_keeps_the_guides_order() -> None:
    """It is not the start's from its end."""
    killed = re.findall(r"ARMKILL (\w+)", "\n".join(code("stop.bat", "arm")))
    assert killed == [watch for watch in STOP_ORDER if watch]
    assert killed != [watch for watch, _ in reversed(START_ORDER) if watch]


def test_g3_21_23_service_resources_are_watched_and_ordered_as_in_the_guide() -> None:
    """CMURELAY is watched by nothing; what the guide's two orders disagree on is left open, never reversed."""
    (want,) = wants("service-resources")
    resources: list[dict[str, Any]] = want["resources"]  # type: ignore[assignment]
    services = {each["name"]: each["service"] for each in resources}
    watched = {each["service"]: each["monitor"] for each in resources}
    assert [each for each in watched if watched[each] is None] == ["ESMPRO/CM CMURELAY"]
    assert all(monitor["reactivations"] == 1 for monitor in watched.values() if monitor is not None)

    after = {each["service"]: {services[name] for name in each["depends_on"] or ()} for each in resources}
    for _ in resources:  # what comes before, however far
        after = {each: first.union(*(after[it] for it in first)) for each, first in after.items()}
    starts = [service for _, service in START_ORDER]
    stops = [dict(START_ORDER)[watch] for watch in STOP_ORDER]
    for number, service in enumerate(starts):
        for earlier in starts[:number]:
            agreed = stops.index(service) < stops.index(earlier)
            assert (earlier in after[service]) is agreed, (earlier, service)
            assert service not in after[earlier]


def test_g3_25_the_scripts_are_cp932_with_windows_line_ends() -> None:
    """A yen sign is not in cp932, and UTF-8 garbles cmd."""
    for mode in MODES:
        for name in NAMES:
            content = stored(batch_text(name, mode))
            assert content.count(b"\n") == content.count(b"\r\n")
            assert "¥" not in content.decode("cp932")


def test_g3_35_the_manager_name_has_plain_quotes() -> None:
    """A backslash of the guide's is its type-setter's."""
    (want,) = wants("manager-name")
    assert (want["key"], want["separator"], want["value"]) == ("CommunityName", ": ", '"mgr_ESMPRO"')
    assert want["path"] == r"W:\NVWORK\local\nvisord.cf"


def test_g3_37_service_resources_are_the_default() -> None:
    """ARMLOAD is CLUSTERPRO X 3's."""
    services = bound("clientmanager").loaded.runbook.parameters["services"]
    assert services.default == "resources"


def test_g3_38_the_exit_code_of_the_scripts_counts() -> None:
    """By default the cluster ignores it: a group whose start failed looks well."""
    order = places("scripts", "exit-codes", "start-group")
    assert order == sorted(order)
    assert next(step for step in steps() if step.id == "exit-codes").kind == "normal-return-value"


def test_the_group_is_made_before_its_resources_and_a_virtual_ip_is_looked_for_in_it() -> None:
    ready, group, resources = places("cluster-ready", "failover-group", "network-and-drive")
    assert ready < group < resources

    (made,) = wants("failover-group", make_group="true", group_start="manual")
    assert (made["make"], made["start"]) == (True, "manual")
    (virtual,) = wants("network-and-drive", address_kind="virtual")
    assert virtual["floating_ip"] is None
    assert virtual["virtual_ip"]
