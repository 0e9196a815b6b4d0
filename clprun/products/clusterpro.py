"""The version of CLUSTERPRO X, and its state as clpstat tells it (reference/clusterpro.md 1.1 and 5)."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.shell import limited, tail
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Monitor
from clprun.products.clpstat import (
    BUSY_EXIT,
    ClpstatError,
    ClpstatProblem,
    ClusterStatus,
    GroupStatus,
    ObjectStatus,
    State,
    Status,
    parse,
)
from clprun.products.clusterpro_commands import INSTALLATIONS

__all__ = [
    "PACKAGES",
    "Clpstat",
    "Refused",
    "is_at_least",
    "is_between",
    "product_version",
    "with_configuration",
    "with_group",
    "with_monitors",
]

PACKAGES = ("clusterpro", "expresscls")
"""The package in its Japanese and its other edition (clusterpro.md 5)."""

_NOT_FOUND = 127
_NOT_FOUND_BY_CMD = 9009
_OUTPUT_LIMIT = 1 << 20
_CALL_SECONDS = 30
_PAUSES = "0.2 0.3 0.5 1 1 2 3"
"""Seconds between two tries while clpstat says that it is busy; the product's own advice is 3."""

_TRY = b"clprun tries "
"""Begins the line before each try's output on Windows: cmd can't keep an output for later, so the last one counts."""

_ENCODINGS = {Platform.LINUX: ("utf-8", "euc-jp"), Platform.WINDOWS: ("utf-8", "cp932")}
"""What a product in Japanese writes, newer systems first."""


def product_version(packages: Iterable[str | None], installed: Configuration) -> str | None:
    """The product's version, e.g. ``4.3.0-1``; ``None`` when nothing tells it.

    Args:
        packages: versions of the packages in :data:`PACKAGES`.
        installed: the configuration; a WebUI notes in ``trekking/savedversion`` what it saved it for (2.2).
    """
    noted = installed.document.root.text("trekking", "savedversion")
    return next((version for version in (*packages, noted) if version), None)


def is_between(version: str, minimum: str, maximum: str) -> bool:
    """Whether a version lies in a range; ``5.1`` as its maximum includes ``5.1.2-1``."""
    most = _numbers(maximum)
    return is_at_least(version, minimum) and _numbers(version)[: len(most)] <= most


def is_at_least(version: str, minimum: str) -> bool:
    """Whether a version is another one's or a later one."""
    return _numbers(minimum) <= _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", version)))


@dataclass(frozen=True)
class Refused:
    """clpstat told no state: it is disabled while the cluster is suspended (clusterpro.md, corrections: R, high).

    Where the cluster service is only stopped it tells a state, everything offline (1.1).

    Args:
        exit_code: what it ended with; not public.
        output: the end of what it printed instead; untrusted.
    """

    exit_code: int
    output: str | None = None

    def problem(self, node: str) -> Problem:
        """The same for people.

        Args:
            node: name of the node that was asked.
        """
        return Problem("cluster.status_refused", {"exit": self.exit_code}, node=node, output=self.output)


@dataclass(frozen=True)
class Clpstat(Question[ClusterStatus | Refused | None]):
    """The state of the cluster as this server sees it; ``None`` = a transition went on all the time it was asked.

    Args:
        seconds: how long the answer may take.
    """

    seconds: int = 60

    def script(self, platform: Platform) -> str:
        """``clpstat --long``, again while it is busy; without ``--long`` where a version does not know that."""
        clpstat = INSTALLATIONS[platform].clpstat
        if platform is Platform.WINDOWS:
            return _by_cmd(clpstat)
        calls = {
            form: limited((clpstat, *options), _CALL_SECONDS, _OUTPUT_LIMIT, _OUTPUT_LIMIT)
            for form, options in (("long", ("--long",)), ("short", ()))
        }
        tries = "".join(
            f"for pause in {_PAUSES} 0; do\n"
            f"reply=$(\n{call})\ncode=$?\n"
            f'[ "$code" -eq {BUSY_EXIT} ] || break\nsleep "$pause"\ndone\n'
            f'case $code in 0 | {BUSY_EXIT}) printf \'%s\\n\' {form} "$reply"; exit "$code" ;; esac\n'
            for form, call in calls.items()
        )
        return f'[ -x {clpstat} ] || exit {_NOT_FOUND}\n{tries}printf "%s\\n" short "$reply"\nexit "$code"\n'

    def answer(self, raw: Raw) -> ClusterStatus | Refused | None:
        """The state of the cluster.

        Raises:
            Unanswerable: CLUSTERPRO is not installed, or the state that clpstat tells is not understood.
        """
        _, by_cmd, last = raw.out.rpartition(_TRY)
        form, _, output = last.partition(b"\n")
        if raw.exit_code == _NOT_FOUND_BY_CMD or (raw.exit_code == _NOT_FOUND and not raw.out):
            raise Unanswerable(Problem("cluster.not_installed"))
        if raw.exit_code == BUSY_EXIT:
            return None
        if raw.exit_code != 0:
            return Refused(raw.exit_code, tail(output, raw.err) or None)
        try:
            encodings = _ENCODINGS[Platform.WINDOWS if by_cmd else Platform.LINUX]
            return parse(_decoded(output, encodings), long=form.strip().endswith(b"long"))
        except ClpstatError as error:
            if error.code is ClpstatProblem.NO_STATUS:
                return Refused(raw.exit_code, tail(output, raw.err) or None)
            problem = Problem("cluster.status_not_understood", {"line": error.text}, output=tail(output))
            raise Unanswerable(problem) from None


