"""SOAP envelopes of WS-Management: a request read, a reply written."""

import re
import uuid
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from clprun.lab.windows.endpoint.refusal import MALFORMED, Refusal

__all__ = ["ADDRESSING", "SHELL", "TRANSFER", "WSMAN", "Request", "element", "refuse", "reply", "seconds", "write"]

ENVELOPE: Final = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER: Final = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSMAN: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
SHELL: Final = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
IDENTITY: Final = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
FAULT: Final = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"

NAMESPACES: Final = {
    "s": ENVELOPE,
    "a": ADDRESSING,
    "x": TRANSFER,
    "w": WSMAN,
    "rsp": SHELL,
    "wsmid": IDENTITY,
    "f": FAULT,
}

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ANONYMOUS: Final = f"{ADDRESSING}/role/anonymous"
_FAULT_ACTION: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
_DURATION: Final = re.compile(r"P(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_PATIENCE: Final = 60.0
"""Seconds of a request that does not say its OperationTimeout (MaxTimeoutms)."""


@dataclass(frozen=True)
class Request:
    """What a client asks.

    Args:
        operation: ``Identify``, or the last word of the action: ``Create``, ``Command``, ``Receive`` …
        message: its message id.
        resource: its resource URI.
        shell: id of the shell it is for, if it is for one.
        timeout: OperationTimeout in seconds.
        envelope: bytes that a reply may have, as the client says.
        options: names in capitals, and their values.
        body: first element of the body.
    """

    operation: str
    message: str = ""
    resource: str = ""
    shell: str = ""
    timeout: float = _PATIENCE
    envelope: int = 150 << 10
    options: dict[str, str] = field(default_factory=dict)
    body: etree._Element | None = None

    @classmethod
    def read(cls, content: bytes) -> "Request":
        """Read an envelope.

        Raises:
            Refusal: it is no well-formed envelope; a control character is enough (XML 1.0, 2.2).
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            envelope = etree.fromstring(content, parser)
            if envelope.tag != f"{{{ENVELOPE}}}Envelope" or envelope.getroottree().docinfo.internalDTD:
                raise MALFORMED
            return cls._of(envelope)
        except (etree.XMLSyntaxError, ValueError):
            raise MALFORMED from None

    @classmethod
    def _of(cls, envelope: etree._Element) -> "Request":
        body = envelope.find("s:Body/*", NAMESPACES)
        if body is not None and body.tag == f"{{{IDENTITY}}}Identify":
            return cls("Identify")
        options = envelope.iterfind("s:Header/w:OptionSet/w:Option", NAMESPACES)
        selectors = envelope.iterfind("s:Header/w:SelectorSet/w:Selector", NAMESPACES)
        shells = [each.text or "" for each in selectors if each.get("Name") == "ShellId"]
        return cls(
            _header(envelope, "a:Action").rpartition("/")[2],
            _header(envelope, "a:MessageID"),
            _header(envelope, "w:ResourceURI"),
            shells[0].upper() if shells else "",
            seconds(_header(envelope, "w:OperationTimeout"), _PATIENCE),
            int(_header(envelope, "w:MaxEnvelopeSize") or 150 << 10),
            {str(each.get("Name")).upper(): each.text or "" for each in options},
            body,
        )

    def text(self, path: str) -> str:
        """Text of the first element at ``path`` below the body's element, or nothing."""
        found = self.find(path)
        return (found.text or "") if found is not None else ""

    def attribute(self, name: str) -> str:
        """An attribute of the body's element, or nothing."""
        return (self.body.get(name) or "") if self.body is not None else ""

    def find(self, path: str) -> etree._Element | None:
        """The first element at ``path`` below the body's element, if any."""
        return self.body.find(path, NAMESPACES) if self.body is not None else None

    def findall(self, path: str) -> list[etree._Element]:
        """All elements at ``path`` below the body's element."""
        return self.body.findall(path, NAMESPACES) if self.body is not None else []


def seconds(duration: str, default: float) -> float:
    """An ``xs:duration`` of days and less, in seconds; ``default`` where there is none.

    Raises:
        ValueError: it is no such duration.
    """
    if not duration:
        return default
    found = _DURATION.fullmatch(duration)
    if not found:
        raise ValueError(duration)
    days, hours, minutes, rest = (float(each or 0) for each in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest


def element(tag: str, text: str | None = None, *children: etree._Element, **attributes: str) -> etree._Element:
    """An element ``prefix:Name`` with its text, attributes and children."""
    prefix, _, name = tag.partition(":")
    made = etree.Element(f"{{{NAMESPACES[prefix]}}}{name}", attributes, {prefix: NAMESPACES[prefix]})
    made.text = text
    made.extend(children)
    return made


def reply(request: Request, action: str, *body: etree._Element) -> bytes:
    """The envelope that answers ``request``."""
    return write(
        element(
            "s:Header",
            None,
            element("a:Action", action),
            element("a:MessageID", f"uuid:{uuid.uuid4()}".upper().replace("UUID", "uuid")),
            element("a:To", _ANONYMOUS),
            element("a:RelatesTo", request.message),
        ),
        *body,
    )


def refuse(request: Request, refusal: Refusal, machine: str) -> bytes:
    """The envelope that refuses ``request``, in the words of Windows."""
    reason = element("s:Text", refusal.reason or refusal.message, **{_LANGUAGE: "en-US"})
    details = [element("w:FaultDetail", refusal.detail)] if refusal.detail else []
    told = element("f:WSManFault", None, element("f:Message", refusal.message), Code=str(refusal.code), Machine=machine)
    subcode = element("s:Subcode", None, element("s:Value", refusal.subcode))
    return reply(
        request,
        _FAULT_ACTION,
        element(
            "s:Fault",
            None,
            element("s:Code", None, element("s:Value", refusal.side), subcode),
            element("s:Reason", None, reason),
            element("s:Detail", None, *details, told),
        ),
    )


def write(header: etree._Element, *body: etree._Element) -> bytes:
    """An envelope as bytes."""
    envelope = etree.Element(f"{{{ENVELOPE}}}Envelope", {_LANGUAGE: "en-US"}, NAMESPACES)
    envelope.extend([header, element("s:Body", None, *body)])
    return etree.tostring(envelope, encoding="UTF-8")


def _header(envelope: etree._Element, name: str) -> str:
    return (envelope.findtext(f"s:Header/{name}", "", NAMESPACES) or "").strip()
