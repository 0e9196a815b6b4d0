"""What must be true once the failover of CL/Web was tried on Windows: the cluster is as it was; run by `clprun verify`.

Fixtures: `primary` and `standby` are testinfra hosts, `active` the one of them that has the group; only `run` is used
here, and what it is given is a command line of cmd.
"""

import re

RUNNING, STOPPED = 4, 1


def state(host):
    """The state of CL/Web's service as a number."""
    return int(re.search(r"STATE\s*:\s*(\d+)", host.check_output("sc query JobCenterCLWeb"))[1])


def test_the_group_is_back_on_the_primary(active, primary):
    assert active is primary


def test_clweb_runs_on_the_primary_and_nowhere_else(primary, standby):
    assert state(primary) == RUNNING
    assert state(standby) == STOPPED


def test_the_floating_ip_is_on_the_primary_and_nowhere_else(primary, standby, parameters):
    address = rf"\b{re.escape(parameters['floating_ip'])}\b"
    assert re.search(address, primary.check_output("ipconfig"))
    assert not re.search(address, standby.check_output("ipconfig"))
