"""The locale that a program is run in where nobody logs in: the node's own, or one that is given.

clprun's shell speaks C, so that answers can be read. A product that is set up or started in it would be set up for C,
while the cluster's services are given ``/etc/locale.conf`` by systemd (locale.conf(5)).
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.model.cluster import Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileFacts
from clprun.steps.base import Target, Want

__all__ = ["InLocale"]

_SETTING = re.compile(r"""^(LANG|LANGUAGE|LC_[A-Z]{1,20})=(["']?)([A-Za-z0-9_.@:-]{1,80})\2$""")


class InLocale(Want):
    """A program and its locale.

    Args:
        lang: on Linux a file of the node as locale.conf(5) describes it, or a locale such as ``ja_JP.UTF-8``; clprun's
            own, C, when not given, and where the file is not there.
    """

    lang: Annotated[str, Field(pattern=r"^(/[!-~]+|[A-Za-z0-9][A-Za-z0-9_.@-]*)$", max_length=255)] | None = None

    def locale_asks(self, target: Target) -> Sequence[Ask[Any]]:
        """What tells the locale of a step's node."""
        return tuple(Ask(target.node.name, file) for file in self._files(target))

    def localised(self, argv: tuple[str, ...], target: Target, answers: Answers) -> tuple[str, ...]:
        """A command line in the locale; Windows has none."""
        if self.lang is None or target.platform is Platform.WINDOWS:
            return argv
        lines = () if self.lang.startswith("/") else (f"LANG={self.lang}",)
        for file in self._files(target):
            lines = (*lines, *(answers(target.node.name, file).content or b"").decode("ascii", "replace").splitlines())
        found = [match for line in lines if (match := _SETTING.match(line.strip()))]
        return ("env", *(f"{match[1]}={match[3]}" for match in found), *argv) if found else argv

    def _files(self, target: Target) -> Sequence[FileFacts]:
        if self.lang is None or not self.lang.startswith("/") or target.platform is Platform.WINDOWS:
            return ()
        return (FileFacts(self.lang, content=True),)
