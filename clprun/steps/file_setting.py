"""One setting ``KEY=VALUE`` in a file, with the commented sample line understood."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem, StepFailed
from clprun.model.change import Change, Diff, WriteFile
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.steps.settings_file import Contradiction, NotAText, Setting, with_setting
from clprun.steps.wants import AbsolutePath

__all__ = ["FileSetting", "FileSettingWant"]

_Printable = Annotated[str, Field(pattern=r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$")]


class FileSettingWant(Want):
    """What the file should say.

    Args:
        path: the file; it must be there already, and be no link.
        key: the setting's name.
        value: its value, printable ASCII.
        separator: what is written between them.
        comment: mark of a comment line.
    """

    path: AbsolutePath
    key: _Printable
    value: _Printable
    separator: Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")] = "="
    comment: _Printable = "#"


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
        setting = Setting(want.key, want.value, want.separator, want.comment)
        values = {"path": want.path, "key": want.key, "value": want.value}
        try:
            after = with_setting(content, setting)
        except Contradiction as found:
            values["values"] = ", ".join(found.values)
            raise StepFailed(Problem("file_setting.contradiction", {**values}, node=node)) from None
        except NotAText:
            raise StepFailed(Problem("file_setting.not_a_text", {**values}, node=node)) from None
        if after == content:
            return None
        return Change(
            summary=Problem("file_setting.change", {**values}, node=node),
            actions=(WriteFile(node, want.path, after, before=content),),
            details=(Diff(node, want.path, content, after),),
            predicts={Ask(node, _file(want)): replace(before, content=after, size=len(after))},
        )


def _file(want: FileSettingWant) -> FileFacts:
    return FileFacts(want.path, content=True)


def _content(answer: FileAnswer, want: FileSettingWant, node: str) -> bytes:
    if answer.kind is FileKind.FILE and answer.content is not None:
        return answer.content
    code = "file_setting.absent" if answer.kind is FileKind.ABSENT else "file_setting.not_a_file"
    raise StepFailed(Problem(code, {"path": want.path, "key": want.key}, node=node))
