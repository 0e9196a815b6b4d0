"""What must be true of a JobCenter AG cluster once jobcenter-standard-ag has built it; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

from clprun.verify.looks import own_addresses, resolved

SCRIPTS = "/opt/nec/clusterpro/scripts"


def unit(parameters):
    return f"jcexecutor_agent_{parameters['instance_id']}.service"


def test_each_node_knows_itself_by_an_address_that_others_can_use(node):
    name = node.check_output("uname -n")
    addresses, back = resolved(node, name)
    assert addresses <= own_addresses(node)
    assert {each.partition(".")[0] for each in back} == {name.lower().partition(".")[0]}


def test_the_disk_is_mounted_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert active.mount_point(parameters["mount_point"]).exists
    assert not other.mount_point(parameters["mount_point"]).exists


def test_the_service_runs_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert active.run("systemctl -q is-active %s", unit(parameters)).rc == 0
    assert other.run("systemctl -q is-active %s", unit(parameters)).rc != 0


def test_the_service_does_not_start_at_boot(node, parameters):
    assert node.run("systemctl is-enabled %s", unit(parameters)).stdout.strip() != "enabled"


def test_the_instance_is_active(active, parameters):
    lines = [line.replace("|", " ").split() for line in active.check_output("/usr/bin/jcagctrl list").splitlines()]
    (head,) = (words for words in lines if {"ACTIVE", "ENABLE"} <= set(words))
    (row,) = (words for words in lines if parameters["instance_name"] in words)
    values = dict(zip(head, row, strict=True))
    assert values["ACTIVE"] == "true"


def test_the_monitor_finds_the_service_healthy(active, parameters):
    assert active.run("%s", f"{SCRIPTS}/monitor.s/{parameters['custom_monitor']}/genw.sh").rc == 0


def test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them(
    primary, standby, group, parameters
):
    exec_folder, monitor_folder = f"{group}/{parameters['exec_resource']}", f"monitor.s/{parameters['custom_monitor']}"
    for name in (f"{exec_folder}/start.sh", f"{exec_folder}/stop.sh", f"{monitor_folder}/genw.sh"):
        path = f"{SCRIPTS}/{name}"
        here, there = primary.file(path), standby.file(path)
        assert here.sha256sum == there.sha256sum
        assert [script.user for script in (here, there)] == ["root", "root"], path
        assert [oct(script.mode & 0o122) for script in (here, there)] == ["0o100", "0o100"], path


def test_configuration_is_the_same_on_both_nodes(primary, standby):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum
