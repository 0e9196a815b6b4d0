"""A cluster of two nodes and what they would answer, for tests of step kinds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from clprun.errors import Problem
from clprun.model.acceptance import identity
from clprun.model.cluster import Cluster, Node, Platform, Role
from clprun.model.question import Answers, Ask, Question
from clprun.node.questions import (
    Addresses,
    FileAnswer,
    FileFacts,
    FileKind,
    InterfaceAddress,
    JobAnswer,
    JobFacts,
    JobState,
    Mount,
    MountTable,
    Package,
    Process,
    ProcessTable,
)
from clprun.products.clpstat import ClusterStatus, parse
from clprun.products.clusterpro import Clpstat
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.products.jobcenter import CJCPW, LOCAL_MINIMA, NQS_DAEMON, PROGRAMS, SITE_MINIMA, Mode
from clprun.products.jobcenter_sites import DatabaseFolder, DatabaseUsers
from clprun.products.start_scripts import StartScripts
from clprun.steps.base import Decision, Kind, Target, Want

CLU1 = Node(name="clu1", role=Role.PRIMARY, address="192.168.0.111", machine_id=111)
CLU2 = Node(name="clu2", role=Role.STANDBY, address="192.168.0.112", machine_id=112)
CLUSTER = Cluster(name="lab", platform=Platform.LINUX, group="failover", nodes=(CLU1, CLU2))
MANUAL = CLUSTER.model_copy(update={"cluster_config": "manual"})

CONFIGURATION, SCRIPTS = INSTALLATIONS[Platform.LINUX].configuration, INSTALLATIONS[Platform.LINUX].scripts

PATH = "/mnt/sdb2"
SITE = {"virtual_host": "cluv", "database_path": PATH}
FLOATING = InterfaceAddress("eth0", "10.0.0.114")
DISK = Mount("/dev/sdb2", PATH, "ext4", ("rw",))


def target(
    node: Node = CLU1,
    *,
    attempt: int = 1,
    decision: Decision | None = None,
    cluster: Cluster = CLUSTER,
    accepted: Iterable[Problem] = (),
) -> Target:
    given = frozenset(map(identity, accepted))
    return Target(cluster, node, step="step", run="run1", attempt=attempt, decision=decision, accepted=given)


def process(pid: int, args: str, parent: int = 1) -> Process:
    return Process(pid, parent, "Sat Nov 21 00:00:00 2026", args)


def local(pid: int = 500, *, casters: int = 1) -> tuple[Process, ...]:
    """A local site: nqsdaemon and its children."""
    names = [name for name in LOCAL_MINIMA if name not in {"nqsdaemon", "jnwcaster"}]
    return (process(pid, " ".join(NQS_DAEMON)), *_children(pid, [*names, *["jnwcaster"] * casters]))


def site(
    pid: int = 100, name: str = "cluv", path: str = PATH, *, casters: int = 2, without: Sequence[str] = ()
) -> tuple[Process, ...]:
    """A cluster site below its cjcpw."""
    names = [name for name in LOCAL_MINIMA if name not in {"nqsdaemon", "jnwcaster", *without}]
    daemon = process(pid + 50, " ".join(NQS_DAEMON), pid)
    return (process(pid, f"{CJCPW} {name} {path}"), daemon, *_children(pid, [*names, *["jnwcaster"] * casters]))


def standard_site(pid: int = 100, *, without: Sequence[str] = ()) -> tuple[Process, ...]:
    """A cluster site of the standard mode below its cjcpw."""
    minima = SITE_MINIMA[Mode.STANDARD].items()
    names = [name for name, least in minima for _ in range(least) if name not in {"cjcpw", *without}]
    return (process(pid, f"{CJCPW} cluv {PATH}"), *_children(pid, names))


def _children(parent: int, names: Sequence[str]) -> tuple[Process, ...]:
    paths = {name: path for path, name in PROGRAMS.items()}
    return tuple(process(parent + index, paths[name], parent) for index, name in enumerate(names, start=1))


def clpstat(
    group: str = "Online",
    current: str = "clu1",
    *,
    resources: Sequence[str] = ("fip1", "disk1"),
    monitors: Sequence[str] = ("userw : Normal",),
    server: str = "Online",
) -> ClusterStatus:
    lines = [
        " ========================  CLUSTER STATUS  ===========================",
        "  Cluster : cluster",
        "  <server>",
        f"   *clu1 ............: {server}",
        "      lankhb1        : Normal           Kernel Mode LAN Heartbeat",
        f"    clu2 ............: {server}",
        "      lankhb1        : Normal           Kernel Mode LAN Heartbeat",
        "  <group>",
        f"    failover ........: {group}",
        f"      current        : {current}",
        *(f"      {name}           : {'Online' if group == 'Online' else 'Offline'}" for name in resources),
        "  <monitor>",
        *(f"    {line}" for line in monitors),
        " =====================================================================",
    ]
    return parse("\n".join(lines) + "\n")


CONF = b"""<?xml version="1.0" encoding="ASCII"?>
<root>
  <all><charset>ASCII</charset><serveros>linux</serveros><encode>ASCII</encode></all>
  <cluster><name>cluster</name><comment/></cluster>
  <server name="clu1"><priority>0</priority>
    <device id="0"><type>lan</type><info>192.168.0.111</info></device></server>
  <server name="clu2"><priority>1</priority>
    <device id="0"><type>lan</type><info>192.168.0.112</info></device></server>
  <heartbeat><types name="lankhb"/><lankhb name="lankhb1"><priority>0</priority><device>0</device></lankhb></heartbeat>
  <group name="failover">
    <comment/><gid>0</gid>
    <resource name="fip@fip1"/>
    <resource name="disk@disk1"/>
  </group>
  <resource>
    <types name="fip"/>
    <fip name="fip1"><comment/><parameters><ip>10.0.0.114</ip></parameters></fip>
    <types name="disk"/>
    <disk name="disk1"><comment/><parameters><disktype>disk</disktype><device>/dev/sdb2</device>
      <fs>ext4</fs><mount><point>/mnt/sdb2</point></mount></parameters></disk>
  </resource>
  <monitor>
    <types name="userw"/>
    <userw name="userw"><comment/><relation><type>cls</type><name>LocalServer</name></relation></userw>
  </monitor>
  <webmgr><client><objectnumber>12</objectnumber></client></webmgr>
