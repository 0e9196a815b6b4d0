"""What is found before a push."""

from pathlib import Path as File

import pytest

from clprun.messages.configuration_findings import FINDINGS, REFUSALS
from clprun.products.clpconf import (
    Configuration,
    Finding,
    FindingCode,
    Refusal,
    Severity,
    check,
    ensure_group,
    ensure_monitor,
    new_findings,
    remove_value,
    set_value,
)

FOLDER = File(__file__).parent / "clpconf"
PIDW = "monitor/pidw@pidw1"
EXEC = "resource/exec@exec1"


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


def replaced(name: str, old: str, new: str) -> Configuration:
    """An example with text replaced once; line ends as in the file."""
    content = (FOLDER / name).read_bytes()
    assert content.count(old.encode()) >= 1
    return Configuration.parse(content.replace(old.encode(), new.encode(), 1))


def codes(findings: list[Finding]) -> set[FindingCode]:
    return {finding.code for finding in findings}


@pytest.mark.parametrize("name", ["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf", "windows-sjis.conf"])
def test_a_sound_file_has_risks_at_most(name: str) -> None:
    assert {finding.severity for finding in check(example(name))} <= {Severity.RISK}


FAULTS: list[tuple[str, str, FindingCode, Severity]] = [
    (f"{EXEC}/parameters/act/sync", "1", FindingCode.PID_TARGET_SYNCHRONOUS, Severity.ERROR),
    (f"{EXEC}/parameters/act/sync", "", FindingCode.PID_TARGET_SYNCHRONOUS, Severity.ERROR),
    (f"{PIDW}/target", "fip1", FindingCode.PID_TARGET_NOT_EXEC, Severity.ERROR),
    (f"{PIDW}/target", "exec9", FindingCode.TARGET_UNKNOWN, Severity.ERROR),
    (f"{PIDW}/target", "", FindingCode.TARGET_MISSING, Severity.ERROR),
    ("monitor/userw@userw/polling/timing", "1", FindingCode.TARGET_MISSING, Severity.ERROR),
    (f"{PIDW}/relation/name", "failover9", FindingCode.RECOVERY_UNKNOWN, Severity.ERROR),
    (f"{PIDW}/relation/type", "rsc", FindingCode.RECOVERY_UNKNOWN, Severity.ERROR),
    (f"{PIDW}/relation/type", "all", FindingCode.RECOVERY_UNKNOWN, Severity.ERROR),
    ("monitor/userw@userw/relation/name", "clu1", FindingCode.RECOVERY_UNKNOWN, Severity.ERROR),
    ("group@failover/resource@exec@exec9", "", FindingCode.RESOURCE_UNDEFINED, Severity.ERROR),
    ("group@failover/resource@fip@exec1", "", FindingCode.RESOURCE_UNDEFINED, Severity.ERROR),
    ("group@second/resource@exec@exec1", "", FindingCode.RESOURCE_IN_TWO_GROUPS, Severity.ERROR),
    ("group@second/gid", "0", FindingCode.GID_DUPLICATE, Severity.ERROR),
    (
        "group@failover/depend/act/depend@second/sameserver",
        "1",
        FindingCode.GROUP_DEPENDENCY_MISSING,
        Severity.ERROR,
    ),
    ("group@failover/policy@clu3/order", "0", FindingCode.SERVER_MISSING, Severity.ERROR),
    ("group@failover/gid", "1", FindingCode.GID_WRONG, Severity.WARNING),
    ("group@failover/gid", "first", FindingCode.GID_WRONG, Severity.WARNING),
    ("group@second/comment", "", FindingCode.GID_WRONG, Severity.WARNING),
    ("resource/disk@disk1/server@clu3/parameters/device", "/dev/sdc2", FindingCode.SERVER_UNKNOWN, Severity.ERROR),
    (f"{PIDW}/polling/servers@0/name", "clu3", FindingCode.SERVER_UNKNOWN, Severity.ERROR),
    ("resource/vcom@vcom1/parameters/target", "fip9", FindingCode.ADDRESS_UNKNOWN, Severity.ERROR),
    ("resource/vcom@vcom1/parameters/target", "disk1", FindingCode.ADDRESS_UNKNOWN, Severity.ERROR),
    ("monitor/servicew@servicew1/target", "exec1", FindingCode.OBJECT_UNKNOWN, Severity.ERROR),
    ("monitor/fipw@fipw1/target", "disk1", FindingCode.OBJECT_UNKNOWN, Severity.ERROR),
    ("monitor/httpw@httpw1/parameters/port", "80", FindingCode.TARGET_MISSING, Severity.ERROR),
    ("monitor/psw@psw1/target", "exec1", FindingCode.VALUE_MISSING, Severity.WARNING),
    ("monitor/genw@genw1/parameters/sync", "2", FindingCode.VALUE_BAD, Severity.WARNING),
    (f"{EXEC}/deact/action", "2", FindingCode.VALUE_BAD, Severity.WARNING),
    ("resource/fip@fip2/parameters/ip", "10.0.0.115", FindingCode.RESOURCE_IN_NO_GROUP, Severity.WARNING),
    ("resource/fip@fip2/parameters/ip", "10.0.0.114", FindingCode.ADDRESS_SHARED, Severity.ERROR),
    ("resource/fip@exec1/parameters/ip", "10.0.0.115", FindingCode.NAME_DUPLICATE, Severity.ERROR),
    ("monitor/userw@pidw1/target", "", FindingCode.NAME_DUPLICATE, Severity.ERROR),
    ("resource/exec@表示/comment", "", FindingCode.NAME_NOT_ASCII, Severity.ERROR),
    ("group@a b/comment", "", FindingCode.NAME_UNUSUAL, Severity.WARNING),
    ("group@/comment", "", FindingCode.NAME_MISSING, Severity.ERROR),
    (f"monitor/pidw@{'x' * 32}/target", "exec1", FindingCode.NAME_TOO_LONG, Severity.WARNING),
    (f"{EXEC}/depend@exec9", "", FindingCode.DEPENDENCY_MISSING, Severity.ERROR),
    (f"{EXEC}/depend@exec1", "", FindingCode.DEPENDENCY_CYCLE, Severity.ERROR),
    (f"{EXEC}/parameters/timeout/start", "long", FindingCode.VALUE_BAD, Severity.WARNING),
    ("resource/fip@fip1/parameters/ip", "", FindingCode.VALUE_MISSING, Severity.WARNING),
    ("resource/script@script1/comment", "", FindingCode.TYPE_NOT_LISTED, Severity.ERROR),
    ("heartbeat/diskhb@diskhb1/priority", "1", FindingCode.TYPE_NOT_LISTED, Severity.ERROR),
    ("webmgr/client/objectnumber", "15", FindingCode.OBJECT_NUMBER_WRONG, Severity.WARNING),
    ("webmgr/client/objectnumber", "many", FindingCode.OBJECT_NUMBER_BAD, Severity.WARNING),
    ("all/charset", "EUC-JP", FindingCode.CHARSET_DIFFERS, Severity.WARNING),
]


