"""Every resource and monitor that a runbook may want, as clp.conf says it."""

from collections.abc import Callable, Mapping
from pathlib import Path as File

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.products.clpconf import (
    Configuration,
    ConfigurationError,
    CustomMonitor,
    Exec,
    HttpMonitor,
    HttpRequest,
    MonitorAction,
    PidMonitor,
    Polling,
    ProcessMonitor,
    Recovery,
    Refusal,
    ResourceAction,
    Script,
    Service,
    ServiceMonitor,
    Severity,
    SmtpMonitor,
    StartFailure,
    StopFailure,
    Timing,
    UserMonitor,
    UserMonitorMethod,
    VirtualComputer,
    Wanted,
    WantedMonitor,
    WantedResource,
    custom_monitor,
    exec_resource,
    http_monitor,
    new_findings,
    pid_monitor,
    process_monitor,
    remove_value,
    script_resource,
    service_monitor,
    service_resource,
    set_dependencies,
    set_value,
    smtp_monitor,
    user_monitor,
    virtual_computer,
    wanted,
)

FOLDER = File(__file__).parent / "clpconf"
RECOVERY = Recovery("failover", reactivations=2, failovers=1, final_action=MonitorAction.STOP_GROUP)
POLLING = Polling(interval=30, timeout=60, retries=2, first_check_after=10)

RECOVERED = {
    "relation/type": "grp",
    "relation/name": "failover",
    "emergency/threshold/restart": "2",
    "emergency/threshold/fo": "1",
    "emergency/action": "2",
}
POLLED = {
    "polling/interval": "30",
    "polling/timeout": "60",
    "polling/reconfirmation": "2",
    "firstmonwait": "10",
}
ACTIVE = {"target": "exec1", "polling/timing": "1"}


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


@pytest.mark.parametrize(
    ("monitor", "kind", "own"),
    [
        (pid_monitor("m", target="exec1", recovery=RECOVERY, polling=POLLING), "pidw", {"target": "exec1"}),
        (
            process_monitor("m", target="exec1", process="clweb_serv*", recovery=RECOVERY, polling=POLLING),
            "psw",
            {**ACTIVE, "parameters/processname": "clweb_serv*", "parameters/processnum": "1"},
        ),
        (
            custom_monitor("m", target="exec1", recovery=RECOVERY, polling=POLLING),
            "genw",
            {**ACTIVE, "parameters/path": "genw.sh", "parameters/sync": "1", "parameters/normalval": "0"},
        ),
        (
            http_monitor("m", target="exec1", port=443, https=True, recovery=RECOVERY, polling=POLLING),
            "httpw",
            {
                **ACTIVE,
                "parameters/servername": "localhost",
                "parameters/port": "443",
                "parameters/requesturi": "/",
                "parameters/https": "1",
                "parameters/requesttype": "0",
            },
        ),
        (
            smtp_monitor("m", target="exec1", recovery=RECOVERY, polling=POLLING),
            "smtpw",
            {**ACTIVE, "parameters/ipaddress": "127.0.0.1", "parameters/port": "25"},
        ),
        (service_monitor("m", target="exec1", recovery=RECOVERY, polling=POLLING), "servicew", ACTIVE),
    ],
)
def test_monitors(monitor: WantedMonitor, kind: str, own: Mapping[str, str]) -> None:
    assert (monitor.kind, monitor.name) == (kind, "m")
    assert monitor.values == {**own, **RECOVERED, **POLLED}


def test_a_user_mode_monitor_acts_on_its_own_server() -> None:
    monitor = user_monitor(method=UserMonitorMethod.SOFTDOG, polling=Polling(interval=3))

    assert (monitor.kind, monitor.name) == ("userw", "userw")
    assert monitor.values == {
        "parameters/method": "softdog",
        "polling/interval": "3",
        "relation/type": "cls",
        "relation/name": "LocalServer",
    }


def test_what_is_not_said_is_not_written() -> None:
    monitor = custom_monitor("genw1", target="exec1", recovery=Recovery("failover", 0, 1))

    assert not {path for path in monitor.values if path in POLLED}
    assert "parameters/default" not in monitor.values


