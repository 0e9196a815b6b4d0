"""A small runbook of shipped step kinds and an inventory for it, in files."""

from pathlib import Path

__all__ = ["BOOK", "INVENTORY", "write_book"]

INVENTORY = """\
clusters:
  here:
    platform: linux
    group: failover
    nodes:
      one: {role: primary, address: 127.0.0.1, machine_id: 1}
      two: {role: standby, address: 127.0.0.2, machine_id: 2}
    parameters:
      small: {folder: FOLDER}
"""

BOOK = """\
runbook: small
title: {ja: 小さなランブック, en: A small runbook}
platform: linux
source: none
parameters:
  folder:
    type: absolute_path
    text: {ja: 作業フォルダ, en: working folder}
    example: /srv/work
phases:
  - id: prepare
    title: {ja: 準備, en: Prepare}
    minutes: 1
    steps:
      - id: setting
        title: {ja: 設定, en: Set the mode}
        kind: file-setting
        on: primary
        with: {path: "{{ folder }}/daemon.conf", key: mode, value: fast}
  - id: work
    title: {ja: 作業, en: Work}
    minutes: 2
    steps:
      - id: make
        title: {ja: 作成, en: Make it}
        kind: command
        on: standby
        with:
          argv: [sh, -c, "echo 作成; test -e {{ folder }}/allowed && touch {{ folder }}/made"]
          paths: [{path: "{{ folder }}/made"}]
"""


def write_book(folder: Path) -> Path:
    """Write runbook and inventory into ``folder``, and the file the first step changes.

    Returns:
        The runbook's file.
    """
    (folder / "work").mkdir()
    (folder / "work" / "daemon.conf").write_text("# mode of the daemon\nmode=slow\n", "utf-8")
    (folder / "inventory").mkdir()
    (folder / "inventory" / "site.yaml").write_text(INVENTORY.replace("FOLDER", str(folder / "work")), "utf-8")
    book = folder / "small.yaml"
    book.write_text(BOOK, "utf-8")
    return book
