"""What must be true of a Windows cluster that serves; run by `clprun verify`. The trials leave nothing behind.

Fixtures: `primary` and `standby` are testinfra hosts, `active` the one of them that has the group; only `run` is used
here, and what it is given is a command line of cmd.
"""

import re
from fnmatch import fnmatchcase

RUNNING, STOPPED = 4, 1


def state(host, service):
    """The state of a service as a number."""
    return int(re.search(r"STATE\s*:\s*(\d+)", host.check_output("sc query %s", service))[1])


def test_the_cluster_answers_on_both_nodes(primary, standby, group):
    assert group in primary.check_output("clpstat")
    assert group in standby.check_output("clpstat")


def test_the_service_that_may_be_killed_runs_where_the_group_is_and_nowhere_else(active, primary, standby, parameters):
    service = parameters["kill_service"]
    if service:
        idle = standby if active is primary else primary
        assert (state(active, service), state(idle, service)) == (RUNNING, STOPPED)


def test_processes_run_where_the_group_is(active, parameters):
    wanted = [name.strip() for name in (parameters["processes"] or "").split(";") if name.strip()]
    listed = active.check_output("tasklist /fo csv /nh").casefold()
    images = re.findall(r'^"([^"]*)"', listed, re.MULTILINE)
    assert not [name for name in wanted if not any(fnmatchcase(each, name.casefold()) for each in images)]
