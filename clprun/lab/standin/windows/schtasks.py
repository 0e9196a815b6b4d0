r"""``schtasks``: tasks that run as SYSTEM, outside of the caller's shell and its job. A stand-in.

[doc: schtasks; k: sentences]; 0 or 1. The definitions lie in ``C:\Windows\Tasks`` and survive a reboot, a run does
not. Nothing starts by the clock.
"""

import json
import subprocess
import threading
import time
from pathlib import Path
from xml.etree import ElementTree as ET

from ..calls import Refusal
from ..files import read_json
from .call import BridgeCall
from .node import WindowsNode

__all__ = ["schtasks"]

FOLDER = "C:\\Windows\\Tasks"
HOME = "C:\\Windows\\system32"
LAUNCHER = "C:\\lab\\launch.exe"
SCHEMA, SYSTEM = "http://schemas.microsoft.com/windows/2004/02/mit/task", "S-1-5-18"
VERBS = {"/create", "/run", "/query", "/delete"}
SWITCHES = {"/f", "/nh", "/v", "/hresult", "/np", "/it", "/z"}


def schtasks(call: BridgeCall) -> int:
    """``schtasks /create /run /query /delete`` with ``/tn /tr /sc /st /sd /ru /rl /xml /fo /nh /f``."""
    words = list(call.arguments)
    verbs = [word.lower() for word in words if word.lower() in VERBS]
    values: dict[str, str] = {}
    switches: set[str] = set()
    while words:
        word = words.pop(0).lower()
        if word in SWITCHES or word in VERBS:
            switches.add(word)
        elif word.startswith("/") and words:
            values[word] = words.pop(0)
        else:
            raise _error(call, f'Invalid argument/option - "{word}".', f'無効な引数/オプションです - "{word}"')
    verb = verbs[0] if verbs else "/query"
    if verb == "/create":
        return _create(call, values, switches)
    name = values.get("/tn", "").strip("\\")
    if verb == "/query":
        return _query(call, name, values.get("/fo", "table").lower(), "/nh" in switches)
    if not name or not _file(call.node, name).exists():
        raise _error(call, "The system cannot find the file specified.", "指定されたファイルが見つかりません。")
    return _run(call, name) if verb == "/run" else _delete(call, name)


def _error(call: BridgeCall, english: str, japanese: str) -> Refusal:
    return Refusal(call.text(f"ERROR: {english}", f"エラー: {japanese}"), 1)


def _success(call: BridgeCall, english: str, japanese: str) -> int:
    call.say(call.text(f"SUCCESS: {english}", f"成功: {japanese}"))
    return 0


def _file(node: WindowsNode, name: str, ending: str = "job") -> Path:
    folder = node.drives.find(FOLDER)
    folder.mkdir(exist_ok=True)
    safe = "".join(sign if sign.isalnum() or sign in "-_.() " else "_" for sign in name)
    return folder / f"{safe}.{ending}"


def _create(call: BridgeCall, values: dict[str, str], switches: set[str]) -> int:
    name = values.get("/tn", "").strip("\\")
    if "/xml" in values and call.node.modern:
        values = {**values, **_planned(call, values["/xml"])}
    if not name or "/tr" not in values or "/sc" not in values:
        raise _error(
            call, "Invalid syntax. Mandatory option is missing.", "無効な構文です。必須オプションがありません。"
        )
    time_of_day = values.get("/st", "")
    parts = 3 if not call.node.modern else 2  # HH:MM:SS before Windows 2008 [k]
    if "/xml" not in values and values["/sc"].lower() == "once" and time_of_day.count(":") != parts - 1:
        raise _error(call, "Invalid Starttime value.", "開始時刻の値が無効です。")
    there = _file(call.node, name)
    if there.exists() and "/f" not in switches and not _agreed(call, name):
        return 1
    call.changes = True
    user = values.get("/ru", call.environment.get("USERNAME", "Administrator"))
    there.write_text(json.dumps({"name": name, "run": values["/tr"], "user": user}), "utf-8")
    english = f'The scheduled task "{name}" has successfully been created.'
    return _success(call, english, f'スケジュール タスク "{name}" は正しく作成されました。')


