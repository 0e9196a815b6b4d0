"""``clpstat`` (clusterpro.md 1.1): the cluster service answers; where it is down: all Offline. Not the product."""

import time

from ..calls import Call
from ..wire import ask
from .options import Options

__all__ = ["clpstat"]

FORMS = ("-s", "-g", "-m", "-n", "-i")
SOCKET = "/run/clusterpro/pm.sock"


def clpstat(call: Call) -> int:
    """Print the status; exit 0, 9 = busy, others = error; or what the pair answered that the lab resembles."""
    manner = call.settings.manner
    time.sleep(call.settings.scaled(float(str(manner.get("seconds") or 0))))
    told = _told(manner.get("forms"), " ".join(call.arguments))
    if told is not None:
        (call.say if told[0] == 0 else call.complain)(told[1])
        return told[0]
    given = Options(call, "-s -g -m -n -i --long --local --detail", "-h")
    form, long = given.verb(*FORMS) or "-s", "--long" in given.flags
    try:
        answer = ask(SOCKET, {"op": "clpstat", "form": form, "long": long}, patience=30)
    except OSError:
        return _stopped(call, form, long)
    code = _as_the_pair(call, int(str(answer.get("code", 1))))
    if answer.get("good"):
        call.say(str(answer.get("text", "")))
        return code
    (call.say if code == 0 else call.complain)(str(answer.get("text", "")))
    return code


def _as_the_pair(call: Call, code: int) -> int:
    """An exit code as the pair has it."""
    codes = call.settings.manner.get("codes")
    return int(str(codes.get(str(code), code))) if isinstance(codes, dict) else code


def _told(forms: object, arguments: str) -> tuple[int, str] | None:
    """What the pair answered to a form that the stand-in has no layout for, or that the pair refused."""
    told = forms.get(arguments) if isinstance(forms, dict) else None
    return (int(told[0]), str(told[1])) if isinstance(told, list) else None


def _stopped(call: Call, form: str, long: bool) -> int:
    """Before the cluster starts everything reads Offline (clusterpro.md 1.1)."""
    from . import render  # noqa: PLC0415 - the usual call pays for none of these
    from .configuration import ConfigurationError, load  # noqa: PLC0415
    from .speech import speech_of  # noqa: PLC0415
    from .view import look  # noqa: PLC0415

    try:
        cluster = load(call.settings.node)
    except ConfigurationError as failure:
        call.refuse(f"The cluster is not set up: {failure}", "no configuration")
    view = look(cluster, call.settings.node, {}, {})
    speech = speech_of(call.settings)
    match form:
        case "-g":
            call.say(render.group_map(view, speech))
        case "-m":
            call.say(render.monitors(view, speech))
        case "-n":
            call.say(render.heartbeats(view, speech))
        case "-i":
            call.say(render.properties(cluster, speech))
        case _:
            call.say(render.status(view, speech, long))
    return _as_the_pair(call, 0)
