"""The texts of clpstat: layouts of clusterpro.md 1.1 (status, group map), recall (the others). Not the product."""

from collections.abc import Iterable

from .model import Cluster
from .view import Line, View
from .words import Speech, padded

__all__ = ["group_map", "heartbeats", "monitors", "properties", "status"]

RULE = " " + "-" * 69
END = " " + "=" * 69


def _header(title: str, speech: Speech) -> str:
    text = f"  {speech.word(title)}  "
    return " " + padded("=" * 24 + text, 69, "=")


def _name(view: View, speech: Speech) -> str:
    return f"  {speech.word('Cluster')} : {view.cluster}"


def _line(indent: int, name: str, width: int, status: str, comment: str, speech: Speech, fill: str = " ") -> str:
    """One line: name cut to ``width`` columns, then colon, status, comment, in the product's columns."""
    room = width - (indent - 4)
    cut = name[:width]
    label = padded(f"{cut} ", room + 1, fill) if fill != " " else padded(cut, room) + " "
    return f"{' ' * indent}{label}: {padded(speech.word(status), 16)} {comment}"


def status(view: View, speech: Speech, long: bool) -> str:
    """``clpstat`` and ``clpstat -s``."""
    width = speech.long if long else speech.short
    lines = [_header("CLUSTER STATUS", speech), _name(view, speech), f"  {speech.word('<server>')}"]
    for server in view.servers:
        line = _line(4, server.name, width, server.status, server.comment, speech, speech.fill)
        lines.append(f"   *{line[4:]}" if server.name == view.node else line)
        lines += [_line(6, each.name, width, each.status, each.comment, speech) for each in server.heartbeats]
    lines.append(f"  {speech.word('<group>')}")
    for group in view.groups:
        lines.append(_line(4, group.name, width, group.status, group.comment, speech, speech.fill))
        label = padded(speech.word("current"), width - 2)
        lines.append(f"      {label} : {group.current or speech.word('None')}")
        lines += [_line(6, each.name, width, each.status, each.comment, speech) for each in group.resources]
    lines.append(f"  {speech.word('<monitor>')}")
    lines += [_line(4, each.name, width, each.status, each.comment, speech) for each in view.monitors]
    return "\n".join([*lines, END])


def _servers(view: View) -> list[str]:
    return [
        f"   {'*' if server.name == view.node else ' '}server{index} : {server.name}"
        for index, server in enumerate(view.servers)
    ]


def _sign(online: bool) -> str:
    return "o" if online else "x"


def group_map(view: View, speech: Speech) -> str:
    """``clpstat -g``: servers by number, and the groups that run on each."""
    lines = [_header("GROUPMAP INFORMATION", speech), _name(view, speech), *_servers(view), RULE]
    for index, server in enumerate(view.servers):
        here = " ".join(f"{group.name}[o]" for group in view.groups if group.current == server.name)
        lines.append(f"   server{index} [{_sign(server.status != 'Offline')}] : {here}")
    return "\n".join([*lines, END])


def monitors(view: View, speech: Speech) -> str:
    """``clpstat -m``: each monitor per server."""
    lines = [_header("MONITOR RESOURCE STATUS", speech), _name(view, speech), *_servers(view)]
    for number, monitor in enumerate(view.monitors):
        lines += [f"   Monitor{number} [{monitor.name} : {speech.word(monitor.status)}]", RULE]
        for index, server in enumerate(view.servers):
            told = speech.word(monitor.servers[server.name])
            lines.append(f"     server{index} [{_sign(server.status != 'Offline')}] : {told}")
    return "\n".join([*lines, END])


def heartbeats(view: View, speech: Speech) -> str:
    """``clpstat -n``: each heartbeat resource per server."""
    names = view.servers[0].heartbeats if view.servers else ()
    lines = [_header("HEARTBEAT RESOURCE STATUS", speech), _name(view, speech), *_servers(view)]
    lines += [f"     HB{number} : {each.name}" for number, each in enumerate(names)]
    for index, server in enumerate(view.servers):
        lines.append(f"   [on server{index} : {speech.word(server.status)}]")
        lines.append("         HB    " + "   ".join(str(number) for number in range(len(names))))
        lines.append(RULE)
        for other, each in enumerate(view.servers):
            marks = "   ".join(_mark(line) for line in (each.heartbeats if each.status != "Offline" else names))
            shown = marks if server.status != "Offline" else "   ".join("-" for _ in names)
            lines.append(f"     server{other} :  {shown}")
    return "\n".join([*lines, END])


def _mark(line: Line) -> str:
    return "o" if line.status == "Normal" else "x"


def properties(cluster: Cluster, speech: Speech) -> str:
    """``clpstat -i``: the configuration in property form."""
    lines = [_header("CLUSTER INFORMATION", speech), f"  [Cluster : {cluster.name}]"]
    for number, server in enumerate(cluster.servers):
        lines += _block(f"Server{number}", server.name, (("IP Address", " ".join(server.addresses)),))
    for number, beat in enumerate(cluster.heartbeats):
        lines += _block(f"HB{number}", beat.name, (("Type", beat.kind),))
    for number, group in enumerate(cluster.groups):
        policy = " > ".join(group.policy)
        lines += _block(f"Group{number}", group.name, (("Type", "failover"), ("Server that can run", policy)))
    for number, resource in enumerate(cluster.resources):
        lines += _block(f"Resource{number}", resource.name, (("Type", resource.kind), ("Comment", resource.comment)))
    for number, monitor in enumerate(cluster.monitors):
        lines += _block(f"Monitor{number}", monitor.name, (("Type", monitor.kind), ("Target", monitor.target)))
    return "\n".join([*lines, END])


def _block(kind: str, name: str, values: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  [{kind} : {name}]", *(f"    {padded(key, 38)} : {value}" for key, value in values)]
