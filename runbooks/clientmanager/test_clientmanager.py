"""What must be true of a cluster once runbook clientmanager is done; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

import ntpath
import re

SERVICES = (
    "ESM Base Service",
    "ESM Command Service",
    "ESM Alert Service",
    "ESM Remote Map Service",
    "Dmi Event Watcher",
    "Alert Manager Socket(R) Service",
    "ESMPRO/CM CMIT service",
    "ESMPRO/CM CMURELAY",
    "ESMPRO/CM Manager",
    "ESMPRO/CM Poweron Service",
    "ESMPRO/CM Sender",
    "ESMPRO/CM Snmp Manager",
    "ESMPRO Time Server",
)
CLUSTERPRO = r"C:\Program Files\CLUSTERPRO"


def key_of(host, service):
    """The key of a service, by its display name."""
    return re.search(r"=\s*(\S+)\s*$", host.check_output(f'sc GetKeyName "{service}"'))[1]


def number(host, command, field):
    """A number that sc tells, whatever its language."""
    return int(re.search(rf"{field}\s*:\s*(\d+)", host.check_output(command))[1])


def digest(host, path):
    """A hash of a file."""
    return host.check_output(f'certutil -hashfile "{path}" SHA1').splitlines()[1].replace(" ", "")


def is_there(host, path):
    """Whether a file or folder lies at a path."""
    return "yes" in host.check_output(f'if exist "{path}" (echo yes) else (echo no)')


def registry_value(host, key, name):
    """Data of a text value of the registry."""
    said = host.check_output(f'reg query "{key}" /v {name}')
    return re.search(rf"^\s+{name}\s+REG_\w+\s+(.*?)\s*$", said, re.MULTILINE | re.IGNORECASE)[1]


def test_no_service_starts_at_boot(node):
    for service in SERVICES:
        assert number(node, f'sc qc "{key_of(node, service)}"', "START_TYPE") == 3, service


def test_all_services_run_where_the_group_is_and_nowhere_else(active, primary, standby):
    other = standby if active is primary else primary
    for service in SERVICES:
        assert number(active, f'sc query "{key_of(active, service)}"', "STATE") == 4, service
        assert number(other, f'sc query "{key_of(other, service)}"', "STATE") == 1, service


def test_the_manager_is_installed_on_both_nodes(node, parameters):
    assert is_there(node, parameters["local_folder"])
    node.run_expect([0], f'reg query "{parameters["registry"]}\\ESMPRO/CM"')


def test_the_shared_part_and_the_work_folder_are_where_the_group_is(active, primary, standby, parameters):
    other = standby if active is primary else primary
    for folder in (parameters["shared_folder"], parameters["work_folder"]):
        assert is_there(active, folder)
        assert not is_there(other, folder)


def test_no_node_has_a_work_folder_of_its_own(node, parameters):
    assert not is_there(node, ntpath.join(parameters["esmpro_folder"], "NVWORK"))


def test_the_manager_name_is_in_nvisord_cf(active, parameters):
    text = active.check_output(f'type "{ntpath.join(parameters["work_folder"], "local", "nvisord.cf")}"')
    names = [line for line in text.splitlines() if line.startswith("CommunityName")]
    assert names == [f'CommunityName: "mgr_{parameters["manager_name"]}"']


def test_the_registry_names_the_work_folder_on_both_nodes(node, parameters):
    base, work = parameters["registry"] + r"\NVBASE", parameters["work_folder"]
    found = {
        "WorkDir": registry_value(node, base, "WorkDir"),
        "AlertPath": registry_value(node, base + r"\AlertViewer", "AlertPath"),
        "DiosaFilter": registry_value(node, base, "DiosaFilter"),
        "GeneralFilter": registry_value(node, base, "GeneralFilter"),
    }
    assert found == {
        "WorkDir": work,
        "AlertPath": work + r"\alert",
        "DiosaFilter": work + r"\Alert\filter\odiosasg",
        "GeneralFilter": work + r"\Alert\filter\genericsg",
    }


def test_configuration_and_scripts_are_the_same_on_both_nodes(primary, standby, group, parameters):
    scripts = ntpath.join(CLUSTERPRO, "scripts", group, parameters["script_resource"])
    paths = [
        ntpath.join(CLUSTERPRO, "etc", "clp.conf"),
        *(ntpath.join(scripts, f"{name}.bat") for name in ("start", "stop")),
    ]
    for path in paths:
        assert digest(primary, path) == digest(standby, path), path
