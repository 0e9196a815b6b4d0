"""What must be true once a clustered CL/Web was updated on Windows; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts, of which only `run` is used here: what
it is given is a command line of cmd. `parameters` are the runbook's.
"""

import re
import subprocess

RUNNING, STOPPED, MANUAL = 4, 1, 3


def number(host, command, name):
    """The number behind a name in what `sc` says; its words may be translated, the numbers are not."""
    return int(re.search(rf"{name}\s*:\s*(\d+)", host.check_output(command))[1])


def test_the_new_version_is_there(node, parameters):
    assert parameters["new_version"] in node.check_output(subprocess.list2cmdline(parameters["version_command"]))


def test_config_is_a_link_to_the_shared_disk(node, parameters):
    listed = node.check_output(f'dir /al "{parameters["install_path"]}"').lower()
    assert f"[{parameters['shared_directory']}\\config]".lower() in listed


def test_the_shared_config_is_a_real_folder(active, parameters):
    config = parameters["shared_directory"] + r"\config"
    assert active.run(f'dir /ad "{config}"').rc == 0
    assert active.run(f'fsutil reparsepoint query "{config}"').rc != 0


def test_the_backup_is_there(primary, parameters):
    assert primary.run(f'dir "{parameters["backup_folder"]}\\clweb.conf"').rc == 0


def test_clweb_runs_where_the_group_is_and_nowhere_else(active, primary, standby):
    other = standby if active is primary else primary
    assert number(active, "sc query JobCenterCLWeb", "STATE") == RUNNING
    assert number(other, "sc query JobCenterCLWeb", "STATE") == STOPPED


def test_clweb_does_not_start_at_boot(node):
    assert number(node, "sc qc JobCenterCLWeb", "START_TYPE") == MANUAL
