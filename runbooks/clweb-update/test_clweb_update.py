"""What must be true once a clustered CL/Web was updated; run by `clprun verify`.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

import shlex


def test_the_new_version_is_there(node, parameters):
    assert parameters["new_version"] in node.check_output(shlex.join(parameters["version_command"]))


def test_config_is_a_link_to_the_shared_disk(node, parameters):
    config = node.file(parameters["install_path"] + "/config")
    assert config.is_symlink
    assert config.linked_to == parameters["shared_directory"] + "/config"


def test_the_shared_config_is_a_real_folder(active, parameters):
    config = active.file(parameters["shared_directory"] + "/config")
    assert config.is_directory
    assert not config.is_symlink


def test_nothing_was_written_below_the_mount_point_of_the_other_node(active, primary, standby, parameters):
    other = standby if active is primary else primary
    assert not other.file(parameters["shared_directory"] + "/config").exists


def test_the_backup_is_there(primary, parameters):
    assert primary.file(parameters["backup_folder"]).is_directory


def test_clweb_runs_where_the_group_is_and_nowhere_else(active, primary, standby):
    other = standby if active is primary else primary
    runs = "ps -ww -eo args= | grep '^clweb_serv'"
    assert active.run(runs).rc == 0
    assert other.run(runs).rc != 0


def test_clweb_does_not_start_at_boot(node, parameters):
    if parameters["service_manager"] == "systemd":
        assert node.run("systemctl is-enabled jcclweb").stdout.strip() == "disabled"
    else:
        assert "3:on" not in node.check_output("chkconfig --list jcclweb")