@pytest.mark.parametrize(("path", "value", "code", "severity"), FAULTS)
def test_finds(path: str, value: str, code: FindingCode, severity: Severity) -> None:
    before = example("exec-sjis.conf")
    after = set_value(before, path, value)

    found = [finding for finding in new_findings(before, after) if finding.code is code]

    assert found
    assert {finding.severity for finding in found} == {severity}
    assert 1 <= found[0].line <= after.content.count(b"\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("disk.conf", "<comment/>", "<comment/><comment/>", FindingCode.ELEMENT_DUPLICATE),
        ("disk.conf", "<all>", "<all/><all>", FindingCode.ELEMENT_DUPLICATE),
        ("disk.conf", '<types name="fip"/>', '<types name="fip"/><types name="fip"/>', FindingCode.TYPE_LISTED_TWICE),
        ("mirror-eucjp.conf", "<object>md1<", "<object>md9<", FindingCode.OBJECT_UNKNOWN),
        ("mirror-eucjp.conf", "<object>md1<", "<object>fip1<", FindingCode.OBJECT_UNKNOWN),
        ("mirror-eucjp.conf", "<device>400<", "<device>401<", FindingCode.MIRROR_CONNECT_MISSING),
    ],
)
def test_finds_in_text(name: str, old: str, new: str, code: FindingCode) -> None:
    assert code in codes(new_findings(example(name), replaced(name, old, new)))


def test_two_mirror_disks_need_devices_and_ports_of_their_own() -> None:
    before = example("mirror-eucjp.conf")

    found = check(set_value(before, "resource/md@md2/parameters/diskdev/dppath", "/dev/sdc2"))

    shared = {str(finding.path) for finding in found if finding.code is FindingCode.MIRROR_SHARED}
    assert shared == {
        f"resource/md@md2/parameters/{setting}"
        for setting in ("nmppath", "mddriver/port", "mddriver/hbport", "mddriver/ack2port")
    }


def test_dependencies_stay_in_the_group_and_make_no_circle() -> None:
    circle = set_value(example("exec-sjis.conf"), f"{EXEC}/depend@disk1", "")
    assert not new_findings(example("exec-sjis.conf"), circle)

    circle = set_value(circle, "resource/disk@disk1/depend@exec1", "")
    elsewhere = remove_value(circle, "group@failover/resource@disk@disk1")

    assert FindingCode.DEPENDENCY_CYCLE in codes(check(circle))
    assert FindingCode.DEPENDENCY_ELSEWHERE in codes(check(elsewhere))


