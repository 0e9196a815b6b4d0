"""A picture of both nodes before and after a run."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from clprun.model.cluster import Cluster, Platform
from clprun.model.paths import system_root
from clprun.model.question import Ask, Question, Unanswerable
from clprun.node.commands import ReadOnlyCommand
from clprun.node.files import FileFacts, FreeSpace, MountTable
from clprun.node.network import Addresses
from clprun.node.processes import Process, ProcessTable
from clprun.node.system import Identity
from clprun.products.clusterpro_commands import installation_of

__all__ = ["picture", "questions"]

_HOSTS = {Platform.LINUX: "/etc/hosts", Platform.WINDOWS: r"C:\Windows\System32\drivers\etc\hosts"}


def questions(cluster: Cluster) -> tuple[Question[Any], ...]:
    """What is kept of each node before and after a run."""
    clusterpro, platform = installation_of(cluster), cluster.platform
    return (
        Identity(),
        ReadOnlyCommand((clusterpro.clpstat,)),
        FileFacts(clusterpro.configuration, content=True),
        FileFacts(_HOSTS[platform], content=True),
        MountTable(),
        Addresses(),
        ProcessTable(),
        FreeSpace(system_root(platform)),
    )


def picture(asks: Sequence[Ask[Any]], answers: Mapping[Ask[Any], object]) -> dict[str, Any]:
    """The answers as JSON data, by node and question; bytes are given by their SHA-256, processes by their programs."""
    result: dict[str, Any] = {}
    for ask in asks:
        result.setdefault(ask.node, {})[repr(ask.question)] = _plain(answers.get(ask))
    return result


def _plain(value: object) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, Unanswerable):
        return {"unanswerable": value.problem.code, **value.problem.values}
    if isinstance(value, Process):
        return {"pid": value.pid, "parent": value.parent, "start": value.start, "program": value.program}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest(), "bytes": len(value)}
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
