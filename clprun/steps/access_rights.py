"""Who may do what with a folder of Windows and all that lies below it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.windows.access import AccessRights, Right, grant
from clprun.steps.base import Kind, Target, Want
from clprun.steps.wants import AbsolutePath

__all__ = ["AccessRightsKind", "AccessRightsWant", "AccountRight"]

_SHOWN_PATHS = 10
_NEWER_TOOL = "icacls"


class AccountRight(Want):
    r"""What an account may do at least: either ``sid`` or ``account`` names it.

    Args:
        sid: its SID, which no language changes: S-1-5-32-544 Administrators, S-1-5-18 SYSTEM, S-1-1-0 Everyone
            (ERRATA G3-18).
        account: its name, also as ``DOMAIN\name``.
        right: ``full`` or ``read-execute``.
    """

    sid: Annotated[str, Field(pattern=r"^S-1(-[0-9]+)+$", max_length=184)] | None = None
    account: Annotated[str, Field(pattern=r'^[^"/\\\[\]:;|=,+*?<>%!^]+(\\[^"/\\\[\]:;|=,+*?<>%!^]+)?$')] | None = None
    right: Right

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.sid is None) == (self.account is None):
            raise ValueError("either 'sid' or 'account' names who is meant")
        return self

    @property
    def who(self) -> str:
        """The account, as the node is asked and told."""
        return self.sid or self.account or ""


class AccessRightsWant(Want):
    """The rights that should be there; those of other accounts stay.

    Args:
        path: the folder.
        rights: who may do what.
        below: whether what lies below it is meant, too; what is made there later inherits them anyhow.
    """

    path: AbsolutePath
    rights: Annotated[tuple[AccountRight, ...], Field(min_length=1)]
    below: bool = True

    @property
    def question(self) -> AccessRights:
        """Asks for them."""
        return AccessRights(self.path, self.below)


class AccessRightsKind(Kind[AccessRightsWant]):
    """``icacls /grant``, or ``cacls /e /g`` where that is all there is (guide CM 5).

    The lists say how far an earlier one came that failed or was cut; granting again what is granted changes nothing.
    """

    name = "access-rights"
    nature = Nature.LASTING
    want = AccessRightsWant

    def asks(self, want: AccessRightsWant, target: Target) -> Sequence[Ask[Any]]:
        """The access control lists of the folder and what lies below it."""
        return (Ask(target.node.name, want.question),)

    def plan(self, want: AccessRightsWant, target: Target, answers: Answers) -> Change | None:
        """One command for all rights that lack somewhere.

        Raises:
            StepFailed: there is no such folder, or the tool of an old Windows can't name an account by its SID.
        """
        node = target.node.name
        found = answers(node, want.question)
        if not found.lists:
            raise StepFailed(Problem("folder.not_a_folder", {"path": want.path}, node=node))
        lacking = {each.who: each.right for each in want.rights if found.lacking(each.who, each.right)}
        if not lacking:
            return None
        try:
            argv = grant(want.path, lacking, found.tool, below=want.below)
        except ValueError:
            values: dict[str, Value] = {"accounts": ", ".join(lacking), "tool": found.tool}
            raise StepFailed(Problem("access.no_name_for_sid", values, node=node)) from None
        return Change(
            summary=Problem("access.grant", {"path": want.path, "rights": _told(lacking)}, node=node),
            actions=(_command(node, argv),),
            details=tuple(self._lacking(want, target, answers)),
        )

    def missing(self, want: AccessRightsWant, target: Target, answers: Answers) -> Problem | None:
        """The first account that may do too little somewhere."""
        if not answers(target.node.name, want.question).lists:
            return Problem("folder.not_a_folder", {"path": want.path}, node=target.node.name)
        return next(self._lacking(want, target, answers), None)

    def intent(self, want: AccessRightsWant, target: Target) -> tuple[Action, ...]:
        """The command of a Windows that is not too old."""
        rights = {each.who: each.right for each in want.rights}
        return (_command(target.node.name, grant(want.path, rights, _NEWER_TOOL, below=want.below)),)

    def _lacking(self, want: AccessRightsWant, target: Target, answers: Answers) -> Iterator[Problem]:
        node = target.node.name
        for each in want.rights:
            paths = answers(node, want.question).lacking(each.who, each.right)
            if paths:
                values: dict[str, Value] = {"account": each.who, "right": each.right.value, "count": len(paths)}
                output = "\n".join(paths[:_SHOWN_PATHS])
                yield Problem("access.lacking", {**values, "path": want.path}, node=node, output=output)


def _command(node: str, argv: tuple[str, ...]) -> Run:
    """Its exit code counts files that were skipped in one release and not in another: the lists decide."""
    return Run(node, argv, within=3600, judged=False)


def _told(rights: Mapping[str, Right]) -> str:
    return ", ".join(f"{account} {right.value}" for account, right in rights.items())
