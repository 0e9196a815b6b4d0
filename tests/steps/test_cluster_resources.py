"""The floating IP and the disk of a group, each wanted or not."""

from typing import Any

import pytest
from pydantic import ValidationError

from clprun.model.change import WriteFile
from clprun.products.clusterpro import Clpstat
from clprun.steps.cluster_resources import ClusterResources, ClusterResourcesWant
from tests.steps.given import Given, clpstat, target

KIND = ClusterResources()
FLOATING_IP = {"name": "fip2", "address": "10.0.0.115"}
DISK = {"kind": "disk", "name": "disk2", "device": "/dev/sdc1", "file_system": "ext4", "mount_point": "/mnt/sdc1"}
HELD = {"kind": "disk", "name": "disk1", "device": "/dev/sdb2", "file_system": "ext4", "mount_point": "/mnt/sdb2"}


def want(**given: Any) -> ClusterResourcesWant:  # noqa: ANN401  (what a runbook may hold)
    return ClusterResourcesWant.model_validate({"group": "failover", **given})


@pytest.mark.parametrize(
    ("given", "added", "left_out"),
    [
        ({"floating_ip": FLOATING_IP}, ["fip2"], ["disk2"]),
        ({"disk": DISK}, ["disk2"], ["fip2"]),
        ({"floating_ip": FLOATING_IP, "disk": DISK}, ["fip2", "disk2"], []),
        ({"floating_ip": FLOATING_IP, "disk": HELD}, ["fip2"], ["disk2"]),
    ],
)
def test_only_what_is_wanted_and_missing_is_added(given: dict[str, Any], added: list[str], left_out: list[str]) -> None:
    stopped = Given().both(Clpstat(), clpstat("Offline", "None"))
    change = KIND.plan(want(**given), target(), stopped.answers(KIND, want(**given), target()))
    assert change is not None
    written = [action for action in change.actions if isinstance(action, WriteFile)]
    (configuration,) = {action.content for action in written if action.path.endswith("/clp.conf")}
    assert all(f'name="{name}"'.encode() in configuration for name in added)
    assert not any(f'name="{name}"'.encode() in configuration for name in left_out)
    codes = [advice.code for advice in KIND.advice(want(**given), target())]
    assert codes == [*(f"configuration.advice_{key}" for key in given), "configuration.without_failover"]


@pytest.mark.parametrize("given", [{"disk": HELD}, {"floating_ip": {"name": "fip1", "address": "10.0.0.114"}}])
def test_what_is_there_is_left_alone(given: dict[str, Any]) -> None:
    assert KIND.plan(want(**given), target(), Given().answers(KIND, want(**given), target())) is None


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ValidationError):
        want()
