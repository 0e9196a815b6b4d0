"""What is known of CLUSTERPRO X Internet Server Agent 1.0: its commands, licences, monitor commands and messages.

Sources: guide ISA, chapters 1 to 3; reference/products.md 5; reference/clusterpro.md 1.9 and 5. Exit codes are not
public: states decide.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.questions import Process
from clprun.node.shell import MESSAGES_IN_ENGLISH, linux_only, quote, refuse, text

__all__ = [
    "CLPLCNSC",
    "COMMANDS",
    "DETECTED",
    "ENDED",
    "PAUSED",
    "REGISTERED",
    "RESUMED",
    "STARTED",
    "WATCHES",
    "Licences",
    "MonitorMessages",
    "MonitorRecord",
    "module_of",
    "runs_monitor",
]

CLPLCNSC = "/usr/sbin/clplcnsc"

REGISTERED = "Command succeeded."
"""What clplcnsc says when a licence was registered (ISA chapter 1)."""

COMMANDS = ("clp_httpmon", "clp_smtpmon")
"""The monitor commands, in /usr/sbin (ISA chapter 2)."""

STARTED, WATCHES, ENDED, DETECTED, PAUSED, RESUMED = 1, 2, 3, 6, 7, 8
"""Event ids of a monitor command's messages (ISA chapter 3); texts differ between versions (ERRATA G4-09 to G4-14)."""

_LOGS = ("/var/log/messages", "/var/log/syslog", "/opt/nec/clusterpro/alert/log/alert.log.cur")
"""Messages go to syslog and to the alert log (ISA chapter 3; clusterpro.md 5); the first that has any is read."""

_LOG_BYTES = 8 << 20
_LINES = 500
_EVENT = re.compile(r"(?:<event: ?| (?:httpmon|smtpmon) +)(\d{1,3})\b")
_SECONDS = 30
_NO_PROGRAM = 127


def module_of(command: str) -> str:
    """The module whose messages a monitor command writes."""
    return command.removeprefix("clp_")


def runs_monitor(process: Process) -> bool:
    """Whether a process is a monitor command, whichever of its first words names it."""
    return any(PurePosixPath(word).name in COMMANDS for word in process.args.split()[:2])


@dataclass(frozen=True)
class Licences(Question[bool | None]):
    """Whether a licence of a product is registered on the node; ``None`` where ``clplcnsc -l`` can't tell.

    The list holds the keys themselves: only the lines that name the product leave the node.

    Args:
        name: what the list may call it (clusterpro.md 1.9; products.md 5.5).
        product: its id, where the version knows products by one.
    """

    name: str
    product: str | None = None
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """``clplcnsc -l -p PRODUCT``, and without ``-p`` where that is not known."""
        linux_only(platform)
        command = f"timeout -s KILL {self.seconds} {CLPLCNSC}"
        by_id = f"{command} -l -p {quote(self.product)} 2>/dev/null" if self.product else "false"
        words = " ".join(f"-e {quote(word)}" for word in (self.name, self.product) if word)
        return (
            f"{MESSAGES_IN_ENGLISH}[ -x {CLPLCNSC} ] || exit 127\n"
            f"listed=$({by_id}) || listed=$({command} -l 2>/dev/null) || exit 1\n"
            f"printf '%s\\n' \"$listed\" | grep -c -F {words} || :\n"
        )

    def answer(self, raw: Raw) -> bool | None:
        """Whether the list names the product.

        Raises:
            Unanswerable: there is no clplcnsc.
        """
        if raw.exit_code == _NO_PROGRAM:
            refuse("isa.no_clplcnsc", command=CLPLCNSC)
        count = re.fullmatch(rb"\s*(\d{1,9})\s*", raw.out)
        return int(count[1]) > 0 if raw.exit_code == 0 and count else None


@dataclass(frozen=True)
class MonitorRecord(Question[int | None]):
    """The process id that the product has on record for an identifier; ``None`` when it has none.

    Never asked with ``-h``, which is the Request-URI and would start a monitor (ERRATA G4-15).

    Args:
        command: the monitor command.
        id: identifier of the monitor.
    """

    command: str
    id: str
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """``COMMAND ID --disp``; its exit codes are not public, so they are told apart from the shell's own."""
        linux_only(platform)
        program = f"/usr/sbin/{self.command}"
        return (
            f"{MESSAGES_IN_ENGLISH}[ -x {program} ] || exit {_NO_PROGRAM}\n"
            f"shown=$(timeout -s KILL {self.seconds} {program} {quote(self.id)} --disp) || shown=\n"
            "printf '%s\\n' \"$shown\"\n"
        )

    def answer(self, raw: Raw) -> int | None:
        """The last number it prints; how it prints it is not public.

        Raises:
            Unanswerable: the command is not there, or it has a record and shows no number.
        """
        if raw.exit_code == _NO_PROGRAM:
            refuse("isa.no_monitor_command", command=self.command)
        numbers = re.findall(rb"\b\d{1,10}\b", raw.out.replace(self.id.encode(), b""))
        if raw.out.strip() and not numbers:
            refuse("node.reply_not_understood", raw, question=f"{self.command} {self.id} --disp")
        return int(numbers[-1]) if numbers else None


@dataclass(frozen=True)
class MonitorMessages(Question[tuple[int, ...]]):
    """Event ids of the last life of a monitor on the node: from its last start on, oldest first; empty without one.

    Args:
        module: ``httpmon`` or ``smtpmon``.
        id: identifier of the monitor.
    """

    module: str
    id: str

    def script(self, platform: Platform) -> str:
        """The lines of the module that name the identifier, out of the first log that has any."""
        linux_only(platform)
        forms = f"-e {quote(f'<type: {self.module}>')} -e {quote(f' {self.module} ')}"
        search = f"grep -a -F {forms} | grep -a -F -e {quote(f'[ID:{self.id}]')} | tail -n {_LINES}"
        return (
            f"{MESSAGES_IN_ENGLISH}for log in {' '.join(_LOGS)}; do\n"
            '  [ -r "$log" ] || continue\n'
            f'  found=$(tail -c {_LOG_BYTES} -- "$log" | {search})\n'
            '  if [ -n "$found" ]; then printf "%s\\n" "$found"; exit 0; fi\n'
            "done\n"
        )

    def answer(self, raw: Raw) -> tuple[int, ...]:
        """The events since the last start."""
        found = (_EVENT.search(line) for line in text(raw.out).splitlines())
        events = [int(match[1]) for match in found if match]
        starts = [index for index, event in enumerate(events) if event == STARTED]
        return tuple(events[starts[-1] :]) if starts else ()
