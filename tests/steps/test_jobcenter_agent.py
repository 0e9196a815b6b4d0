"""Where an instance of JobCenter AG works, and what is said when it does not."""

import pytest

from clprun.errors import NeedsAcceptance, Problem, StepFailed
from clprun.node.questions import CommandAnswer, ServiceAnswer
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter_agent import AGENTS
from clprun.steps.jobcenter_agent import JobCenterAgent, JobCenterAgentWant
from tests.steps.given import Given, clpstat, target

KIND = JobCenterAgent()
INSTANCE = {"group": "failover", "instance": "clusterinstance", "instance_id": "2565"}
LISTING = "INSTANCE ACTIVE ENABLE\nclusterinstance {} {}\n"


def given(listing: str, *, group: str = "clu1", services: tuple[str, str] = ("active", "inactive")) -> Given:
    """The group on a node, where the list says something, and the service of both nodes."""
    want = JobCenterAgentWant.model_validate(INSTANCE)
    status = clpstat("Online", group) if group else clpstat("Offline", "None")
    made = Given().both(Clpstat(), status).both(AGENTS, CommandAnswer(1, b"", b"no disk\n"))
    made.says(group or "clu1", AGENTS, CommandAnswer(0, listing.encode(), b""))
    for node, active in zip(("clu1", "clu2"), services, strict=True):
        made.says(node, want.service, ServiceAnswer("loaded", "disabled", active, None))
    return made


def missing(made: Given, **more: str) -> Problem | None:
    want = JobCenterAgentWant.model_validate({**INSTANCE, **more})
    return KIND.missing(want, target(), made.answers(KIND, want, target()))


def test_an_instance_works_where_the_group_is() -> None:
    right = LISTING.format("true", "true")
    assert missing(given(right)) is None
    assert missing(given(right, group="clu2", services=("inactive", "active"))) is None
    assert missing(given(right, group="clu2", services=("failed", "active")), role="standby") is None


@pytest.mark.parametrize(
    ("made", "more", "code", "node"),
    [
        (given("", group=""), {}, "agent_group_elsewhere", "clu1"),
        (given("", group="clu2"), {"role": "primary"}, "agent_group_elsewhere", "clu2"),
        (given("", services=("active", "active")), {}, "agent_on_other_node", "clu2"),
        (given("", services=("active", "activating")), {}, "agent_on_other_node", "clu2"),
        (given("nothing to see"), {}, "agents_unreadable", "clu1"),
        (given("INSTANCE ACTIVE ENABLE\nother true true\n"), {}, "agent_not_listed", "clu1"),
        (given(LISTING.format("false", "true")), {}, "agent_not_active", "clu1"),
    ],
)
def test_what_is_wrong_is_told_with_its_node(made: Given, more: dict[str, str], code: str, node: str) -> None:
    problem = missing(made, **more)
    assert problem is not None
    assert (problem.code, problem.node) == (f"jobcenter.{code}", node)


def test_enable_is_a_persons_to_accept_and_lacks_nothing() -> None:
    want, made = JobCenterAgentWant.model_validate(INSTANCE), given(LISTING.format("true", "false"))
    answers = made.answers(KIND, want, target())
    assert KIND.missing(want, target(), answers) is None
    with pytest.raises(NeedsAcceptance) as needed:
        KIND.plan(want, target(), answers)
    found = needed.value.problem
    assert (needed.value.what, found.code, found.node) == ("not-enabled", "jobcenter.agent_not_enabled", "clu1")
    assert KIND.plan(want, target(accepted=[found]), answers) is None


def test_an_agent_that_does_not_work_is_no_matter_of_acceptance() -> None:
    want, made = JobCenterAgentWant.model_validate(INSTANCE), given(LISTING.format("false", "false"))
    with pytest.raises(StepFailed):
        KIND.plan(want, target(), made.answers(KIND, want, target()))


def test_the_list_is_shown_with_what_is_wrong() -> None:
    problem = missing(given(LISTING.format("false", "true")))
    assert problem is not None
    assert problem.output == LISTING.format("false", "true").strip()