@pytest.mark.parametrize(
    ("resource", "kind", "values"),
    [
        (script_resource("r"), "script", {}),
        (script_resource("r", runs_on_recovery=True), "script", {"parameters/recoveruse": "1"}),
        (service_resource("r", service="Spooler"), "service", {"parameters/name": "Spooler"}),
        (
            service_resource("r", service="Spooler", may_run_already=True, start_wait=30, stop_wait=20),
            "service",
            {
                "parameters/name": "Spooler",
                "parameters/started": "1",
                "parameters/actwaittime": "30",
                "act/timeout": "2010",
                "parameters/deactwaittime": "20",
                "deact/timeout": "2000",
            },
        ),
        (
            virtual_computer("r", computer="LEDGER", floating_ip_resource="fip1"),
            "vcom",
            {"parameters/vcomname": "LEDGER", "parameters/target": "fip1"},
        ),
    ],
)
def test_resources_of_windows(resource: WantedResource, kind: str, values: Mapping[str, str]) -> None:
    assert (resource.kind, resource.name, resource.depends_on) == (kind, "r", None)
    assert resource.values == values


MAKERS: list[Callable[[StartFailure, StopFailure], WantedResource]] = [
    lambda start, stop: exec_resource("r", starts_synchronously=True, start_failure=start, stop_failure=stop),
    lambda start, stop: script_resource("r", start_failure=start, stop_failure=stop),
    lambda start, stop: service_resource("r", service="s", start_failure=start, stop_failure=stop),
]


@pytest.mark.parametrize("maker", MAKERS)
class TestFailures:
    def test_all_that_may_follow(self, maker: Callable[[StartFailure, StopFailure], WantedResource]) -> None:
        start = StartFailure(retries=0, failovers=2, final_action=ResourceAction.STOP_GROUP)
        stop = StopFailure(retries=1, final_action=ResourceAction.NONE_AND_STAY)

        values = maker(start, stop).values

        assert {path: value for path, value in values.items() if path.startswith(("act/", "deact/"))} == {
            "act/retry": "0",
            "act/fo": "2",
            "act/action": "2",
            "deact/retry": "1",
            "deact/action": "1",
        }

    def test_each_is_optional(self, maker: Callable[[StartFailure, StopFailure], WantedResource]) -> None:
        values = maker(StartFailure(failovers=0), StopFailure()).values

        assert {path: value for path, value in values.items() if path.startswith(("act/", "deact/"))} == {"act/fo": "0"}

    @pytest.mark.parametrize("action", [ResourceAction.STOP_GROUP, ResourceAction.STOP_SERVICE])
    def test_a_failed_stop_has_actions_of_its_own(
        self, maker: Callable[[StartFailure, StopFailure], WantedResource], action: ResourceAction
    ) -> None:
        with pytest.raises(ConfigurationError) as caught:
            maker(StartFailure(), StopFailure(final_action=action))

        assert caught.value.code is Refusal.BAD_VALUE


