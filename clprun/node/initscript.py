"""The state of a service on RHEL 6, which has init scripts and no systemd."""

import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import MESSAGES_IN_ENGLISH, linux_only, quote, refuse, text

__all__ = ["InitScript", "InitScriptAnswer"]

_SECONDS = 30
_NO_PROGRAM = 127
_KILLED = 128 + 9
_LEVEL = re.compile(r"\b([0-6]):on\b")
_RUNS, _STATUS_UNKNOWN = 0, 4


@dataclass(frozen=True)
class InitScriptAnswer:
    """State of an init script's service.

    Args:
        there: whether there is such a script.
        levels: runlevels in which it is started, as chkconfig says.
        runs: whether it runs, by the script's own ``status`` (LSB: 0 runs, 1 to 3 does not); ``None`` where the script
            says that it does not know (4).
        status: exit code of ``status``.
    """

    there: bool
    levels: frozenset[int] = frozenset()
    runs: bool | None = False
    status: int = 0


@dataclass(frozen=True)
class InitScript(Question[InitScriptAnswer]):
    """State of a service of an init script."""

    name: str
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """``chkconfig --list`` and ``service NAME status``."""
        linux_only(platform)
        name = quote(self.name)
        return (
            f"{MESSAGES_IN_ENGLISH}command -v chkconfig >/dev/null && command -v service >/dev/null || exit 127\n"
            f"[ -e /etc/init.d/{name} ] || {{ echo absent; exit 0; }}\n"
            f"timeout -s KILL {self.seconds} chkconfig --list {name} 2>/dev/null\n"
            f"said=$(timeout -s KILL {self.seconds} service {name} status 2>&1); code=$?\n"
            'printf "status %s\\n" "$code"; printf "%s\\n" "$said" | head -c 4000 >&2\n'
        )

    def answer(self, raw: Raw) -> InitScriptAnswer:
        """Its state.

        Raises:
            Unanswerable: there is no chkconfig, or the script does not say whether it runs.
        """
        if raw.exit_code == _NO_PROGRAM:
            refuse("node.no_init_scripts", name=self.name)
        said = text(raw.out)
        if said == "absent\n":
            return InitScriptAnswer(there=False)
        status = re.search(r"^status (\d{1,3})$", said, re.MULTILINE)
        if status is None:
            refuse("node.reply_not_understood", raw, question=f"chkconfig --list {self.name}")
        code = int(status[1])
        if code == _KILLED:
            refuse("node.command_killed", command=f"service {self.name} status", seconds=self.seconds)
        if code > _STATUS_UNKNOWN:
            refuse("node.reply_not_understood", raw, question=f"service {self.name} status")
        levels = frozenset(int(level) for level in _LEVEL.findall(said))
        return InitScriptAnswer(
            there=True, levels=levels, runs=None if code == _STATUS_UNKNOWN else code == _RUNS, status=code
        )
