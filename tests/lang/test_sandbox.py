"""Templates are bounded: whatever stands in one, filling it in ends soon and stays small."""

import pytest

from clprun.lang import sandbox
from clprun.lang.expression import evaluate, render_text, render_value, uses_of_template
from clprun.lang.refused import Refused

CONTEXT = {"text": "x" * 1000, "words": ["a", "b"], "number": 3}
DOUBLED = "".join(f"{{% set a{n + 1} = a{n} ~ a{n} %}}" for n in range(60))
ADDED = "".join(f"{{% set a{n + 1} = a{n} + a{n} %}}" for n in range(60))
NESTED = "".join(f"{{% set a{n + 1} = [a{n}, a{n}] %}}" for n in range(60))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ 'x' * 10**9 }}", "input.template_operator"),
        ("{{ 10**9 * words }}", "input.template_operator"),
        ("{{ 10 ** 10 ** 10 }}", "input.template_too_large"),
        ("{{ 2 ** 40 * 2 ** 40 }}", "input.template_too_large"),
        ("{{ '%1000000000d' % 1 }}", "input.template_operator"),
        ("{{ 'x'.ljust(10**9) }}", "input.template_failed"),
        ("{{ '{:>1000000000}'.format(1) }}", "input.template_failed"),
        ("{{ text.format }}", "input.template_failed"),
        ("{{ number.to_bytes(1000000000, 'big') }}", "input.template_failed"),
        ("{{ 'x' | center(10**9) }}", "input.template_syntax"),
        ("{{ 'x' | indent(10**9) }}", "input.template_syntax"),
        ("{{ words | batch(10**9, 'x') | list }}", "input.template_syntax"),
        ("{{ 'x' | format(1) }}", "input.template_syntax"),
        ("{{ text | replace('x', text) }}", "input.template_too_large"),
        ("{{ text.replace('x', text) }}", "input.template_too_large"),
        ("{{ text | map('replace', 'x', text) | join(text) }}", "input.template_too_large"),
        ("{{ text | join(text) }}", "input.template_too_large"),
        ("{% set a0 = 'x' %}" + DOUBLED, "input.template_too_large"),
        ("{% set a0 = 'x' %}" + ADDED, "input.template_too_large"),
        ("{% set a0 = ['x'] %}" + ADDED, "input.template_too_large"),
        ("{% set a0 = ['x'] %}" + NESTED, "input.template_nested"),
        ("{% for a in text %}{% for b in text %}{{ text }}{% endfor %}{% endfor %}", "input.template_too_large"),
        ("{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}", "input.template_statement"),
        ("{% for a in words recursive %}{{ loop(words) }}{% endfor %}", "input.template_statement"),
        ("{% set a %}{{ text }}{% endset %}", "input.template_statement"),
        ("{% filter upper %}a{% endfilter %}", "input.template_statement"),
        ("x" * (sandbox.LONGEST_TEMPLATE + 1) + "{{ number }}", "input.template_too_large"),
    ],
)
def test_what_could_grow_without_end_is_refused(template: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        render_text(template, CONTEXT)

    assert caught.value.code == code


@pytest.mark.parametrize(
    "template", ["a\n{% macro m() %}{% endmacro %}", "a\n{% for a in [1] recursive %}{% endfor %}"]
)
def test_a_statement_that_may_not_stand_there_is_found_without_values(template: str) -> None:
    with pytest.raises(Refused) as caught:
        uses_of_template(template)

    assert (caught.value.code, caught.value.line) == ("input.template_statement", 2)


def test_loops_in_loops_end_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(1_000_000))
    monkeypatch.setattr(sandbox, "monotonic", lambda: float(next(times)))
    template = "{% for a in text %}{% for b in text %}{% for c in text %}{% endfor %}{% endfor %}{% endfor %}"

    with pytest.raises(Refused) as caught:
        render_text(template, CONTEXT)

    assert caught.value.code == "input.template_endless"
    assert next(times) < 100


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{{ number * 2 + 1 }}/{{ 2 ** 10 }}/{{ 7 % 4 }}", "7/1024/3"),
        ("{{ words | join('-') }}", "a-b"),
        ("{{ 'a' ~ number ~ true }}", "a3true"),
        ("{{ (words + ['c']) | join }}", "abc"),
        ("{% for w in words %}{{ loop.index }}{{ w }}{{ ', ' if not loop.last }}{% endfor %}", "1a, 2b"),
        ("{% set both = words | map('upper') | list %}{{ both | length }}", "2"),
        ("{{ 'a;b'.split(';') | map('trim') | select | join(' ') }}", "a b"),
        ("{{ 'a/b'.replace('/', ':') }}{{ 'a/b' | replace('/', ':') }}", "a:ba:b"),
    ],
)
def test_what_runbooks_need_is_there(template: str, filled: str) -> None:
    assert render_text(template, CONTEXT) == filled


def test_an_expression_is_bounded_too() -> None:
    with pytest.raises(Refused) as caught:
        evaluate("words * 10 ** 9", CONTEXT)

    assert caught.value.code == "input.template_operator"


@pytest.mark.parametrize("template", [r"a{{ '\x1b[8m' }}", r"{{ '\u202e' }}", r"{{ ['a', '\u2028'] }}"])
def test_a_template_makes_no_hidden_character(template: str) -> None:
    with pytest.raises(Refused) as caught:
        render_value(template, CONTEXT)

    assert caught.value.code == "input.hidden_character"
