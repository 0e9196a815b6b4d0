"""``clpstat`` (clusterpro.md 1.1): the cluster service answers; where it is down: all Offline. Not the product."""

from ..calls import Call
from ..wire import ask
from .options import Options

__all__ = ["clpstat"]

FORMS = ("-s", "-g", "-m", "-n", "-i")
SOCKET = "/run/clusterpro/pm.sock"


def clpstat(call: Call) -> int:
    """Print the status; exit 0, 9 = busy, others = error."""
    given = Options(call, "-s -g -m -n -i --long --local --detail", "-h")
    form, long = given.verb(*FORMS) or "-s", "--long" in given.flags
    try:
        answer = ask(SOCKET, {"op": "clpstat", "form": form, "long": long}, patience=30)
    except OSError:
        return _stopped(call, form, long)
    code = int(str(answer.get("code", 1)))
    (call.say if code == 0 else call.complain)(str(answer.get("text", "")))
    return code


def _stopped(call: Call, form: str, long: bool) -> int:
    """Before the cluster starts everything reads Offline (clusterpro.md 1.1)."""
    from . import render  # noqa: PLC0415 - the usual call pays for none of these
    from .configuration import ConfigurationError, load  # noqa: PLC0415
    from .view import look  # noqa: PLC0415

    try:
        cluster = load(call.settings.node)
    except ConfigurationError as failure:
        call.refuse(f"The cluster is not set up: {failure}", "no configuration")
    view = look(cluster, call.settings.node, {}, {})
    language = call.settings.language
    match form:
        case "-g":
            call.say(render.group_map(view, language))
        case "-m":
            call.say(render.monitors(view, language))
        case "-n":
            call.say(render.heartbeats(view, language))
        case "-i":
            call.say(render.properties(cluster, language))
        case _:
            call.say(render.status(view, language, long))
    return 0
