import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.steps.settings_file import Contradiction, NotAText, Setting, value_of, with_setting

SITE = Setting("local_daemon", "SITE")
MARK = b"\xef\xbb\xbf"
SHIPPED = b"# local_daemon\n# --------------------\n#\n# sample\n# local_daemon=SITE\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(SHIPPED, SHIPPED.replace(b"# local_daemon=SITE", b"local_daemon=SITE"), id="as shipped"),
        pytest.param(b"local_daemon=OFF\n", b"local_daemon=SITE\n", id="another value"),
        pytest.param(b"local_daemon=SITE\n", b"local_daemon=SITE\n", id="already so"),
        pytest.param(b"#local_daemon=OFF\r\nx=1\r\n", b"local_daemon=SITE\r\nx=1\r\n", id="line ends of Windows"),
        pytest.param(b"local_daemon=OFF", b"local_daemon=SITE", id="no last line end"),
        pytest.param(b"x=1", b"x=1\nlocal_daemon=SITE", id="added where there is no last line end"),
        pytest.param(b"x=1\r\n", b"x=1\r\nlocal_daemon=SITE\r\n", id="added with the file's own line end"),
        pytest.param(b"", b"local_daemon=SITE\n", id="empty file"),
        pytest.param(b"\xef\xbb\xbflocal_daemon=OFF\n", b"\xef\xbb\xbflocal_daemon=SITE\n", id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf", b"\xef\xbb\xbflocal_daemon=SITE\n", id="nothing but a byte order mark"),
        pytest.param(b" local_daemon = OFF \n", b"local_daemon=SITE\n", id="blanks that the product does not take"),
        pytest.param(
            b"# local_daemon=SITE\n# local_daemon=OFF\n# end\n",
            b"# local_daemon=SITE\n# local_daemon=OFF\nlocal_daemon=SITE\n# end\n",
            id="several samples stay",
        ),
        pytest.param(
            b"local_daemon=OFF\nx\nlocal_daemon=OFF\n",
            b"local_daemon=SITE\nx\nlocal_daemon=SITE\n",
            id="twice the same",
        ),
        pytest.param(
            b"# local_daemon=SITE\nlocal_daemon=OFF\n",
            b"# local_daemon=SITE\nlocal_daemon=SITE\n",
            id="active before sample",
        ),
        pytest.param(
            b"my_local_daemon=1\nlocal_daemons=2\n",
            b"my_local_daemon=1\nlocal_daemons=2\nlocal_daemon=SITE\n",
            id="other keys",
        ),
        pytest.param(
            "# 設定\nlocal_daemon=OFF\n".encode("cp932"), "# 設定\nlocal_daemon=SITE\n".encode("cp932"), id="SJIS"
        ),
        pytest.param(
            "# 設定\nlocal_daemon=OFF\n".encode("euc-jp"), "# 設定\nlocal_daemon=SITE\n".encode("euc-jp"), id="EUC-JP"
        ),
    ],
)
def test_one_line_changes(before: bytes, after: bytes) -> None:
    assert with_setting(before, SITE) == after
    assert with_setting(after, SITE) == after


def test_a_line_of_many_blanks_is_read_in_no_time() -> None:
    value = b"a" + b" " * (1 << 20) + b"b"

    assert with_setting(b"local_daemon= " + value + b" \n", SITE) == b"local_daemon=SITE\n"


def test_a_contradiction_is_refused() -> None:
    with pytest.raises(Contradiction) as found:
        with_setting(b"local_daemon=OFF\nlocal_daemon = SITE\n", SITE)
    assert found.value.values == ("OFF", "SITE")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_wide_characters_are_refused(encoding: str) -> None:
    with pytest.raises(NotAText):
        with_setting("\ufefflocal_daemon=OFF\n".encode(encoding), SITE)


def test_a_ruby_like_file() -> None:
    bind = Setting("$bind", '"10.0.0.114"', separator=" = ")
    assert with_setting(b'# $bind = "0.0.0.0"\n$port = 443\n', bind) == b'$bind = "10.0.0.114"\n$port = 443\n'


def test_a_separator_of_blanks() -> None:
    port = Setting("Port", "22", separator=" ")
    assert with_setting(b"#Port 2022\nPorts 1\n", port) == b"Port 22\nPorts 1\n"


LINES = st.lists(
    st.sampled_from(
        [
            b"",
            b"# local_daemon",
            b"# local_daemon=SITE",
            b"#local_daemon=OFF",
            b"local_daemon=OFF",
            b"local_daemon=SITE",
        ]
    )
    | st.binary(max_size=12).filter(lambda line: not set(line) & set(b"\r\n")),
    max_size=8,
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(LINES, ENDS, st.booleans(), st.booleans())
def test_any_file_keeps_all_other_lines(lines: list[bytes], end: bytes, last: bool, marked: bool) -> None:
    content = MARK * marked + end.join(lines) + end * last
    try:
        after = with_setting(content, SITE)
    except Contradiction:
        assert {b"local_daemon=OFF", b"local_daemon=SITE"} <= set(lines)
        return
    except NotAText:
        assert content[:2] in {b"\xff\xfe", b"\xfe\xff"} or content[:4] == b"\x00\x00\xfe\xff"
        return
    assert value_of(after, SITE) == "SITE"
    assert with_setting(after, SITE) == after
    assert _others(after) == _others(content)
    assert after.startswith(MARK) == content.startswith(MARK)
    assert _ends(after) <= (_ends(content) or {b"\n"})
    if content.removeprefix(MARK):
        assert after.endswith((b"\r", b"\n")) == content.endswith((b"\r", b"\n"))


def _others(content: bytes) -> list[bytes]:
    """The lines that do not speak of the setting, without their ends."""
    return [line for line in content.removeprefix(MARK).splitlines() if b"local_daemon" not in line]


def _ends(content: bytes) -> set[bytes]:
    lines = content.splitlines(keepends=True)
    return {line[len(line.rstrip(b"\r\n")) :] for line in lines} - {b""}
