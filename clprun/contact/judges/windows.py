"""What is judged of Windows nodes."""

import re
from collections.abc import Mapping

from clprun.contact.judgement import Judge, Judgement, confirmed, different, judged, per_node, together, unknown
from clprun.contact.judges.nodes import understood
from clprun.contact.record import Record, Reply
from clprun.model.cluster import Platform
from clprun.model.question import Unanswerable
from clprun.node.windows.access import AccessRights
from clprun.node.windows.bootid import UNKNOWN
from clprun.node.windows.reparse import target_of
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.node.windows.sessions import Sessions
from clprun.products.clusterpro import is_at_least
from clprun.products.clusterpro_commands import INSTALLATIONS

__all__ = ["JUDGES"]

_LONGEST_LOGIN = 60.0
_CODE_PAGES = {"65001", "932"}
_WITHOUT_ARM = "4.3"
_HOME = INSTALLATIONS[Platform.WINDOWS].home
_UNPUBLISHED = re.compile(r"<(regsync|vcom) name=", re.IGNORECASE)


@judged("identity")
def _shell(record: Record) -> Judgement:
    answered = {node.name: len(node.replies) - len(_refused(node.replies)) for node in record.nodes}
    refused = [f"{node.name}: {name}" for node in record.nodes for name in _refused(node.replies)]
    if not any(answered.values()):
        return unknown()
    return different(*refused[:5]) if refused else confirmed(*(f"{name}: {count}" for name, count in answered.items()))


def _refused(replies: Mapping[str, Reply]) -> list[str]:
    return [name for name, reply in replies.items() if reply.refused]


@judged("identity")
def _login(record: Record) -> Judgement:
    told = [f"{node.name}: {node.opened:.1f} s" for node in record.nodes]
    slow = any(node.opened >= _LONGEST_LOGIN for node in record.nodes)
    return different(*told) if slow else confirmed(*told)


@per_node("release")
def _code_page(reply: Reply) -> Judgement:
    pages = [number for line in reply.out for number in re.findall(r":\s*(\d{3,5})\s*$", line)]
    if not pages:
        return different(*reply.out[:2])
    return confirmed(pages[0]) if pages[0] in _CODE_PAGES else different(pages[0])


@per_node("delayed-expansion")
def _expansion(reply: Reply) -> Judgement:
    told = reply.text.strip()
    return confirmed(told) if re.fullmatch(r"-?\d+", told) else different(told)


@per_node("reparse")
def _links(reply: Reply) -> Judgement:
    r"""``C:\Documents and Settings`` has led to ``C:\Users`` since Windows Vista."""
    target = target_of(reply.text)
    if target is None:
        return unknown(*reply.out[:1]) if reply.exit != 0 else different(*reply.out[:2])
    return confirmed(target)


@judged("service-winrm", "service-clpstartup")
def _services(record: Record) -> Judgement:
    looks = sorted({look for node in record.nodes for look in node.replies if look.startswith("service-")})
    return together(_service(node.name, look, reply) for look in looks for node, reply in record.replies(look))


def _service(node: str, look: str, reply: Reply) -> Judgement:
    try:
        answer: WindowsServiceAnswer = WindowsService("asked").answer(reply.raw)
    except Unanswerable:
        return different(f"{node}: {look}: {reply.out[0] if reply.out else '-'}")
    told = f"{node}: {answer.key} {answer.state} {answer.start}"
    return confirmed(told) if answer.there else unknown()


@per_node("boot")
def _boot(reply: Reply) -> Judgement:
    told = reply.text.strip()
    return confirmed(told) if told and not told.startswith(UNKNOWN) else different(told or UNKNOWN)


@judged("clp-conf")
def _tags(record: Record) -> Judgement:
    """What is to be sent home: a configuration that holds one of them tells the tags."""
    found = {kind for _, reply in record.replies("clp-conf") for kind in _UNPUBLISHED.findall(reply.text)}
    return confirmed(*sorted(found)) if found else unknown()


@per_node("tools", "clp-conf")
def _home(tools: Reply, configuration: Reply) -> Judgement:
    """Whether clp.conf was found in the folder where it was looked for."""
    where = [line.strip() for line in tools.out if line.lower().rstrip().endswith("clpstat.exe")]
    told = (where[0] if where else "clpstat: -", f"clp.conf: exit {configuration.exit}")
    return confirmed(*where[:1]) if where and configuration.exit == 0 else different(*told)


@per_node("tools", "clp-conf")
def _arm(tools: Reply, configuration: Reply) -> Judgement:
    version = re.search(r"<savedversion>([^<]+)<", configuration.text)
    if version is None:
        return unknown()
    is_there = any(line.lower().rstrip().endswith("armload.exe") for line in tools.out)
    told = f"{version[1]}: {'armload.exe' if is_there else '-'}"
    return different(told) if is_there is is_at_least(version[1], _WITHOUT_ARM) else confirmed(told)


def _sessions(users: tuple[str, ...] | None) -> Judgement:
    return different("?") if users is None else confirmed(f"{len(users)}")


JUDGES: Mapping[str, Judge] = {
    "windows-shell": _shell,
    "windows-first-login": _login,
    "windows-code-page": _code_page,
    "windows-delayed-expansion": _expansion,
    "windows-links": _links,
    "windows-services": _services,
    "windows-access": understood("access", AccessRights(_HOME, below=False), lambda _: confirmed()),
    "windows-boot": _boot,
    "windows-unpublished-tags": _tags,
    "windows-home": _home,
    "windows-arm": _arm,
    "windows-sessions": understood("sessions", Sessions(), _sessions),
}
"""By id of the assumption."""
