"""internet-server-agent with more than one watch of a kind."""

from clprun.api.prepare import Prepared, Request, prepare
from clprun.steps.exec_resource import ExecResourceWant
from clprun.steps.monitor_watch import MonitorWatchWant
from tests.runbooks.machine import ROOT

LAB = ROOT / "inventory" / "lab" / "lab.yaml"


def bound(book: str, **values: str) -> Prepared:
    return prepare(Request(runbook=book, inventory=(LAB,), cluster="lab", values={"style": "resource", **values}))


def test_several_watches_come_in_one_push() -> None:
    more = "[{name: httpw-shop, port: 8080, uri: /shop}, {name: httpw-other, server: 10.0.0.30}]"
    step = bound("internet-server-agent", http_more=more).bound.step("http-monitored")
    assert step is not None
    (instance,) = step.instances
    assert isinstance(instance.want, ExecResourceWant)
    told = [each.model_dump() for each in instance.want.watchers]
    assert [(each["name"], each["server"], each["port"], each["uri"]) for each in told] == [
        ("httpw-isa", "localhost", 80, "/"),
        ("httpw-shop", "localhost", 8080, "/shop"),
        ("httpw-other", "10.0.0.30", 80, "/"),
    ]
    assert {(each["interval"], each["recover_on_timeout"]) for each in told} == {(60, True)}


def test_their_maintenance_takes_them_all() -> None:
    step = bound("internet-server-agent-maintenance", monitors="[httpw-isa, httpw-shop]").bound.step("pause-monitors")
    assert step is not None
    for instance in step.instances:
        assert isinstance(instance.want, MonitorWatchWant)
        assert instance.want.monitors == ("httpw-isa", "httpw-shop")
