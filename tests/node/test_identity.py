"""The preconditions about who the nodes are."""

from dataclasses import replace

import pytest

from clprun.model.cluster import Node, Platform, Role
from clprun.node.identity import clocks_agree, is_expected_host, is_expected_system, is_root, unmet
from clprun.node.questions import IdentityAnswer
from tests.node.helpers import shown


def node(name: str = "clu1", role: Role = Role.PRIMARY) -> Node:
    return Node(name=name, role=role, address="192.0.2.1")


def answer(
    host_name: str = "clu1", user_id: int = 0, kernel: str = "Linux 4.18.0", clock: float = 1000.0
) -> IdentityAnswer:
    return IdentityAnswer(host_name, user_id, "rhel", "8.9", kernel, "boot", clock)


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("clu1", "clu1", True),
        ("clu1", "CLU1", True),
        ("clu1", "clu1.example.com", True),
        ("clu1.example.com", "clu1", True),
        ("clu1.example.com", "clu1.example.com", True),
        ("clu1.example.com", "clu1.example.net", False),
        ("clu1", "clu2", False),
        ("clu1", "clu10", False),
        ("clu1", "", False),
    ],
)
def test_names_are_compared_as_far_as_both_go(expected: str, found: str, same: bool) -> None:
    problem = is_expected_host(node(expected), answer(found))

    assert (problem is None) is same
    if problem:
        assert f"calls itself {found}, not {expected}" in shown(problem)


def test_root_is_user_0_only() -> None:
    assert is_root(node(), answer(user_id=0)) is None
    problem = is_root(node(), answer(user_id=1000))
    assert problem is not None
    assert "1000" in shown(problem)


@pytest.mark.parametrize(
    ("platform", "kernel", "right"),
    [
        (Platform.LINUX, "Linux 2.6.32", True),
        (Platform.LINUX, "FreeBSD 14", False),
        (Platform.WINDOWS, "Linux 6.1", False),
        (Platform.WINDOWS, "Windows 10.0.20348", True),
    ],
)
def test_the_system_is_of_the_family_the_inventory_says(platform: Platform, kernel: str, right: bool) -> None:
    problem = is_expected_system(node(), answer(kernel=kernel), platform)

    assert (problem is None) is right
    if problem:
        assert kernel in shown(problem)


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [
        ((1000.0, 0.0, 0.0), (1005.0, 0.0, 0.0), None),
        ((1005.0, 0.0, 0.0), (1000.0, 0.0, 0.0), None),
        ((1000.0, 0.0, 0.0), (1005.5, 0.0, 0.0), 5.5),
        ((1005.5, 0.0, 0.0), (1000.0, 0.0, 0.0), 5.5),
        ((1000.0, 50.0, 50.0), (1012.0, 62.0, 62.0), None),
        ((1000.0, 50.0, 50.1), (1012.0, 50.0, 62.5), None),
        ((1012.0, 50.0, 62.5), (1000.0, 50.0, 50.1), None),
        ((1000.0, 50.0, 51.0), (1600.0, 50.0, 62.0), 588.0),
        ((1600.0, 50.0, 62.0), (1000.0, 50.0, 51.0), 588.0),
    ],
)
def test_clocks_may_differ_by_the_tolerance_and_the_time_of_asking(
    ours: tuple[float, float, float], theirs: tuple[float, float, float], apart: float | None
) -> None:
    first, second = (
        replace(answer(clock=clock), sent=sent, answered=answered) for clock, sent, answered in (ours, theirs)
    )

    problem = clocks_agree((node(), first), (node("clu2"), second))

    assert (problem is None) is (apart is None)
    if problem:
        assert f"{apart} seconds apart" in shown(problem)


def test_all_that_is_wrong_is_told_at_once() -> None:
    nodes = (node("clu1"), node("clu2", Role.STANDBY))
    answers = (answer("clu2", 5, clock=0.0), answer("clu2", kernel="SunOS"))

    found = [(problem.code, problem.node) for problem in unmet(nodes, answers, Platform.LINUX)]

    assert found == [
        ("node.wrong_host", "clu1"),
        ("node.not_root", "clu1"),
        ("node.wrong_system", "clu2"),
        ("node.clocks_apart", "clu2"),
    ]
