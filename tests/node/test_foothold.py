"""Root's hands in a folder of somebody else's, who replaces names in it at any moment: nothing leads outside."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree
from clprun.node.edits import Edit, script
from clprun.node.foothold import LINK_ON_WAY
from clprun.node.trees import argv
from tests.support.trees import Tree, fill, tree

OLD, NEW = b"old", b"new"
NOBODY = 65534
CALLED = ("chmod", "cp", "dd", "ln", "mkdir", "mv", "rm", "rmdir", "sha256sum", "sync", "unlink")

AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
LOOP = 'while :; do (eval "$1"); (eval "$2"); done'

SHIM = """#!/bin/sh
# Counts the calls, and lets the owner of the folder strike before one of them.
turn=$(($(cat "{home}/turn") + 1))
echo "$turn" >"{home}/turn"
if [ "$turn" = "$STRIKE" ]; then
  (cd "{home}/theirs" && {as_nobody} sh -c "$HOW" >/dev/null 2>&1)
fi
exec "/bin/${{0##*/}}" "$@"
"""

STRIKES = {
    "the folder": "mv -T inner away && ln -s {victim} inner",
    "what lies in it": """cd -P inner || exit
for name in file new folder copy tree link .clprun-*; do
  to={victim}/$name
  case $name in .clprun-*) [ ! -d "$name" ] || to={victim};; esac
  mv -T "$name" "$name.away"
  ln -sT "$to" "$name"
done""",
}


@dataclass
class Theirs:
    """A folder of nobody's, and one beside it that nobody has any rights to.

    Args:
        home: folder of the test.
    """

    home: Path

    def __post_init__(self) -> None:
        shims = self.home / "shims"
        shims.mkdir()
        for name in CALLED:
            (shims / name).write_text(SHIM.format(home=self.home, as_nobody=" ".join(AS_NOBODY)))
            (shims / name).chmod(0o755)
        self.victim = self.home / "victim"
        self.victim.mkdir(mode=0o700)
        _furnish(self.victim)
        self.before: Tree = tree(self.victim)

    def furnish(self) -> None:
        """Everything as before any strike."""
        subprocess.run(["rm", "-rf", self.home / "theirs"], check=True)
        (self.home / "theirs" / "inner").mkdir(parents=True)
        _furnish(self.home / "theirs" / "inner")
        for folder in (self.home / "theirs", self.home / "theirs" / "inner"):
            os.chown(folder, NOBODY, NOBODY)
        (self.home / "turn").write_text("0")

    def run(self, words: tuple[str, ...], how: str, strike: int) -> int:
        environment = {
            "PATH": f"{self.home}/shims:{os.environ['PATH']}",
            "HOW": STRIKES[how].format(victim=self.victim),
            "STRIKE": str(strike),
        }
        return subprocess.run(
            words, env=environment, input=NEW, capture_output=True, timeout=60, check=False
        ).returncode

    def strikes(self, words: tuple[str, ...], how: str) -> Iterator[int]:
        """The exit code after a strike before each call there is, the last one after none."""
        strike = turns = 0
        while strike <= turns:
            strike += 1
            self.furnish()
            yield self.run(words, how, strike)
            turns = int((self.home / "turn").read_text())


def _furnish(folder: Path) -> None:
    (folder / "file").write_bytes(OLD)
    (folder / "file").chmod(0o640)
    (folder / "link").symlink_to("/elsewhere")
    fill(folder / "tree")


@pytest.fixture
def theirs(tmp_path: Path) -> Theirs:
    return Theirs(tmp_path)


def words(action: Edit | CopyTree | RemoveTree) -> tuple[str, ...]:
    """Program and arguments that carry out an action."""
    return argv(action) if isinstance(action, CopyTree | RemoveTree) else ("sh", "-c", script(action))


def actions(folder: str) -> dict[str, Edit | CopyTree | RemoveTree]:
    """One of each kind, in a folder."""
    return {
        "replace a file": WriteFile("clu1", f"{folder}/file", NEW, before=OLD),
        "write a new file": WriteFile("clu1", f"{folder}/new", NEW, mode=0o666),
        "make a folder": MakeFolder("clu1", f"{folder}/folder/below", mode=0o777),
        "make a link": MakeLink("clu1", f"{folder}/new", "/elsewhere"),
        "remove a link": RemoveLink("clu1", f"{folder}/link", "/elsewhere"),
        "rename": Rename("clu1", f"{folder}/tree", f"{folder}/copy"),
        "copy a folder": CopyTree("clu1", f"{folder}/tree", f"{folder}/copy"),
        "remove a folder": RemoveTree("clu1", f"{folder}/tree"),
    }


@pytest.mark.parametrize("how", STRIKES)
@pytest.mark.parametrize("kind", actions(""))
def test_whatever_is_replaced_between_two_calls_nothing_elsewhere_changes(theirs: Theirs, kind: str, how: str) -> None:
    action = actions(f"{theirs.home}/theirs/inner")[kind]

    codes = []
    for code in theirs.strikes(words(action), how):
        assert tree(theirs.victim) == theirs.before
        codes.append(code)
    assert codes[-1] == 0, "before the end, there was nothing left to strike before"


@pytest.mark.full
@pytest.mark.parametrize("how", STRIKES)
def test_nor_does_anything_when_it_is_replaced_all_the_time(theirs: Theirs, how: str) -> None:
    back = "rm -f inner; mv -T away inner; cd -P inner; for name in *.away; do mv -fT $name ${name%.away}; done; cd .."
    strike = STRIKES[how].format(victim=theirs.victim)
    action = actions(f"{theirs.home}/theirs/inner")["replace a file"]
    for _ in range(10):
        theirs.furnish()
        loop = (*AS_NOBODY, "sh", "-c", LOOP, "sh", strike, back)
        attack = subprocess.Popen(loop, cwd=theirs.home / "theirs", stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            for _ in range(20):
                subprocess.run(words(action), input=NEW, capture_output=True, timeout=60, check=False)
                assert tree(theirs.victim) == theirs.before
        finally:
            os.killpg(attack.pid, signal.SIGKILL)
            attack.wait()


def test_links_are_followed_out_of_folders_that_only_root_may_change(theirs: Theirs) -> None:
    theirs.furnish()
    (theirs.home / "theirs" / "way").symlink_to("inner")
    (theirs.home / "theirs" / "out").symlink_to(theirs.victim)
    (theirs.home / "loop").symlink_to("loop")
    (theirs.home / "up").symlink_to("victim/..//./victim/")
    (theirs.home / "on").symlink_to(theirs.home / "up")

    def written(folder: str) -> int:
        return theirs.run(words(WriteFile("clu1", f"{theirs.home}/{folder}/new", NEW)), "the folder", 0)

    assert written("theirs/out") == LINK_ON_WAY
    assert written("loop") == 1
    assert tree(theirs.victim) == theirs.before
    assert written("on") == 0
    assert (theirs.victim / "new").read_bytes() == NEW
