"""The node layer on the lab's two nodes, which really reboot."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from clprun.errors import NodeUnreachable
from clprun.lab import client
from clprun.lab.site import default_site
from clprun.model.change import Launch, Run
from clprun.model.cluster import Node, Platform, Role, SshLogin
from clprun.model.question import Ask, Unanswerable
from clprun.node.identity import unmet
from clprun.node.lock import LockAnswer, NodeLock
from clprun.node.questions import Identity, IdentityAnswer, JobFacts, JobState, LockFacts
from clprun.node.reader import ask_all
from clprun.node.writer import ActionResult, Writer
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.ssh import SshConnection, connect
from tests.node.conftest import RUN
from tests.node.helpers import eventually
from tests.transport.desk import Keys, Vault

OWNER = LockAnswer(RUN, "pc", 1, "then", "c0ffee", "a1b2")


@dataclass(frozen=True)
class Lab:
    """A lab that is up, with a way to change each of its nodes."""

    home: Path
    nodes: tuple[Node, Node]
    links: dict[str, SshConnection]
    writers: dict[str, Writer]

    def identities(self) -> tuple[IdentityAnswer, IdentityAnswer]:
        """Who both are."""
        first, second = ask_all(self.writers, [Ask(name, Identity()) for name in self.writers]).values()
        assert isinstance(first, IdentityAnswer)
        assert isinstance(second, IdentityAnswer)
        return first, second


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if os.geteuid() != 0:
        pytest.skip("keeps its lock and jobs in root's place")
    home = tmp_path_factory.mktemp("lab")
    client.up(home, site=replace(default_site(), products=False))
    try:
        paths = client.paths(home)
        login = SshLogin(user="root", identity_file=str(paths.private_key))
        nodes = (
            Node(name="clu1", role=Role.PRIMARY, address="10.0.0.111", ssh=login),
            Node(name="clu2", role=Role.STANDBY, address="10.0.0.112", ssh=login),
        )
        links = {
            node.name: connect(
                node,
                secrets=Vault(),
                host_keys=Keys(paths.known_hosts),
                dial=lambda address, port: client.connect(home, address, port),
                configuration=OpenSshConfiguration.empty(),
            )
            for node in nodes
        }
        writers = {name: Writer(link, Platform.LINUX, name, run=RUN) for name, link in links.items()}
        yield Lab(home, nodes, links, writers)
        for link in links.values():
            link.close()
    finally:
        client.down(home)


def test_both_nodes_are_who_they_should_be_and_a_wrong_clock_shows(lab: Lab) -> None:
    answers = lab.identities()
    assert unmet(lab.nodes, answers, Platform.LINUX) == []

    client.fault(lab.home, "clock", node="clu2", seconds=600)
    answers = lab.identities()
    client.fault(lab.home, "clear")

    (problem,) = unmet(lab.nodes, answers, Platform.LINUX)
    assert problem.code == "node.clocks_apart"


def test_a_reboot_loses_running_jobs_and_keeps_ended_ones_and_the_lock(lab: Lab) -> None:
    writer = lab.writers["clu1"]
    NodeLock(lab.links["clu1"], "clu1").take(OWNER)
    assert writer.perform(Run("clu1", ("sh", "-c", "exit 3")), "ended") == ActionResult(3)
    assert writer.perform(Launch("clu1", ("sleep", "3600")), "running") == ActionResult(None)
    boot = writer.ask_one(Identity()).boot_id

    client.fault(lab.home, "reboot", node="clu1")

    def rebooted() -> bool:
        try:
            return writer.ask_one(Identity()).boot_id != boot
        except (NodeUnreachable, Unanswerable):
            return False

    eventually(rebooted, "the reboot")
    assert writer.ask_one(JobFacts(RUN, "running")).state is JobState.LOST
    ended = writer.ask_one(JobFacts(RUN, "ended"))
    assert (ended.state, ended.exit_code) == (JobState.ENDED, 3)
    assert writer.ask_one(LockFacts()) == OWNER
