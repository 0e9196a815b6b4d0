"""The command lines of clp_httpmon and clp_smtpmon (ISA chapter 2). Part of a stand-in, not the product."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

__all__ = ["BadWords", "NoIdentifier", "Order", "read"]

LONGEST = 255
"""Bytes of an identifier, a server name and a Request-URI at most."""
DEFAULT_PORT = {"clp_httpmon": 80, "clp_smtpmon": 25}
CONTROLS = {"--stop": "stop", "--pause": "pause", "--resume": "resume", "--disp": "disp", "--del": "del"}


class NoIdentifier(ValueError):
    """The command line does not begin with an identifier."""


class BadWords(ValueError):
    """A word of the command line is invalid.

    Args:
        identifier: what was given as identifier.
    """

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier)
        self.identifier = identifier


@dataclass(frozen=True)
class Order:
    """What is asked of a monitor command; times in the product's seconds.

    Args:
        command: ``clp_httpmon`` or ``clp_smtpmon``.
        identifier: tells one monitor command of the system from the others.
        port: of the server.
        verb: ``start``, or what is to be done with the one that runs.
        patience: how long ``--stop`` waits for the end.
        server: name or address of the watched server.
        interval: between two checks.
        retries: how often a failed check is repeated.
        answer: how long the server may take to answer.
        version: of HTTP.
        uri: Request-URI, given with ``-h``, which is no help option (ERRATA G4-15).
    """

    command: str
    identifier: str
    port: int
    verb: str = "start"
    patience: int = 10
    server: str = "localhost"
    interval: int = 60
    retries: int = 3
    answer: int = 10
    version: str = "1.1"
    uri: str = "/"


def read(command: str, words: list[str]) -> Order:
    """The order given by ``words``.

    Args:
        command: ``clp_httpmon`` or ``clp_smtpmon``.
        words: the words after it.

    Raises:
        NoIdentifier: the first word is none.
        BadWords: any word is not as chapter 2 asks for.
    """
    if not words or words[0].startswith("-"):
        raise NoIdentifier
    order = Order(command, words[0], DEFAULT_PORT[command])
    name = order.identifier
    if not (name.isascii() and name.isalnum() and len(name) <= LONGEST):
        raise BadWords(name)
    rest = iter(words[1:])
    try:
        if len(words) > 1 and words[1] in CONTROLS:
            return _control(order, next(rest), list(rest))
        return _start(order, rest)
    except (KeyError, ValueError, StopIteration) as failure:
        raise BadWords(name) from failure


def _control(order: Order, verb: str, rest: list[str]) -> Order:
    """``--stop [wait]`` and the others, which take nothing."""
    asked = replace(order, verb=CONTROLS[verb])
    if not rest:
        return asked
    if verb != "--stop" or len(rest) > 1:
        raise ValueError(rest)
    return replace(asked, patience=_number(rest[0]))


def _start(order: Order, rest: Iterator[str]) -> Order:
    readers: dict[str, tuple[str, Callable[[str], object]]] = {
        "-s": ("server", _text),
        "-n": ("port", _port),
        "-i": ("interval", _number),
        "-c": ("retries", _number),
        "-r": ("answer", _number),
    }
    if order.command == "clp_httpmon":
        readers |= {"-v": ("version", _version), "-h": ("uri", _text)}
    values: dict[str, object] = {}
    for option in rest:
        field, reader = readers[option]
        values[field] = reader(next(rest))
    return replace(order, **values)  # type: ignore[arg-type]  # each reader gives its field's type


def _number(word: str, most: int = 10000) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= most):
        raise ValueError(word)
    return int(word)


def _port(word: str) -> int:
    return _number(word, 65535)


def _version(word: str) -> str:
    if word not in {"1.0", "1.1"}:
        raise ValueError(word)
    return word


def _text(word: str) -> str:
    """The valid length is not checked but for the 255 bytes (chapter 2, 補足)."""
    if not word or len(word.encode()) > LONGEST:
        raise ValueError(word)
    return word
