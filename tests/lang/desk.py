"""A runbook, an inventory and step kinds small enough to be seen at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clprun.errors import InputError, Problem
from clprun.lang.bind import BoundRunbook, bind
from clprun.lang.inventory import Site, load_inventory
from clprun.lang.load import load_runbook
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.parameters import resolve_parameters
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Target, Want

RUNBOOK = """\
runbook: toy
title: {ja: 試験用, en: Toy}
platform: linux
source: none
parameters:
  virtual_host: {type: host_name, text: {ja: 仮想ホスト名, en: virtual host name}, example: cluv}
  floating_ip: {type: ip_address, text: {ja: 仮想アドレス, en: floating IP address}, example: 192.0.2.10}
  machine_id: {type: integer, text: {ja: マシン ID, en: machine id}, example: 114, minimum: 1}
  peer_machine_ids: {type: integers, text: {ja: 相手のマシン ID, en: ids of peers}, default: []}
  database_path: {type: absolute_path, text: {ja: データベース, en: database}, example: /mnt/sdb2}
  folder: {type: absolute_path, text: {ja: フォルダ, en: folder}, default: "{{ database_path }}/nqs"}
  mode: {type: choice, choices: [SITE, OFF], text: {ja: 方式, en: mode}, example: SITE}
  start_after: {type: boolean, when: mode == 'SITE', text: {ja: 後で起動, en: start after}, default: true}
  command: {type: command, text: {ja: コマンド, en: command}, example: [/bin/true], optional: true}
phases:
  - id: prepare
    title: {ja: 準備, en: Prepare}
    minutes: 1
    goal: [write]
    steps:
      - id: halt
        title: {ja: 停止, en: Stop}
        kind: run
        on: both
        with: {argv: [/bin/stop, "{{ virtual_host }}"]}
        serves: [write]
      - id: write
        title: {ja: 書き込み, en: Write}
        kind: file
        on: both
        with:
          path: "{{ folder }}/{{ node.name }}"
          text: {template: files/note.j2}
    checkpoint:
      - {step: halt, until: finish}
  - id: end
    title: {ja: 終了, en: End}
    minutes: 0.5
    steps:
      - id: finish
        title: {ja: 開始, en: Start}
        kind: file
        on: active
        when: start_after
        with: {path: /etc/finished, text: "{{ machine_id }} {{ floating_ip }} {{ peer.address }}", mode: 420}
      - id: check
        title: {ja: 確認, en: Check}
        kind: run
        nature: check
        on: cluster
        when: command is not none
        with: {argv: "{{ command }}"}
"""

NOTE = "# {{ cluster.name }}\nexec {{ virtual_host | quote }}\n"

INVENTORY = """\
clusters:
  lab:
    platform: linux
    group: failover
    nodes:
      clu1: {role: primary, address: 192.0.2.111, machine_id: 111, ssh: {user: root}}
      clu2: {role: standby, address: 192.0.2.112, machine_id: 112, ssh: {user: root}}
    parameters:
      toy:
        virtual_host: cluv
        floating_ip: 192.0.2.10
        machine_id: 114
        database_path: /mnt/sdb2
        mode: SITE
"""


class RunWant(Want):
    argv: list[str]


class FileWant(Want):
    path: str
    text: str
    mode: int = 0o644


class RunKind(Kind[RunWant]):
    name = "run"
    nature = Nature.PASSING
    want = RunWant

    def asks(self, want: RunWant, target: Target) -> Sequence[Ask[Any]]:
        return ()

    def plan(self, want: RunWant, target: Target, answers: Answers) -> Change | None:
        return None


class FileKind(Kind[FileWant]):
    name = "file"
    nature = Nature.LASTING
    want = FileWant

    def asks(self, want: FileWant, target: Target) -> Sequence[Ask[Any]]:
        return ()

    def plan(self, want: FileWant, target: Target, answers: Answers) -> Change | None:
        return None


KINDS: dict[str, type[Kind[Any]]] = {"run": RunKind, "file": FileKind}

MARK = "«"
"""Stands before the place a message must point at."""


@dataclass
class Desk:
    """A folder with the toy's files, changed as a test wants them."""

    folder: Path
    marked: tuple[str, int, int] | None = None

    @property
    def kinds(self) -> Mapping[str, type[Kind[Any]]]:
        return KINDS

    @property
    def runbook(self) -> Path:
        return self.folder / "toy" / "runbook.yaml"

    @property
    def inventory(self) -> Path:
        return self.folder / "inventory.yaml"

    @property
    def note(self) -> Path:
        return self.folder / "toy" / "files" / "note.j2"

    def write(self, path: Path, text: str) -> None:
        """Writes a file; a mark in it is remembered and taken out."""
        before, mark, after = text.partition(MARK)
        if mark:
            lines = before.split("\n")
            self.marked = (str(path), len(lines), len(lines[-1]) + 1)
        path.write_bytes((before + after).encode())

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def load(self) -> LoadedRunbook:
        return load_runbook(str(self.runbook), KINDS)

    def site(self, name: str | None = None) -> Site:
        return load_inventory([self.inventory]).select(name)

    def resolve(self, arguments: Mapping[str, str] | None = None) -> dict[str, Any]:
        return resolve_parameters(self.load(), self.site(), arguments)

    def bind(self, arguments: Mapping[str, str] | None = None) -> BoundRunbook:
        loaded, site = self.load(), self.site()
        return bind(loaded, site, resolve_parameters(loaded, site, arguments), KINDS)

    def problems(self, arguments: Mapping[str, str] | None = None) -> list[Problem]:
        """What is found on the way from the files to a bound runbook."""
        try:
            self.bind(arguments)
        except InputError as error:
            return list(error.problems)
        return []
