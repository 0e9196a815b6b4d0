"""Who a Windows node is.

Everything is judged by numbers: the version in ``ver``, the SID of the mandatory level in ``whoami /groups``
(S-1-16-12288 = high, S-1-16-16384 = system; [doc] well-known SIDs), registry values. Windows Server 2003 has no
mandatory levels: there, whoever may list sessions is an administrator (reference/lab-windows.md 5).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import refuse
from clprun.node.system import Identity, IdentityAnswer
from clprun.node.windows.bootid import UNKNOWN, tell_boot
from clprun.node.windows.cmd import text, windows_only

__all__ = ["WindowsIdentity"]

_ZONE = r"HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
_INTERNATIONAL = r"HKCU\Control Panel\International"

_FIELD = re.compile(r"^clprun-(\w+) ?(.*)$", re.MULTILINE)
_VERSION = re.compile(r"(?<!\d)\d+\.\d+\.\d+")
_LEVEL = re.compile(r"\bS-1-16-(\d{1,5})\b")
_HIGH = 12288
_REGISTRY = re.compile(r"^[ \t]+(\w+)[ \t]+REG_\w+[ \t]+(.*)$", re.MULTILINE)
_NUMBERS = re.compile(r"\d+")
_CENTURY = 100
_NOON = 12


@dataclass(frozen=True)
class WindowsIdentity(Question[IdentityAnswer]):
    """Who the node is: user id 0 is an administrator with all rights, 1 anybody else."""

    asked: Identity

    def script(self, platform: Platform) -> str:
        """The clock first; then a line for each fact, and three registry values."""
        windows_only(platform)
        return (
            "echo clprun-clock !date!/!time!/!date!"
            "&(for /f \"delims=\" %i in ('hostname') do echo clprun-host %i)"
            "&(for /f \"delims=\" %i in ('ver') do echo clprun-version %i)"
            "&(whoami /groups 2>nul)"
            "&(net session >nul 2>nul&&echo clprun-sessions)"
            f"&({tell_boot('clprun-boot ')})"
            f'&(reg query "{_ZONE}" /v ActiveTimeBias 2>nul)'
            f'&(reg query "{_INTERNATIONAL}" /v sShortDate 2>nul)'
        )

    def answer(self, raw: Raw) -> IdentityAnswer:
        """Who it is.

        Raises:
            Unanswerable: a fact is missing.
        """
        printed = text(raw.out)
        facts = {name: value.strip() for name, value in _FIELD.findall(printed)}
        values = {name: value.strip() for name, value in _REGISTRY.findall(printed)}
        version = _VERSION.search(facts.get("version", ""))
        try:
            clock = _clock(facts["clock"], values["sShortDate"], int(values["ActiveTimeBias"], 0))
            host = facts["host"]
        except (KeyError, ValueError, OverflowError):
            refuse("node.reply_not_understood", raw, question="date, hostname, reg query")
        if version is None:
            refuse("node.reply_not_understood", raw, question="ver")
        return IdentityAnswer(
            host_name=host,
            user_id=0 if _is_administrator(printed, "sessions" in facts) else 1,
            os_id="windows",
            os_version=version[0],
            kernel=f"Windows {version[0]}",
            boot_id=boot if (boot := facts.get("boot", "")) != UNKNOWN else "",
            clock=clock,
            sent=raw.sent,
            answered=raw.answered,
        )


def _is_administrator(printed: str, lists_sessions: bool) -> bool:
    """Whether all rights of an administrator are held, not the filtered ones of a remote login."""
    levels = [int(level) for level in _LEVEL.findall(printed)]
    return max(levels) >= _HIGH if levels else lists_sessions


def _clock(told: str, short_date: str, bias: int) -> float:
    """Seconds since the epoch.

    Args:
        told: date, time and date again, as cmd.exe shows them, the numbers in the order of the user's format.
        short_date: that format, e.g. ``yyyy/MM/dd``.
        bias: minutes to be added to local time for UTC, as a number of 32 bits.

    Raises:
        ValueError: it is no time.
    """
    numbers = [int(number) for number in _NUMBERS.findall(told)]
    first, (hour, minute, second, *hundredths), last = numbers[:3], numbers[3:-3], numbers[-3:]
    order = sorted("yMd", key=short_date.index)
    # Midnight may pass between the first date and the time, or between the time and the second.
    date = dict(zip(order, last if hour < _NOON else first, strict=True))
    year = date["y"] if date["y"] >= _CENTURY else 2000 + date["y"]
    local = datetime(year, date["M"], date["d"], hour, minute, second, sum(hundredths) * 10000, tzinfo=UTC)
    minutes = bias - (1 << 32) if bias >= 1 << 31 else bias
    return (local + timedelta(minutes=minutes)).timestamp()
