"""``setup.exe`` of ClientManager in its cluster mode (CM 4 (1)). A stand-in, not the product.

A person answers its dialogs; here the answers stand in a file. A set-up without dialogs is not public (products.md 4).
"""

import ntpath
import shutil
import time
from pathlib import Path

from ..calls import Call
from ..clusterpro.commands import request_engine
from ..clusterpro.places import SYSTEM_DRIVE
from ..clusterpro.wine import run_windows
from ..settings import Settings
from ..windows.errors import WindowsError
from . import registry
from .answers import Answers, Unanswered
from .names import ALERTS, BASE, CM, MEDIA, SERVICES, WORK_FOLDER
from .work_folder import lay_work_folder

__all__ = ["NODES", "setup"]

WORK = 120.0
"""Seconds that it takes; unknown."""
LAB = SYSTEM_DRIVE / "lab"
SHARED_PROGRAMS = ("CMSetDst.exe", "splaunch.exe", "CMGUI.exe")
NODES = "setup/nodes"
"""Below the shared folder: a file for each node that is set up. How the product counts them is not known."""


def setup(call: Call) -> int:
    r"""``setup [FILE]``: install the manager, the shared part with the first node.

    Args:
        call: its word is the file of answers, by default ``C:\media\clientmanager\answers.ini``.
    """
    answers = _answers(call)
    _require_active_group(call)
    if registry.read(CM, "LocalFolder") is not None:
        call.refuse("setup: ESMPRO/CM is already installed", "installed")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    _made(call, answers.local_folder)
    _lay_base(call.settings, _made(call, answers.base_folder))
    _lay_shared(call.settings, _made(call, answers.shared_folder))
    call.halfway()
    if not registry.write(_registry(call.settings, answers)):
        call.refuse("setup: the registry cannot be written", "registry")
    _register_services(call, answers)
    call.say("ESMPRO/CM has been installed.")
    return 0


def _answers(call: Call) -> Answers:
    name = call.arguments[0] if call.arguments else ntpath.join(MEDIA, "answers.ini")
    try:
        answers = Answers.read(call.path(name).read_text(encoding="utf-8"))
        answers.check(_drive(call.settings))
    except (OSError, WindowsError):
        call.refuse("setup: its dialogs need a desktop, or a file with the answers", "no desktop")
    except Unanswered as unanswered:
        call.refuse(f"setup: {unanswered}", "asked again")
    return answers


def _drive(settings: Settings) -> str:
    windows = settings.site.get("windows")
    return str(windows["drive"]) if isinstance(windows, dict) else ""


def _require_active_group(call: Call) -> None:
    """It finds the cluster by itself, and wants the group on this node (CM 4)."""
    group = str(call.settings.site.get("group") or "")
    told = request_engine(call, {"op": "where", "group": group})
    if told.get("text") != call.settings.node:
        call.refuse(f"setup: the failover group {group} is not active on this server", "group")


def _made(call: Call, path: str) -> Path:
    """The folder ``path``, made with all above it where they are not there."""
    parent = ntpath.dirname(path)
    if parent != path:
        _made(call, parent)
    folder = call.path(path)
    folder.mkdir(exist_ok=True)
    return folder


def _lay_base(settings: Settings, base: Path) -> None:
    (base / "bin").mkdir(exist_ok=True)
    for service in SERVICES:
        shutil.copyfile(LAB / "svc.exe", base / f"bin/{service.key}.exe")
    lay_work_folder(settings, base)


def _lay_shared(settings: Settings, shared: Path) -> None:
    for folder in ("bin", "data", NODES):
        (shared / folder).mkdir(parents=True, exist_ok=True)
    for name in SHARED_PROGRAMS:
        shutil.copyfile(LAB / "bridge.exe", shared / "bin" / name)
    (shared / NODES / settings.node).touch()


def _registry(settings: Settings, answers: Answers) -> dict[str, registry.Values]:
    work = ntpath.join(answers.base_folder, WORK_FOLDER)
    filters = ntpath.join(work, "Alert", "filter")
    expandable = settings.choice("type of WorkDir", 2)
    return {
        BASE: {
            "WorkDir": registry.Expandable(work) if expandable else work,
            "DiosaFilter": ntpath.join(filters, "odiosasg"),
            "GeneralFilter": ntpath.join(filters, "genericsg"),
        },
        ALERTS: {"AlertPath": ntpath.join(work, "alert")},
        CM: {
            "LocalFolder": answers.local_folder,
            "SharedFolder": answers.shared_folder,
            "ManagerID": answers.manager_id,
            "OdbcSource": answers.odbc_source,
            "Database": answers.database,
            "DatabaseServer": answers.database_server,
            "UserGroup": answers.user_group,
            "ManagerName": settings.node,
        },
    }


def _register_services(call: Call, answers: Answers) -> None:
    """Six start automatically, and one of the others too, which the seed chooses (CM 4 (4); ERRATA G3-19)."""
    others = [service for service in SERVICES if not service.base]
    odd = others[call.settings.choice("automatic service of CM", len(others))]
    for service in SERVICES:
        path = ntpath.join(answers.base_folder, "bin", f"{service.key}.exe")
        automatic = service.base or service is odd
        start = ("start=", "auto" if automatic else "demand", "DisplayName=", service.display)
        if run_windows("sc", "create", service.key, "binPath=", f'"{path}"', *start).returncode != 0:
            call.refuse(f"setup: {service.display} cannot be registered", "service")
        if automatic:
            run_windows("net", "start", service.key)
