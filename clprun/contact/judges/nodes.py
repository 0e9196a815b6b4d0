"""What is judged of the nodes themselves: a reply is understood by the question that runs ask."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from clprun.contact.judgement import Judge, Judgement, confirmed, different, judged, per_node, together, unknown
from clprun.contact.record import Record, Reply
from clprun.model.cluster import Platform
from clprun.model.question import Question, Unanswerable
from clprun.node.questions import Addresses, FreeSpace, Identity, MountTable, ProcessTable
from clprun.node.windows.twins import twin

__all__ = ["JUDGES", "understood"]

_NEEDED = (
    "cat cp cut date find grep head id ls mktemp mv ps readlink rm sed sh sha256sum sort stat tail timeout tr uname"
)
_KILLED = "137"


def understood(look: str, question: Question[Any], tell: Callable[[Any], Judgement]) -> Judge:
    """A judge that reads a reply by the question's own class.

    Args:
        look: id of the look that asked it.
        question: as runs ask it.
        tell: from its answer to a judgement.
    """

    @judged(look)
    def judge(record: Record) -> Judgement:
        asked = twin(question) if record.platform is Platform.WINDOWS else question

        def of_node(name: str, reply: Reply) -> Judgement:
            if reply.cut:
                return unknown(f"{name}: cut")
            try:
                found = tell(asked.answer(reply.raw))
            except Unanswerable as unanswerable:
                found = different(unanswerable.problem.code, reply.out[0] if reply.out else "")
            return Judgement(found.verdict, tuple(f"{name}: {each}" for each in found.seen))

        return together(of_node(node.name, reply) for node, reply in record.replies(look))

    return judge


def _identity(answer: Any) -> Judgement:  # noqa: ANN401  (Linux and Windows tell the same)
    told = f"{answer.os_id} {answer.os_version}, uid {answer.user_id}"
    return confirmed(told) if answer.user_id == 0 else different(told)


def _some(answer: Any) -> Judgement:  # noqa: ANN401  (any sequence)
    return confirmed(str(len(answer))) if answer else different("0")


def _space(answer: int) -> Judgement:
    return confirmed(f"{answer} MiB")


@judged("tools")
def _tools(record: Record) -> Judgement:
    wanted = _NEEDED.split() if record.platform is Platform.LINUX else []
    lacking = []
    for node, reply in record.replies("tools"):
        there = {line.split()[0] for line in reply.out if len(line.split()) > 1}
        lacking += [f"{node.name}: no {tool}" for tool in wanted if tool not in there]
    if not any(True for _ in record.replies("tools")):
        return unknown()
    return different(*lacking) if lacking else confirmed()


@per_node("tool-timeout")
def _timeout(reply: Reply) -> Judgement:
    told = reply.text.strip().splitlines()[-1:]
    return confirmed(_KILLED) if told == [_KILLED] else different(*told, *reply.err[:1])


@per_node("tool-find")
def _find(reply: Reply) -> Judgement:
    good = reply.exit == 0 and bool(re.fullmatch(r"/proc/self/cwd\n[0-7]{3,4}\n?", reply.text))
    return confirmed() if good else different(f"exit {reply.exit}", *reply.err[:1])


@per_node("own-name")
def _own_name(reply: Reply) -> Judgement:
    """Forward: an address that is none of the loopback's; backward: that address gives the name again."""
    name, *rest = [line.strip() for line in reply.out if line.strip()] or [""]
    if not name:
        return unknown()
    rows = [line.split() for line in rest]
    addresses = {row[0] for row in rows}
    short = name.partition(".")[0].casefold()
    back = any(short in {word.partition(".")[0].casefold() for word in row[1:]} for row in rows)
    if not addresses:
        return different(f"{name}: -")
    told = f"{name} {', '.join(sorted(addresses))}"
    return confirmed(told) if back else different(told)


@per_node("units")
def _systemd(reply: Reply) -> Judgement:
    states = re.findall(r"^ActiveState=(\S+)", reply.text, re.MULTILINE)
    return confirmed(f"{len(states)} units") if states else different(f"exit {reply.exit}", *reply.err[:1])


JUDGES: Mapping[str, Judge] = {
    "identity-read": understood("identity", Identity(), _identity),
    "processes-read": understood("processes", ProcessTable(), _some),
    "mounts-read": understood("mounts", MountTable(), _some),
    "addresses-read": understood("addresses", Addresses(), _some),
    "free-space-read": understood("free-space", FreeSpace("/var/lib"), _space),
    "tools-there": _tools,
    "timeout-kills": _timeout,
    "find-lname": _find,
    "own-name": _own_name,
    "systemd-there": _systemd,
}
"""By id of the assumption."""
