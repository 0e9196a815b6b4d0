"""What must be true of a cluster that serves; run by `clprun verify`. The trials themselves leave nothing behind.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""

from fnmatch import fnmatchcase


def test_configuration_is_the_same_on_both_nodes(primary, standby):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum


def test_the_cluster_service_runs_on_both_nodes(node, group):
    assert group in node.check_output("/usr/sbin/clpstat")


def test_processes_run_where_the_group_is(active, parameters):
    wanted = [name.strip() for name in (parameters["processes"] or "").split(";") if name.strip()]
    lines = [line.strip() for line in active.check_output("ps -ww -eo args=").splitlines()]
    names = {line.split()[0].rpartition("/")[2] for line in lines if line}
    missing = [name for name in wanted if not any(fnmatchcase(each, name) for each in (*lines, *names))]
    assert not missing
