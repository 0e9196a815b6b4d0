"""What must be true of a cluster once runbook clweb has made CL/Web highly available; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

import re
import shlex
from ipaddress import ip_address

HTTPS = 443


def shown(address):
    """Address and port from the kernel's table: bytes of the address in words of four, each the wrong way round."""
    data, port = bytes.fromhex(address.partition(":")[0]), int(address.partition(":")[2], 16)
    return ip_address(b"".join(data[start : start + 4][::-1] for start in range(0, len(data), 4))), port


def clweb_processes(host):
    """Pid and parent pid of CL/Web's processes."""
    lines = host.check_output("ps -ww -eo pid=,ppid=,args=").splitlines()
    table = (line.split(None, 2) for line in lines)
    return [(int(pid), int(parent)) for pid, parent, args in table if args.startswith("clweb_serv")]


def test_clweb_does_not_start_at_boot(node, parameters):
    if parameters["service_manager"] == "systemd":
        assert node.run("systemctl is-enabled jcclweb").stdout.strip() == "disabled"
    else:
        assert not re.search("[2-5]:on", node.check_output("chkconfig --list jcclweb"))


def test_config_is_a_link_to_the_shared_disk(node, parameters):
    config = node.file(parameters["install_path"] + "/config")
    assert config.is_symlink
    assert config.linked_to == parameters["shared_directory"] + "/config"


def test_nothing_that_was_set_aside_is_left(node, parameters):
    assert node.run("ls -d %s/config.clprun-*", parameters["install_path"]).rc != 0


def test_the_shared_disk_is_mounted_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert active.mount_point(parameters["mount_point"]).exists
    assert not other.mount_point(parameters["mount_point"]).exists
    config = active.file(parameters["shared_directory"] + "/config")
    assert config.is_directory
    assert not config.is_symlink


def test_bind_is_the_floating_ip(active, parameters):
    lines = active.file(parameters["settings_file"]).content.splitlines()
    assert [line.strip() for line in lines if line.lstrip().startswith(b"$bind")] == [
        f'$bind = "{parameters["floating_ip"]}"'.encode()
    ]


def test_clweb_runs_where_the_group_is_and_nowhere_else(active, primary, standby):
    other = standby if active is primary else primary
    assert [pid for pid, parent in clweb_processes(active) if parent == 1]
    assert clweb_processes(other) == []


def test_it_listens_on_the_floating_ip_only(active, parameters):
    own = {f"/proc/{pid}/fd" for pid, _ in clweb_processes(active)}
    held = active.run("find /proc/[0-9]*/fd -lname 'socket:*' -printf '%h %l\\n'").stdout.splitlines()
    sockets = {link[len("socket:[") : -1] for folder, link in map(str.split, held) if folder in own}
    rows = [line.split() for line in active.run("cat /proc/net/tcp /proc/net/tcp6").stdout.splitlines()]
    found = {shown(row[1]) for row in rows if row[3] == "0A" and row[9] in sockets}
    assert {address for address, port in found if port == HTTPS} == {ip_address(parameters["floating_ip"])}


def test_nobody_else_may_change_a_private_key(active, parameters):
    config = parameters["shared_directory"] + "/config"
    marked = active.run("grep -rlsI -e '-----BEGIN .*PRIVATE KEY-----' %s", config).stdout.splitlines()
    owners = {"root", active.file(config).user}
    for path in {place for key in marked for place in (key, key.rpartition("/")[0])}:
        place = active.file(path)
        assert place.user in owners, path
        assert not place.mode & 0o022, path


def test_no_link_in_the_shared_folder_leads_back_to_it(active, parameters):
    config = parameters["shared_directory"] + "/config"
    assert active.check_output("find %s -xdev -type l -lname %s", config, config) == ""


def test_both_nodes_have_the_same_version(primary, standby, parameters):
    if command := parameters["version_command"]:
        assert primary.check_output(shlex.join(command)) == standby.check_output(shlex.join(command))


def test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them(
    primary, standby, group, parameters
):
    for name in ("start.sh", "stop.sh"):
        path = f"/opt/nec/clusterpro/scripts/{group}/{parameters['exec_resource']}/{name}"
        here, there = primary.file(path), standby.file(path)
        assert here.sha256sum == there.sha256sum
        assert [script.user for script in (here, there)] == ["root", "root"], path
        assert [oct(script.mode & 0o122) for script in (here, there)] == ["0o100", "0o100"], path


def test_configuration_is_the_same_on_both_nodes_and_watches_clweb(primary, standby, parameters):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum
    assert f'<psw name="{parameters["process_monitor"]}">' in primary.file(path).content.decode("latin-1")
    assert "<processname>clweb_serv*</processname>" in primary.file(path).content.decode("latin-1")
