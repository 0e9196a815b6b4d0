"""What a new object does, in both languages, and the same for machines."""

import json
from pathlib import Path as File

import pytest

from clprun.model.text import Language
from clprun.products.clpconf import (
    Configuration,
    Difference,
    MonitorAction,
    Polling,
    Record,
    Recovery,
    Wanted,
    WantedMonitor,
    WantedResource,
    compare,
    custom_monitor,
    describe,
    disk,
    ensure_group,
    ensure_monitor,
    ensure_resource,
    exec_resource,
    floating_ip,
    http_monitor,
    mirror_disk_monitors,
    pid_monitor,
    process_monitor,
    records,
    remove_monitor,
    remove_resource,
    script_resource,
    service_monitor,
    service_resource,
    set_dependencies,
    set_value,
    smtp_monitor,
    tell,
    user_monitor,
    virtual_computer,
    wanted,
)
from clprun.products.clpconf.describe_values import SETTINGS
from clprun.products.clpconf.texts import PHRASES
from clprun.products.clpconf.texts_settings import SETTING_TEXTS

FOLDER = File(__file__).parent / "clpconf"
ONCE = Recovery("failover", reactivations=0, failovers=1)


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


def the_one(differences: list[Difference], name: str) -> Difference:
    (found,) = [each for each in differences if each.name == name and not each.path]
    return found