def _planned(call: BridgeCall, file: str) -> dict[str, str]:
    """What a plan in XML says: program and user. It may start nothing by the clock [doc: Task Scheduler schema]."""
    try:
        plan = ET.fromstring(call.path(file).read_bytes())
        texts = {name: plan.findtext(f".//{{{SCHEMA}}}{name}") or "" for name in ("Command", "Arguments", "UserId")}
    except (OSError, ET.ParseError):
        raise _error(call, "The task XML is malformed.", "タスク XML の形式に誤りがあります。") from None
    user = "SYSTEM" if texts["UserId"] == SYSTEM else texts["UserId"]
    return {"/tr": f"{texts['Command']} {texts['Arguments']}", "/sc": "xml", "/ru": user}


def _agreed(call: BridgeCall, name: str) -> bool:
    english = f'WARNING: The task name "{name}" already exists. Do you want to replace it (Y/N)? '
    japanese = f'警告: タスク名 "{name}" は既に存在します。置き換えますか (Y/N)? '
    call.write(call.text(english, japanese))
    return call.decode(call.stdin()).strip()[:1].upper() == "Y"


def _run(call: BridgeCall, name: str) -> int:
    """Start the task; a task that is running is not started again, as Windows' default has it [k]."""
    call.changes = True
    with call.node.lock:
        if not _running(call.node, name):
            call.node.running[name.lower()] = _start(call.node, name)
    english = f'Attempted to run the scheduled task "{name}".'
    return _success(call, english, f'スケジュール タスク "{name}" の実行が試行されました。')


def _start(node: WindowsNode, name: str) -> "subprocess.Popen[bytes]":
    task = read_json(str(_file(node, name)))
    user = str(task.get("user", "")).upper()
    system = user in {"SYSTEM", "NT AUTHORITY\\SYSTEM", ""}
    plan = _file(node, f"{name}-{time.monotonic_ns()}", "run")
    variables = f"USERNAME={'SYSTEM' if system else task['user']}\n"
    plan.write_text(f"{HOME}\n{task.get('run', '')}\n{variables}", "utf-8")
    process = subprocess.Popen(
        [*node.wine, LAUNCHER, node.drives.windows(plan)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_clean_up, args=(process, plan), daemon=True).start()
    return process


def _clean_up(process: "subprocess.Popen[bytes]", plan: Path) -> None:
    process.wait()
    plan.unlink(missing_ok=True)


def _running(node: WindowsNode, name: str) -> bool:
    process = node.running.get(name.lower())
    return process is not None and process.poll() is None


def _delete(call: BridgeCall, name: str) -> int:
    """Remove the definition; what runs goes on."""
    call.changes = True
    _file(call.node, name).unlink()
    english = f'The scheduled task "{name}" was successfully deleted.'
    return _success(call, english, f'スケジュール タスク "{name}" は正しく削除されました。')


def _query(call: BridgeCall, name: str, form: str, bare: bool) -> int:
    folder = _file(call.node, "x").parent
    tasks = [read_json(str(path)) for path in sorted(folder.glob("*.job"))]
    wanted = [str(task["name"]) for task in tasks if not name or str(task["name"]).casefold() == name.casefold()]
    if name and not wanted:
        raise _error(call, "The system cannot find the file specified.", "指定されたファイルが見つかりません。")
    columns = (
        call.text("TaskName", "タスク名"),
        call.text("Next Run Time", "次回の実行時刻"),
        call.text("Status", "状態"),
    )
    rows = [(f"\\{each}" if call.node.modern else each, "N/A", _state(call, each)) for each in wanted]
    if form == "csv":
        for row in rows if bare else [columns, *rows]:
            call.say(",".join(f'"{cell}"' for cell in row))
        return 0
    if form == "list":
        for row in rows:
            call.say("\n" + "\n".join(f"{title + ':':15}{cell}" for title, cell in zip(columns, row, strict=True)))
        return 0
    call.say(call.text("\nFolder: \\", "\nフォルダー\\"))
    if not bare:
        call.say(f"{columns[0]:40} {columns[1]:22} {columns[2]:15}\n{'=' * 40} {'=' * 22} {'=' * 15}")
    for row in rows:
        call.say(f"{row[0].lstrip(chr(92)):40} {row[1]:22} {row[2]:15}")
    return 0


def _state(call: BridgeCall, name: str) -> str:
    if _running(call.node, name):
        return call.text("Running", "実行中")
    return call.text("Ready", "準備完了")
