"""Secrets that programs print and others carry about: in no file, whoever dies; and stars that tell nothing."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from clprun.cli.labsite import remember_inventory
from clprun.lab import client
from tests.journeys.stage import SITE
from tests.support.bench import NODES, Bench
from tests.support.lab import eventually

KEY: Final = "TopSecret-Key-42"
WORD: Final = "cluster"
"""A password that is a word of everything."""

INVENTORY: Final = """\
clusters:
  lab:
    platform: linux
    group: failover
    nodes:
      clu1: {role: primary, address: 10.0.0.111, machine_id: 111, ssh: {user: root}}
      clu2: {role: standby, address: 10.0.0.112, machine_id: 112, ssh: {user: root}}
    parameters:
      echoes: {key: !secret {environment: THE_KEY}, word: !secret {environment: THE_WORD}}
"""

BOOK: Final = """\
runbook: echoes
title: {ja: 鍵を表示するプログラム, en: A program that prints its key}
platform: linux
source: none
parameters:
  key: {type: secret, text: {ja: 鍵, en: key}}
  word: {type: secret, text: {ja: 合言葉, en: word}}
phases:
  - id: tell
    title: {ja: 入力, en: Tell it}
    minutes: 1
    steps:
      - id: tell-key
        title: {ja: 鍵の入力, en: Tell it the key}
        kind: dialogue
        on: primary
        with:
          argv: [/usr/lib/cluster/tell]
          exchange:
            - {expect: "Word: $", answer: "{{ word }}"}
            - {expect: "Key: $", answer: "{{ key }}"}
          paths: [{path: /run/never-made}]
"""

TELL: Final = """\
#!/bin/sh
printf "Word: "; read word
printf "Key: "; read key
touch /run/told
while [ ! -e /run/go ]; do sleep 0.05; done
echo
echo "the key is $key"
echo "the $word is down"
echo "nothing was done"
exit 3
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    home, files = tmp_path_factory.mktemp("secrets"), tmp_path_factory.mktemp("files")
    (files / "runbook.yaml").write_text(BOOK, "utf-8")
    (files / "lab.yaml").write_text(INVENTORY, "utf-8")
    client.up(home, None, SITE)
    remember_inventory(home, files / "lab.yaml")
    bench = Bench(home, {"THE_KEY": KEY, "THE_WORD": WORD}, runbook=str(files / "runbook.yaml"))
    tell = files / "tell"
    tell.write_text(TELL, "ascii")
    try:
        bench.sh("clu1", f"mkdir -p /usr/lib/cluster && cat >/usr/lib/cluster/tell <<'END'\n{TELL}END")
        bench.node("clu1", "chmod", "+x", "/usr/lib/cluster/tell")
        bench.sh("clu2", f"setsid sh -c 'sleep 600; : --password={KEY}' </dev/null >/dev/null 2>&1 &")
        yield bench
    finally:
        client.down(home)


def kept(bench: Bench) -> list[str]:
    """Files of the controller and of the nodes that hold the key; what the nodes' programs show is no file."""
    below = [str(path) for path in (bench.home / "runs").rglob("*") if path.is_file() and KEY in _text(path)]
    script = f"grep -rlaF -e {KEY} /var/lib/clprun /root /tmp /run 2>/dev/null || :"
    return [*below, *(path for node in NODES for path in bench.sh(node, script).split())]


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def output_on(bench: Bench) -> str:
    return bench.sh("clu1", "cat /var/lib/clprun/runs/*/jobs/*/output")


def test_a_killed_controller_leaves_no_secret_that_the_program_prints_afterwards(bench: Bench) -> None:
    controller = bench.start("apply", bench.runbook, "--lab", "--yes")
    eventually(lambda: client.run(bench.home, "clu1", ["test", "-e", "/run/told"]).returncode == 0, "it has the key")
    controller.send_signal(signal.SIGKILL)
    controller.communicate()
    bench.node("clu1", "touch", "/run/go")
    eventually(lambda: "exit" in bench.sh("clu1", "ls /var/lib/clprun/runs/*/jobs/*").split(), "it has ended")

    assert f"the key is {'*' * len(KEY)}\n" in output_on(bench)
    assert bench.clprun("abandon", bench.runs()[0]["run"], "--yes").code == 0
    assert kept(bench) == []
    bench.sh("clu1", "rm -r /var/lib/clprun/runs /run/told")


def test_a_failure_tells_no_secret_and_no_place_of_one(bench: Bench) -> None:
    finish = bench.apply(None, "--json")

    assert finish.code == 1, finish
    assert finish.err.count("[commands.secret_weak]") == 1
    assert "/usr/lib/cluster/tell" in finish.err
    (ended,) = finish.events("run-ended")
    assert (ended["code"], ended["values"]["command"]) == ("step.command_failed", "/usr/lib/cluster/tell")
    assert ended["output"].splitlines()[-3:] == ["***", "***", "nothing was done"]
    assert KEY not in finish.text
    assert f"the {WORD} is down" not in finish.text
    assert f"the {'*' * len(WORD)} is down" in output_on(bench)
    assert kept(bench) == []
