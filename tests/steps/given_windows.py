"""A Windows cluster of two nodes and what they would answer, for tests of step kinds."""

from clprun.model.cluster import Node, Platform
from clprun.node.questions import FileAnswer, FileFacts, FileKind, Mount, MountTable
from clprun.products.clusterpro import Clpstat
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Decision, Target
from tests.steps.given import CLU1, CLUSTER, Given, clpstat
from tests.steps.given import target as linux_target

WINDOWS = CLUSTER.model_copy(update={"platform": Platform.WINDOWS})
CLUSTERPRO = INSTALLATIONS[Platform.WINDOWS]
C_DRIVE, E_DRIVE = (Mount(f"{letter}:", f"{letter}:\\", "NTFS", ()) for letter in "CE")

CONF = b"""<?xml version="1.0" encoding="SJIS"?>
<root>
  <all><charset>SJIS</charset><serveros>windows</serveros><encode>SJIS</encode></all>
  <cluster><name>cluster</name><comment/></cluster>
  <server name="clu1"><priority>0</priority>
    <device id="0"><type>lan</type><info>192.168.0.111</info></device></server>
  <server name="clu2"><priority>1</priority>
    <device id="0"><type>lan</type><info>192.168.0.112</info></device></server>
  <heartbeat><types name="lankhb"/><lankhb name="lankhb1"><priority>0</priority><device>0</device></lankhb></heartbeat>
  <group name="failover">
    <comment/>
    <resource name="fip@fip1"/>
    <resource name="sd@sd1"/>
  </group>
  <resource>
    <types name="fip"/>
    <fip name="fip1"><comment/><parameters><ip>10.0.0.114</ip></parameters></fip>
    <types name="sd"/>
    <sd name="sd1"><comment/><parameters><volumemountpoint>E</volumemountpoint></parameters>
      <server name="clu1"><parameters><volumeguid>1</volumeguid></parameters></server>
      <server name="clu2"><parameters><volumeguid>2</volumeguid></parameters></server></sd>
  </resource>
  <monitor>
    <types name="userw"/>
    <userw name="userw"><comment/><relation><type>cls</type><name>LocalServer</name></relation></userw>
  </monitor>
  <trekking><savedversion>4.2.0-1</savedversion></trekking>
  <webmgr><client><objectnumber>12</objectnumber></client></webmgr>
</root>
"""
"""Two servers, a group with a floating IP and a shared disk, one monitor."""


def target(
    node: Node = CLU1, *, attempt: int = 1, decision: Decision | None = None, cluster_config: str = "push"
) -> Target:
    """A step on a node of the Windows cluster."""
    cluster = WINDOWS.model_copy(update={"cluster_config": cluster_config})
    return linux_target(node, attempt=attempt, decision=decision, cluster=cluster)


class WindowsGiven(Given):
    """A healthy Windows cluster, the group online on clu1."""

    def __init__(self, group: str = "Online", content: bytes = CONF) -> None:
        super().__init__()
        self.table.clear()
        current = "clu1" if group == "Online" else "-"
        for node in ("clu1", "clu2"):
            self.says(node, Clpstat(), clpstat(group, current, resources=("fip1", "sd1")))
            self.file(node, CLUSTERPRO.configuration, content)
            self.says(node, FileFacts(CLUSTERPRO.scripts), FileAnswer(FileKind.FOLDER))
            here = group == "Online" and node == "clu1"
            self.says(node, MountTable(), (C_DRIVE, E_DRIVE) if here else (C_DRIVE,))
