"""What a template writes into its text: each expression with its place, and whether a shell takes it for a word."""

from collections.abc import Mapping
from typing import NamedTuple

from jinja2 import nodes
from jinja2.parser import Parser

from clprun.lang.context import NODE_NAMES
from clprun.lang.expression import environment, uses_of_template

__all__ = ["Printed", "printed", "unsafe"]

_HARMLESS_FILTERS = frozenset({"quote", "int", "float", "round", "length", "count"})
"""Filters whose result no shell takes for more than a word."""


_MADE_OF_PARTS = (nodes.BinExpr, nodes.Concat, nodes.Filter, nodes.Getitem, nodes.List, nodes.Tuple, nodes.UnaryExpr)
"""Expressions that hold nothing but what their parts hold."""


class Printed(NamedTuple):
    """An expression whose value a template writes into its text.

    Args:
        text: as it is written.
        expression: as Jinja2 reads it.
        line: of its braces, from 1.
        column: from 1.
    """

    text: str
    expression: nodes.Expr
    line: int
    column: int


def unsafe(text: str, known: Mapping[str, bool]) -> list[Printed]:
    """The expressions of a shell text that write a value which a shell could take for more than a word.

    In a comment a shell takes nothing for anything: no parameter can hold a line break (:mod:`clprun.lang.values`).

    Args:
        text: the template of a script.
        known: for each parameter, whether its type can hold no character that means something to a shell.

    Raises:
        Refused: it is no template.
    """
    uses_of_template(text)
    harmless = {**known, **_own_names(environment().parse(text), known)}
    lines = text.split("\n")
    return [
        each
        for each in printed(text)
        if not lines[each.line - 1].lstrip().startswith("#") and not _is_harmless(each.expression, harmless)
    ]


def printed(text: str) -> list[Printed]:
    """The expressions whose values a template that can be parsed writes into its text, in order."""
    lines, found = text.split("\n"), []
    inner: list[str] = []
    place = (1, 1)
    next_search: dict[int, int] = {}
    for number, kind, value in environment().lex(text):
        match kind:
            case "variable_begin":
                at = max(0, lines[number - 1].find("{{", next_search.get(number, 0)))
                next_search[number] = at + 2
                place, inner = (number, at + 1), []
            case "variable_end":
                source = "".join(inner).strip()
                found.append(Printed(source, _parsed(source), *place))
            case _:
                inner.append(value)
    return found


def _parsed(expression: str) -> nodes.Expr:
    return Parser(environment(), expression, state="variable").parse_expression()


def _own_names(tree: nodes.Template, known: Mapping[str, bool]) -> dict[str, bool]:
    """Names that the template itself gives values to by ``set`` and ``for``, and whether these are harmless."""
    own: dict[str, bool] = {}
    for statement in tree.find_all((nodes.Assign, nodes.For)):
        assert isinstance(statement, nodes.Assign | nodes.For)
        value = statement.node if isinstance(statement, nodes.Assign) else statement.iter
        harmless = _is_harmless(value, {**known, **own})
        target = statement.target
        for name in [target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name):
            own[name.name] = own.get(name.name, True) and harmless
    return own


def _is_harmless(expression: nodes.Node, known: Mapping[str, bool]) -> bool:
    """Whether a shell sees the value as part of a word, whatever the parameters hold."""
    match expression:
        case nodes.Const() | nodes.Compare() | nodes.Test() | nodes.Not():
            return True
        case nodes.Name():
            return known.get(expression.name, False)
        case nodes.Getattr():
            return isinstance(expression.node, nodes.Name) and expression.node.name in NODE_NAMES
        case nodes.Filter() if expression.name in _HARMLESS_FILTERS:
            return True
        case nodes.CondExpr():
            return all(_is_harmless(each, known) for each in (expression.expr1, expression.expr2) if each is not None)
        case _:
            whole = isinstance(expression, _MADE_OF_PARTS)
            return whole and all(_is_harmless(part, known) for part in expression.iter_child_nodes())
