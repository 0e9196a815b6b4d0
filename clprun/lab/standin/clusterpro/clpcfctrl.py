"""``clpcfctrl`` (clusterpro.md 1.5): checks a configuration, delivers it to every server. Not the product."""

import base64
import os
import re
from pathlib import Path

from ..calls import Call
from ..wire import Message, ask, reachable
from .alerts import alert
from .change import need, refusal
from .check import problems
from .clptrnsv import TRANSFER_PORT, WEB_PORT, tree_of
from .configuration import CONFIGURATION, ConfigurationError, decode, parse
from .model import Cluster, Server
from .options import Options
from .places import HOME, shown
from .rewrite import rewritten

__all__ = ["clpcfctrl"]

PULLED_AS_UTF8 = 4
"""One seed in four pulls a file declared as UTF-8: one public source has seen that (clusterpro.md 2.1)."""


def clpcfctrl(call: Call) -> int:
    """``--push [-l|-w] [-x DIR] [--force]``, ``--pull -l -x DIR``, ``--compcheck -x DIR``."""
    if os.geteuid() != 0:
        call.refuse("Log in as root.", "not root")
    given = Options(call, "--push --pull --compcheck -l -w --force --nocheck", "-x -h -p")
    folder = call.path(given.values["-x"]) if "-x" in given.values else None
    verb = given.verb("--push", "--pull", "--compcheck")
    if verb == "--push":
        return _push(call, folder, force="--force" in given.flags)
    if not verb or folder is None:
        call.refuse("Usage: clpcfctrl --push|--pull|--compcheck [-l|-w] -x directory [--force]", "usage")
    if verb == "--pull":
        return _pull(call, folder)
    _checked(call, folder)
    call.say("Command succeeded.")
    return 0


def _checked(call: Call, folder: Path) -> bytes:
    """The bytes of clp.conf in ``folder``; refuses an unacceptable one."""
    try:
        content = (folder / "clp.conf").read_bytes()
    except OSError as failure:
        call.refuse(f"{shown(folder / 'clp.conf')}: {failure.strerror}", "no file")
    found = problems(content, set(call.settings.names))
    if found:
        call.refuse("\n".join(f"Invalid configuration file: {each}" for each in found), "invalid")
    return content


def _ask(server: Server, request: Message) -> Message | None:
    for address in server.addresses:
        try:
            return ask((address, TRANSFER_PORT), request, patience=60)
        except OSError:
            continue
    return None


def _web_answers(server: Server) -> bool:
    """Public recipes wait for the peer's WebUI before they push (clusterpro.md 1.5, "Needs")."""
    return any(reachable((address, WEB_PORT)) for address in server.addresses)


def _push(call: Call, folder: Path | None, *, force: bool) -> int:
    if folder is not None and HOME in (folder.resolve(), *folder.resolve().parents):
        call.refuse(f"{shown(folder)} lies below {shown(HOME)}.", "folder")  # clusterpro.md 1.5
    staging = folder or HOME / "etc"
    content = _checked(call, staging)
    cluster = _current(call, content)
    answers = {server.name: _ask(server, {"op": "state"}) for server in cluster.servers}
    for server in cluster.servers:
        if answers[server.name] is None or not _web_answers(server):
            call.refuse(f"file delivery to server {server.name} failed. (cannot connect)", "unreachable")
    if not force:
        _refuse_if_disturbing(call, content, answers)
    files = tree_of(folder) if folder is not None else _installed()
    if call.settings.site.get("rewrites_configuration"):
        files = [_rewritten(each) for each in files]
    delivered = True
    for number, server in enumerate(cluster.servers):
        answer = _ask(server, {"op": "deliver", "files": files})
        good = bool(answer and answer.get("good"))
        call.changes = call.changes or good
        delivered = delivered and good
        call.say(f"file delivery to server {server.name} {'success' if good else 'failed'}.")
        if number == 0:
            call.halfway()
    if not delivered:
        call.refuse("The upload failed.", "delivery")
    alert("cfmgr", f"The cluster configuration data has been uploaded by {call.settings.node}.")
    call.say("The upload is completed successfully.\nCommand succeeded.")
    return 0


def _rewritten(file: Message) -> Message:
    if file["path"] != "clp.conf":
        return file
    content = rewritten(base64.b64decode(str(file["content"])))
    return {**file, "content": base64.b64encode(content).decode()}


def _installed() -> list[Message]:
    """A bare ``--push`` sends the installed file and the installed scripts (clusterpro.md 1.5)."""
    files = [each for each in tree_of(HOME / "etc") if each["path"] == "clp.conf"]
    for each in sorted(path for path in (HOME / "scripts").rglob("*") if path.is_file()):
        content = base64.b64encode(each.read_bytes()).decode()
        files.append({"path": str(each.relative_to(HOME)), "mode": each.stat().st_mode & 0o777, "content": content})
    return files


def _current(call: Call, content: bytes) -> Cluster:
    """The servers as installed now; those of the new file where none is installed."""
    try:
        return parse(CONFIGURATION.read_bytes(), call.settings.node)
    except (OSError, ConfigurationError):
        return parse(content, call.settings.node)


def _refuse_if_disturbing(call: Call, content: bytes, answers: dict[str, Message | None]) -> None:
    try:
        before = CONFIGURATION.read_bytes()
        wanted = need(before, content, call.settings.node)
    except (OSError, ConfigurationError):
        return
    told = [answer for answer in answers.values() if answer is not None]
    running = [answer for answer in told if answer.get("running")]
    active: set[str] = set()
    for answer in running:
        names = answer.get("active")
        active |= {str(name) for name in names} if isinstance(names, list) else set()
    suspended = bool(running) and all(answer.get("suspended") for answer in running)
    reason = refusal(wanted, running=bool(running), suspended=suspended, active=active)
    if reason is not None:
        call.refuse(reason, "disturbs")


def _pull(call: Call, folder: Path) -> int:
    answer = ask(("127.0.0.1", TRANSFER_PORT), {"op": "collect"}, patience=60)
    files = answer.get("files")
    folder.mkdir(parents=True, exist_ok=True)
    for each in files if isinstance(files, list) else []:
        target = folder / str(each["path"])
        target.parent.mkdir(parents=True, exist_ok=True)
        content = base64.b64decode(str(each["content"]))
        if each["path"] == "clp.conf" and call.settings.seed % PULLED_AS_UTF8 == PULLED_AS_UTF8 - 1:
            content = _as_utf8(content)
        target.write_bytes(content)
        target.chmod(int(each["mode"]))
    call.changes = True
    call.say("Command succeeded.")
    return 0


def _as_utf8(content: bytes) -> bytes:
    first = re.match(rb"^<\?xml[^>]*\?>", content)
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>' if first else b""
    return declaration + decode(content).encode()
