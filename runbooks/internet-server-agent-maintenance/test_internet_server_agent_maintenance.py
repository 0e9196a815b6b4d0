"""What must be true after internet-server-agent-maintenance; run by `clprun verify`.

Fixtures: `active` is the testinfra host with the failover group; `parameters` are the runbook's.
"""


def test_monitor_commands_run_where_the_group_is(active, parameters):
    lines = [line.split()[:2] for line in active.check_output("ps -ww -eo args=").splitlines()]
    wanted = {"clp_httpmon": parameters["http_id"], "clp_smtpmon": parameters["smtp_id"]}
    for command, identifier in wanted.items():
        assert not identifier or [f"/usr/sbin/{command}", identifier] in lines
