"""A setting in a file that Ruby reads: one line changes, and only where there is no doubt which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clprun.errors import StepFailed
from clprun.model.change import WriteFile
from clprun.steps.file_setting import FileSetting, FileSettingWant
from clprun.steps.ruby_setting import Unclear, with_ruby_setting
from clprun.steps.settings_file import NotAText
from tests.steps.given import Given, target

KIND = FileSetting()
PATH = "/usr/local/jcclweb/config/clweb.conf"
WANT = FileSettingWant(path=PATH, key="$bind", value="10.0.0.114", form="ruby")

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b'# $bind = "0.0.0.0"\n', b'$bind = "10.0.0.114"\n', id="as shipped"),
        pytest.param(b'#$bind="0.0.0.0"\r\n', b'$bind="10.0.0.114"\r\n', id="without blanks"),
        pytest.param(b"  ##  $bind = '0.0.0.0'  # all", b"  $bind = '10.0.0.114'  # all", id="the rest of the line"),
        pytest.param(b"$bind = '1.2.3.4'\n", b"$bind = '10.0.0.114'\n", id="another value"),
        pytest.param(b'$bind = ""\n', b'$bind = "10.0.0.114"\n', id="an empty value"),
        pytest.param(b"$bind = '10.0.0.114'\n", b"$bind = '10.0.0.114'\n", id="already so"),
        pytest.param(
            b'# $bind = "0.0.0.0"\n# $bind = "1.1.1.1"\n$bind = "2.2.2.2"\n',
            b'# $bind = "0.0.0.0"\n# $bind = "1.1.1.1"\n$bind = "10.0.0.114"\n',
            id="the active one among samples",
        ),
        pytest.param(
            b'=begin\n$bind = "1"\n=end\n# $bind = "0.0.0.0"\n__END__\n$bind = "2"\n',
            b'=begin\n$bind = "1"\n=end\n$bind = "10.0.0.114"\n__END__\n$bind = "2"\n',
            id="block comment and data",
        ),
        pytest.param(
            b'# about $bind = "x"\n$bindings = "a"\nif $bind == "b"\n# $bind = "0.0.0.0"\n',
            b'# about $bind = "x"\n$bindings = "a"\nif $bind == "b"\n$bind = "10.0.0.114"\n',
            id="lines that only speak of it",
        ),
        pytest.param(
            MARK + '# 設定ソ\n# $bind = "0.0.0.0" # 表\n'.encode("cp932"),
            MARK + '# 設定ソ\n$bind = "10.0.0.114" # 表\n'.encode("cp932"),
            id="SJIS with bytes that look like signs",
        ),
    ],
)
def test_one_line_changes(before: bytes, after: bytes) -> None:
    assert with_ruby_setting(before, "$bind", "10.0.0.114") == after
    assert with_ruby_setting(after, "$bind", "10.0.0.114") == after


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        (b"", ()),
        (b"$port = 443\n", ()),
        (b'$bind = "a"\nx\n$bind = "b"\n', (1, 3)),
        (b'$bind = "a"\n$bind = "a"\n', (1, 2)),
        (b'# $bind = "a"\n# $bind = "b"\n', (1, 2)),
        (b"x\n$bind = ENV['BIND']\n", (2,)),
        (b'$bind = "a" if $x\n', (1,)),
        (b'$bind ||= "a"\n', (1,)),
        (b'$bind += "a"\n$bind = "b"\n', (1, 2)),
        (b'$bind = "a\\"b"\n', (1,)),
        (b"$bind = \"a'\n", (1,)),
    ],
)
def test_a_doubtful_file_is_left_alone_and_the_lines_are_told(content: bytes, numbers: tuple[int, ...]) -> None:
    with pytest.raises(Unclear) as refusal:
        with_ruby_setting(content, "$bind", "10.0.0.114")
    assert refusal.value.numbers == numbers


def test_wide_text_is_refused() -> None:
    with pytest.raises(NotAText):
        with_ruby_setting('$bind = "a"'.encode("utf-16"), "$bind", "x")


LINES = st.lists(st.binary(max_size=30).filter(lambda line: b"$bind" not in line and b"=begin" not in line), max_size=6)


@given(before=LINES, after=LINES, old=st.text("abc.:0-9 ", max_size=12), quote=st.sampled_from(["'", '"']))
def test_every_other_byte_stays(before: list[bytes], after: list[bytes], old: str, quote: str) -> None:
    head = b"".join(line.replace(b"__END__", b"") + b"\n" for line in before)
    tail = b"\n".join(after)
    content = head + f"# $bind = {quote}{old}{quote}\n".encode() + tail
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return

    changed = with_ruby_setting(content, "$bind", "10.0.0.114")

    assert changed == head + f"$bind = {quote}10.0.0.114{quote}\n".encode() + tail


def test_the_step_writes_the_file_anew() -> None:
    before, after = b'$a = 1\n# $bind = "0.0.0.0"\n', b'$a = 1\n$bind = "10.0.0.114"\n'
    nodes = Given().file("clu1", PATH, before)
    change = KIND.plan(WANT, target(), nodes.answers(KIND, WANT, target()))
    assert change is not None
    assert change.actions == (WriteFile("clu1", PATH, after, before=before),)
    later = nodes.after(dict(change.predicts))
    assert KIND.plan(WANT, target(), later.answers(KIND, WANT, target())) is None


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b'$bind = "0.0.0.0" # all\n', "file_setting.set_otherwise", '$bind = "0.0.0.0" # all'),
        (b'# $bind = "0.0.0.0"\n', "file_setting.not_set", None),
    ],
)
def test_the_step_says_what_is_set_instead(content: bytes, code: str, found: str | None) -> None:
    nodes = Given().file("clu1", PATH, content)
    problem = KIND.missing(WANT, target(), nodes.answers(KIND, WANT, target()))
    assert problem is not None
    assert (problem.code, problem.values.get("found")) == (code, found)


def test_the_step_tells_the_lines() -> None:
    nodes = Given().file("clu1", PATH, b'$bind = "a"\n$bind = "b"\n')
    with pytest.raises(StepFailed) as failure:
        KIND.plan(WANT, target(), nodes.answers(KIND, WANT, target()))
    assert failure.value.problem.code == "file_setting.unclear"
    assert failure.value.problem.values["lines"] == "1, 2"


@pytest.mark.parametrize(
    ("key", "value"),
    [("$bind", 'a"b'), ("$bind", "a'b"), ("$bind", "a\\b"), ("$bind", "#{id}"), ("$a b", "c"), ("$", "c")],
)
def test_what_ruby_would_read_otherwise_is_no_want(key: str, value: str) -> None:
    with pytest.raises(ValidationError):
        FileSettingWant(path=PATH, key=key, value=value, form="ruby")
