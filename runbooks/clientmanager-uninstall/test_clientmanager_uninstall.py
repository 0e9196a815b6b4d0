"""What must be true of a cluster once runbook clientmanager-uninstall is done; run by `clprun verify`.

Fixtures: `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

CLUSTERPRO = r"C:\Program Files\CLUSTERPRO"


def is_there(host, path):
    """Whether a file or folder lies at a path."""
    return "yes" in host.check_output(f'if exist "{path}" (echo yes) else (echo no)')


def test_the_manager_is_gone_where_it_could_be_uninstalled(primary, standby, parameters):
    for role, host in (("primary", primary), ("standby", standby)):
        if parameters["uninstall_on"] in {role, "both"}:
            assert not is_there(host, parameters["local_folder"])


def test_the_shared_part_is_gone(active, parameters):
    assert not is_there(active, parameters["shared_folder"])


def test_the_group_runs_nothing_of_it(primary, parameters):
    configuration = primary.check_output(rf'type "{CLUSTERPRO}\etc\clp.conf"')
    assert f'<script name="{parameters["script_resource"]}">' not in configuration
    assert '<service name="service-cm' not in configuration
    assert "ESMPRO/CM" not in configuration
