"""What a person can change by ``webui``. Pure; the lab's own.

The tags that are written have no public name: these are the lab's, its stand-ins read them, and nobody else should.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from ..configuration import CODECS, DECLARATION, tree
from .batch import NORMAL_RETURN_VALUE
from .registry import KEY

__all__ = ["Mistaken", "changed"]

USAGE = (
    "Usage: webui normal-return-value RESOURCE [VALUE]\n"
    "       webui registry-synchronisation GROUP RESOURCE [KEY...]\n"
    "       webui target-vcom RESOURCE VCOM"
)
OBJECT_NUMBER = "webmgr/client/objectnumber"
"""Counts resources too (clusterpro.md 0.1, fact 13)."""


class Mistaken(Exception):
    """Wrong words, or something that is named is not there; carries what to say."""


def changed(content: bytes, words: list[str]) -> bytes:
    """The configuration ``content`` after the change that ``words`` describe.

    Raises:
        Mistaken: it cannot be done.
    """
    root = tree(content)
    verb, *rest = words or [""]
    try:
        CHANGES[verb](root, *rest)
    except (KeyError, TypeError):
        raise Mistaken(USAGE) from None
    found = DECLARATION.match(content)
    name = found[1].decode().upper() if found else "UTF-8"
    text = f'<?xml version="1.0" encoding="{name}"?>\n{ET.tostring(root, encoding="unicode")}\n'
    return text.encode(CODECS[name])


def _normal_return_value(root: Element, resource: str, value: str = "0") -> None:
    """Let the code of both scripts count (clusterpro.md 3.4)."""
    parameters = _child(_resource(root, "script", resource), "parameters")
    for part in ("act", "deact"):
        _child(_child(parameters, part), NORMAL_RETURN_VALUE).text = value


def _target_vcom(root: Element, resource: str, target: str) -> None:
    """The virtual computer name that a service sees as its machine's (CLWEB (11); ERRATA G1-18)."""
    _resource(root, "vcom", target)
    parameters = _child(_resource(root, "service", resource), "parameters")
    _child(parameters, "targetvcom").text = target


def _registry_synchronisation(root: Element, group: str, resource: str, *keys: str) -> None:
    """A registry synchronization resource with these keys in place of its old ones; without keys none at all."""
    holder = next((each for each in root.iterfind("group") if each.get("name") == group), None)
    if holder is None:
        raise Mistaken(f"There is no group {group}.")
    entry = next((each for each in holder.iterfind("resource") if each.get("name") == f"regsync@{resource}"), None)
    resources = _child(root, "resource")
    if entry is not None:
        holder.remove(entry)
        resources.remove(_resource(root, "regsync", resource))
        _count(root, -1)
    if keys:
        ET.SubElement(holder, "resource", name=f"regsync@{resource}")
        parameters = ET.SubElement(ET.SubElement(resources, "regsync", name=resource), "parameters")
        for number, key in enumerate(keys):
            ET.SubElement(parameters, KEY, id=str(number)).text = key
        _count(root, 1)
    _list_type(resources, "regsync")


def _list_type(section: Element, kind: str) -> None:
    """``types`` lists a type once where it is used (clusterpro.md 2.2)."""
    listed = next((each for each in section.iterfind("types") if each.get("name") == kind), None)
    used = section.find(kind) is not None
    if used and listed is None:
        section.insert(0, Element("types", name=kind))
    elif listed is not None and not used:
        section.remove(listed)


def _count(root: Element, more: int) -> None:
    number = root.find(OBJECT_NUMBER)
    if number is not None:
        number.text = str(int(number.text or 0) + more)


def _resource(root: Element, kind: str, name: str) -> Element:
    found = next((each for each in root.iterfind(f"resource/{kind}") if each.get("name") == name), None)
    if found is None:
        raise Mistaken(f"There is no {kind} resource {name}.")
    return found


def _child(element: Element, tag: str) -> Element:
    found = element.find(tag)
    return ET.SubElement(element, tag) if found is None else found


CHANGES: Mapping[str, Callable[..., None]] = {
    "normal-return-value": _normal_return_value,
    "registry-synchronisation": _registry_synchronisation,
    "target-vcom": _target_vcom,
}
