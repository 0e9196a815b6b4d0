"""An interview on the screen: what is different at length, what is unknown with its way out, a bar at a terminal."""

import io

import pytest

from clprun.messages.catalog import Text
from clprun.model.text import Language
from clprun.ui.contact import Judged, draw_judgements, draw_replacements, progress
from clprun.ui.screen import Screen, screen_on

TEXT, BREAKS = Text("It is so.", "そうである。"), Text("It fails.", "失敗する。")
JUDGED = [
    Judged("one", "unknown", TEXT, BREAKS, unasked=Text("it would change the pair", "変更するため"), trial="push"),
    Judged("two", "different", TEXT, BREAKS, ("group", "clweb"), ("clu1: \x1b[31mexit 4",)),
    Judged("three", "confirmed", TEXT, BREAKS),
]


def screen(language: Language = Language.EN) -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return screen_on(out, language, colour=False), out


def test_what_is_different_says_what_was_seen_and_what_goes_wrong() -> None:
    drawn, out = screen()

    draw_judgements(drawn, JUDGED)

    lines = out.getvalue().splitlines()
    assert [line.split()[1] for line in lines if line[0] != " "][:3] == ["three", "two", "one"]
    assert lines[2:5] == [
        "    seen: clu1: exit 4",
        "    what goes wrong: It fails.",
        "    relied on by: group, clweb",
    ]
    assert lines[6:8] == [
        "    reading can't tell: it would change the pair",
        "    tried by: first-contact, step push",
    ]
    assert lines[-1] == "1 confirmed, 1 different, 1 unknown."


def test_in_japanese() -> None:
    drawn, out = screen(Language.JA)

    draw_judgements(drawn, JUDGED)

    assert "影響: 失敗する。" in out.getvalue()
    assert "確認 1、相違 1、不明 1。" in out.getvalue()


def test_secrets_are_not_shown_and_names_that_are_left_are() -> None:
    drawn, out = screen()

    draw_replacements(drawn, [("host", "tokyo", "h1xxx", 3), ("secret", "", "secret1", 1)], ("device",))

    assert "host    tokyo          h1xxx        3" in out.getvalue()
    assert "secret  ***            secret1      1" in out.getvalue()
    assert "device" in out.getvalue()


def test_without_a_terminal_there_is_no_bar() -> None:
    drawn, out = screen()
    with progress(drawn, ["clu1"], 2) as tell:
        tell("clu1", "system")

    assert out.getvalue() == ""


def test_at_a_terminal_there_is_a_bar_for_each_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    drawn, out = screen()
    with progress(drawn, ["clu1", "clu2"], 2) as tell:
        tell("clu1", "system")
        tell("clu2", "clusterpro")

    assert "clu1" in out.getvalue()
    assert "CLUSTERPRO" in out.getvalue()
