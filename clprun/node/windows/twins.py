"""Which question is asked how on Windows.

A question has one class and one answer type for every platform. Its Windows twin is a frozen dataclass made from the
question; its script is one command line for cmd.exe, and it understands what that prints. Questions that only Windows
has are none of these: they bring their own command line.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from clprun.model.question import Question
from clprun.node.boots import BootFacts
from clprun.node.commands import Probe
from clprun.node.files import FileFacts, FreeSpace, MountTable
from clprun.node.http import HttpAnswer
from clprun.node.jobs import JobFacts, LiveJobs
from clprun.node.lock import LockFacts
from clprun.node.network import Addresses, AddressLookup, NameLookup, Ping
from clprun.node.processes import ProcessTable
from clprun.node.runfolders import RunFolders
from clprun.node.system import Identity
from clprun.node.tree_questions import FolderVolume, TreeDifference, TreeSize
from clprun.node.windows.boots import WindowsBootFacts
from clprun.node.windows.commands import WindowsProbe
from clprun.node.windows.files import WindowsFileFacts, WindowsFreeSpace, WindowsMountTable
from clprun.node.windows.http import WindowsHttpAnswer
from clprun.node.windows.identity import WindowsIdentity
from clprun.node.windows.jobs import WindowsJobFacts, WindowsLiveJobs
from clprun.node.windows.lock import WindowsLockFacts
from clprun.node.windows.network import (
    WindowsAddresses,
    WindowsAddressLookup,
    WindowsNameLookup,
    WindowsPing,
)
from clprun.node.windows.processes import WindowsProcessTable
from clprun.node.windows.runfolders import WindowsRunFolders
from clprun.node.windows.tree_questions import WindowsFolderVolume, WindowsTreeDifference, WindowsTreeSize

__all__ = ["TWINS", "twin"]

A = TypeVar("A")

TWINS: Mapping[type[Question[Any]], Callable[[Any], Question[Any]]] = {
    AddressLookup: WindowsAddressLookup,
    Addresses: WindowsAddresses,
    BootFacts: WindowsBootFacts,
    FileFacts: WindowsFileFacts,
    FolderVolume: WindowsFolderVolume,
    FreeSpace: WindowsFreeSpace,
    HttpAnswer: WindowsHttpAnswer,
    Identity: WindowsIdentity,
    JobFacts: WindowsJobFacts,
    LiveJobs: WindowsLiveJobs,
    LockFacts: WindowsLockFacts,
    MountTable: WindowsMountTable,
    NameLookup: WindowsNameLookup,
    Ping: WindowsPing,
    Probe: WindowsProbe,
    ProcessTable: WindowsProcessTable,
    RunFolders: WindowsRunFolders,
    TreeDifference: WindowsTreeDifference,
    TreeSize: WindowsTreeSize,
}
"""By class of the question, what makes its twin."""


def twin(question: Question[A]) -> Question[A]:
    """The Windows twin of a question, or the question itself where it has none."""
    for kind in type(question).__mro__:
        if kind in TWINS:
            return TWINS[kind](question)
    return question
