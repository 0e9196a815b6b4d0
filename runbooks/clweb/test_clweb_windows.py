"""What must be true of a Windows cluster once runbook clweb has made CL/Web highly available; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts, of which only `run` is used here: what
it is given is a command line of cmd. `parameters` are the runbook's.
"""

import re
from subprocess import list2cmdline

RUNNING, STOPPED, MANUAL = 4, 1, 3


def number(host, command, name):
    """The number behind a name in what `sc` says; its words may be translated, the numbers are not."""
    return int(re.search(rf"{name}\s*:\s*(\d+)", host.check_output(command))[1])


def content(host, path):
    """A file's bytes; it has to be there."""
    found = host.run(f'type "{path}"')
    assert found.rc == 0, found.stderr
    return found.stdout_bytes


def test_clweb_does_not_start_at_boot(node):
    assert number(node, "sc qc JobCenterCLWeb", "START_TYPE") == MANUAL


def test_config_is_a_link_to_the_shared_disk(node, parameters):
    path = parameters["install_path"] + r"\config"
    assert node.run(f'fsutil reparsepoint query "{path}"').rc == 0
    listed = node.check_output(f'dir /al "{parameters["install_path"]}"').lower()
    assert f"[{parameters['shared_directory']}\\config]".lower() in listed


def test_nothing_that_was_set_aside_is_left(node, parameters):
    assert node.run(f'dir /b /ad "{parameters["install_path"]}\\config.clprun-*"').rc != 0


def test_the_shared_disk_is_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    other = standby if active is primary else primary
    config = parameters["shared_directory"] + r"\config"
    assert active.run(f"vol {parameters['shared_drive']}").rc == 0
    assert other.run(f"vol {parameters['shared_drive']}").rc != 0
    assert active.run(f'dir /ad "{config}"').rc == 0
    assert active.run(f'fsutil reparsepoint query "{config}"').rc != 0


def test_bind_is_the_floating_ip(active, parameters):
    lines = content(active, parameters["settings_file"]).splitlines()
    assert [line.strip() for line in lines if line.lstrip().startswith(b"$bind")] == [
        f'$bind = "{parameters["floating_ip"]}"'.encode()
    ]


def test_clweb_runs_where_the_group_is_and_nowhere_else(active, primary, standby):
    other = standby if active is primary else primary
    assert number(active, "sc query JobCenterCLWeb", "STATE") == RUNNING
    assert number(other, "sc query JobCenterCLWeb", "STATE") == STOPPED


def test_both_nodes_have_the_same_version(primary, standby, parameters):
    if command := parameters["version_command"]:
        assert primary.check_output(list2cmdline(command)) == standby.check_output(list2cmdline(command))


def test_configuration_is_the_same_on_both_nodes_and_watches_clweb(primary, standby, parameters):
    path = r"C:\Program Files\CLUSTERPRO\etc\clp.conf"
    here = content(primary, path)
    assert here == content(standby, path)
    text = here.decode("latin-1")
    assert "<name>JobCenterCLWeb</name>" in text
    watched = re.findall(r'<servicew name="[^"]+">.*?</servicew>', text, re.DOTALL)
    assert [each for each in watched if f"<target>{parameters['service_resource']}</target>" in each]