</root>
"""
"""Two servers, a group with a floating IP and a disk, one monitor."""


class Given:
    """What the nodes would answer: a healthy cluster, the group online on clu1, nothing of JobCenter."""

    def __init__(self) -> None:
        self.table: dict[Ask[Any], object] = {}
        for node in ("clu1", "clu2"):
            self.says(node, Clpstat(), clpstat())
            self.file(node, CONFIGURATION, CONF)
            self.says(node, FileFacts(SCRIPTS), FileAnswer(FileKind.FOLDER))
            self.processes(node)
            self.says(node, MountTable(), (DISK,) if node == "clu1" else ())
            self.says(node, Addresses(), (FLOATING,) if node == "clu1" else ())

    def says(self, node: str, question: Question[Any], answer: object) -> "Given":
        self.table[Ask(node, question)] = answer
        return self

    def both(self, question: Question[Any], answer: object) -> "Given":
        return self.says("clu1", question, answer).says("clu2", question, answer)

    def exec_starts_the_site(self) -> "Given":
        """Both nodes hold a start.sh of exec1 that starts the site."""
        for node in ("clu1", "clu2"):
            self.file(node, "/opt/nec/clusterpro/scripts/failover/exec1/start.sh", b"#!/bin/sh\nexec cjcpw cluv\n")
        return self

    def file(self, node: str, path: str, content: bytes, mode: int = 0o644, owner: str = "root") -> "Given":
        answer = FileAnswer(FileKind.FILE, mode=mode, owner=owner, size=len(content), content=content, inode=7)
        return self.says(node, FileFacts(path, content=True), answer)

    def processes(self, node: str, *processes: Process) -> "Given":
        return self.says(node, ProcessTable(), (process(1, "/sbin/init"), *processes))

    def database(self, kind: FileKind) -> "Given":
        return self.says("clu1", DatabaseFolder(f"{PATH}/nqs"), FileAnswer(kind, inode=9))

    def answers(self, kind: Kind[Any], want: Want, to: Target) -> Answers:
        """Answers to all that the kind asks, and to nothing else."""
        return self.answers_to(kind.asks(want, to))

    def answers_to(self, asks: Iterable[Ask[Any]]) -> Answers:
        """Answers to these, and to nothing else."""
        return Answers({ask: self._answer(ask) for ask in asks})

    def _answer(self, ask: Ask[Any]) -> object:
        if ask in self.table:
            return self.table[ask]
        match ask.question:
            case JobFacts():
                return JobAnswer(JobState.ABSENT)
            case FileFacts():
                return FileAnswer(FileKind.ABSENT)
            case Package():
                return None
            case DatabaseUsers():
                return frozenset[int]()
            case StartScripts() as question:
                return self._start_scripts(ask.node, question)
            case _:
                raise KeyError(ask)

    def _start_scripts(self, node: str, question: StartScripts) -> frozenset[str]:
        folder = f"{SCRIPTS}/{question.group}/"
        held = {
            each.question.path: answer.content.decode("ascii", "replace")
            for each, answer in self.table.items()
            if each.node == node and isinstance(each.question, FileFacts) and isinstance(answer, FileAnswer)
            if answer.content is not None
        }
        return frozenset(
            path.removeprefix(folder).split("/")[0]
            for path, content in held.items()
            if path.startswith(folder) and path.endswith("/start.sh") and all(w in content for w in question.words)
        )

    def after(self, predicted: dict[Ask[Any], object]) -> "Given":
        """The same nodes with a change's predictions."""
        later = Given()
        later.table = {**self.table, **predicted}
        return later


def linked(answer: FileAnswer) -> FileAnswer:
    """The same as a link."""
    return replace(answer, kind=FileKind.LINK, content=None)
