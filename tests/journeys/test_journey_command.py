"""A runbook's own command that fails or is cut: never taken for done, never started again unasked."""

import re
import signal
from pathlib import Path

import pytest

from tests.support.bench import Bench, finish_of
from tests.support.lab import eventually

BOOK = """\
runbook: own
title: {ja: 独自のコマンド, en: A command of one's own}
platform: linux
source: none
phases:
  - id: work
    title: {ja: 導入, en: Install it}
    minutes: 1
    steps:
      - id: install
        title: {ja: 導入, en: Install it}
        kind: command
        on: primary
        with: {argv: [/opt/own/install], creates: /opt/own/made, within: 600}
"""

FAILS = "echo 'unpacked 3 of 90 files, then: disk error'; exit 1"
WAITS = "until [ -e /opt/own/gate ]; do sleep 0.05; done"


@pytest.fixture
def own(shared: Bench, tmp_path: Path) -> Bench:
    """A lab with a program that notes its starts and leaves at once what should prove its end."""
    (tmp_path / "own.yaml").write_text(BOOK, "utf-8")
    shared.sh("clu1", "rm -rf /opt/own; mkdir /opt/own")
    return Bench(shared.home, runbook=str(tmp_path / "own.yaml"))


def install(bench: Bench, then: str) -> None:
    text = f"#!/bin/sh\necho x >>/opt/own/count; : >/opt/own/made\n{then}\n"
    bench.sh("clu1", f"cat >/opt/own/install <<'END'\n{text}END\nchmod 755 /opt/own/install")


def starts(bench: Bench) -> int:
    return bench.sh("clu1", "cat /opt/own/count 2>/dev/null || :").count("x")


def test_a_command_that_failed_is_not_taken_for_done(own: Bench) -> None:
    install(own, FAILS)
    stopped, asked = own.apply(), own.resume()

    assert stopped.code == 1, stopped
    assert asked.code == 3, asked
    assert "/opt/own/install ended with exit code 1." in asked.err
    assert "| unpacked 3 of 90 files, then: disk error" in asked.err
    assert f"clprun resume {stopped.run()} --in-doubt install=redo   # redo | done | stop" in asked.err
    assert starts(own) == 1

    finish = own.resume(None, "--in-doubt", "install=done", "--json")
    assert finish.code == 0, finish
    assert [event["outcome"] for event in finish.events("step-ended")] == ["already"]
    assert starts(own) == 1


def test_a_command_that_was_cut_is_waited_for_and_then_asked_about(own: Bench) -> None:
    install(own, WAITS)
    verb = own.start("apply", own.runbook, "--lab", "--yes")
    eventually(lambda: starts(own) == 1, "the command was begun")
    verb.kill()
    assert finish_of(verb).code == -signal.SIGKILL

    second = own.start("resume", "--yes")
    assert second.stdout is not None
    said = next(line for line in second.stdout if "/opt/own/install" in line)
    assert re.search(r"install \(clu1\): waiting for /opt/own/install, running for \d+ s, at most 600 s", said)
    own.sh("clu1", "pkill -KILL -f '^sh /var/lib/clprun/runs/.*/job$'; pkill -KILL -f '/opt/own/install$'")
    asked = finish_of(second)

    assert asked.code == 3, asked
    assert "/opt/own/install was cut off (exit code -)" in asked.err
    assert starts(own) == 1
    own.sh("clu1", ": >/opt/own/gate")
    finish = own.resume(None, "--in-doubt", "install=redo")
    assert finish.code == 0, finish
    assert starts(own) == 2
