"""Jinja2 as runbooks have it: sandboxed, strict, without globals, and bounded in size and time.

What could grow without end is left out: macros and other blocks, repeating a text, formatting to a width.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from clprun.lang.refused import Refused
from clprun.lang.shown import shown

__all__ = ["LONGEST_TEMPLATE", "Sandbox", "budgeted", "joined", "plain", "refuse_unbounded"]

LONGEST_TEMPLATE = 1 << 16
"""Most characters of a template, and of any text it makes on the way."""

_LONGEST_RESULT = 1 << 20
_SECONDS = 10.0
_BITS = 64

_BUDGET = "clprun budget"
"""A name that no template can write."""

_STATEMENTS = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.AssignBlock,
    nodes.Block,
    nodes.Extends,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.EvalContextModifier,
)
_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "last", "length"),
    *("list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr"),
    *("sort", "title", "trim", "unique", "upper", "wordcount"),
)
_TEXT_METHODS = (
    *("count", "endswith", "find", "isalnum", "isalpha", "isdigit", "lower", "lstrip", "removeprefix", "removesuffix"),
    *("replace", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper"),
)
_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(_TEXT_METHODS),
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    int: frozenset(),
    float: frozenset(),
}


@dataclass
class _Budget:
    """What one template may use up."""

    deadline: float = field(default_factory=lambda: monotonic() + _SECONDS)

    def check(self) -> None:
        """See that there is time left.

        Raises:
            Refused: there is none.
        """
        if monotonic() > self.deadline:
            raise Refused("input.template_endless", {"seconds": f"{_SECONDS:g}"})


def budgeted(context: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a template, and what it may use up."""
    return {**context, _BUDGET: _Budget()}


def joined(pieces: Iterable[str], limit: int = _LONGEST_RESULT) -> str:
    """All pieces as one text.

    Raises:
        Refused: it gets too long.
    """
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        _require_short(length, limit)
        kept.append(piece)
    return "".join(kept)


class Sandbox(ImmutableSandboxedEnvironment):
    """See the module."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,  # or constants would be worked out before anything is bounded
            finalize=_finalized,
        )
        self.globals.clear()
        self.filters = {name: FILTERS[name] for name in _FILTERS}
        self.filters.update({"join": _join, "replace": _replace, _CONCATENATED: _concatenated, _ROUNDS: _rounds})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  (Jinja's)
        """Operators that can make much of little."""
        if operator == "+":
            if hasattr(left, "__len__") and hasattr(right, "__len__"):
                _require_short(len(left) + len(right))
        elif not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise Refused("input.template_operator", {"operator": operator})
        elif operator != "%":
            _require_short(_bits(left) * int(right) if operator == "**" else _bits(left) + _bits(right), _BITS)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  (Jinja's signature)
        """Of Python's own values, only methods that give no more than they are given."""
        known = next((methods for kind, methods in _METHODS.items() if isinstance(obj, kind)), None)
        return super().is_safe_attribute(obj, attr, value) if known is None else attr in known

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401  (Jinja's signature)
        """No exception for ``format``: it pads to any width."""

    def call(self, context: Context, method: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (Jinja's)
        """A method of a value; replacing is bounded."""
        if getattr(method, "__name__", "") == "replace" and isinstance(text := getattr(method, "__self__", None), str):
            return _replace(text, *args, **kwargs)
        return super().call(context, method, *args, **kwargs)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        refuse_unbounded(source)
        bounded: nodes.Template = _Bounding().visit(source)
        bounded.set_environment(self)
        return super()._generate(bounded, name, filename, defer_init)


def refuse_unbounded(tree: nodes.Template) -> None:
    """See that a template has no statement that could go on without end.

    Raises:
        Refused: it has.
    """
    for statement in tree.find_all(_STATEMENTS):
        raise Refused("input.template_statement", {"found": type(statement).__name__.lower()}, statement.lineno)
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise Refused("input.template_statement", {"found": "recursive"}, loop.lineno)
    made = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    for literal in tree.find_all((nodes.List, nodes.Tuple, nodes.Dict)):
        for name in literal.find_all(nodes.Name):
            if name.name in made and name.ctx == "load":
                raise Refused("input.template_nested", {"found": name.name}, name.lineno)


class _Bounding(NodeTransformer):
    """Has joined texts and loops counted."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802  (the name Jinja looks for)
        parts = nodes.List([self.visit(each) for each in node.nodes], lineno=node.lineno)
        return nodes.Filter(parts, _CONCATENATED, [], [], None, None, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  (the name Jinja looks for)
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _ROUNDS, [], [], None, None, lineno=node.lineno)
        return node


_CONCATENATED, _ROUNDS = "clprun concatenated", "clprun rounds"
"""Names that no template can write."""


def plain(value: object) -> object:
    """What may be written into a text; anything else would show Python's way of writing it.

    Raises:
        Refused: it may not.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | Undefined):
        return value
    raise Refused("input.not_for_a_text", {"found": shown(value)})


@pass_context
def _finalized(context: Context, value: object) -> object:
    context.parent[_BUDGET].check()
    return plain(value)


@pass_context
def _rounds(context: Context, items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        context.parent[_BUDGET].check()
        yield item


def _concatenated(parts: Iterable[Any]) -> str:
    return joined((str(plain(part)) for part in parts), LONGEST_TEMPLATE)


def _join(items: Iterable[Any], between: str = "") -> str:
    texts = [str(plain(item)) for item in items]
    _require_short(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


def _replace(text: object, old: str, new: str, count: int | None = None) -> str:
    whole = str(plain(text))
    _require_short(len(whole) + (whole.count(old) + 1) * len(new))
    return whole.replace(old, new, -1 if count is None else count)


def _require_short(length: int, limit: int = LONGEST_TEMPLATE) -> None:
    if length > limit:
        raise Refused("input.template_too_large", {"limit": limit})


def _bits(number: float) -> int:
    return max(1, int(number).bit_length())
