"""YAML nodes to plain data: every key a text and unique, no foreign tags, size and depth bounded."""

import math
from collections.abc import Callable
from typing import Any, get_args

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from clprun.errors import InputError, Place, Problem, Value
from clprun.lang.broken import bad_escape, broken
from clprun.lang.document import Document, Path, Spot, in_order, place_in, split_lines
from clprun.model.secret import SecretReference, SecretSource
from clprun.model.visible import hidden_in

__all__ = ["MAX_DEPTH", "MAX_NODES", "compose"]

MAX_DEPTH = 40
"""Deepest nesting of lists and mappings."""

MAX_NODES = 50_000
"""Most values of a file, counted after aliases are followed: an alias bomb stops here."""

_STANDARD = "tag:yaml.org,2002:"
_BASES = {"0b": 2, "0o": 8, "0x": 16}
_SOURCES: tuple[SecretSource, ...] = get_args(SecretSource)


def compose(text: str, file: str, *, secrets: bool) -> Document:
    """The document that ``text`` describes.

    Args:
        text: YAML 1.2, one document.
        file: its name, for messages.
        secrets: whether ``!secret`` may stand in it.

    Raises:
        InputError: it is no acceptable YAML; all findings together.
    """
    _refuse_directives(text, file)
    parser = YAML(typ="safe", pure=True)
    parser.max_depth = MAX_DEPTH
    parser.composer.warn_double_anchors = False
    try:
        root = parser.compose(text)
    except YAMLError as error:
        raise InputError(broken(error, text, file)) from None
    except (ValueError, OverflowError):
        # The parser lets them through where an escape names no character.
        raise InputError(bad_escape(text, file)) from None
    if root is None:
        raise InputError(Problem("input.file_empty", {"file": file}, place=place_in(file, text, 0, 0)))
    builder = _Builder(text, file, secrets=secrets)
    data = builder.build(root, (), None)
    if builder.problems:
        raise InputError(*in_order(builder.problems))
    return Document(file, text, data, builder.spots)


def _refuse_directives(text: str, file: str) -> None:
    """``%YAML 1.1`` would turn ``on`` and ``off`` into booleans; no directive is needed here."""
    for number, line in enumerate(split_lines(text)):
        if line.startswith("%"):
            raise InputError(Problem("input.yaml_directive", place=place_in(file, text, number, 0)))
        if line.strip() and not line.lstrip().startswith("#"):
            return


class _Builder:
    """Walks the nodes; collects data, places and problems."""

    def __init__(self, text: str, file: str, *, secrets: bool) -> None:
        self.problems: list[Problem] = []
        self.spots: dict[Path, Spot] = {}
        self._text = text
        self._file = file
        self._secrets = secrets
        self._count = 0

    def build(self, node: Node, path: Path, key: Node | None) -> object:
        """The data of a node; ``None`` where it is refused."""
        self._count += 1
        if self._count > MAX_NODES:
            raise InputError(*in_order([*self.problems, self._problem("input.yaml_too_many_values", node)]))
        self.spots[path] = _spot(node, key)
        if len(path) > MAX_DEPTH:
            self._refuse("input.yaml_too_deep", node)
            return None
        tag = str(node.tag)
        if tag == "!secret":
            return self._secret(node)
        kind = tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else tag
        if isinstance(node, MappingNode) and kind == "map":
            return self._mapping(node, path)
        if isinstance(node, SequenceNode) and kind == "seq":
            return [self.build(item, (*path, index), None) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, kind)
        self._refuse("input.yaml_tag", node, tag=tag)
        return None

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in data:
                first = self.spots[(*path, key)].key or (0, 0)
                self._refuse("input.yaml_key_twice", key_node, key=key, line=first[0] + 1)
                continue
            data[key] = self.build(value_node, (*path, key), key_node)
        return data

    def _key(self, node: Node) -> str | None:
        if not isinstance(node, ScalarNode) or not str(node.tag).startswith(_STANDARD):
            self._refuse("input.yaml_key_not_text", node)
            return None
        key = self._scalar(node, str(node.tag).removeprefix(_STANDARD))
        if isinstance(key, str):
            if key == "<<":
                self._refuse("input.yaml_merge_key", node)
                return None
            return key
        self._refuse("input.yaml_key_not_text", node)
        return None

    def _scalar(self, node: ScalarNode, kind: str) -> object:
        read = _SCALARS.get(kind)
        if read is None:
            self._refuse("input.yaml_tag", node, tag=str(node.tag))
            return None
        try:
            value = read(_whole(node.value))
        except ValueError:
            self._refuse("input.yaml_bad_value", node)
            return None
        if isinstance(value, str) and (hidden := hidden_in(value)):
            self._refuse_hidden(hidden, node)
        return value

    def _secret(self, node: Node) -> SecretReference | None:
        if not self._secrets:
            self._refuse("input.secret_not_here", node)
            return None
        if isinstance(node, MappingNode) and len(node.value) == 1:
            (key, value) = node.value[0]
            source = next((source for source in _SOURCES if source == key.value), None)
            name = self._scalar(value, "str") if isinstance(value, ScalarNode) else None
            if source and isinstance(name, str) and name:
                return SecretReference(source, name)
        self._refuse("input.secret_form", node, sources=", ".join(_SOURCES))
        return None

    def _refuse(self, code: str, node: Node, **values: Value) -> None:
        self.problems.append(self._problem(code, node, **values))

    def _refuse_hidden(self, hidden: str, node: Node) -> None:
        """At its own place, where it stands in the file as itself and not as an escape."""
        at = self._text.find(hidden, node.start_mark.index, node.end_mark.index)
        before = split_lines(self._text[:at])
        mark = (len(before) - 1, len(before[-1])) if at >= 0 else _mark(node)
        values: dict[str, Value] = {"character": f"U+{ord(hidden):04X}"}
        self.problems.append(Problem("input.hidden_character", values, place=place_in(self._file, self._text, *mark)))

    def _problem(self, code: str, node: Node, **values: Value) -> Problem:
        return Problem(code, values, place=self._place(node))

    def _place(self, node: Node) -> Place:
        return place_in(self._file, self._text, *_mark(node))


def _mark(node: Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column


def _spot(node: Node, key: Node | None) -> Spot:
    """Where a value stands; one that is left out stands where its key does, not where the next thing begins."""
    if key is not None and node.start_mark.index == node.end_mark.index:
        return Spot(_mark(key), _mark(key))
    block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
    return Spot(_mark(node), _mark(key) if key is not None else None, block)


def _whole(text: str) -> str:
    """The text with the surrogate pairs joined that JSON's escapes make; ``ValueError`` for half a pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16")


def _integer(text: str) -> int:
    """YAML 1.2 core schema: decimal whatever zeros it begins with, ``0o``, ``0x``; ``0b`` is the parser's extra."""
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    return sign * int(digits, _BASES.get(digits[:2].lower(), 10))


def _number(text: str) -> float:
    number = float(text.replace("_", ""))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_SCALARS: dict[str, Callable[[str], object]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": _integer,
    "float": _number,
    "str": str,
    "timestamp": str,
    "value": str,
    "merge": str,
}
"""By the last part of the tag: what a scalar stands for. Dates are texts here."""
