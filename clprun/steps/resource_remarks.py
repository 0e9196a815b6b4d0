"""What a person should know of a resource that is added to a group."""

from collections.abc import Iterator

from clprun.errors import Problem, Value
from clprun.model.text import Language
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe_values import action_phrase
from clprun.products.clpconf.resources import ResourceAction
from clprun.products.clpconf.texts import tell
from clprun.steps.monitor_wants import MonitorWant

__all__ = ["monitor_advice", "ping_pong", "stop_failure"]


def stop_failure(name: str, wanted: Configuration) -> Iterator[Problem]:
    """What follows when a resource fails to stop."""
    resource = wanted.resource(name)
    if resource is not None:
        action = ResourceAction(resource.effective("deact/action") or ResourceAction.SHUT_DOWN)
        told: dict[str, Value] = {each.value: tell(action_phrase(action), each) for each in Language}
        yield Problem("configuration.stop_failure", {"name": name, **told})


def ping_pong(monitor: MonitorWant, group: str) -> Iterator[Problem]:
    """That a group may go back and forth (ERRATA G4-27)."""
    if monitor.failovers > 0 and monitor.final_action == "none":
        values: dict[str, Value] = {"name": monitor.name, "group": group, "failovers": monitor.failovers}
        yield Problem("configuration.ping_pong", values)


def monitor_advice(monitor: MonitorWant, target: str, group: str, node: str) -> Problem:
    """What to set in clp.conf, or in Cluster WebUI, for a monitor that watches a resource."""
    common = monitor.model_dump(mode="json", include={"name", "reactivations", "failovers", "final_action"})
    given = {
        key: value
        for key in ("interval", "timeout", "retries", "first_check_after", "recover_on_timeout")
        if (value := getattr(monitor, key)) is not None
    }
    settings = ", ".join(f"{key} {value}" for key, value in {**monitor.own_settings, **given}.items())
    about = {"type": monitor.type, "target": target, "group": group, "settings": settings or "-"}
    return Problem("configuration.advice_monitor", {**common, **about}, node=node)