class TestDependencies:
    @staticmethod
    def _depends(configuration: Configuration, name: str = "exec1") -> tuple[str, ...] | None:
        resource = configuration.resource(name)
        assert resource is not None
        return resource.depends

    @staticmethod
    def _wanted(configuration: Configuration, depends_on: tuple[str, ...] | None) -> Configuration:
        resource = exec_resource("exec1", starts_synchronously=False, depends_on=depends_on)
        return wanted(configuration, Wanted("failover", (resource,)))

    @pytest.mark.parametrize("before", [None, (), ("fip1",), ("fip1", "disk1")])
    @pytest.mark.parametrize("after", [None, (), ("disk1",), ("disk1", "fip1")])
    def test_are_as_wanted(self, before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> None:
        first = self._wanted(example("exec-sjis.conf"), before)

        second = self._wanted(first, after)

        kept = self._depends(second)
        expected = before if after is None else after
        assert kept == expected or (kept is not None and expected is not None and set(kept) == set(expected))
        assert self._wanted(second, after).content == second.content

    def test_none_at_all_is_an_entry_without_a_name(self) -> None:
        before = example("exec-sjis.conf")

        after = set_dependencies(before, "exec1", ())

        assert after.content.replace(b'\r\n\t\t\t<depend name=""/>', b"") == before.content

    def test_the_products_default_comes_back_without_a_trace(self) -> None:
        before = example("exec-sjis.conf")

        assert set_dependencies(set_dependencies(before, "exec1", ("fip1", "disk1")), "exec1", None) == before

    def test_entries_that_stay_are_not_touched(self) -> None:
        before = set_dependencies(example("exec-sjis.conf"), "exec1", ("fip1", "disk1"))

        after = set_dependencies(before, "exec1", ("disk1",))

        assert after.content == before.content.replace(b'\r\n\t\t\t<depend name="fip1"/>', b"")

    def test_of_a_resource_that_is_not_there(self) -> None:
        with pytest.raises(ConfigurationError) as caught:
            set_dependencies(example("disk.conf"), "exec1", ())

        assert caught.value.code is Refusal.NOT_FOUND


@pytest.mark.parametrize(
    ("name", "edits", "tag"),
    [
        ("disk.conf", {}, "fo"),
        ("windows-sjis.conf", {}, "fo2"),
        ("windows-sjis.conf", {"trekking/savedversion": "3.3.3-1"}, "fo"),
        ("windows-sjis.conf", {"trekking/savedversion": "5.0.0-1"}, "fo2"),
        ("windows-sjis.conf", {"trekking/savedversion": ""}, "fo2"),
        ("exec-sjis.conf", {"all/serveros": "", "monitor/pidw@pidw1/emergency/threshold/fo2": "0"}, "fo2"),
        ("exec-sjis.conf", {"all/serveros": ""}, "fo"),
        ("exec-sjis.conf", {"all/serveros": "windows"}, "fo2"),
    ],
)
def test_failovers_stand_in_the_tag_of_the_product(name: str, edits: Mapping[str, str], tag: str) -> None:
    before = example(name)
    for path, value in edits.items():
        before = set_value(before, path, value)

    after = wanted(before, Wanted("failover", monitors=(service_monitor("new", target="fip1", recovery=RECOVERY),)))

    made = after.monitor("new")
    assert made is not None
    assert {path: value for path, value in made.values.items() if "/threshold/fo" in path} == {
        f"emergency/threshold/{tag}": "1"
    }
    assert made.settings().failovers == 1


class TestSettings:
    """What the builders write is read back as typed settings."""

    @pytest.fixture
    def linux(self) -> Configuration:
        monitors = (
            pid_monitor("pidw2", target="exec1", recovery=RECOVERY),
            process_monitor("psw1", target="exec1", process="named -u *", at_least=3, recovery=RECOVERY),
            custom_monitor("genw1", target="exec1", recovery=RECOVERY),
            http_monitor("httpw1", target="exec1", uri="/top?a=1&b=2", request=HttpRequest.GET, recovery=RECOVERY),
            smtp_monitor("smtpw1", target="exec1", port=587, recovery=RECOVERY),
            user_monitor(method=UserMonitorMethod.IPMI),
        )
        return wanted(example("exec-sjis.conf"), Wanted("failover", monitors=monitors))

    def test_of_linux(self, linux: Configuration) -> None:
        found = {monitor.name: monitor.settings() for monitor in linux.monitors}

        assert isinstance(found["pidw2"], PidMonitor)
        process, custom, http, smtp = (found[name] for name in ("psw1", "genw1", "httpw1", "smtpw1"))
        assert isinstance(process, ProcessMonitor)
        assert (process.process, process.at_least) == ("named -u *", 3)
        assert isinstance(custom, CustomMonitor)
        assert (custom.path, custom.synchronous, custom.normal_value) == ("genw.sh", True, "0")
        assert isinstance(http, HttpMonitor)
        assert (http.server, http.port, http.uri, http.https, http.request) == (
            "localhost",
            80,
            "/top?a=1&b=2",
            False,
            HttpRequest.GET,
        )
        assert isinstance(smtp, SmtpMonitor)
        assert (smtp.server, smtp.port) == ("127.0.0.1", 587)
        user = found["userw"]
        assert isinstance(user, UserMonitor)
        assert (user.method, user.timing) == (UserMonitorMethod.IPMI, Timing.ALWAYS)
        for name in ("pidw2", "psw1", "genw1", "httpw1", "smtpw1"):
            watched = found[name]
            assert (watched.target, watched.timing) == ("exec1", Timing.ACTIVE)
            assert (watched.restarts, watched.failovers, watched.final_action) == (2, 1, MonitorAction.STOP_GROUP)

    def test_of_windows(self) -> None:
        windows = example("windows-sjis.conf")
        script, service, computer = (
            resource.settings()
            for name in ("script1", "service1", "vcom1")
            if (resource := windows.resource(name)) is not None
        )

        assert isinstance(script, Script)
        assert script.runs_on_recovery
        assert isinstance(service, Service)
        assert (service.service, service.may_run_already, service.start_wait, service.stop_wait) == (
            "LedgerService",
            True,
            30,
            None,
        )
        assert isinstance(computer, VirtualComputer)
        assert (computer.computer, computer.floating_ip) == ("LEDGER", "fip1")
        monitor = windows.monitor("servicew1")
        assert monitor is not None
        watched = monitor.settings()
        assert isinstance(watched, ServiceMonitor)
        assert (watched.restarts, watched.failovers) == (1, 2)

    def test_recovery_that_is_taken_away_is_the_products_again(self, linux: Configuration) -> None:
        monitor = remove_value(linux, "monitor/psw@psw1/emergency").monitor("psw1")

        assert monitor is not None
        found = monitor.settings()
        assert (found.restarts, found.failovers, found.final_action) == (3, 1, MonitorAction.NONE)


seconds = st.none() | st.integers(1, 9999)
counts = st.integers(0, 99)
recoveries = st.builds(Recovery, st.just("failover"), counts, counts, st.sampled_from(MonitorAction))
pollings = st.builds(Polling, seconds, seconds, st.none() | counts, seconds)


@st.composite
def linux_monitors(draw: st.DrawFn, name: str) -> WantedMonitor:
    recovery, polling = draw(recoveries), draw(pollings)
    words = st.text(alphabet="abcXYZ019 _-*./<>&\"'", min_size=1, max_size=20).map(str.strip).filter(bool)
    port = draw(st.integers(1, 65535))
    makers: list[Callable[[], WantedMonitor]] = [
        lambda: pid_monitor(name, target="exec1", recovery=recovery, polling=polling),
        lambda: process_monitor(name, target="exec1", process=draw(words), recovery=recovery, polling=polling),
        lambda: custom_monitor(name, target="exec1", recovery=recovery, polling=polling),
        lambda: http_monitor(name, target="exec1", port=port, uri=draw(words), recovery=recovery, polling=polling),
        lambda: smtp_monitor(name, target="exec1", port=port, recovery=recovery, polling=polling),
    ]
    return draw(st.sampled_from(makers))()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf"]), st.data())
def test_any_wish_comes_true_at_once_and_changes_nothing_the_second_time(name: str, data: st.DataObject) -> None:
    before = example(name)
    start = data.draw(st.builds(StartFailure, st.none() | counts, st.none() | counts, st.sampled_from(ResourceAction)))
    resource = exec_resource(
        "exec1",
        starts_synchronously=False,
        start_timeout=data.draw(seconds),
        depends_on=data.draw(st.sampled_from([None, (), ("fip1",)])),
        start_failure=start,
    )
    monitors = tuple(data.draw(linux_monitors(f"new{number}")) for number in range(data.draw(st.integers(1, 4))))
    want = Wanted("failover", (resource,), monitors)

    after = wanted(before, want)

    assert wanted(after, want).content == after.content
    assert Configuration.parse(after.content).content == after.content
    assert after.object_number == after.counted_objects
    assert not [finding for finding in new_findings(before, after) if finding.severity is Severity.ERROR]
    made = after.resource("exec1")
    assert made is not None
    assert isinstance(found := made.settings(), Exec)
    assert found.activation_action is start.final_action
    for monitor in monitors:
        written = after.monitor(monitor.name)
        assert written is not None
        for path, value in monitor.values.items():
            assert written.effective(path) == value
