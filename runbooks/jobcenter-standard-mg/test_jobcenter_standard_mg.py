"""What must be true of a JobCenter MG cluster once jobcenter-standard-mg has built it; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

from clprun.node.questions import Process
from clprun.products.jobcenter import Mode
from clprun.products.jobcenter_sites import DatabaseUsers, SiteId, Sites
from clprun.verify.looks import answered, own_addresses, resolved


def site(host, parameters):
    """The cluster site, told from other processes as stop.sh does it; None where it does not run."""
    name, path = parameters["virtual_host"], parameters["database_path"]
    lines = host.check_output("ps -ww -eo pid=,ppid=,args=").splitlines()
    rows = [line.split(None, 2) for line in lines]
    table = tuple(Process(int(row[0]), int(row[1]), "", row[2].strip()) for row in rows if len(row) == 3)
    return Sites(table, SiteId(name, path), answered(host, DatabaseUsers(path)), Mode.STANDARD).named(name)


def test_virtual_host_and_floating_ip_resolve_to_each_other(node, parameters):
    name = parameters["virtual_host"]
    assert resolved(node, name) == ({parameters["floating_ip"]}, {name.lower()})


def test_each_node_knows_itself_by_an_address_that_others_can_use(node):
    name = node.check_output("uname -n")
    addresses, back = resolved(node, name)
    assert addresses <= own_addresses(node)
    assert {each.partition(".")[0] for each in back} == {name.lower().partition(".")[0]}


def test_database_is_mounted_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert active.mount_point(parameters["mount_point"]).exists
    assert not other.mount_point(parameters["mount_point"]).exists


def test_floating_ip_is_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    address = f" {parameters['floating_ip']}/"
    assert address in active.check_output("ip -o addr show")
    assert address not in other.check_output("ip -o addr show")


def test_the_site_has_its_eleven_processes(active, parameters):
    found = site(active, parameters)
    assert found is not None
    assert found.lacking == ()
    assert found.watched is parameters["process_monitoring"]


def test_the_site_does_not_run_on_the_other_node(active, primary, standby, parameters):
    assert site(standby if active is primary else primary, parameters) is None


def test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them(
    primary, standby, group, parameters
):
    for name in ("start.sh", "stop.sh"):
        path = f"/opt/nec/clusterpro/scripts/{group}/{parameters['exec_resource']}/{name}"
        here, there = primary.file(path), standby.file(path)
        assert here.sha256sum == there.sha256sum
        assert [script.user for script in (here, there)] == ["root", "root"], path
        assert [oct(script.mode & 0o122) for script in (here, there)] == ["0o100", "0o100"], path


def test_configuration_is_the_same_on_both_nodes(primary, standby):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum
