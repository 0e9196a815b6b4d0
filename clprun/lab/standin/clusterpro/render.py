"""The texts of clpstat: layouts of clusterpro.md 1.1 (status, group map), recall (the others). Not the product."""

from collections.abc import Iterable

from .model import Cluster
from .view import Line, View
from .words import padded, word

__all__ = ["group_map", "heartbeats", "monitors", "properties", "status"]

SHORT = 16
"""Columns that a name may take unless ``--long`` (clusterpro.md 1.1)."""
LONG = 32
RULE = " " + "-" * 69
END = " " + "=" * 69


def _header(title: str, language: str) -> str:
    text = f"  {word(title, language)}  "
    return " " + padded("=" * 24 + text, 69, "=")


def _name(view: View, language: str) -> str:
    return f"  {word('Cluster', language)} : {view.cluster}"


def _line(indent: int, name: str, width: int, status: str, comment: str, language: str, fill: str = " ") -> str:
    """One line: name cut to ``width`` columns, then colon, status, comment, in the product's columns."""
    room = width - (indent - 4)
    cut = name[:width]
    label = padded(f"{cut} ", room + 1, fill) if fill != " " else padded(cut, room) + " "
    return f"{' ' * indent}{label}: {padded(word(status, language), 16)} {comment}"


def status(view: View, language: str, long: bool) -> str:
    """``clpstat`` and ``clpstat -s``."""
    width = LONG if long else SHORT
    lines = [_header("CLUSTER STATUS", language), _name(view, language), f"  {word('<server>', language)}"]
    for server in view.servers:
        line = _line(4, server.name, width, server.status, server.comment, language, ".")
        lines.append(f"   *{line[4:]}" if server.name == view.node else line)
        lines += [_line(6, each.name, width, each.status, each.comment, language) for each in server.heartbeats]
    lines.append(f"  {word('<group>', language)}")
    for group in view.groups:
        lines.append(_line(4, group.name, width, group.status, group.comment, language, "."))
        label = padded(word("current", language), width - 2)
        lines.append(f"      {label} : {group.current or word('None', language)}")
        lines += [_line(6, each.name, width, each.status, each.comment, language) for each in group.resources]
    lines.append(f"  {word('<monitor>', language)}")
    lines += [_line(4, each.name, width, each.status, each.comment, language) for each in view.monitors]
    return "\n".join([*lines, END])


def _servers(view: View) -> list[str]:
    return [
        f"   {'*' if server.name == view.node else ' '}server{index} : {server.name}"
        for index, server in enumerate(view.servers)
    ]


def _sign(online: bool) -> str:
    return "o" if online else "x"


def group_map(view: View, language: str) -> str:
    """``clpstat -g``: servers by number, and the groups that run on each."""
    lines = [_header("GROUPMAP INFORMATION", language), _name(view, language), *_servers(view), RULE]
    for index, server in enumerate(view.servers):
        here = " ".join(f"{group.name}[o]" for group in view.groups if group.current == server.name)
        lines.append(f"   server{index} [{_sign(server.status != 'Offline')}] : {here}")
    return "\n".join([*lines, END])


def monitors(view: View, language: str) -> str:
    """``clpstat -m``: each monitor per server."""
    lines = [_header("MONITOR RESOURCE STATUS", language), _name(view, language), *_servers(view)]
    for number, monitor in enumerate(view.monitors):
        lines += [f"   Monitor{number} [{monitor.name} : {word(monitor.status, language)}]", RULE]
        for index, server in enumerate(view.servers):
            told = word(monitor.servers[server.name], language)
            lines.append(f"     server{index} [{_sign(server.status != 'Offline')}] : {told}")
    return "\n".join([*lines, END])


def heartbeats(view: View, language: str) -> str:
    """``clpstat -n``: each heartbeat resource per server."""
    names = view.servers[0].heartbeats if view.servers else ()
    lines = [_header("HEARTBEAT RESOURCE STATUS", language), _name(view, language), *_servers(view)]
    lines += [f"     HB{number} : {each.name}" for number, each in enumerate(names)]
    for index, server in enumerate(view.servers):
        lines.append(f"   [on server{index} : {word(server.status, language)}]")
        lines.append("         HB    " + "   ".join(str(number) for number in range(len(names))))
        lines.append(RULE)
        for other, each in enumerate(view.servers):
            marks = "   ".join(_mark(line) for line in (each.heartbeats if each.status != "Offline" else names))
            shown = marks if server.status != "Offline" else "   ".join("-" for _ in names)
            lines.append(f"     server{other} :  {shown}")
    return "\n".join([*lines, END])


def _mark(line: Line) -> str:
    return "o" if line.status == "Normal" else "x"


def properties(cluster: Cluster, language: str) -> str:
    """``clpstat -i``: the configuration in property form."""
    lines = [_header("CLUSTER INFORMATION", language), f"  [Cluster : {cluster.name}]"]
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