def with_group(status: ClusterStatus, group: str, server: str | None) -> ClusterStatus:
    """A state of the cluster after a group was started on a server, or stopped (``None``).

    A monitor that is offline waits for a group; the one that starts is taken to be the one it waits for.
    """
    state = _state(Status.OFFLINE if server is None else Status.ONLINE)

    def changed(item: GroupStatus) -> GroupStatus:
        members = tuple(replace(member, state=state) for member in item.resources)
        return replace(item, state=state, current=server, resources=members)

    def watching(monitor: ObjectStatus) -> ObjectStatus:
        waits = server is not None and monitor.state.status is Status.OFFLINE
        return replace(monitor, state=_state(Status.NORMAL)) if waits else monitor

    groups = tuple(changed(item) if item.name == group else item for item in status.groups)
    return replace(status, groups=groups, monitors=tuple(map(watching, status.monitors)))


def with_monitors(status: ClusterStatus, monitors: Collection[str], becomes: Status) -> ClusterStatus:
    """A state of the cluster after some monitors were suspended, or let watch again."""
    changed = (replace(it, state=_state(becomes)) if it.name in monitors else it for it in status.monitors)
    return replace(status, monitors=tuple(changed))


def with_configuration(status: ClusterStatus, installed: Configuration) -> ClusterStatus:
    """A state of the cluster after a configuration with more resources and monitors was pushed.

    What watches all the time, as a mirror's monitor does, is taken to be normal then, and so is what watches a resource
    of a group that is online.
    """
    online = {
        entry.name
        for group in installed.groups
        if (found := status.group(group.name)) is not None and found.state.status is Status.ONLINE
        for entry in group.resources
    }

    def changed(group: GroupStatus) -> GroupStatus:
        holder = installed.group(group.name)
        names = [entry.name for entry in holder.resources] if holder else []
        known = {resource.name for resource in group.resources}
        new = tuple(_object(name, Status.OFFLINE) for name in names if name not in known)
        return replace(group, resources=(*group.resources, *new))

    new = tuple(
        _object(monitor.name, Status.OFFLINE if _waits(monitor, online) else Status.NORMAL)
        for monitor in installed.monitors
        if status.monitor(monitor.name) is None
    )
    groups = (*map(changed, status.groups), *_new_groups(status, installed))
    return replace(status, groups=groups, monitors=(*status.monitors, *new))


def _new_groups(status: ClusterStatus, installed: Configuration) -> Iterator[GroupStatus]:
    """The groups that a configuration brings: nothing has started them yet."""
    for group in installed.groups:
        if status.group(group.name) is None:
            members = tuple(_object(entry.name, Status.OFFLINE) for entry in group.resources)
            yield GroupStatus(group.name, _state(Status.OFFLINE), "", False, None, members)


def _waits(monitor: Monitor, online: Container[str]) -> bool:
    """Whether a monitor watches nothing yet."""
    target = monitor.values.get("target")
    return bool(target) and target not in online


def _object(name: str, status: Status) -> ObjectStatus:
    return ObjectStatus(name, _state(status), "", possibly_cut=False)


def _state(status: Status) -> State:
    return State(status, status.value)


def _by_cmd(clpstat: str) -> str:
    """The tries for cmd; one that is not known to it leaves 9009."""
    busy = f"!clprun!=={BUSY_EXIT}"
    one = f'echo {_TRY.decode()}%~o&{clpstat} %~o&set "clprun=!errorlevel!"&if {busy} ping -n 3 127.0.0.1 >nul'
    tries = f'if not !clprun!==0 set "clprun={BUSY_EXIT}"&for /l %i in (1,1,4) do @if {busy} ({one})'
    return f'set "clprun={BUSY_EXIT}"&(for %o in (--long "") do @{tries})&cmd /d /c exit !clprun!'


def _decoded(output: bytes, encodings: Sequence[str]) -> str:
    """By the encoding that fits best: what a comment holds beyond it, as a vendor's own characters, hides no state."""
    fits = [output.decode(encoding, "replace") for encoding in encodings]
    best = min(range(len(fits)), key=lambda number: fits[number].count("\ufffd"))
    return output.decode(encodings[best], "backslashreplace")
