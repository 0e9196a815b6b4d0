"""All questions to a node, in one place to import from."""

from clprun.node.commands import READ_ONLY, CommandAnswer, Probe, ReadOnlyCommand
from clprun.node.files import FileAnswer, FileFacts, FileKind, FreeSpace, Mount, MountTable
from clprun.node.http import HttpAnswer, HttpOutcome, HttpReply
from clprun.node.initscript import InitScript, InitScriptAnswer
from clprun.node.jobs import JobAnswer, JobFacts, JobState, LiveJob, LiveJobs
from clprun.node.lock import LockAnswer, LockFacts
from clprun.node.network import Addresses, AddressLookup, InterfaceAddress, Lookup, NameLookup, Ping
from clprun.node.processes import Process, ProcessesNow, ProcessTable
from clprun.node.runfolders import RunFolders
from clprun.node.system import Identity, IdentityAnswer, Package, Service, ServiceAnswer
from clprun.node.tree_questions import FolderVolume, TreeDifference, TreeSize
from clprun.node.windows.registry import (
    RegistryAnswer,
    RegistryEntry,
    RegistryKey,
    RegistryKeyAnswer,
    RegistryValue,
)

__all__ = [
    "READ_ONLY",
    "AddressLookup",
    "Addresses",
    "CommandAnswer",
    "FileAnswer",
    "FileFacts",
    "FileKind",
    "FolderVolume",
    "FreeSpace",
    "HttpAnswer",
    "HttpOutcome",
    "HttpReply",
    "Identity",
    "IdentityAnswer",
    "InitScript",
    "InitScriptAnswer",
    "InterfaceAddress",
    "JobAnswer",
    "JobFacts",
    "JobState",
    "LiveJob",
    "LiveJobs",
    "LockAnswer",
    "LockFacts",
    "Lookup",
    "Mount",
    "MountTable",
    "NameLookup",
    "Package",
    "Ping",
    "Probe",
    "Process",
    "ProcessTable",
    "ProcessesNow",
    "ReadOnlyCommand",
    "RegistryAnswer",
    "RegistryEntry",
    "RegistryKey",
    "RegistryKeyAnswer",
    "RegistryValue",
    "RunFolders",
    "Service",
    "ServiceAnswer",
    "TreeDifference",
    "TreeSize",
]
