"""Templates and expressions: Jinja2's, sandboxed, strict about unknown names, without globals."""

import re
import shlex
import traceback
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, NoReturn

from jinja2 import Template, TemplateSyntaxError, Undefined, UndefinedError, meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.parser import Parser

from clprun.lang.refused import Refused
from clprun.lang.sandbox import LONGEST_TEMPLATE, Sandbox, budgeted, joined, plain, refuse_unbounded
from clprun.model.paths import below
from clprun.model.visible import hidden_in

__all__ = [
    "Use",
    "environment",
    "evaluate",
    "is_template",
    "render_text",
    "render_value",
    "uses_of_expression",
    "uses_of_template",
]

_ONE_EXPRESSION = re.compile(r"\{\{[-+]?(.*?)[-+]?\}\}", re.DOTALL)
_MARKS = ("{{", "{%", "{#")


class Use(NamedTuple):
    """A name that an expression needs.

    Args:
        name: the name.
        attribute: the attribute it needs of it, if any.
        line: where, from 1.
    """

    name: str
    attribute: str | None
    line: int


def is_template(value: object) -> bool:
    """Whether a value of a runbook is a text with something to fill in."""
    return isinstance(value, str) and any(mark in value for mark in _MARKS)


def evaluate(expression: str, context: Mapping[str, Any]) -> object:
    """The value of an expression such as ``local_daemon == 'SITE'``, in its own type.

    Raises:
        Refused: it is no expression, or has no value in this context.
    """
    compiled = _compiled_expression(expression)
    try:
        value = compiled(**budgeted(context))
        if isinstance(value, Undefined):
            _undefined(value)
    except Exception as error:  # noqa: BLE001 - an expression may fail in any way
        raise _failure(error, "<expression>") from None
    return value


def render_value(text: str, context: Mapping[str, Any]) -> object:
    """A value of a runbook, filled in; one that is nothing but ``{{ expression }}`` keeps the expression's type.

    Raises:
        Refused: it is no template, or can't be filled in.
    """
    if not is_template(text):
        return text
    inner = _single_expression(text)
    value = evaluate(inner, context) if inner is not None else render_text(text, context)
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and (hidden := hidden_in(each)):
            raise Refused("input.hidden_character", {"character": f"U+{ord(hidden):04X}"})
    return value


def render_text(text: str, context: Mapping[str, Any]) -> str:
    """A text, filled in; blank lines that a ``{% … %}`` line would leave are taken away.

    Filters beyond Jinja2's: ``quote`` makes a text, or a list of them, safe for a POSIX shell; ``below("a", "b")``
    gives the path of ``b`` in ``a`` below a folder, in the folder's own form.

    Raises:
        Refused: it is no template, or can't be filled in.
    """
    compiled = _compiled_template(text)
    try:
        return joined(compiled.generate(**budgeted(context)))
    except Exception as error:  # noqa: BLE001 - a template may fail in any way
        raise _failure(error, "<template>") from None


def uses_of_template(text: str) -> list[Use]:
    """The names that a template needs.

    Raises:
        Refused: it is no template.
    """
    return list(_uses(_parsed(text)))


def uses_of_expression(expression: str) -> list[Use]:
    """The names that an expression needs.

    Raises:
        Refused: it is no expression.
    """
    _compiled_expression(expression)
    parsed = Parser(environment(), expression, state="variable").parse_expression()
    tree = nodes.Template([nodes.Output([parsed])])
    tree.set_environment(environment())
    refuse_unbounded(tree)
    return list(_uses(tree))


def _parsed(text: str) -> nodes.Template:
    if len(text) > LONGEST_TEMPLATE:
        raise Refused("input.template_too_large", {"limit": LONGEST_TEMPLATE})
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        raise _syntax(error) from None
    refuse_unbounded(tree)
    return tree


def _uses(tree: nodes.Template) -> Iterator[Use]:
    undeclared = meta.find_undeclared_variables(tree)
    owners: set[int] = set()
    for attribute in tree.find_all(nodes.Getattr):
        if isinstance(attribute.node, nodes.Name) and attribute.node.name in undeclared:
            owners.add(id(attribute.node))
            yield Use(attribute.node.name, attribute.attr, attribute.lineno)
    for name in tree.find_all(nodes.Name):
        if name.name in undeclared and id(name) not in owners:
            yield Use(name.name, None, name.lineno)


@cache
def environment() -> Sandbox:
    """Jinja2 as runbooks have it, with filters of our own."""
    environment = Sandbox()
    environment.filters["quote"] = _quote
    environment.filters["below"] = _below
    return environment


def _quote(value: object) -> str:
    if isinstance(value, list | tuple):
        return shlex.join(str(plain(part)) for part in value)
    return shlex.quote(str(plain(value)))


def _below(folder: object, *parts: object) -> str:
    return below(str(plain(folder)), *(str(plain(part)) for part in parts))


@lru_cache(maxsize=2048)
def _compiled_template(text: str) -> Template:
    try:
        return environment().from_string(_parsed(text))
    except TemplateSyntaxError as error:
        raise _syntax(error) from None


@lru_cache(maxsize=2048)
def _compiled_expression(expression: str) -> TemplateExpression:
    try:
        return environment().compile_expression(expression, undefined_to_none=False)
    except TemplateSyntaxError as error:
        raise _syntax(error) from None


@lru_cache(maxsize=2048)
def _single_expression(text: str) -> str | None:
    """What stands between the braces when the template is one expression and nothing else."""
    match = _ONE_EXPRESSION.fullmatch(text)
    if match is None:
        return None
    body = _parsed(text).body
    alone = len(body) == 1 and isinstance(body[0], nodes.Output) and len(body[0].nodes) == 1
    return match[1] if alone else None


def _undefined(value: Undefined) -> NoReturn:
    str(value)
    raise AssertionError


def _syntax(error: TemplateSyntaxError) -> Refused:
    return Refused("input.template_syntax", {"reason": error.message or ""}, line=error.lineno)


def _failure(error: Exception, file: str) -> Refused:
    """The refusal that a failure while filling in stands for, with the line of the template it happened in."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    line = (frames[-1].lineno if frames else None) or 1
    if isinstance(error, Refused):
        return Refused(error.code, error.values, line)
    code = "input.template_undefined" if isinstance(error, UndefinedError) else "input.template_failed"
    return Refused(code, {"reason": str(error) or type(error).__name__}, line)
