"""Services of Windows, by key or display name, as the service control manager tells them."""

import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import refuse
from clprun.node.windows.cmd import quote, text, windows_only

__all__ = ["WindowsService", "WindowsServiceAnswer"]

_STATES = {
    1: "stopped",
    2: "start-pending",
    3: "stop-pending",
    4: "running",
    5: "continue-pending",
    6: "pause-pending",
    7: "paused",
}
"""By ``dwCurrentState`` of ``SERVICE_STATUS``, which ``sc queryex`` shows before a word."""

_START_TYPES = {0: "boot", 1: "system", 2: "auto", 3: "demand", 4: "disabled"}
"""By ``dwStartType`` of ``QUERY_SERVICE_CONFIG``, in the words of ``sc config``."""

_INTERACTIVE = 0x100
"""SERVICE_INTERACTIVE_PROCESS, a bit of ``dwServiceType``."""

_NO_SUCH_SERVICE = 1060
"""ERROR_SERVICE_DOES_NOT_EXIST."""

_RESTART = 1
"""SC_ACTION_RESTART."""

_FACT = re.compile(r"^[ \t]*([A-Z_]+)[ \t]*: ?(.*)$", re.MULTILINE)
_NUMBER = re.compile(r"[0-9A-Fa-f]+")
_KEY = re.compile(r"^clprun-key (.*)$", re.MULTILINE)
_CODE = re.compile(r"^clprun-code (-?\d{1,10})$", re.MULTILINE)
_FAILURE_ACTIONS = re.compile(r"^[ \t]*FailureActions[ \t]+REG_BINARY[ \t]+([0-9A-Fa-f]+)[ \t]*$", re.MULTILINE)
_TRIGGER = re.compile(r"^HKEY_LOCAL_MACHINE\\[^\n]*\\TriggerInfo\\\d+[ \t]*$", re.MULTILINE | re.IGNORECASE)
_COUNT_AT, _FIRST_ACTION_AT, _ACTION_BYTES = 12, 20, 8


@dataclass(frozen=True)
class WindowsServiceAnswer:
    """A service; all but ``there`` is empty where there is none.

    Args:
        there: whether there is such a service.
        key: its service name.
        display: its display name.
        state: ``running``, ``stopped``, ``paused``, or one of these with ``-pending``.
        start: ``auto``, ``demand`` or ``disabled``; of drivers also ``boot`` and ``system``.
        delayed: whether an automatic start waits until the others have started.
        pid: of its process, while it runs.
        account: under which it runs, e.g. ``LocalSystem``.
        interactive: whether it may interact with the desktop.
        restarts: whether one of its failure actions starts it again.
        triggered: whether an event of Windows starts or stops it, whatever ``start`` says.
    """

    there: bool
    key: str = ""
    display: str = ""
    state: str = ""
    start: str = ""
    delayed: bool = False
    pid: int | None = None
    account: str = ""
    interactive: bool = False
    restarts: bool = False
    triggered: bool = False

    @property
    def is_stopped(self) -> bool:
        """Whether it does not run and is not on its way."""
        return self.state == "stopped"


@dataclass(frozen=True)
class WindowsService(Question[WindowsServiceAnswer]):
    """How a service stands.

    Labels of ``sc`` and names of the registry are the same in every language of Windows; of what follows them, only
    numbers count (reference/lab-windows.md 5).

    Args:
        name: key or display name; where it is the one of a service and the other of another, the key counts.
    """

    name: str

    def script(self, platform: Platform) -> str:
        """Its key, then its state, its configuration, what is done when it fails, and whether it has triggers."""
        windows_only(platform)
        name = quote(self.name)
        by_display_name = (
            f"for /f \"tokens=2 delims==\" %k in ('sc getkeyname {name} 2^>nul') do"
            ' for /f "tokens=*" %s in ("%k") do set "clprun=%s"'
        )
        return (
            f'set "clprun={name[1:]}&(sc query {name} >nul 2>nul||{by_display_name})&echo clprun-key !clprun!'
            '&sc queryex "!clprun!"&echo clprun-code !errorlevel!&sc qc "!clprun!" 4096'
            '&(reg query "HKLM\\SYSTEM\\CurrentControlSet\\Services\\!clprun!" /s 2>nul)'
        )

    def answer(self, raw: Raw) -> WindowsServiceAnswer:
        """The service.

        Raises:
            Unanswerable: the service control manager does not tell.
        """
        printed = text(raw.out)
        code, key = _CODE.search(printed), _KEY.search(printed)
        facts = {name: value.strip() for name, value in _FACT.findall(printed)}
        if code and int(code[1]) == _NO_SUCH_SERVICE:
            return WindowsServiceAnswer(there=False)
        try:
            state, start = _STATES[_number(facts["STATE"])], _START_TYPES[_number(facts["START_TYPE"])]
            kind, pid = _number(facts["TYPE"], 16), _number(facts["PID"])
        except (KeyError, ValueError):
            refuse("node.reply_not_understood", raw, question=f"sc qc {self.name}")
        return WindowsServiceAnswer(
            there=True,
            key=key[1].strip() if key else self.name,
            display=facts.get("DISPLAY_NAME", ""),
            state=state,
            start=start,
            delayed="DELAYED" in facts["START_TYPE"],
            pid=pid or None,
            account=facts.get("SERVICE_START_NAME", ""),
            interactive=bool(kind & _INTERACTIVE),
            restarts=_restarts(printed),
            triggered=_TRIGGER.search(printed) is not None,
        )


def _number(value: str, base: int = 10) -> int:
    """The number a value begins with.

    Raises:
        ValueError: it begins otherwise.
    """
    found = _NUMBER.match(value)
    return int(found[0] if found else "", base)


def _restarts(printed: str) -> bool:
    """Whether the value ``FailureActions`` holds an action that starts the service again.

    It is a ``SERVICE_FAILURE_ACTIONS`` with 32-bit pointers: their count at byte 12, from byte 20 on the actions, each
    a type and a delay.
    """
    found = _FAILURE_ACTIONS.search(printed)
    value = bytes.fromhex(found[1][: len(found[1]) // 2 * 2]) if found else b""
    count = int.from_bytes(value[_COUNT_AT : _COUNT_AT + 4], "little")
    actions = value[_FIRST_ACTION_AT : _FIRST_ACTION_AT + count * _ACTION_BYTES]
    kinds = [actions[at : at + 4] for at in range(0, len(actions), _ACTION_BYTES)]
    return _RESTART.to_bytes(4, "little") in kinds
