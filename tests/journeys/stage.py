"""What the journeys have in common: a lab that has settled, its processes and its log of calls."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from clprun.lab import client
from clprun.lab.means import Tier
from clprun.lab.site import Site, default_site
from tests.support.bench import NODES, Bench
from tests.support.lab import eventually

__all__ = [
    "EIGHT",
    "LOCAL",
    "SITE",
    "changes_since",
    "commands_of",
    "group_on",
    "lab_of",
    "local_on",
    "processes_of",
    "reads_only_since",
    "site_on",
    "stands_on",
]

SITE: Final = replace(default_site(), time_factor=600.0)
"""The guide's values; the products' minutes become tenths of a second."""

EIGHT: Final = {
    "cjcpw": 1,
    "nqsdaemon": 1,
    "jnwcaster": 2,
    "jnwengine": 1,
    "sclaunchd": 1,
    "comagent": 1,
    "jcdbs": 1,
    "jnwlauncher": 1,
}
"""The eight names of a cluster site and how many there are of each (reference/products.md 1.4)."""

LOCAL: Final = {name: 1 for name in EIGHT if name != "cjcpw"}
"""The names of a local site: no cjcpw, and one jnwcaster."""

_PATIENCE: Final = 60.0


@contextmanager
def lab_of(home: Path, site: Site = SITE, tier: Tier | None = None) -> Iterator[Bench]:
    """A lab whose cluster has come up."""
    client.up(home, tier, site)
    try:
        bench = Bench(home)
        settle(bench)
        yield bench
    finally:
        client.down(home)


def settle(bench: Bench) -> None:
    """Wait until the cluster runs on both nodes, and JobCenter's local site where it is installed."""
    for node in NODES:
        eventually(lambda node=node: _is_settled(bench, node), f"{node} settled", _PATIENCE)  # type: ignore[misc]


def _is_settled(bench: Bench, node: str) -> bool:
    script = "test -e /run/clusterpro/settled && { ! test -e /usr/lib/nqs/nqsstart || pgrep -f '^NQS nqsdaemon'; }"
    return client.run(bench.home, node, ["sh", "-c", script]).returncode == 0


def processes_of(bench: Bench, node: str) -> dict[str, tuple[str, ...]]:
    """JobCenter's processes on a node: the path of command lines from each down to its topmost ancestor, by pid."""
    table = {}
    for line in bench.node(node, "ps", "-ww", "-eo", "pid=,ppid=,args=").splitlines():
        pid, parent, args = line.split(None, 2)
        table[pid] = (parent, args.strip())

    def line_of(pid: str) -> tuple[str, ...]:
        parent, args = table[pid]
        return (args, *(line_of(parent) if parent in table and parent != "1" else ()))

    return {pid: line_of(pid) for pid, (_, args) in table.items() if args.startswith(("/usr/lib/nqs/", "NQS "))}


def _name(args: str) -> str:
    return "nqsdaemon" if args.startswith("NQS ") else Path(args.split(maxsplit=1)[0]).name


def site_on(bench: Bench, node: str) -> dict[str, int]:
    """How often each name of the cluster site runs on a node: what has a cjcpw above it, and cjcpw."""
    lines = processes_of(bench, node).values()
    return dict(Counter(_name(line[0]) for line in lines if any("/cluster/cjcpw " in args for args in line)))


def local_on(bench: Bench, node: str) -> dict[str, int]:
    """How often each name of the local site runs on a node."""
    lines = processes_of(bench, node).values()
    return dict(Counter(_name(line[0]) for line in lines if not any("/cluster/cjcpw " in args for args in line)))


def group_on(bench: Bench) -> str:
    """The node that holds the failover group, as clpstat on clu2 says; empty while it is offline or on its way."""
    found = client.run(bench.home, "clu2", ["clpstat"])
    current = re.search(r"(?:current|現在のサーバ)\s*: (\S+)", found.stdout.decode())
    return current[1] if current and found.returncode == 0 else ""


def stands_on(bench: Bench, node: str) -> Callable[[], bool]:
    """A condition: the group and the whole site run on a node, and no part of the site on the other."""
    other = next(each for each in NODES if each != node)
    return lambda: group_on(bench) == node and site_on(bench, node) == EIGHT and not site_on(bench, other)


def changes_since(bench: Bench, count: int) -> list[dict[str, Any]]:
    """The calls that changed something since the log had ``count`` lines."""
    return [call for call in bench.calls()[count:] if call["changes"]]


def reads_only_since(bench: Bench, count: int) -> bool:
    """Whether products were asked since then, and only asked."""
    return len(bench.calls()) > count and not changes_since(bench, count)


def commands_of(calls: list[dict[str, Any]], by: str = "ssh") -> list[tuple[str, str]]:
    """Node and command line of each call; one that is logged at its start and at its end counts once."""
    long = {"cjcmksite", "cjcpw", "install.sh"}
    return [
        (call["node"], " ".join(call["argv"]))
        for call in calls
        if call["by"] == by
        and not (Path(call["argv"][0]).name in long and "-stop" not in call["argv"] and call["exit"] is not None)
    ]