def test_a_second_circle_is_not_hidden_by_the_first() -> None:
    before = set_value(example("exec-sjis.conf"), f"{EXEC}/depend@exec1", "")

    found = new_findings(before, set_value(before, "resource/disk@disk1/depend@disk1", ""))

    assert [(each.code, each.details["name"]) for each in found] == [(FindingCode.DEPENDENCY_CYCLE, "disk1")]


@pytest.mark.parametrize(("first", "second", "circle"), [("act", "act", True), ("act", "deact", False)])
def test_groups_that_wait_for_each_other(first: str, second: str, circle: bool) -> None:
    two = ensure_group(example("disk.conf"), "second")
    one_way = set_value(two, f"group@failover/depend/{first}/depend@second/sameserver", "0")
    assert not new_findings(two, one_way)

    both = set_value(one_way, f"group@second/depend/{second}/depend@failover/sameserver", "0")

    assert (FindingCode.GROUP_DEPENDENCY_CYCLE in codes(check(both))) is circle


def test_no_dependency_at_all_is_no_fault() -> None:
    before = example("exec-sjis.conf")

    assert not new_findings(before, set_value(before, f"{EXEC}/depend@", ""))


def test_failovers_are_counted_in_one_tag() -> None:
    unsaid = remove_value(example("exec-sjis.conf"), "all/serveros")
    one = ensure_monitor(unsaid, "pidw", "pidw1", {"emergency/threshold/fo": "2"})
    assert FindingCode.FAILOVER_TAGS_MIXED not in codes(check(one))

    both = ensure_monitor(one, "userw", "userw", {"emergency/threshold/fo2": "2"})

    assert FindingCode.FAILOVER_TAGS_MIXED in codes(check(both))


@pytest.mark.parametrize(
    ("server_os", "version", "tag", "wrong"),
    [
        ("linux", "5.3.1-1", "fo", False),
        ("linux", "", "fo2", True),
        ("windows", "4.2.0-1", "fo", True),
        ("windows", "4.2.0-1", "fo2", False),
        ("windows", "3.3.3-1", "fo", False),
        ("windows", "3.3.3-1", "fo2", True),
        ("windows", "5.1.0-1", "fo", False),
        ("windows", "", "fo2", False),
    ],
)
def test_the_tag_of_the_product_counts_failovers(server_os: str, version: str, tag: str, wrong: bool) -> None:
    before = set_value(example("exec-sjis.conf"), "all/serveros", server_os)
    before = set_value(before, "trekking/savedversion", version)

    after = ensure_monitor(before, "pidw", "pidw1", {f"emergency/threshold/{tag}": "2"})

    assert (FindingCode.FAILOVER_TAG_WRONG in codes(check(after))) is wrong


@pytest.mark.parametrize(("action", "risk"), [("", True), ("4", True), ("1", False), ("2", False)])
def test_a_stop_that_may_shut_the_server_down_is_a_risk(action: str, risk: bool) -> None:
    found = check(set_value(example("exec-sjis.conf"), f"{EXEC}/deact/action", action))

    assert (FindingCode.STOP_FAILURE_SHUTS_DOWN in codes(found)) is risk


@pytest.mark.parametrize(
    ("comment", "codec", "doubtful"),
    [("表示", "utf-8", True), ("表示", "cp932", False), ("", "ascii", False), ("ﾃｩ", "cp932", True)],
)
def test_text_that_looks_like_utf8_but_says_otherwise(comment: str, codec: str, doubtful: bool) -> None:
    text = f'<?xml version="1.0" encoding="SJIS"?><root><all><charset>SJIS</charset></all><a>{comment} </a></root>'

    assert (FindingCode.ENCODING_DOUBTFUL in codes(check(Configuration.parse(text.encode(codec))))) is doubtful


def test_utf8_after_a_pull_is_no_finding() -> None:
    pulled = replaced("disk.conf", 'encoding="ASCII"', 'encoding="UTF-8"')

    assert not check(pulled)


def test_oddities_of_a_site_are_not_the_fault_of_a_change() -> None:
    odd = set_value(example("exec-sjis.conf"), f"{PIDW}/target", "exec9")

    after = set_value(odd, "resource/fip@fip1/parameters/ip", "10.0.0.120")

    assert FindingCode.TARGET_UNKNOWN in codes(check(after))
    assert not new_findings(odd, after)


def test_every_code_has_its_text() -> None:
    assert set(FINDINGS) == set(FindingCode)
    assert set(REFUSALS) == set(Refusal)


def test_details_fill_the_texts() -> None:
    """Every finding that the tables above provoke can be told in both languages."""
    before = example("exec-sjis.conf")
    for path, value, _, _ in FAULTS:
        for finding in check(set_value(before, path, value)):
            what = FINDINGS[finding.code].what
            assert what.en.format_map(dict(finding.details))
            assert what.ja.format_map(dict(finding.details))
