"""Templates and expressions keep types, know no unsafe thing, and quote what goes to a shell."""

import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.lang.expression import evaluate, render_text, render_value, uses_of_expression, uses_of_template
from clprun.lang.refused import Refused
from clprun.model.secret import Secret, SecretReference

CONTEXT = {
    "number": 5,
    "flag": True,
    "nothing": None,
    "words": ["a b", "c"],
    "name": "x y",
    "secret": Secret("tiger"),
    "reference": SecretReference("environment", "NAME"),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("{{ number }}", 5),
        ("{{number}}", 5),
        ("{{- number -}}", 5),
        ("{{ -number }}", -5),
        ("{{ flag }}", True),
        ("{{ nothing }}", None),
        ("{{ words }}", ["a b", "c"]),
        ("{{ '}}' }}", "}}"),
        ("{{ number == 5 and flag }}", True),
        ("{{ number }}{{ number }}", "55"),
        (" {{ number }}", " 5"),
        ("{{ number }}\n", "5\n"),
        ("is {{ flag }}", "is true"),
        ("{{ name | quote }}", "'x y'"),
        ('{{ "/opt/x" | below("a", "b") }}', "/opt/x/a/b"),
        ("{{ 'C:\\\\x y' | below('a') }}", r"C:\x y\a"),
        ("do {{ words | quote }}", "do 'a b' c"),
        ("{% for word in words %}\n{{ word }};\n{% endfor %}\nend\n", "a b;\nc;\nend\n"),
        ("  {% if flag %}\n  yes\n  {% endif %}\n", "  yes\n"),
    ],
)
def test_templates_give(text: str, value: object) -> None:
    rendered = render_value(text, CONTEXT)

    assert rendered == value
    assert type(rendered) is type(value)


def test_a_secret_stays_a_secret() -> None:
    assert render_value("{{ secret }}", CONTEXT) is CONTEXT["secret"]
    assert render_value("{{ reference }}", CONTEXT) is CONTEXT["reference"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a {{ secret }}", "input.not_for_a_text", 1),
        ("a\n{{ reference }}", "input.not_for_a_text", 2),
        ("a\n{{ nothing }}", "input.not_for_a_text", 2),
        ("a {{ words }}", "input.not_for_a_text", 1),
        ("{{ nothing | quote }}", "input.not_for_a_text", 1),
        ("{{ missing }}", "input.template_undefined", 1),
        ("a\nb {{ name.missing }}", "input.template_undefined", 2),
        ("{{ name.__class__.__mro__ }}", "input.template_failed", 1),
        ("{{ words.append(1) }}", "input.template_failed", 1),
        ("{{ range(3) }}", "input.template_undefined", 1),
        ("{{ cycler }}", "input.template_undefined", 1),
        ("{{ words | random }}", "input.template_syntax", 1),
        ("{{ number / 0 }}", "input.template_failed", 1),
        ("{{ number + name }}", "input.template_failed", 1),
        ("a\n{% include 'x' %}", "input.template_statement", 2),
        ("{{ number", "input.template_syntax", 1),
        ("a\n{% if %}", "input.template_syntax", 2),
        ("{{ number | none_such }}", "input.template_syntax", 1),
    ],
)
def test_templates_refuse(text: str, code: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        render_value(text, CONTEXT)

    assert (caught.value.code, caught.value.line) == (code, line)


@pytest.mark.parametrize("expression", ["", "number ==", "number }} {{ name", "import os", "number; name"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(Refused) as caught:
        evaluate(expression, CONTEXT)

    assert caught.value.code == "input.template_syntax"


def test_the_names_a_template_needs_are_found_with_attributes_and_lines() -> None:
    text = "{{ a }}\n{% for b in c.d %}{{ b.e }}{% endfor %}\n{{ f.g.h }}"

    assert {(use.name, use.attribute, use.line) for use in uses_of_template(text)} == {
        ("a", None, 1),
        ("c", "d", 2),
        ("f", "g", 3),
    }


def test_the_names_an_expression_needs_are_found() -> None:
    assert {use.name for use in uses_of_expression("a == 'b' and c.d in [e]")} == {"a", "c", "e"}


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=30))
def test_quoted_text_is_one_word_to_a_shell(text: str) -> None:
    assert shlex.split(render_text("{{ it | quote }}", {"it": text})) == [text]


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.text(max_size=10), max_size=5))
def test_a_quoted_list_is_the_same_words_to_a_shell(words: list[str]) -> None:
    assert shlex.split(render_text("{{ it | quote }}", {"it": words})) == words


def test_a_real_shell_sees_quoted_text_unchanged() -> None:
    nasty = "a'b\"c $(id) `id` \\ ; & | > * ? ~ !\n\té"

    script = render_text("printf %s {{ it | quote }}", {"it": nasty})

    assert subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout.decode() == nasty
