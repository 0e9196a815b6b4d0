"""What clprun writes down on a node about a cluster site: what a whole site contains is not public, so it remembers."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.node.shell import STATE_FOLDER
from clprun.products.jobcenter_sites import SiteId

__all__ = ["RECORDS", "SiteRecord", "record_file"]

RECORDS = f"{STATE_FOLDER}/records"
"""The folder of records on a node."""

_FORMAT = 1


def record_file(virtual_host: str) -> FileFacts:
    """Where the record of a site lies."""
    return FileFacts(f"{RECORDS}/jobcenter-site-{virtual_host}.json", content=True)


@dataclass(frozen=True)
class SiteRecord:
    """That a site is known whole, and why.

    Args:
        run: id of the run that wrote it.
        virtual_host: the site's name.
        machine_id: its machine id.
        database_path: its database path.
        shown: whether it ran with all its processes after it was made; else a person said to keep it.
    """

    run: str
    virtual_host: str
    machine_id: int
    database_path: str
    shown: bool

    def is_of(self, site: SiteId, machine_id: int) -> bool:
        """Whether it speaks of this site."""
        return (SiteId(self.virtual_host, self.database_path), self.machine_id) == (site, machine_id)

    def as_bytes(self) -> bytes:
        """The record as a file."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=2).encode() + b"\n"

    @classmethod
    def read(cls, answer: FileAnswer) -> Self | None:
        """The record of a file; ``None`` where there is none, or none that says what it should."""
        if answer.kind is not FileKind.FILE or answer.content is None:
            return None
        try:
            values = json.loads(answer.content)
            if values.pop("format") != _FORMAT:
                return None
            record = cls(**values)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        kinds = {"run": str, "virtual_host": str, "machine_id": int, "database_path": str, "shown": bool}
        return record if all(type(getattr(record, name)) is kind for name, kind in kinds.items()) else None
