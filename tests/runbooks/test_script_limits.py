"""The limits in the generated scripts fit into the time-outs of the resource that they belong to."""

import re
from collections.abc import Mapping

import pytest

from clprun.api.prepare import Request, prepare
from clprun.errors import InputError
from clprun.steps.exec_resource import SLACK, ExecResourceWant
from tests.runbooks.machine import ROOT

RUNBOOKS = ("jobcenter-classic", "jobcenter-standard-mg", "jobcenter-standard-ag", "clweb", "internet-server-agent")
STYLES: Mapping[str, list[dict[str, str]]] = {
    "internet-server-agent": [{"style": "command"}, {"style": "resource"}],
    "clweb": [{"service_manager": "systemd"}, {"service_manager": "chkconfig"}],
}
CASES = [(runbook, style) for runbook in RUNBOOKS for style in STYLES.get(runbook, [{}])]
LIMITS = [{}, {"stop_limit": "1500", "kill_after": "7"}]


def wants(runbook: str, values: Mapping[str, str]) -> list[ExecResourceWant]:
    prepared = prepare(Request(runbook, (ROOT / "inventory" / "lab" / "lab.yaml",), values=dict(values)))
    instances = [each for step in prepared.bound.steps for each in step.instances]
    return [each.want for each in instances if isinstance(each.want, ExecResourceWant)]


def numbers(text: str, name: str) -> list[int]:
    return [int(found) for found in re.findall(rf"^{name}=(\d+)", text, re.MULTILINE)]


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize(("runbook", "style"), CASES)
def test_what_a_script_waits_for_is_what_its_resource_is_told(
    runbook: str, style: dict[str, str], limits: dict[str, str]
) -> None:
    found = wants(runbook, {**style, **limits})
    assert found
    for want in found:
        (limit,), (grace,) = numbers(want.stop, "limit"), numbers(want.stop, "grace")
        assert want.stop_takes is not None
        assert want.stop_takes >= limit + 2 * grace
        if want.starts == "synchronous":
            assert numbers(want.start, "limit") == [want.start_takes]


@pytest.mark.parametrize("part", ["start", "stop"])
@pytest.mark.parametrize(("runbook", "style"), CASES)
def test_a_limit_that_outlives_the_time_out_is_refused_before_any_node_is_asked(
    runbook: str, style: dict[str, str], part: str
) -> None:
    """Its file, line and key are told; a second more is fine."""
    takes = [want.stop_takes if part == "stop" else want.start_takes for want in wants(runbook, style)]
    least = max((each for each in takes if each is not None), default=0) + SLACK
    if least == SLACK:
        pytest.skip("its start is not waited for")
    prepare(
        Request(runbook, (ROOT / "inventory" / "lab" / "lab.yaml",), values={**style, f"{part}_timeout": str(least)})
    )
    with pytest.raises(InputError) as refused:
        wants(runbook, {**style, f"{part}_timeout": str(least - 1)})
    for problem in refused.value.problems:
        assert problem.code == "configuration.script_too_slow"
        assert problem.values["script"] == f"{part}.sh"
        assert problem.place is not None
        assert problem.place.file.endswith(f"{runbook}/runbook.yaml")
        lines = (ROOT / "runbooks" / runbook / "runbook.yaml").read_text(encoding="utf-8").splitlines()
        assert f"{part}_takes:" in lines[problem.place.line - 1]


@pytest.mark.parametrize("runbook", RUNBOOKS)
def test_settings_that_nobody_gives_stay_the_sites_or_the_products(runbook: str) -> None:
    for want in wants(runbook, {}):
        assert (want.start_timeout, want.stop_timeout) == (None, None)
        assert want.on_stop_failure.final_action is None
        assert want.on_stop_failure.retries is None
        assert want.log == f"/opt/nec/clusterpro/log/{want.name}.log"
        for monitor in want.watchers:
            given = {"httpw", "smtpw"}  # the guide's own parameters
            assert monitor.type in given or (monitor.interval, monitor.timeout, monitor.retries) == (None, None, None)


@pytest.mark.parametrize("runbook", RUNBOOKS)
def test_settings_that_are_given_reach_the_resource(runbook: str) -> None:
    values = {
        "stop_timeout": "900",
        "stop_retries": "2",
        "stop_failure": "none",
        "start_retries": "1",
        "log_folder": "/var/log/nec",
    }
    for want in wants(runbook, values):
        assert (want.stop_timeout, want.on_stop_failure.retries) == (900, 2)
        assert (want.on_stop_failure.final_action, want.on_start_failure.retries) == ("none", 1)
        assert want.log == f"/var/log/nec/{want.name}.log"
