"""Reads clp.conf (clusterpro.md 2): own decoding, because expat refuses a declared SJIS or EUC-JP. Not the product."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from .model import Cluster, Device, Group, Heartbeat, Monitor, Resource, Server
from .places import HOME

__all__ = ["CONFIGURATION", "SCRIPTS", "ConfigurationError", "decode", "load", "parse", "tree"]

CONFIGURATION = HOME / "etc/clp.conf"
SCRIPTS = HOME / "scripts"

CODECS = {
    "ASCII": "ascii",
    "EUC-JP": "euc_jp",
    "SJIS": "cp932",
    "SHIFT_JIS": "cp932",
    "UTF-8": "utf-8",
    "GB2312": "gb2312",
}
"""Declared encoding -> codec (clusterpro.md 2.1)."""

DECLARATION = re.compile(rb"""^<\?xml\s[^>]*?encoding=["']([A-Za-z0-9_.-]+)["'][^>]*\?>""")

ACTIVE_BY_DEFAULT = frozenset(
    {"pidw", "fipw", "psw", "mysqlw", "psqlw", "oraclew", "httpw", "smtpw", "servicew", "vcomw", "regsyncw"}
)
"""Monitors whose default timing is "while active" (clusterpro.md 2.6, last line; httpw, smtpw and those of Windows
inferred)."""

DEFAULT_INTERVAL = {"pidw": 5.0, "userw": 30.0}
"""Seconds between two checks, where not written; no public table: recall (clusterpro.md 2.6, Annex A)."""

DEFAULT_RETRIES = {"fip": 5, "disk": 5, "md": 5, "sd": 5}
"""Activation retries where not written: recall; exec, script and service have none."""

NEW_THRESHOLD = 4
"""CLUSTERPRO X of Windows from which on ``fo2`` is read."""


class ConfigurationError(ValueError):
    """The file is no configuration of a cluster; the text says why."""


def decode(content: bytes) -> str:
    """The text of a clp.conf without its XML declaration.

    Raises:
        ConfigurationError: byte order mark, unknown encoding, or bytes outside the declared one.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        raise ConfigurationError("byte order mark before the XML declaration")
    found = DECLARATION.match(content)
    name = found.group(1).decode().upper() if found else "UTF-8"
    if name not in CODECS:
        raise ConfigurationError(f"unknown encoding {name}")
    try:
        return content[found.end() if found else 0 :].decode(CODECS[name])
    except UnicodeDecodeError as failure:
        raise ConfigurationError(f"byte {failure.start} is not {name}") from failure


def tree(content: bytes) -> Element:
    """The root element; raises ConfigurationError for an ill-formed file or another root."""
    text = decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ConfigurationError("document type declarations are not accepted")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as failure:
        raise ConfigurationError(f"ill-formed XML: {failure}") from failure
    if root.tag != "root":
        raise ConfigurationError(f"root element is {root.tag}")
    return root


def load(node: str, path: Path = CONFIGURATION) -> Cluster:
    """The installed configuration as ``node`` reads it; raises ConfigurationError, also where there is none."""
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise ConfigurationError(f"{path}: {failure.strerror}") from failure
    return parse(content, node)


def parse(content: bytes, node: str) -> Cluster:
    """The configuration in ``content`` as ``node`` reads it: its own ``server@node/parameters`` win.

    Raises:
        ConfigurationError: the file cannot be read as a configuration.
    """
    root = tree(content)
    servers = tuple(sorted((_server(each) for each in root.iterfind("server")), key=lambda each: each.priority))
    names = tuple(server.name for server in servers)
    failovers = _failover_tag(root)
    return Cluster(
        name=_text(root, "cluster/name", "cluster"),
        servers=servers,
        heartbeats=tuple(_heartbeat(each) for each in _typed(root, "heartbeat") if each.tag in {"lankhb", "lanhb"}),
        groups=tuple(_group(each, names) for each in root.iterfind("group")),
        resources=tuple(_resource(each, node) for each in _typed(root, "resource")),
        monitors=tuple(_monitor(each, node, failovers) for each in _typed(root, "monitor")),
        heartbeat_timeout=_number(root, "cluster/heartbeat/timeout", 90000) / 1000,
        boot_wait=_number(root, "cluster/bootwait", 300),
        server_os=_text(root, "all/serveros", "linux"),
    )


def _failover_tag(root: Element) -> str:
    """Where a monitor's failover count stands: another tag on Windows X 4 and later (clusterpro.md 0.1, fact 18)."""
    major = _text(root, "trekking/savedversion").partition(".")[0]
    newer = major.isdigit() and int(major) >= NEW_THRESHOLD
    return "fo2" if newer and _text(root, "all/serveros") == "windows" else "fo"


def _typed(root: Element, section: str) -> Iterator[Element]:
    """The elements of a section but its ``types`` lists."""
    return (each for part in root.iterfind(section) for each in part if each.tag != "types")


def _text(element: Element, path: str, default: str = "") -> str:
    return (element.findtext(path) or "").strip() or default


def _number(element: Element, path: str, default: int) -> int:
    text = _text(element, path)
    if not text:
        return default
    try:
        return int(text)
    except ValueError as failure:
        raise ConfigurationError(f"{element.tag} {element.get('name', '')} {path}: {text!r} is no number") from failure


def _name(element: Element) -> str:
    name = (element.get("name") or "").strip()
    if not name:
        raise ConfigurationError(f"{element.tag} without a name")
    return name


def _server(element: Element) -> Server:
    devices = (
        Device(int(each.get("id") or 0), _text(each, "type"), _text(each, "info"))
        for each in element.iterfind("device")
    )
    return Server(_name(element), _number(element, "priority", 0), tuple(devices))


def _heartbeat(element: Element) -> Heartbeat:
    return Heartbeat(element.tag, _name(element), _number(element, "device", 0))


def _group(element: Element, servers: tuple[str, ...]) -> Group:
    ranked = sorted((_number(each, "order", 0), _name(each)) for each in element.iterfind("policy"))
    return Group(
        name=_name(element),
        comment=_text(element, "comment"),
        resources=tuple(_name(each).rpartition("@")[2] for each in element.iterfind("resource")),
        policy=tuple(name for _, name in ranked) or servers,
        automatic_start=_number(element, "start", 1) == 1,
        automatic_failover=_number(element, "failover", 1) == 1,
        automatic_failback=_number(element, "failback", 0) == 1,
    )


def _resource(element: Element, node: str) -> Resource:
    depends = tuple((each.get("name") or "").strip() for each in element.iterfind("depend"))
    return Resource(
        kind=element.tag,
        name=_name(element),
        comment=_text(element, "comment"),
        depends=tuple(name for name in depends if name) if depends else None,
        retries=_number(element, "act/retry", DEFAULT_RETRIES.get(element.tag, 0)),
        failovers=_number(element, "act/fo", 1),
        final_action=_number(element, "act/action", 1),
        stop_retries=_number(element, "deact/retry", 0),
        stop_final_action=_number(element, "deact/action", 4),
        parameters=_parameters(element, node),
    )


def _monitor(element: Element, node: str, failovers: str) -> Monitor:
    active = 1 if element.tag in ACTIVE_BY_DEFAULT else 0
    return Monitor(
        kind=element.tag,
        name=_name(element),
        comment=_text(element, "comment"),
        target=_text(element, "target"),
        while_active=_number(element, "polling/timing", active) == 1,
        servers=tuple(_text(each, "name") for each in element.iterfind("polling/servers")),
        interval=_number(element, "polling/interval", 0) or DEFAULT_INTERVAL.get(element.tag, 60.0),
        timeout=_number(element, "polling/timeout", 60),
        retries=_number(element, "polling/reconfirmation", 0),
        first_wait=_number(element, "firstmonwait", 0),
        recovery_kind=_text(element, "relation/type"),
        recovery_name=_text(element, "relation/name"),
        restarts=_number(element, "emergency/threshold/restart", 3),
        failovers=_number(element, f"emergency/threshold/{failovers}", 1),
        final_action=_number(element, "emergency/action", 1),
        late_is_final=_number(element, "emergency/timeout/notreconfirmation/use", 1) == 1,
        late_is_borne=_number(element, "emergency/timeout/notrecovery/use", 1) == 1,
        parameters=_parameters(element, node),
    )


def _parameters(element: Element, node: str) -> Mapping[str, str]:
    """Texts by path below ``parameters``, ``tag@id`` for elements with an id; the node's own values on top."""
    values: dict[str, str] = {}
    own = (
        each
        for server in element.iterfind("server")
        if server.get("name") == node
        for each in server.iterfind("parameters")
    )
    for part in (*element.iterfind("parameters"), *own):
        values.update(_leaves(part, ""))
    return values


def _leaves(element: Element, path: str) -> Iterator[tuple[str, str]]:
    for child in element:
        number = child.get("id")
        here = f"{path}{child.tag}" + (f"@{number}" if number is not None else "")
        if len(child):
            yield from _leaves(child, f"{here}/")
        else:
            yield here, (child.text or "").strip()
