"""What must be true of a cluster once internet-server-agent has built it; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""


def passive(active, primary, standby):
    """The node without the group."""
    return standby if active is primary else primary


def services(parameters):
    return [name for name in (parameters["http_service"], parameters["smtp_service"]) if name]


def execs(parameters):
    names = ("http_exec", "smtp_exec", "http_monitor_exec", "smtp_monitor_exec")
    return [parameters[name] for name in names if parameters[name]]


def monitor_commands(host):
    """Program and identifier of every monitor command that runs."""
    lines = [line.split() for line in host.check_output("ps -ww -eo args=").splitlines()]
    return {tuple(words[:2]) for words in lines if words[0].endswith(("/clp_httpmon", "/clp_smtpmon"))}


def wanted_commands(parameters):
    wanted = {("/usr/sbin/clp_httpmon", parameters["http_id"]), ("/usr/sbin/clp_smtpmon", parameters["smtp_id"])}
    return {(program, identifier) for program, identifier in wanted if identifier}


def test_disk_is_mounted_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    assert active.mount_point(parameters["mount_point"]).exists
    assert not passive(active, primary, standby).mount_point(parameters["mount_point"]).exists


def test_floating_ip_is_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    address = f" {parameters['floating_ip']}/"
    assert address in active.check_output("ip -o addr show")
    assert address not in passive(active, primary, standby).check_output("ip -o addr show")


def test_servers_run_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    for name in services(parameters):
        assert active.service(name).is_running
        assert not passive(active, primary, standby).service(name).is_running


def test_servers_are_not_started_at_boot(node, parameters):
    assert [name for name in services(parameters) if node.service(name).is_enabled] == []


def test_monitor_commands_run_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    assert monitor_commands(active) == wanted_commands(parameters)
    assert monitor_commands(passive(active, primary, standby)) == set()


def test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them(
    primary, standby, group, parameters
):
    for resource in execs(parameters):
        for name in ("start.sh", "stop.sh"):
            path = f"/opt/nec/clusterpro/scripts/{group}/{resource}/{name}"
            here, there = primary.file(path), standby.file(path)
            assert here.sha256sum == there.sha256sum
            assert [script.user for script in (here, there)] == ["root", "root"], path
            assert [oct(script.mode & 0o122) for script in (here, there)] == ["0o100", "0o100"], path


def test_configuration_is_the_same_on_both_nodes(primary, standby):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum
