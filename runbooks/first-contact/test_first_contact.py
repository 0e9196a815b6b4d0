"""What must be true of a pair that was tried; run by `clprun verify`. The trials leave nothing behind.

Fixtures: `node` (each node), `primary`, `standby`, `active` are testinfra hosts; `parameters` are the runbook's.
"""


def test_configuration_is_the_same_on_both_nodes(primary, standby):
    path = "/opt/nec/clusterpro/etc/clp.conf"
    assert primary.file(path).sha256sum == standby.file(path).sha256sum


def test_the_cluster_service_runs_on_both_nodes(node, group):
    assert group in node.check_output("/usr/sbin/clpstat")
