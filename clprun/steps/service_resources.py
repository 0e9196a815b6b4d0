"""Service resources of Windows with the monitors that watch them, pushed as one change."""

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field

from clprun.errors import Problem
from clprun.model.question import Answers
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.wanted import Wanted, WantedMonitor, WantedResource, wanted
from clprun.products.clpconf.wanted_resources import service_resource
from clprun.steps.base import Target
from clprun.steps.cluster_look import configuration, members
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.monitor_wants import ServiceMonitor
from clprun.steps.ownership import service_of
from clprun.steps.resource_remarks import monitor_advice, ping_pong, stop_failure
from clprun.steps.resource_wants import ResourceWant
from clprun.steps.service_manager import ServiceName

__all__ = ["ServiceResourceWant", "ServiceResources", "ServiceResourcesWant"]

_Wait = Annotated[int, Field(ge=0, le=9999)]


class ServiceResourceWant(ResourceWant):
    """A service resource.

    Args:
        service: the service; its service name is what the maker recommends (reference/clusterpro.md 2.5).
        display_name: its display name; a resource that has the service by it is the same.
        may_run_already: whether a service that runs already is started well; as it is when not given.
        start_wait: seconds to wait after the service started; as it is when not given.
        stop_wait: the same after it stopped.
        monitor: the service monitor that watches it; one that has it as its target is taken, whatever its name is.
    """

    service: ServiceName
    display_name: ServiceName | None = None
    may_run_already: bool | None = None
    start_wait: _Wait | None = None
    stop_wait: _Wait | None = None
    monitor: ServiceMonitor | None = None

    @property
    def resource(self) -> WantedResource:
        """The same in the product's terms."""
        return service_resource(
            self.name,
            service=self.service,
            may_run_already=self.may_run_already,
            start_wait=self.start_wait,
            stop_wait=self.stop_wait,
            depends_on=self.depends_on,
            start_failure=self.on_start_failure.settings,
            stop_failure=self.on_stop_failure.settings,
        )

    def watcher(self, installed: Configuration, group: str) -> Iterator[WantedMonitor]:
        """Its monitor, under the name that it has: CLUSTERPRO numbers them by itself (ERRATA G1-19)."""
        if self.monitor is not None:
            alike = (each for each in installed.monitors if each.kind == self.monitor.type)
            names = (each.name for each in alike if each.values.get("target") == self.name)
            called = self.monitor.model_copy(update={"name": next(names, self.monitor.name)})
            yield called.watching(self.name, group)


class ServiceResourcesWant(ConfigurationWant):
    """What service resources the group should have; others stay as they are.

    Args:
        resources: in the order of their start, as far as dependencies leave it open.
    """

    resources: Annotated[tuple[ServiceResourceWant, ...], Field(min_length=1)]


class ServiceResources(ConfigurationChange[ServiceResourcesWant]):
    """Service resources of a failover group, and what watches them."""

    name = "service-resources"
    want = ServiceResourcesWant

    def wanted(self, want: ServiceResourcesWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with the resources and their monitors."""
        del target
        resources = tuple(each.resource for each in want.resources)
        monitors = tuple(monitor for each in want.resources for monitor in each.watcher(installed, want.group))
        return wanted(installed, Wanted(want.group, resources, monitors))

    def same(self, want: ServiceResourcesWant, target: Target, answers: Answers) -> Collection[str]:
        """Those that have one of the services by its display name."""
        names = {each.display_name.lower() for each in want.resources if each.display_name is not None}
        there = members(configuration(answers, target.node, target.installation), want.group, "service")
        return [each.name for each in there if service_of(each) in names]

    def advice(self, want: ServiceResourcesWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        node, told = target.node.name, []
        for each in want.resources:
            others = "-" if each.depends_on is None else ", ".join(each.depends_on)
            values = {"name": each.name, "group": want.group, "service": each.service, "others": others}
            told.append(Problem("configuration.advice_service", {**values}, node=node))
            if each.monitor is not None:
                told.append(monitor_advice(each.monitor, each.name, want.group, node))
        return (*told, *super().advice(want, target))

    def remarks(self, want: ServiceResourcesWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when a service does not stop, and where the group may go back and forth."""
        for each in want.resources:
            yield from stop_failure(each.name, wanted)
            if each.monitor is not None:
                yield from ping_pong(each.monitor, want.group)
