"""One setting in a file, ``KEY=VALUE`` or Ruby's ``KEY = "VALUE"``, with the commented sample line understood."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Change, Diff, WriteFile
from clprun.model.paths import is_windows
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.steps.ruby_setting import Unclear, active_ruby_lines, with_ruby_setting
from clprun.steps.settings_file import Contradiction, NotAText, Setting, active_lines, with_final_line_end, with_setting
from clprun.steps.wants import AbsolutePath

__all__ = ["FileSetting", "FileSettingWant"]

_RUBY_NAME = re.compile(r"[$@]{0,2}[A-Za-z_][A-Za-z0-9_]*")
_RUBY_SPECIAL = frozenset("'\"\\#")

_Printable = Annotated[str, Field(pattern=r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$")]


class FileSettingWant(Want):
    """What the file should say.

    Args:
        path: the file, which must be no link.
        key: the setting's name.
        value: its value, printable ASCII.
        separator: what is written between them; of form ``plain`` only.
        comment: mark of a comment line; of form ``plain`` only.
        make: whether a file that is not there is made; its folder must be there.
        final_line_end: whether the file must end with a line end.
        form: ``plain`` for ``KEY=VALUE``; ``ruby`` for ``KEY = "VALUE"``, where the quotes stay and the one line that
            is there, active or a sample, is changed.
    """

    path: AbsolutePath
    key: _Printable
    value: _Printable
    separator: Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")] = "="
    comment: _Printable = "#"
    make: bool = False
    final_line_end: bool = False
    form: Literal["plain", "ruby"] = "plain"

    @model_validator(mode="after")
    def _can_be_written(self) -> Self:
        if self.form == "ruby" and (self.make or self.final_line_end):
            raise ValueError("form ruby changes the one line that is there, and nothing else")
        if self.form == "ruby" and (not _RUBY_NAME.fullmatch(self.key) or _RUBY_SPECIAL.intersection(self.value)):
            raise ValueError("form ruby takes the name of a variable, and a value without quotes, backslash and '#'")
        return self

    def written(self, content: bytes) -> bytes:
        """The file with the setting.

        Raises:
            Contradiction: the file gives the key different values.
            Unclear: which line is meant can't be told.
            NotAText: the file is no text of bytes.
        """
        if self.form == "ruby":
            return with_ruby_setting(content, self.key, self.value)
        setting = self._setting
        return with_final_line_end(with_setting(content, setting), setting.line_end, wanted=self.final_line_end)

    def found(self, content: bytes) -> str:
        """The lines of the file that set the key."""
        ruby = self.form == "ruby"
        lines = active_ruby_lines(content, self.key) if ruby else active_lines(content, self._setting)
        return "; ".join(line.strip() for line in lines)

    @property
    def _setting(self) -> Setting:
        line_end = b"\r\n" if is_windows(self.path) else b"\n"
        return Setting(self.key, self.value, self.separator, self.comment, line_end)


class FileSetting(Kind[FileSettingWant]):
    """A lasting setting in a file that stays as it is otherwise."""

    name = "file-setting"
    nature = Nature.LASTING
    want = FileSettingWant

    def asks(self, want: FileSettingWant, target: Target) -> Sequence[Ask[Any]]:
        """The file with its content."""
        return (Ask(target.node.name, _file(want)),)

    def plan(self, want: FileSettingWant, target: Target, answers: Answers) -> Change | None:
        """One file written anew, when its one line differs.

        Raises:
            StepFailed: there is no such file, it is none that can be edited, or it contradicts itself.
        """
        node = target.node.name
        before = answers(node, _file(want))
        content = _content(before, want, node)
        old = None if before.kind is FileKind.ABSENT else content
        values = {"path": want.path, "key": want.key, "value": want.value}
        try:
            after = want.written(content)
        except Contradiction as found:
            values["values"] = ", ".join(found.values)
            raise StepFailed(Problem("file_setting.contradiction", {**values}, node=node)) from None
        except Unclear as found:
            values["lines"] = ", ".join(map(str, found.numbers)) or "-"
            raise StepFailed(Problem("file_setting.unclear", {**values}, node=node)) from None
        except NotAText:
            raise StepFailed(Problem("file_setting.not_a_text", {**values}, node=node)) from None
        if after == old:
            return None
        return Change(
            summary=Problem("file_setting.change", {**values}, node=node),
            actions=(WriteFile(node, want.path, after, before=old),),
            details=(Diff(node, want.path, old, after),),
            predicts={Ask(node, _file(want)): replace(before, kind=FileKind.FILE, content=after, size=len(after))},
        )

    def missing(self, want: FileSettingWant, target: Target, answers: Answers) -> Problem | None:
        """What the file says instead."""
        if self.plan(want, target, answers) is None:
            return None
        before = answers(target.node.name, _file(want))
        values: dict[str, Value] = {"path": want.path, "key": want.key, "value": want.value}
        if before.content is None:
            return Problem("file_setting.absent", values, node=target.node.name)
        if not (lines := want.found(before.content)):
            return Problem("file_setting.not_set", values, node=target.node.name)
        return Problem("file_setting.set_otherwise", {**values, "found": lines}, node=target.node.name)


def _file(want: FileSettingWant) -> FileFacts:
    return FileFacts(want.path, content=True)


def _content(answer: FileAnswer, want: FileSettingWant, node: str) -> bytes:
    if answer.kind is FileKind.FILE and answer.content is not None:
        return answer.content
    if answer.kind is FileKind.ABSENT and want.make:
        return b""
    code = "file_setting.absent" if answer.kind is FileKind.ABSENT else "file_setting.not_a_file"
    raise StepFailed(Problem(code, {"path": want.path, "key": want.key}, node=node))
