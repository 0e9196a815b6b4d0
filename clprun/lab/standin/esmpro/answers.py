"""What a person answers to the set-up program's dialogs, as a file (CM 4 (1)). Pure; not the product."""

import ntpath
from dataclasses import dataclass, fields

__all__ = ["Answers", "Unanswered"]


class Unanswered(Exception):
    """An answer is missing or is asked for again; carries what the dialog says."""


@dataclass(frozen=True)
class Answers:
    """The answers.

    Args:
        cluster: ``yes`` for a set-up for clusters.
        local_folder: where the node's own part goes; ESMPRO's common part goes beside it.
        shared_folder: where the part on the switched drive goes.
        manager_id: the manager's id.
        odbc_source: ODBC data source.
        database: name of the database.
        database_server: its server.
        user_group: ESMPRO user group.
    """

    cluster: str
    local_folder: str
    shared_folder: str
    manager_id: str
    odbc_source: str
    database: str
    database_server: str
    user_group: str = "Administrators"

    @classmethod
    def read(cls, text: str) -> "Answers":
        """The answers in a file of lines ``NAME = VALUE``; lines that begin with ``;`` are comments.

        Raises:
            Unanswered: a name is missing, unknown or empty.
        """
        found: dict[str, str] = {}
        for line in text.splitlines():
            name, equals, value = line.partition("=")
            if equals and not line.startswith(";"):
                found[name.strip()] = value.strip()
        known = {each.name for each in fields(cls)}
        if set(found) - known:
            raise Unanswered(f"unknown: {', '.join(sorted(set(found) - known))}")
        missing = sorted(known - set(found) - {"user_group"})
        missing += [name for name, value in found.items() if not value]
        if missing:
            raise Unanswered(f"no answer to: {', '.join(missing)}")
        return cls(**found)

    @property
    def base_folder(self) -> str:
        """Where ESMPRO's common part goes, the work folder for one."""
        return ntpath.dirname(self.local_folder)

    def as_text(self) -> str:
        """A file that :meth:`read` understands."""
        return "".join(f"{each.name} = {getattr(self, each.name)}\r\n" for each in fields(self))

    def check(self, drive: str) -> None:
        """Ask again for what does not fit: a folder on a drive of the wrong kind (CM 4 (1); ERRATA G3-30).

        Args:
            drive: the switched drive, e.g. ``W:``.

        Raises:
            Unanswered: the dialog would not let anybody on.
        """
        if self.cluster.casefold() != "yes":
            raise Unanswered("the set-up for a cluster was not chosen")
        if ntpath.splitdrive(self.local_folder)[0].casefold() == drive.casefold():
            raise Unanswered(f"{self.local_folder}: choose a folder on a local drive")
        if ntpath.splitdrive(self.shared_folder)[0].casefold() != drive.casefold():
            raise Unanswered(f"{self.shared_folder}: choose a folder on a switched drive")
