"""The copying of ``robocopy``, folder by folder, with its sums. A stand-in [doc: robocopy, KB954404; k: layout]."""

import ntpath
import os
import time
from pathlib import Path

from .call import BridgeCall
from .copying import copy_facts, copy_file, same_file
from .errors import WindowsError, of_unix
from .folders import remove_tree
from .links import link_at, make_link
from .patterns import matches, matching
from .robocopy_options import Asked

__all__ = ["RULE", "Copying"]

COPIED, EXTRA, MISMATCH, FAILED = 1, 2, 4, 8
RULE = "-" * 78


class Copying:
    """One run and its sums."""

    def __init__(self, call: BridgeCall, asked: Asked) -> None:
        self.call = call
        self.asked = asked
        self.code = 0
        self.sums = {kind: [0] * 6 for kind in ("dirs", "files", "bytes")}

    def print_plan(self) -> None:
        """What will be done, before it is."""
        call, asked = self.call, self.asked
        now = time.strftime("%a %b %d %H:%M:%S %Y" if not call.japanese else "%Y年%m月%d日 %H:%M:%S")
        slash = "" if asked.source.endswith("\\") else "\\"
        call.say(call.text("  Started : ", "  開始: ") + now + "\n")
        call.say(call.text("   Source : ", "   コピー元 : ") + asked.source + slash)
        call.say(call.text("     Dest : ", "   コピー先 : ") + asked.target.rstrip("\\") + "\\\n")
        call.say(call.text("    Files : ", "   ファイル: ") + " ".join(asked.patterns) + "\n")
        options = [*sorted(word.upper() for word in asked.switches), f"/COPY:{asked.what}"]
        retries = f"/R:{asked.values.get('r', '1000000')} /W:{asked.values.get('w', '30')}"
        call.say(call.text("  Options : ", "  オプション: ") + " ".join([*asked.patterns, *options, retries]))
        call.say(f"\n{RULE}\n")

    def print_sums(self) -> None:
        """What has been done."""
        call = self.call
        call.say(f"\n{RULE}\n")
        head = call.text(
            "               Total    Copied   Skipped  Mismatch    FAILED    Extras",
            "                  合計     コピー済み      スキップ       不一致        失敗    Extras",
        )
        call.say(head)
        names = {"dirs": ("Dirs", "ディレクトリ"), "files": ("Files", "ファイル"), "bytes": ("Bytes", "バイト")}
        for kind, (english, japanese) in names.items():
            call.say(f"{call.text(english, japanese):>8} :" + "".join(f"{number:>10}" for number in self.sums[kind]))
        call.say(call.text("\n   Ended : ", "\n   終了: ") + time.strftime("%a %b %d %H:%M:%S %Y"))

    def error(self, number: int, doing: str, name: str) -> None:
        """Print an error as robocopy does."""
        now = time.strftime("%Y/%m/%d %H:%M:%S")
        word = self.call.text("ERROR", "エラー")
        self.call.say(f"{now} {word} {number} (0x{number:08X}) {doing} {name}\n{self.call.sentence(number)}\n")

    def folder(self, source: Path, target: Path, source_name: str, target_name: str) -> None:
        """Copy one folder and, where asked, those below."""
        self.call.alive()
        asked = self.asked
        new = not os.path.lexists(target)
        if not new and not target.is_dir():
            self._count("dirs", 3)
            self.code |= MISMATCH
            return
        self._say(
            "ndl", f"\t{'  New Dir  ' if new else '           '}{len(list(source.iterdir())):>8}\t{source_name}\\"
        )
        self._count("dirs", 1 if new else 2)
        if new and not asked.only_list and not self._make(source, target, target_name):
            return
        for path in matching(source, "*"):
            self._entry(path, target, source_name, target_name)
        if target.is_dir():
            self._extras(source, target)
            if not asked.only_list:
                copy_facts(source, target, self._folder_facts())

    def _folder_facts(self) -> str:
        """Of folders, times are copied by ``/DCOPY:T`` only; attributes and rights as those of files."""
        wanted = self.asked.values.get("dcopy", "DA").upper()
        return "".join(letter for letter in self.asked.what if letter != "T") + ("T" if "T" in wanted else "")

    def _make(self, source: Path, target: Path, name: str) -> bool:
        try:
            self.call.changes = True
            target.mkdir(parents=True)
        except OSError as problem:
            self.error(
                of_unix(problem).number,
                self.call.text("Creating Destination Directory", "コピー先ディレクトリを作成しています"),
                name,
            )
            self._fail("dirs", source)
            return False
        self.code |= COPIED
        return True

    def _entry(self, path: Path, target: Path, source_name: str, target_name: str) -> None:
        asked = self.asked
        link = link_at(self.call.node.drives, path)
        if link and asked.switches & ({"/xj", "/xjd"} if link.of_folder else {"/xj", "/xjf"}):
            return
        if link and "/sl" in asked.switches:
            self._copy_link(path, target / path.name)
            return
        try:
            real = self.call.node.drives.follow(path)
        except WindowsError as problem:
            self.error(
                problem.number, self.call.text("Copying", "コピーしています"), ntpath.join(source_name, path.name)
            )
            self._fail("files", None)
            return
        if real.is_dir():
            names = ntpath.join(source_name, path.name), ntpath.join(target_name, path.name)
            if asked.below and not self._left_out("/xd", path.name, names[0]) and not self._empty(real):
                self.folder(real, target / path.name, *names)
        elif any(matches(path.name, each) for each in asked.patterns) and not self._left_out("/xf", path.name, ""):
            self._file(real, target / path.name, ntpath.join(source_name, path.name))

    def _empty(self, folder: Path) -> bool:
        return not self.asked.switches & {"/e", "/mir"} and not any(folder.iterdir())

    def _left_out(self, option: str, name: str, whole: str) -> bool:
        patterns = self.asked.left_out.get(option, [])
        return any(matches(name, each) or whole.casefold() == each.casefold() for each in patterns)

    def _copy_link(self, path: Path, target: Path) -> None:
        link = link_at(self.call.node.drives, path)
        if link and not self.asked.only_list and not os.path.lexists(target):
            self.call.changes = True
            make_link(self.call.node.drives, target, link.kind, link.target)
            self._count("files", 1)
            self.code |= COPIED

    def _file(self, source: Path, target: Path, name: str) -> None:
        size = source.stat().st_size
        if target.is_dir():
            self._count("files", 3, size)
            self.code |= MISMATCH
            return
        there = target.exists()
        if there and same_file(source, target) and not self.asked.switches & {"/is"}:
            self._count("files", 2, size)
            return
        self._say("nfl", f"\t    {'Newer     ' if there else 'New File  '}\t{size:>10}\t{source.name}")
        if not self.asked.only_list:
            self.call.changes = True
            try:
                copy_file(source, target, self.asked.what)
            except WindowsError as problem:
                self.error(problem.number, self.call.text("Copying File", "ファイルをコピーしています"), name)
                self._fail("files", source)
                return
            self.call.halfway()
            self.call.alive()
        self._count("files", 1, size)
        self.code |= COPIED

    def _extras(self, source: Path, target: Path) -> None:
        """What is only at the target; ``/MIR`` and ``/PURGE`` remove it."""
        here = {path.name.casefold() for path in source.iterdir()}
        for path in matching(target, "*"):
            if path.name.casefold() in here:
                continue
            folder = path.is_dir() and not path.is_symlink()
            if folder and not self.asked.below:
                continue
            self._count("dirs" if folder else "files", 5, 0 if folder else path.lstat().st_size)
            self.code |= EXTRA
            self._say("nfl", f"\t{'*EXTRA Dir ' if folder else '  *EXTRA File '}\t\t{path.name}")
            if self.asked.switches & {"/mir", "/purge"} and not self.asked.only_list:
                self.call.changes = True
                if folder:
                    remove_tree(self.call, path)
                else:
                    path.unlink()

    def _say(self, silenced: str, text: str) -> None:
        if f"/{silenced}" not in self.asked.switches:
            self.call.say(text)

    def _count(self, kind: str, column: int, size: int = 0) -> None:
        for name, number in ((kind, 1), ("bytes", size)):
            self.sums[name][column] += number
            if column != 5:
                self.sums[name][0] += number

    def _fail(self, kind: str, source: Path | None) -> None:
        self._count(kind, 4, source.stat().st_size if source and kind == "files" else 0)
        self.code |= FAILED