@pytest.mark.parametrize(
    ("monitor", "en", "ja"),
    [
        (
            process_monitor("psw1", target="exec1", process="clweb_serv*", recovery=ONCE),
            "monitor psw1 (psw) added: watches clweb_serv* while exec1 is active; on fault: fail over group failover",
            (
                "モニタリソース psw1 (psw) を追加: exec1 の活性時に clweb_serv* を監視。"
                "異常時: グループ failover をフェイルオーバ"
            ),
        ),
        (
            process_monitor("psw1", target="exec1", process="httpd", at_least=3, recovery=Recovery("failover", 0, 0)),
            (
                "monitor psw1 (psw) added: watches httpd (at least 3 processes) while exec1 is active; "
                "on fault: no final action"
            ),
            "モニタリソース psw1 (psw) を追加: exec1 の活性時に httpd (3 プロセス以上) を監視。異常時: 最終動作なし",
        ),
        (
            custom_monitor("genw1", target="exec1", recovery=Recovery("failover", 2, 1, MonitorAction.STOP_GROUP)),
            (
                "monitor genw1 (genw) added: watches by genw.sh (synchronous, normal value 0) while exec1 is active; "
                "on fault: reactivate group failover (at most 2 x), then fail over group failover, then stop the group"
            ),
            (
                "モニタリソース genw1 (genw) を追加: exec1 の活性時に genw.sh の結果 (同期、正常な戻り値 0) を監視。"
                "異常時: グループ failover を再活性化 (最大 2 回)、その後グループ failover をフェイルオーバ、"
                "その後グループの停止"
            ),
        ),
        (
            http_monitor("httpw1", target="exec1", server="web", port=443, https=True, recovery=ONCE),
            (
                "monitor httpw1 (httpw) added: watches https://web:443/ (HEAD request) while exec1 is active; "
                "on fault: fail over group failover"
            ),
            (
                "モニタリソース httpw1 (httpw) を追加: exec1 の活性時に https://web:443/ (HEAD リクエスト) を監視。"
                "異常時: グループ failover をフェイルオーバ"
            ),
        ),
        (
            smtp_monitor("smtpw1", target="exec1", recovery=ONCE),
            (
                "monitor smtpw1 (smtpw) added: watches the SMTP server 127.0.0.1:25 while exec1 is active; "
                "on fault: fail over group failover"
            ),
            (
                "モニタリソース smtpw1 (smtpw) を追加: exec1 の活性時に SMTP サーバ 127.0.0.1:25 を監視。"
                "異常時: グループ failover をフェイルオーバ"
            ),
        ),
        (
            service_monitor("servicew1", target="service1", recovery=ONCE),
            (
                "monitor servicew1 (servicew) added: watches the service of service1 while service1 is active; "
                "on fault: fail over group failover"
            ),
            (
                "モニタリソース servicew1 (servicew) を追加: service1 の活性時に service1 のサービスを監視。"
                "異常時: グループ failover をフェイルオーバ"
            ),
        ),
        (
            user_monitor("userw2"),
            (
                "monitor userw2 (userw) added: watches its own server for a stall in user mode all the time; "
                "on fault: no final action"
            ),
            "モニタリソース userw2 (userw) を追加: 自サーバのユーザ空間のストールを常時監視。異常時: 最終動作なし",
        ),
        (
            mirror_disk_monitors("md1", disk_monitor="mdw1", connect_monitor="mdnw1")[0],
            "monitor mdw1 (mdw) added: watches the mirror disk md1 all the time; on fault: no final action",
            "モニタリソース mdw1 (mdw) を追加: ミラーディスク md1 を常時監視。異常時: 最終動作なし",
        ),
        (
            WantedMonitor("genw", "genw1", {"parameters/sync": "0", "parameters/path": "/a"}),
            (
                "monitor genw1 (genw) added: watches that /a goes on running (asynchronous) all the time; "
                "on fault: as the file says"
            ),
            "モニタリソース genw1 (genw) を追加: /a の動作継続 (非同期) を常時監視。異常時: ファイルの設定のとおり",
        ),
        (
            WantedMonitor("fipw", "fipw1", {"target": "fip1", "relation/type": "rsc", "relation/name": "fip1"}),
            (
                "monitor fipw1 (fipw) added: watches fip1 while fip1 is active; "
                "on fault: reactivate resource fip1 (at most 3 x), then fail over resource fip1"
            ),
            (
                "モニタリソース fipw1 (fipw) を追加: fip1 の活性時に fip1 を監視。"
                "異常時: リソース fip1 を再活性化 (最大 3 回)、その後リソース fip1 をフェイルオーバ"
            ),
        ),
        (
            WantedMonitor("ipw", "ipw1", {"parameters/list@0/ip": "192.0.2.1"}),
            "monitor ipw1 (ipw) added: watches what the file says all the time; on fault: as the file says",
            "モニタリソース ipw1 (ipw) を追加: ファイルの設定の対象を常時監視。異常時: ファイルの設定のとおり",
        ),
    ],
)
def test_a_new_monitor(monitor: WantedMonitor, en: str, ja: str) -> None:
    before = example("windows-sjis.conf" if monitor.kind == "servicew" else "mirror-eucjp.conf")
    before = remove_monitor(before, monitor.name) if before.monitor(monitor.name) else before

    added = the_one(compare(before, wanted(before, Wanted("failover", monitors=(monitor,)))), monitor.name)

    assert tell(describe(added), Language.EN) == en
    assert tell(describe(added), Language.JA) == ja


@pytest.mark.parametrize(
    ("resource", "en", "ja"),
    [
        (floating_ip("new1", "10.0.0.9"), "floating IP 10.0.0.9", "フローティング IP 10.0.0.9"),
        (
            disk("new1", device="/dev/sdc1", file_system="xfs", mount_point="/mnt/a"),
            "mounts /dev/sdc1 (xfs) on /mnt/a",
            "/dev/sdc1 (xfs) を /mnt/a にマウント",
        ),
        (
            exec_resource("new1", starts_synchronously=True, depends_on=("fip1", "disk1")),
            "start.sh (synchronous) and stop.sh (synchronous), starts after fip1, disk1",
            "start.sh (同期) と stop.sh (同期) を実行 (fip1, disk1 の後に起動)",
        ),
        (
            exec_resource("new1", starts_synchronously=False, depends_on=()),
            "start.sh (asynchronous) and stop.sh (synchronous), follows no default dependency",
            "start.sh (非同期) と stop.sh (同期) を実行 (既定の依存関係に従わない)",
        ),
        (script_resource("new1"), "start.bat and stop.bat", "start.bat と stop.bat を実行"),
        (
            service_resource("new1", service="Spooler"),
            "runs the Windows service Spooler",
            "Windows サービス Spooler を起動",
        ),
        (
            virtual_computer("new1", computer="LEDGER", floating_ip_resource="fip1"),
            "virtual computer name LEDGER for fip1",
            "fip1 に対応する仮想コンピュータ名 LEDGER",
        ),
        (WantedResource("volmgr", "new1", {}), "settings as shown in the file", "設定はファイルのとおり"),
        (
            WantedResource("service", "new1", {"parameters/started": "1"}),
            "parameters/started=1",
            "parameters/started=1",
        ),
    ],
)
def test_a_new_resource(resource: WantedResource, en: str, ja: str) -> None:
    before = example("disk.conf")

    added = the_one(compare(before, wanted(before, Wanted("failover", (resource,)))), "new1")

    assert tell(describe(added), Language.EN) == f"resource new1 ({resource.kind}) added to group failover: {en}"
    assert tell(describe(added), Language.JA) == f"グループ failover にリソース new1 ({resource.kind}) を追加: {ja}"


def test_a_new_group() -> None:
    before = example("disk.conf")

    added = the_one(compare(before, ensure_group(before, "second", {"start": "0"})), "second")

    assert tell(describe(added), Language.EN) == (
        "failover group second added: start manual, failover automatic, failback manual"
    )


def test_what_goes_is_told_as_what_it_was() -> None:
    before = example("exec-sjis.conf")
    after = remove_resource(remove_monitor(before, "pidw1"), "exec1")

    told = [tell(describe(each), Language.EN) for each in compare(before, after)]

    assert told == [
        "failover group failover no longer holds exec@exec1",
        (
            "resource exec1 (exec) removed from group failover; it was: start.sh (asynchronous) and stop.sh "
            "(synchronous)"
        ),
        (
            "monitor pidw1 (pidw) removed; it was: watches the process of exec1 while exec1 is active; on fault: "
            "reactivate group failover (at most 3 x), then fail over group failover"
        ),
        "webmgr/client/objectnumber follows: from 14 to 12",
        "the section resource no longer lists the type exec",
        "the section monitor no longer lists the type pidw",
    ]


def test_a_resource_that_no_group_holds() -> None:
    before = example("disk.conf")

    added = the_one(compare(before, set_value(before, "resource/fip@fip2/parameters/ip", "10.0.0.9")), "fip2")

    assert tell(describe(added), Language.EN) == "resource fip2 (fip) added to group (none): floating IP 10.0.0.9"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, ("fip1",), ["resource exec1 (exec) starts after fip1 from now on"]),
        (("fip1",), None, ["resource exec1 (exec) no longer starts after fip1"]),
        (None, (), ["resource exec1 (exec) follows no default dependency from now on"]),
        ((), None, ["resource exec1 (exec) may follow the default dependency again"]),
        (
            (),
            ("disk1",),
            [
                "resource exec1 (exec) starts after disk1 from now on",
                "resource exec1 (exec) may follow the default dependency again",
            ],
        ),
    ],
)
def test_dependencies(before: tuple[str, ...] | None, after: tuple[str, ...] | None, told: list[str]) -> None:
    first, second = (set_dependencies(example("exec-sjis.conf"), "exec1", on) for on in (before, after))

    assert [tell(describe(each), Language.EN) for each in compare(first, second)] == told


def test_every_word_for_a_setting_has_its_text_and_the_reverse() -> None:
    words = {f"setting_{word}" for word in SETTINGS.values()}

    assert words == {key for key in SETTING_TEXTS if key.startswith("setting_")}


def test_texts_are_told_apart() -> None:
    assert all(text.en and text.ja for text in PHRASES.values())


