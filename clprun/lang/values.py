"""What a parameter's value must be, type by type; each refusal has its own message."""

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from clprun.lang.refused import Refused
from clprun.lang.shown import shown
from clprun.model.paths import DRIVE, is_windows
from clprun.model.runbook import Parameter, ParameterType
from clprun.model.secret import Secret, SecretReference
from clprun.model.visible import hidden_in

__all__ = ["check_host_name", "check_ip_address", "check_name", "check_value", "is_ip_address"]

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,31}")
_PATH_BEGINS = re.compile(r"/|[A-Za-z]:\\")
_PATH_CHARACTER = re.compile(r"[A-Za-z0-9._/-]")
_WINDOWS_PATH_CHARACTER = re.compile(r"[A-Za-z0-9 ._()~\\-]")
_LONGEST_HOST_NAME = 253
_LONGEST_PATH = 1023
_LONGEST_TEXT = 1024


def check_value(value: object, parameter: Parameter) -> object:
    """The value itself when it is what the parameter's type demands.

    Raises:
        Refused: it is not.
    """
    return _CHECKS[parameter.type](value, parameter)


def is_ip_address(text: str) -> bool:
    """Whether it is an IPv4 or IPv6 address, or all numbers and dots and so meant to be one."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*\.?", text):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def check_ip_address(value: object) -> str:
    """An IPv4 or IPv6 address of one machine, without a zone.

    Raises:
        Refused: it is none, or it stands for no or many machines.
    """
    text = _text(value)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise Refused("input.not_an_ip_address", {"found": shown(value)}) from None
    if address.is_unspecified or address.is_multicast or text == "255.255.255.255" or "%" in text:
        raise Refused("input.ip_address_of_no_machine", {"found": text})
    return text


def check_host_name(value: object) -> str:
    """A host name as RFC 1123 (2.1) allows it: labels of letters, digits and inner hyphens, joined by dots.

    JobCenter takes the canonical name for its site, never an address (reference/products.md 1.2 and 1.5).

    Raises:
        Refused: it is an IP address, or no host name.
    """
    text = _text(value)
    if is_ip_address(text):
        raise Refused("input.host_name_is_ip", {"found": text})
    if len(text) > _LONGEST_HOST_NAME or not all(_LABEL.fullmatch(label) for label in text.split(".")):
        raise Refused("input.not_a_host_name", {"found": shown(value)})
    return text


def check_name(value: object) -> str:
    """A name that a CLUSTERPRO object can bear: ASCII letters, digits, ``- _ .``, up to 31 characters.

    Raises:
        Refused: it is none.
    """
    text = _text(value)
    if not _NAME.fullmatch(text):
        raise Refused("input.not_a_name", {"found": shown(value)})
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused("input.not_text", {"found": shown(value)})
    return value


def _integer(value: object, parameter: Parameter) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("input.not_integer", {"found": shown(value)})
    if parameter.minimum is not None and value < parameter.minimum:
        raise Refused("input.too_small", {"found": value, "limit": parameter.minimum})
    if parameter.maximum is not None and value > parameter.maximum:
        raise Refused("input.too_large", {"found": value, "limit": parameter.maximum})
    return value


def _integers(value: object, parameter: Parameter) -> list[int]:
    if not isinstance(value, list | tuple):
        raise Refused("input.not_list", {"found": shown(value)})
    return [_integer(item, parameter) for item in value]


def _names(value: object, _: Parameter) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused("input.not_list", {"found": shown(value)})
    return [check_name(item) for item in value]


def _boolean(value: object, _: Parameter) -> bool:
    if not isinstance(value, bool):
        raise Refused("input.not_boolean", {"found": shown(value)})
    return value


def _choice(value: object, parameter: Parameter) -> str:
    if value not in parameter.choices:
        raise Refused("input.not_a_choice", {"found": shown(value), "choices": ", ".join(parameter.choices)})
    return str(value)


def _absolute_path(value: object, _: Parameter) -> str:
    """A path that means the same to a shell, a product and a person: plain characters, no tricks."""
    text = _text(value)
    first = _PATH_BEGINS.match(text)
    if first is None:
        raise Refused("input.path_not_absolute", {"found": shown(value)})
    plain = _WINDOWS_PATH_CHARACTER if is_windows(text) else _PATH_CHARACTER
    if strange := next((each for each in text[first.end() :] if not plain.fullmatch(each)), None):
        raise Refused("input.path_character", {"found": shown(value), "character": shown(strange)})
    parts = text[first.end() :].split(first[0][-1])
    if any(part in {".", ".."} for part in parts):
        raise Refused("input.path_dots", {"found": text})
    if "" in parts:
        raise Refused("input.path_slashes", {"found": text})
    if is_windows(text) and any(part != part.strip().rstrip(".") for part in parts):
        raise Refused("input.path_ends", {"found": text})
    if len(text) > _LONGEST_PATH:
        raise Refused("input.text_too_long", {"found": shown(text), "limit": _LONGEST_PATH})
    return text


def _drive(value: object, _: Parameter) -> str:
    """A drive of Windows: a letter and a colon."""
    text = _text(value)
    if not DRIVE.fullmatch(text):
        raise Refused("input.not_a_drive", {"found": shown(value)})
    return text.upper()


def _plain_text(value: object, _: Parameter) -> str:
    text = _text(value)
    if hidden_in(text) or "\n" in text or "\t" in text:
        raise Refused("input.control_character", {"found": shown(value)})
    if len(text) > _LONGEST_TEXT:
        raise Refused("input.text_too_long", {"found": shown(value), "limit": _LONGEST_TEXT})
    return text


def _command(value: object, parameter: Parameter) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused("input.command_not_list", {"found": shown(value)})
    if not value or value[0] == "":
        raise Refused("input.command_empty", {})
    return [_plain_text(argument, parameter) for argument in value]


def _mappings(value: object, parameter: Parameter) -> list[dict[str, object]]:
    """Several things of one kind, each by its own names and plain values."""
    if not isinstance(value, list | tuple):
        raise Refused("input.not_list", {"found": shown(value)})
    return [_mapping(each, parameter) for each in value]


def _mapping(value: object, parameter: Parameter) -> dict[str, object]:
    if not isinstance(value, dict) or not all(_KEY.fullmatch(str(key)) for key in value):
        raise Refused("input.not_mapping", {"found": shown(value)})
    return {key: each if isinstance(each, int) else _plain_text(each, parameter) for key, each in value.items()}


def _secret(value: object, _: Parameter) -> SecretReference | Secret:
    if not isinstance(value, SecretReference | Secret):
        raise Refused("input.not_secret", {})
    return value


_CHECKS: dict[ParameterType, Callable[[Any, Parameter], Any]] = {
    ParameterType.IP_ADDRESS: lambda value, _: check_ip_address(value),
    ParameterType.HOST_NAME: lambda value, _: check_host_name(value),
    ParameterType.INTEGER: _integer,
    ParameterType.INTEGERS: _integers,
    ParameterType.BOOLEAN: _boolean,
    ParameterType.CHOICE: _choice,
    ParameterType.ABSOLUTE_PATH: _absolute_path,
    ParameterType.DRIVE: _drive,
    ParameterType.NAME: lambda value, _: check_name(value),
    ParameterType.NAMES: _names,
    ParameterType.TEXT: _plain_text,
    ParameterType.COMMAND: _command,
    ParameterType.MAPPINGS: _mappings,
    ParameterType.SECRET: _secret,
}
