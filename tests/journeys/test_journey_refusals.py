"""What is wrong with the nodes, or with what was asked, is told before anything is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.cli.labsite import forget_inventory, remember_inventory
from clprun.lab import client
from clprun.lang.load import data_folder
from tests.journeys.stage import SITE, changes_since, group_on
from tests.support.bench import Bench, Finish
from tests.support.lab import eventually

INVENTORY = data_folder() / "inventory" / "lab" / "lab.yaml"


def refused(bench: Bench, code: int, *more: str) -> Finish:
    """An apply that is refused: with this exit code, nothing intended and nothing changed."""
    count = len(bench.calls())
    finish = bench.apply(None, "--json", *more)
    assert finish.code == code, finish
    assert not finish.events("step-intended")
    assert not changes_since(bench, count)
    assert "Traceback" not in finish.text
    return finish


def codes(finish: Finish) -> list[tuple[str, str]]:
    return [(problem["code"], problem["node"]) for problem in finish.events("problem")]


@contextmanager
def hosts(bench: Bench, node: str, edit: str) -> Iterator[None]:
    """Another hosts file on a node for a while."""
    bench.sh(node, f"cp -p /etc/hosts /run/hosts && sed -i '{edit}' /etc/hosts")
    try:
        yield
    finally:
        bench.sh(node, "cp -p /run/hosts /etc/hosts")


# -- exit 1: the nodes are not as they must be ------------------------------------------------------------------------


@pytest.mark.parametrize("node", ["clu1", "clu2"])
def test_a_virtual_host_that_is_an_alias(shared: Bench, node: str) -> None:
    with hosts(shared, node, r"s/^\(10\.0\.0\.114[[:blank:]]\+\)cluv/\1realname cluv/"):
        finish = refused(shared, 1)

    assert codes(finish) == [("check.name_is_alias", node)]
    assert "realname" in finish.err


def test_names_that_resolve_otherwise_on_the_other_node(shared: Bench) -> None:
    with hosts(shared, "clu2", r"s/^10\.0\.0\.114/10.0.0.115/"):
        finish = refused(shared, 1)

    assert codes(finish) == [("check.name_has_other_address", "clu2")]
    assert "10.0.0.115" in finish.err


def test_a_host_that_calls_itself_something_else(shared: Bench) -> None:
    shared.node("clu2", "hostname", "other")
    try:
        finish = refused(shared, 1)
    finally:
        shared.node("clu2", "hostname", "clu2")

    assert "other" in finish.err
    assert codes(finish)[0] == ("node.wrong_host", "clu2")


def test_clocks_apart(shared: Bench) -> None:
    shared.fault("clock", node="clu2", seconds=60)
    try:
        finish = refused(shared, 1)
    finally:
        shared.fault("clear")

    assert [code for code, _ in codes(finish)] == ["node.clocks_apart"]


def test_a_group_on_the_wrong_node(shared: Bench) -> None:
    shared.node("clu1", "clpgrp", "-m", "failover")
    eventually(lambda: group_on(shared) == "clu2", "moved")
    try:
        finish = refused(shared, 1)
    finally:
        shared.node("clu2", "clpgrp", "-m", "failover")
        eventually(lambda: group_on(shared) == "clu1", "moved back")

    assert [code for code, _ in codes(finish)] == ["cluster.group_not_primary_or_offline"]
    assert "clu2" in finish.err


def test_a_login_that_is_not_root(shared: Bench, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(INVENTORY.read_text("utf-8").replace("user: root", "user: operator"), "utf-8")
    remember_inventory(shared.home, own)
    try:
        finish = refused(shared, 1)
    finally:
        forget_inventory(shared.home)

    assert set(codes(finish)) >= {("node.not_root", "clu1"), ("node.not_root", "clu2")}


def test_no_clusterpro(tmp_path: Path) -> None:
    client.up(tmp_path, None, replace(SITE, products=False))
    try:
        finish = refused(Bench(tmp_path), 1)
    finally:
        client.down(tmp_path)

    assert "CLUSTERPRO" in finish.err
    assert codes(finish)[0][0].startswith("cluster.")


# -- exit 4: the nodes are not reached --------------------------------------------------------------------------------


def test_a_cut_link(shared: Bench) -> None:
    shared.fault("crash", node="clu2")
    finish = refused(shared, 4)

    assert "clu2" in finish.err
    assert all(node == "clu2" for _, node in codes(finish))


def test_no_lab_is_up(tmp_path: Path) -> None:
    finish = Bench(tmp_path).apply()

    assert finish.code == 4, finish
    assert "clprun lab up" in finish.err


# -- exit 2: what was asked is wrong; no node is contacted ------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("-e", "virtual_host=10.0.0.114"), "virtual_host"),
        (("-e", "machine_id=111"), "111"),
        (("--from", "no-such-step"), "no-such-step"),
        (("--until", "no-such-step"), "no-such-step"),
        (("--from", "stop-group", "--until", "create-site"), "create-site"),
        (("--cluster", "elsewhere"), "elsewhere"),
        (("-e", "database_path=relative/path"), "database_path"),
    ],
)
def test_a_wrong_request_contacts_no_node(shared: Bench, arguments: tuple[str, ...], word: str) -> None:
    calls, runs = len(shared.calls()), shared.runs()

    finish = shared.apply(None, *arguments)

    assert finish.code == 2, finish
    assert word in finish.err
    assert len(shared.calls()) == calls
    assert shared.runs() == runs


def test_a_missing_parameter_contacts_no_node(shared: Bench, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    before, named, after = INVENTORY.read_text("utf-8").partition("      jobcenter-classic:\n")
    own.write_text(before + named + after.replace("        floating_ip: 10.0.0.114\n", "", 1), "utf-8")
    remember_inventory(shared.home, own)
    calls = len(shared.calls())
    try:
        finish = shared.apply()
    finally:
        forget_inventory(shared.home)

    assert finish.code == 2, finish
    assert "floating_ip" in finish.err
    assert len(shared.calls()) == calls