class TestRecords:
    """The shape that machines rely on."""

    KEYS = frozenset(Record.__annotations__)

    @staticmethod
    def _records(before: Configuration, after: Configuration) -> list[Record]:
        found = records(compare(before, after))
        assert json.loads(json.dumps(found)) == found
        assert all(set(each) == TestRecords.KEYS for each in found)
        return found

    def test_the_keys_are_documented_and_stay(self) -> None:
        documented = Record.__doc__ or ""

        assert {
            "change",
            "object",
            "type",
            "name",
            "group",
            "path",
            "before",
            "after",
            "effective",
            "hidden",
        } == self.KEYS
        assert all(f"{key}:" in documented for key in self.KEYS)

    def test_a_value(self) -> None:
        before = example("exec-sjis.conf")
        after = set_value(before, "monitor/pidw@pidw1/emergency/threshold/restart", "0")

        assert self._records(before, after) == [
            {
                "change": "added",
                "object": "monitor",
                "type": "pidw",
                "name": "pidw1",
                "group": "",
                "path": "monitor/pidw@pidw1/emergency/threshold/restart",
                "before": None,
                "after": "0",
                "effective": True,
                "hidden": False,
            }
        ]

    def test_a_whole_object_and_what_follows(self) -> None:
        before = example("disk.conf")
        want = pid_monitor("pidw1", target="fip1", recovery=ONCE, polling=Polling(interval=5))
        after = wanted(before, Wanted("failover", monitors=(want,)))

        there, listed, counted = self._records(before, after)
        gone = self._records(after, before)[0]

        assert (there["change"], there["path"], there["before"]) == ("added", "monitor/pidw@pidw1", None)
        assert there["after"] == {"comment": "", **want.values}
        assert (gone["change"], gone["before"], gone["after"]) == ("removed", there["after"], None)
        assert (listed["object"], listed["path"]) == ("bookkeeping", "monitor/types@pidw")
        assert (counted["path"], counted["before"], counted["after"]) == ("webmgr/client/objectnumber", "12", "13")

    @pytest.mark.parametrize(
        ("path", "kind", "name"),
        [
            ("cluster/comment", "cluster", ""),
            ("server@clu1/comment", "server", "clu1"),
            ("heartbeat/lankhb@lankhb1/host", "heartbeat", "lankhb1"),
            ("group@failover/failback", "group", "failover"),
            ("resource/fip@fip1/parameters/ip", "resource", "fip1"),
        ],
    )
    def test_the_path_is_that_of_the_file(self, path: str, kind: str, name: str) -> None:
        before = example("disk.conf")

        (found,) = self._records(before, set_value(before, path, "1"))

        assert (found["object"], found["name"], found["path"], found["after"]) == (kind, name, path, "1")

    def test_what_has_no_effect_says_so(self) -> None:
        before = example("exec-sjis.conf")

        (found,) = self._records(before, set_value(before, "resource/exec@exec1/parameters/deact/sync", "1"))

        assert not found["effective"]

    def test_passwords_are_left_out(self) -> None:
        before = example("disk.conf")
        values = {"parameters/password": "00ff", "parameters/port": "5432"}
        whole = ensure_monitor(before, "psqlw", "psqlw1", values)
        changed = set_value(whole, "monitor/psqlw@psqlw1/parameters/password", "11ff")

        added = self._records(before, whole)[0]
        (one,) = self._records(whole, changed)

        assert added["after"] == {
            "comment": "",
            "target": "",
            "parameters/password": None,
            "parameters/port": "5432",
        }
        assert (one["before"], one["after"], one["hidden"], added["hidden"]) == (None, None, True, True)

    def test_a_resource_names_its_group(self) -> None:
        before = example("disk.conf")

        found = self._records(before, ensure_resource(before, "failover", "script", "script1", {}))

        assert [each["group"] for each in found if each["name"] == "script1"] == ["failover"]
