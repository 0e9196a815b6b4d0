"""Questions that a program on the node answers: known read-only ones, and probes a runbook's author stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import limited, linux_only, refuse

__all__ = ["READ_ONLY", "CommandAnswer", "Probe", "ReadOnlyCommand"]

READ_ONLY: Mapping[str, frozenset[str] | None] = {
    "/usr/sbin/clpstat": None,
    "/usr/sbin/clpmdstat": None,
    "/usr/sbin/clpcfget": frozenset({"-e", "-g"}),
    "/usr/bin/jcagctrl": frozenset({"list"}),
    "clpstat": None,
    "clpmdstat": None,
    "clpcfget": frozenset({"-e", "-g"}),
}
"""Programs that only show, with the first arguments under which they do; ``None`` = under any. By name on Windows.

Sources: reference/clusterpro.md 1.1 (clpstat), 1.8 (clpcfget), 1.10 (clpmdstat); reference/products.md (jcagctrl).
"""

_OUT_LIMIT = 4 << 20
_ERR_LIMIT = 64 << 10
_KILLED = 128 + 9


@dataclass(frozen=True)
class CommandAnswer:
    """What a program left.

    Args:
        exit_code: 127 when there is no such program.
        out: its standard output, untrusted.
        err: its standard error, untrusted.
    """

    exit_code: int
    out: bytes
    err: bytes


@dataclass(frozen=True)
class Probe(Question[CommandAnswer]):
    """A program that a runbook's author promises to be read-only.

    Args:
        argv: program and arguments; no shell sees them.
        seconds: time limit, from 1.
    """

    argv: tuple[str, ...]
    seconds: int = 30

    def __post_init__(self) -> None:
        """Refuse what can't be run within a limit."""
        if not self.argv or self.seconds < 1:
            raise ValueError(f"no program or no time: {self}")

    def script(self, platform: Platform) -> str:
        """Run it bounded in time and output."""
        linux_only(platform)
        return limited(self.argv, self.seconds, _OUT_LIMIT, _ERR_LIMIT)

    def answer(self, raw: Raw) -> CommandAnswer:
        """Its exit code and streams.

        Raises:
            Unanswerable: it took too long, was killed, or printed too much.
        """
        program = self.argv[0]
        if raw.exit_code == _KILLED:
            refuse("node.command_killed", raw, command=program, seconds=self.seconds)
        if len(raw.out) > _OUT_LIMIT or len(raw.err) > _ERR_LIMIT:
            refuse("node.reply_too_long", question=program)
        return CommandAnswer(raw.exit_code, raw.out, raw.err)


@dataclass(frozen=True)
class ReadOnlyCommand(Probe):
    """A program of :data:`READ_ONLY`; any other is a ``ValueError``."""

    def __post_init__(self) -> None:
        """Refuse any program that is not known to be read-only."""
        super().__post_init__()
        program, *arguments = self.argv
        allowed = READ_ONLY.get(program, frozenset())
        if allowed is not None and not (arguments and arguments[0] in allowed):
            raise ValueError(f"not known to be read-only: {self.argv}")
