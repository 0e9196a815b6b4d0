"""Questions about the operating system: who the node is, its packages and services."""

import re
import shlex
from dataclasses import dataclass, field

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import linux_only, quote, refuse, text

__all__ = ["Identity", "IdentityAnswer", "Package", "Service", "ServiceAnswer"]

_SECONDS = 30
_NO_PROGRAM = 127
_LINES_BEFORE_RELEASE = 5


@dataclass(frozen=True)
class IdentityAnswer:
    """Who a node is.

    Args:
        host_name: its own name for itself.
        user_id: of the user who asks; 0 = root.
        os_id: as in os-release, e.g. ``rhel``, ``debian``; empty when unknown.
        os_version: as in os-release, e.g. ``8.9``; empty when unknown.
        kernel: name and release, e.g. ``Linux 4.18.0``.
        boot_id: differs after every boot; empty when unknown.
        clock: the node's clock when it answered, in seconds since the epoch.
        sent: when it was asked, in seconds of this computer's monotonic clock; 0 = nobody looked.
        answered: when the answer had come.
    """

    host_name: str
    user_id: int
    os_id: str
    os_version: str
    kernel: str
    boot_id: str
    clock: float
    sent: float = field(default=0.0, compare=False)
    answered: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Identity(Question[IdentityAnswer]):
    """Who the node is, and what its clock says."""

    def script(self, platform: Platform) -> str:
        """Five lines, then the release file, which is never run."""
        linux_only(platform)
        return (
            "uname -n; id -u; uname -s -r\n"
            "boot=; read -r boot 2>/dev/null </proc/sys/kernel/random/boot_id; printf '%s\\n' \"$boot\"\n"
            "date +%s.%N\n"
            "cat /etc/os-release 2>/dev/null || cat /etc/redhat-release 2>/dev/null || :\n"
        )

    def answer(self, raw: Raw) -> IdentityAnswer:
        """Who it is.

        Raises:
            Unanswerable: a line is missing or no number.
        """
        lines = text(raw.out).split("\n")
        try:
            host_name, user_id, kernel, boot_id, clock = lines[:_LINES_BEFORE_RELEASE]
            os_id, os_version = _release(lines[_LINES_BEFORE_RELEASE:])
            times = (float(clock), raw.sent, raw.answered)
            return IdentityAnswer(host_name, int(user_id), os_id, os_version, kernel, boot_id, *times)
        except ValueError:
            refuse("node.reply_not_understood", raw, question="uname, id, date")


def _release(lines: list[str]) -> tuple[str, str]:
    """Id and version from os-release(5), or from the one line RHEL 6 has instead."""
    values = {key: value for line in lines for key, mark, value in [line.partition("=")] if mark}
    if not values:
        found = re.match(r"(CentOS|Red Hat).* release ([\d.]+)", lines[0]) if lines else None
        return ("", "") if found is None else ({"CentOS": "centos"}.get(found[1], "rhel"), found[2])
    return _unquoted(values.get("ID", "")), _unquoted(values.get("VERSION_ID", ""))


def _unquoted(value: str) -> str:
    try:
        return "".join(shlex.split(value))
    except ValueError:
        return value


@dataclass(frozen=True)
class Package(Question[str | None]):
    """Version of an installed package (``version-release``), ``None`` when it is not installed."""

    name: str
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """Whichever of the two package tools knows it."""
        linux_only(platform)
        name = quote(self.name)
        dpkg = f"timeout -s KILL {self.seconds} dpkg-query -W -f '${{db:Status-Abbrev}} ${{Version}}\\n' -- {name}"
        rpm = f"timeout -s KILL {self.seconds} rpm -q --qf 'ii  %{{VERSION}}-%{{RELEASE}}\\n' -- {name}"
        return (
            "tool=\n"
            f"if command -v dpkg-query >/dev/null; then tool=1; {dpkg} 2>/dev/null; fi\n"
            f"if command -v rpm >/dev/null; then tool=1; {rpm} 2>/dev/null; fi\n"
            '[ -n "$tool" ]\n'
        )

    def answer(self, raw: Raw) -> str | None:
        """The version.

        Raises:
            Unanswerable: the node has neither ``dpkg-query`` nor ``rpm``.
        """
        if raw.exit_code != 0:
            refuse("node.no_package_tool", name=self.name)
        rows = [line.split() for line in text(raw.out).splitlines()]
        return next((row[1] for row in rows if len(row) > 1 and row[0] == "ii"), None)


@dataclass(frozen=True)
class ServiceAnswer:
    """State of a systemd unit, in systemd's words.

    Args:
        load: ``loaded``, ``not-found``, ``masked`` and the like.
        enabled: ``enabled``, ``disabled``, ``static``, ``masked`` and the like; empty when there is no unit. Of an
            init script that systemd runs, what chkconfig says.
        active: ``active``, ``inactive``, ``failed``, ``activating`` and the like.
        main_pid: its main process, ``None`` when it has none.
        restart: when systemd starts it again by itself, e.g. ``no``, ``always``.
    """

    load: str
    enabled: str
    active: str
    main_pid: int | None
    restart: str = ""

    @property
    def is_stopped(self) -> bool:
        """Whether it does not run and is not on its way."""
        return self.active in {"inactive", "failed"}


_OF_INIT_SCRIPTS = {"", "bad", "generated"}
"""What ``UnitFileState`` is of an init script: empty or ``bad`` on RHEL 7, ``generated`` since systemd 235."""


@dataclass(frozen=True)
class Service(Question[ServiceAnswer]):
    """State of a service of systemd (RHEL 7 and later)."""

    name: str
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """``systemctl show``; ``is-enabled`` knows init scripts, too, and exits with a code for every state."""
        linux_only(platform)
        properties = " ".join(
            f"-p {name}" for name in ("LoadState", "UnitFileState", "ActiveState", "MainPID", "Restart")
        )
        return (
            "command -v systemctl >/dev/null || exit 127\n"
            f"timeout -s KILL {self.seconds} systemctl --no-pager show {properties} -- {quote(self.name)} || exit\n"
            f"enabled=$(timeout -s KILL {self.seconds} systemctl is-enabled -- {quote(self.name)} 2>/dev/null)\n"
            'printf "IsEnabled=%s\\n" "$enabled"\n'
        )

    def answer(self, raw: Raw) -> ServiceAnswer:
        """The unit's state.

        Raises:
            Unanswerable: there is no systemd, or it does not answer.
        """
        if raw.exit_code == _NO_PROGRAM:
            refuse("node.no_systemd", name=self.name)
        values = dict(line.split("=", 1) for line in text(raw.out).splitlines() if "=" in line)
        if raw.exit_code != 0 or "ActiveState" not in values:
            refuse("node.reply_not_understood", raw, question=f"systemctl show {self.name}")
        pid = re.fullmatch(r"[1-9][0-9]{0,9}", values.get("MainPID", ""))
        enabled = values.get("UnitFileState", "")
        if enabled in _OF_INIT_SCRIPTS and values.get("IsEnabled") in {"enabled", "disabled"}:
            enabled = values["IsEnabled"]
        return ServiceAnswer(
            load=values.get("LoadState", ""),
            enabled=enabled,
            active=values["ActiveState"],
            main_pid=int(pid[0]) if pid else None,
            restart=values.get("Restart", ""),
        )
