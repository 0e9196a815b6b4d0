"""One command's surroundings: streams, language, where state is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, cast

from clprun.cli.interruption import Interruptions
from clprun.cli.outlet import Outlet
from clprun.cli.preferences import Preferences
from clprun.errors import ClprunError

if TYPE_CHECKING:
    from clprun.model.text import Language
    from clprun.store.redact import Redactor
    from clprun.ui.prompt import Prompt
    from clprun.ui.screen import Screen

__all__ = ["JsonShape", "Session"]

JsonShape = Literal["document", "events"]
"""One JSON document, or one event a line."""


@dataclass
class Session:
    """What a command works with; heavy parts are loaded when they are first used.

    Args:
        preferences: language and colour.
        source: standard input.
        out: standard output.
        err: standard error.
        json: set by ``--json``.
        aftermath: set by a command that was under way: says how things stand when a failure ended it.
        interruptions: what ends the command from outside.
    """

    preferences: Preferences
    source: TextIO
    out: TextIO
    err: TextIO
    json: JsonShape | None = None
    aftermath: Callable[[ClprunError], None] | None = None
    interruptions: Interruptions = field(default_factory=Interruptions)

    @cached_property
    def language(self) -> "Language":
        """Of everything that is shown."""
        from clprun.model.text import Language  # noqa: PLC0415  (brings pydantic)

        return Language(self.preferences.language)

    @cached_property
    def results(self) -> "Screen":
        """Where results for people go: standard error when standard output is for a program."""
        return self.messages if self.json else self._screen(self.out)

    @cached_property
    def messages(self) -> "Screen":
        """Where messages and questions go: standard error."""
        return self._screen(self.err)

    @cached_property
    def prompt(self) -> "Prompt":
        """The person at the terminal, if there is one."""
        from clprun.ui.prompt import Prompt  # noqa: PLC0415  (brings rich)

        return Prompt(self.messages, self.source)

    @cached_property
    def home(self) -> Path:
        """Where clprun keeps its state."""
        from clprun.store.home import home_folder  # noqa: PLC0415  (brings platformdirs)

        return home_folder()

    @cached_property
    def redactor(self) -> "Redactor":
        """Knows the secrets in use; nothing is shown or written down that holds one."""
        from clprun.store.redact import Redactor  # noqa: PLC0415  (brings the events of a run)

        return Redactor()

    def go_on_unread(self) -> None:
        """From now on, go on to the end even when nobody reads the output any more."""
        self.out = cast("TextIO", Outlet(self.out))

    def note_unread(self) -> None:
        """Say that standard output had no reader to the end, if it is so."""
        if isinstance(self.out, Outlet) and self.out.is_lost:
            self.messages.line(self.messages.word("commands.output_unread"))

    def _screen(self, stream: TextIO) -> "Screen":
        from clprun.ui.screen import screen_on  # noqa: PLC0415  (brings rich)

        return screen_on(stream, self.language, colour=self.preferences.colour, redact=self.redactor)
