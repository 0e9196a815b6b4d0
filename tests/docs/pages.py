"""The user documents as data: headings, links, commands with what they should print, files that a reader writes.

Conventions of the pages (CONTRIBUTING.md tells their writers the same):

- In a ``console`` block a line that begins with ``$ `` is a command. Its exit code is 0, or N when the line ends with
  ``  # exit N``. The lines beneath are what it prints, on whichever stream; ``...`` stands for lines that are left out.
- The word ``RUN`` in a command is the id of the newest run.
- ``<!-- not run: REASON -->`` before a block keeps it from being run.
- ``<!-- file: PATH -->`` before a block of another language says that the reader saves it there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LANGUAGES", "ROOT", "Block", "Command", "Page", "pages", "read_page"]

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ja")

_FENCE = re.compile(r"^```(\w*)$")
_MARK = re.compile(r"^<!-- (not run|file): (.+) -->$")
_EXIT = re.compile(r"  # exit (\d+)$")
_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Command:
    """A command line of a page.

    Args:
        text: what the reader types.
        exit_code: what it ends with.
        output: the lines that the page shows beneath it.
        line: where it stands, from 1.
    """

    text: str
    exit_code: int
    output: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Args:
        language: the word behind the fence.
        lines: between the fences.
        line: of the first of them, from 1.
        not_run: why it is not run, when it isn't.
        file: where the reader saves it, when the page says so.
    """

    language: str
    lines: tuple[str, ...]
    line: int
    not_run: str | None = None
    file: str | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of a ``console`` block."""
        if self.language != "console":
            return ()
        starts = [index for index, line in enumerate(self.lines) if line.startswith("$ ")]
        return tuple(self._command(at, end) for at, end in zip(starts, [*starts[1:], len(self.lines)], strict=True))

    def _command(self, at: int, end: int) -> Command:
        typed = self.lines[at].removeprefix("$ ")
        exit_mark = _EXIT.search(typed)
        text = typed[: exit_mark.start()] if exit_mark else typed
        return Command(text, int(exit_mark[1]) if exit_mark else 0, self.lines[at + 1 : end], self.line + at)


@dataclass(frozen=True)
class Page:
    """One page.

    Args:
        path: of the file.
        text: all of it.
        blocks: its fenced blocks in order.
    """

    path: Path
    text: str
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """Its path from the project's root."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> Iterator[str]:
        """The lines outside all blocks."""
        inside = False
        for line in self.text.splitlines():
            if line.startswith("```"):
                inside = not inside
            elif not inside:
                yield line

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading."""
        found = (_HEADING.match(line) for line in self.prose)
        return [(len(match[1]), match[2]) for match in found if match]

    @property
    def anchors(self) -> set[str]:
        """What can stand behind ``#`` in a link to this page, as GitHub makes it from the headings."""
        plain = (heading.replace("`", "").lower() for _, heading in self.headings)
        return {_NOT_IN_ANCHORS.sub("", text).replace(" ", "-") for text in plain}

    @property
    def links(self) -> list[str]:
        """The targets of its links."""
        return [target for line in self.prose for target in _LINK.findall(line)]

    @property
    def commands(self) -> list[Command]:
        """All its commands, run or not."""
        return [command for block in self.blocks for command in block.commands]


def pages() -> list[Page]:
    """Every page for users and contributors."""
    top = [ROOT / name for name in ("README.md", "README.ja.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [read_page(path) for path in (*top, *sorted((ROOT / "docs").rglob("*.md")))]


def read_page(path: Path) -> Page:
    """A page, taken apart."""
    text = path.read_text("utf-8")
    return Page(path, text, tuple(_blocks(text.splitlines())))


def _blocks(lines: list[str]) -> Iterator[Block]:
    marks: dict[str, str] = {}
    at = 0
    while at < len(lines):
        if mark := _MARK.match(lines[at]):
            marks[mark[1]] = mark[2]
        elif fence := _FENCE.match(lines[at]):
            end = lines.index("```", at + 1)
            yield Block(fence[1], tuple(lines[at + 1 : end]), at + 2, marks.get("not run"), marks.get("file"))
            marks, at = {}, end
        at += 1
