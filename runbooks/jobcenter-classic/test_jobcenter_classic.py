"""What must be true of a JobCenter cluster once jobcenter-classic has built it; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

import re

SITE_PROCESSES = {
    "nqsdaemon": "NQS nqsdaemon",
    "jnwcaster": "/usr/lib/nqs/jnwcaster",
    "jnwengine": "/usr/lib/nqs/gui/bin/jnwengine",
    "sclaunchd": "/usr/lib/nqs/gui/bin/sclaunchd",
    "comagent": "/usr/lib/nqs/combase/comagent",
    "jcdbs": "/usr/lib/nqs/gui/bin/jcdbs",
    "jnwlauncher": "/usr/lib/nqs/gui/bin/jnwlauncher",
}


def processes(host):
    """Pid, parent pid and command line of every process."""
    lines = host.check_output("ps -ww -eo pid=,ppid=,args=").splitlines()
    return [(int(pid), int(parent), args.strip()) for pid, parent, args in (line.split(None, 2) for line in lines)]


def watchers(host, parameters):
    """Pids of the cjcpw that watches the cluster site."""
    name, path = re.escape(parameters["virtual_host"]), re.escape(parameters["database_path"])
    wanted = re.compile(rf"/usr/lib/nqs/cluster/cjcpw (-c )?{name} {path}$")
    return [pid for pid, _, args in processes(host) if wanted.match(args)]


def test_local_daemon_mode(node, parameters):
    lines = node.file("/usr/lib/nqs/rc/daemon.conf").content.splitlines()
    assert [line for line in lines if line.startswith(b"local_daemon")] == [
        f"local_daemon={parameters['local_daemon']}".encode()
    ]


def resolved(host, name):
    """Addresses of a name, and the first name of each of them, as the node itself resolves."""
    addresses = {line.split()[0] for line in host.check_output("getent ahosts %s", name).splitlines()}
    return addresses, {host.check_output("getent hosts %s", address).split()[1].lower() for address in addresses}


def test_virtual_host_and_floating_ip_resolve_to_each_other(node, parameters):
    name = parameters["virtual_host"]
    assert resolved(node, name) == ({parameters["floating_ip"]}, {name.lower()})


def test_each_node_knows_itself_by_an_address_that_others_can_use(node):
    name = node.check_output("uname -n")
    addresses, back = resolved(node, name)
    assert not [address for address in addresses if address == "::1" or address.startswith("127.")]
    assert back == {name.lower()}


def test_database_is_mounted_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert active.mount_point(parameters["database_path"]).exists
    assert not other.mount_point(parameters["database_path"]).exists
    assert active.file(parameters["database_path"] + "/nqs").is_directory


def test_floating_ip_is_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    address = f" {parameters['floating_ip']}/"
    assert address in active.check_output("ip -o addr show")
    assert address not in other.check_output("ip -o addr show")


def test_the_site_has_its_eight_processes(active, parameters):
    (watcher,) = watchers(active, parameters)
    children = [args for _, parent, args in processes(active) if parent == watcher]
    missing = {name for name, args in SITE_PROCESSES.items() if args not in children}
    assert not missing
    assert children.count(SITE_PROCESSES["jnwcaster"]) >= 2


def test_the_site_does_not_run_on_the_other_node(active, primary, standby, parameters):
    assert watchers(standby if active is primary else primary, parameters) == []


def test_the_local_jobcenter_runs_too_where_that_is_wanted(node, parameters):
    if parameters["local_daemon"] == "SITE" and parameters["start_local_after"]:
        of_sites = watchers(node, parameters)
        assert [pid for pid, parent, args in processes(node) if args == "NQS nqsdaemon" and parent not in of_sites]


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
