"""The question that asks clpstat: a busy cluster, an older clpstat, none at all. The script runs in a real shell."""

import subprocess
from pathlib import Path

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpstat import ClusterStatus, Status
from clprun.products.clusterpro import (
    Clpstat,
    Refused,
    is_between,
    product_version,
    with_configuration,
    with_group,
)
from clprun.products.clusterpro_commands import INSTALLATIONS
from tests.steps.given import CONF, clpstat

ONLINE = """\
 ========================  CLUSTER STATUS  ===========================
  Cluster : cluster
  <server>
   *clu1 ............: Online
  <group>
    failover ........: Online
      current        : clu1
  <monitor>
    userw            : Normal
 =====================================================================
"""


def ask(folder: Path, program: str | None) -> ClusterStatus | Refused | None:
    """What the question makes of a clpstat."""
    path = folder / "clpstat"
    if program is not None:
        path.write_text(f"#!/bin/sh\n{program}\n")
        path.chmod(0o755)
    (folder / "shown").write_text(ONLINE)
    script = Clpstat().script(Platform.LINUX).replace(INSTALLATIONS[Platform.LINUX].clpstat, str(path))
    found = subprocess.run(["sh", "-c", script], capture_output=True, check=False, cwd=folder)
    return Clpstat().answer(Raw(found.returncode, found.stdout, found.stderr))


def test_a_settled_cluster(tmp_path: Path) -> None:
    status = ask(tmp_path, "cat shown")
    assert isinstance(status, ClusterStatus)
    group = status.group("failover")
    assert group is not None
    assert (group.state.status, group.current) == (Status.ONLINE, "clu1")


def test_a_busy_cluster_is_asked_again(tmp_path: Path) -> None:
    status = ask(tmp_path, "if [ -e asked ]; then cat shown; else touch asked; exit 9; fi")
    assert isinstance(status, ClusterStatus)


def test_a_clpstat_that_does_not_know_long_names(tmp_path: Path) -> None:
    assert isinstance(ask(tmp_path, '[ "$1" != --long ] || exit 1; cat shown'), ClusterStatus)


def test_a_cluster_that_stays_busy() -> None:
    assert Clpstat().answer(Raw(9, b"long\nbusy\n")) is None


def test_no_product() -> None:
    with pytest.raises(Unanswerable) as refusal:
        Clpstat().answer(Raw(127, b""))
    assert refusal.value.problem.code == "cluster.not_installed"


def test_the_product_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unanswerable) as refusal:
        ask(tmp_path, None)
    assert refusal.value.problem.code == "cluster.not_installed"


@pytest.mark.parametrize("code", [1, 2, 127, 255])
def test_a_clpstat_that_refuses(tmp_path: Path, code: int) -> None:
    refused = ask(tmp_path, f"echo why; exit {code}")
    assert isinstance(refused, Refused)
    problem = refused.problem("clu1")
    assert (problem.code, problem.node, problem.values) == ("cluster.status_refused", "clu1", {"exit": code})
    assert problem.output is not None
    assert "why" in problem.output


@pytest.mark.parametrize("output", [b"", b"The cluster is suspended.\n"])
def test_an_output_that_is_no_state_at_all_refuses_one(output: bytes) -> None:
    assert isinstance(Clpstat().answer(Raw(0, b"long\n" + output)), Refused)


@pytest.mark.parametrize(
    "output", [ONLINE.encode()[:-80], ONLINE.encode().replace(b"current", b"present"), b"\xff\xfe\x00"]
)
def test_an_output_that_is_not_understood(output: bytes) -> None:
    with pytest.raises(Unanswerable) as refusal:
        Clpstat().answer(Raw(0, b"long\n" + output))
    assert refusal.value.problem.code == "cluster.status_not_understood"


@pytest.mark.parametrize("encoding", ["utf-8", "euc-jp"])
def test_a_japanese_product(encoding: str) -> None:
    text = (
        ONLINE.replace("<server>", "<サーバ>")
        .replace("<group>", "<グループ>")
        .replace("<monitor>", "<モニタ>")
        .replace("current        ", "現在のサーバ   ")
        .replace("Online", "起動済")
        .replace("Normal", "正常")
    )
    status = Clpstat().answer(Raw(0, b"long\n" + text.encode(encoding)))
    assert isinstance(status, ClusterStatus)
    assert status.unknown_words == ()


@pytest.mark.parametrize(
    ("version", "fits"),
    [("4.1", True), ("4.1.0-1", True), ("4.0.9-1", False), ("5.1.2-1", True), ("5.2.0-1", False), ("12.30", False)],
)
def test_a_range_of_versions(version: str, fits: bool) -> None:
    assert is_between(version, "4.1", "5.1") == fits


def test_the_version_is_the_packages_then_what_the_configuration_notes() -> None:
    noted = CONF.replace(b"</root>", b"<trekking><savedversion>4.2.0-1</savedversion></trekking></root>")
    assert product_version([None, "5.1.0-1"], Configuration.parse(noted)) == "5.1.0-1"
    assert product_version([None, None], Configuration.parse(noted)) == "4.2.0-1"
    assert product_version([None, None], Configuration.parse(CONF)) is None


def test_what_a_push_adds_is_foreseen() -> None:
    conf = CONF.replace(b'<resource name="disk@disk1"/>', b'<resource name="disk@disk1"/><resource name="exec@exec1"/>')
    conf = conf.replace(
        b"</monitor>", b'<pidw name="pidw1"><target>exec1</target></pidw><mdw name="mdw1"><target/></mdw></monitor>'
    )
    status = with_configuration(clpstat("Offline", "None"), Configuration.parse(conf))
    group = status.group("failover")
    assert group is not None
    assert [member.name for member in group.resources] == ["fip1", "disk1", "exec1"]
    states = {monitor.name: monitor.state.status for monitor in status.monitors}
    assert states == {"userw": Status.NORMAL, "pidw1": Status.OFFLINE, "mdw1": Status.NORMAL}
    started = with_group(status, "failover", "clu2").group("failover")
    assert started is not None
    assert started.current == "clu2"
    assert {member.state.status for member in started.resources} == {Status.ONLINE}


def on_windows(*tries: tuple[str, str], code: int = 0, encoding: str = "utf-8") -> Raw:
    """What the tries of a Windows node print, each with its form."""
    printed = "".join(f"clprun tries {form}\r\n{shown}" for form, shown in tries).replace("\n", "\r\n")
    return Raw(code, printed.replace("\r\r", "\r").encode(encoding))


def test_on_windows_the_last_try_counts() -> None:
    status = Clpstat().answer(on_windows(("--long", "busy\n"), ("--long", ONLINE)))
    assert isinstance(status, ClusterStatus)
    assert status.groups[0].current == "clu1"


def test_on_windows_a_name_that_may_be_cut_is_told_by_the_form() -> None:
    for form, cut in (("--long", False), ("", True)):
        long_name = ONLINE.replace("userw            :", "userw-with-16-cha:")
        status = Clpstat().answer(on_windows((form, long_name)))
        assert isinstance(status, ClusterStatus)
        assert status.monitors[0].possibly_cut is cut


def test_on_windows_in_the_code_page_of_japan() -> None:
    shown = ONLINE.replace("userw            : Normal", "userw            : 正常")
    status = Clpstat().answer(on_windows(("--long", shown), encoding="cp932"))
    assert isinstance(status, ClusterStatus)
    assert status.monitors[0].state.status is Status.NORMAL


def test_on_windows_without_the_product() -> None:
    with pytest.raises(Unanswerable) as refusal:
        Clpstat().answer(on_windows(("--long", ""), ("", ""), code=9009))
    assert refusal.value.problem.code == "cluster.not_installed"


def test_on_windows_a_clpstat_that_refuses() -> None:
    assert isinstance(Clpstat().answer(on_windows(("--long", "why\n"), ("", "why\n"), code=1)), Refused)


def test_on_windows_busy_all_the_time() -> None:
    assert Clpstat().answer(on_windows(("--long", "busy\n"), ("", "busy\n"), code=9)) is None


def test_on_windows_it_is_one_line_that_asks_for_the_long_names_first() -> None:
    line = Clpstat().script(Platform.WINDOWS)
    assert "\n" not in line
    assert "clpstat %~o" in line
    assert '(--long "")' in line
