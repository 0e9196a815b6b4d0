"""Options that several commands share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clprun.errors import InputError, Problem

__all__ = ["Target", "absolute_reference", "part_options", "target_options"]

if TYPE_CHECKING:
    from clprun.api import Prepared
    from clprun.lang.inventory import Inventory
    from clprun.model.cluster import Cluster

Function = Callable[..., Any]

_DEFAULT = "inventory"
"""Folder whose inventory is used when none is named."""


@dataclass(frozen=True)
class Target:
    """Which cluster is meant, and with which values.

    Args:
        inventory: files or folders; empty = the default.
        cluster: name in the inventory.
        values: ``KEY=VALUE`` as given.
        lab: whether the lab is meant.
    """

    inventory: tuple[str, ...] = ()
    cluster: str | None = None
    values: tuple[str, ...] = ()
    lab: bool = False

    @property
    def is_given(self) -> bool:
        """Whether anything was said about a cluster or values."""
        return self != Target()

    def prepare(
        self, home: Path, runbook: str, from_step: str | None = None, until_step: str | None = None
    ) -> "Prepared":
        """What is asked for, read, checked and bound; every path absolute, so that it can be resumed from anywhere.

        Args:
            home: clprun's home folder; the lab there is meant.
            runbook: shipped name or path.
            from_step: first step.
            until_step: last step.

        Raises:
            InputError: with every problem found.
        """
        from clprun.api import Request, prepare  # noqa: PLC0415  (brings all of the engine)
        from clprun.lang.arguments import parse_arguments  # noqa: PLC0415

        request = Request(
            runbook=absolute_reference(runbook),
            inventory=self.files(home),
            cluster=self._cluster(home),
            values=parse_arguments(self.values),
            lab=self.lab,
            from_step=from_step,
            until_step=until_step,
        )
        with _missing_default():
            return prepare(request)

    def inventory_of(self, home: Path) -> "Inventory":
        """All clusters of the inventory.

        Args:
            home: clprun's home folder; the lab there is meant.

        Raises:
            InputError: with every problem found.
        """
        from clprun.lang.inventory import load_inventory  # noqa: PLC0415  (brings pydantic)

        with _missing_default():
            return load_inventory(self.files(home))

    def cluster_of(self, home: Path) -> "Cluster":
        """The cluster that is meant, where no runbook is.

        Args:
            home: clprun's home folder; the lab there is meant.

        Raises:
            InputError: with every problem found.
        """
        return self.inventory_of(home).select(self._cluster(home)).cluster

    def _cluster(self, home: Path) -> str | None:
        """The cluster that was named; in a lab that is up, else the one it was built as."""
        if self.cluster or not self.lab:
            return self.cluster
        from clprun.cli.labsite import cluster_of_lab  # noqa: PLC0415  (for rehearsals only)

        return cluster_of_lab(home, self.inventory_of(home))

    def files(self, home: Path) -> tuple[Path, ...]:
        """The inventory's files.

        Raises:
            InputError: the lab and another inventory were both named.
        """
        if not self.lab:
            return tuple(Path(name).absolute() for name in self.inventory or (_DEFAULT,))
        if self.inventory:
            raise InputError(Problem("commands.lab_and_inventory", {}))
        from clprun.cli.access import lab_inventory  # noqa: PLC0415

        return (lab_inventory(home),)


@contextmanager
def _missing_default() -> Iterator[None]:
    """An inventory that nobody named and that is not there is no missing file, but a missing inventory."""
    try:
        yield
    except InputError as error:
        raise InputError(*(_of_default(problem) for problem in error.problems)) from None


def _of_default(problem: Problem) -> Problem:
    if problem.code == "input.file_not_found" and problem.values["file"] == str(Path(_DEFAULT).absolute()):
        return Problem("input.inventory_missing", {"path": f"./{_DEFAULT}"})
    return problem


def target_options(function: Function) -> Function:
    """``-i``, ``--cluster``, ``-e`` and ``--lab``, given to the command as ``target``."""

    @click.option("-i", "--inventory", "inventory", multiple=True, metavar="INVENTORY")
    @click.option("--cluster", "cluster", metavar="NAME")
    @click.option("-e", "values", multiple=True, metavar="KEY=VALUE")
    @click.option("--lab", "lab", is_flag=True)
    @wraps(function)
    def collected(
        *args: Any,  # noqa: ANN401  (click's own)
        inventory: tuple[str, ...],
        cluster: str | None,
        values: tuple[str, ...],
        lab: bool,
        **rest: Any,  # noqa: ANN401  (click's own)
    ) -> Any:  # noqa: ANN401  (the command's)
        return function(*args, target=Target(inventory, cluster, values, lab), **rest)

    return collected


def part_options(function: Function) -> Function:
    """``--from`` and ``--until``."""
    until = click.option("--until", "until_step", metavar="STEP")
    return click.option("--from", "from_step", metavar="STEP")(until(function))


def absolute_reference(runbook: str) -> str:
    """A runbook given by path, as an absolute path; a shipped name as it is."""
    path = Path(runbook)
    is_path = path.suffix in {".yaml", ".yml"} or "/" in runbook or "\\" in runbook
    return str(path.absolute()) if is_path else runbook
