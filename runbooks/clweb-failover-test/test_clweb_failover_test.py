"""What must be true once the failover of CL/Web was tried: the cluster is as it was; run by `clprun verify`.

Fixtures: `primary` and `standby` are testinfra hosts, `active` the one of them that has the group.
"""


def clweb_processes(host):
    """Command lines of CL/Web's processes."""
    lines = host.check_output("ps -ww -eo args=").splitlines()
    return [line for line in lines if line.startswith("clweb_serv")]


def test_the_group_is_back_on_the_primary(active, primary):
    assert active is primary


def test_clweb_runs_on_the_primary_and_nowhere_else(primary, standby):
    assert clweb_processes(primary)
    assert clweb_processes(standby) == []


def test_the_floating_ip_is_on_the_primary_and_nowhere_else(primary, standby, parameters):
    address = f" {parameters['floating_ip']}/"
    assert address in primary.check_output("ip -o addr show")
    assert address not in standby.check_output("ip -o addr show")
