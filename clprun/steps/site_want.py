"""The JobCenter cluster site that several kinds want something of."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, Value
from clprun.model.cluster import Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileAnswer, FileFacts, ProcessTable
from clprun.products.clusterpro_commands import INSTALLATIONS, script_folder
from clprun.products.jobcenter import Mode
from clprun.products.jobcenter_sites import DatabaseUsers, Site, SiteId, Sites
from clprun.steps.base import Want
from clprun.steps.wants import AbsolutePath, HostName, ObjectName

__all__ = ["SiteInGroup", "SiteWant"]


class SiteWant(Want):
    """A cluster site.

    Args:
        virtual_host: its canonical name; one and the same text for cjcmksite and cjcpw (ERRATA G2-21).
        database_path: where its database lies, on the group's disk.
        mode: how JobCenter was set up; of it depends which processes a whole site has.
    """

    virtual_host: HostName
    database_path: AbsolutePath
    mode: Mode = Mode.CLASSIC

    @property
    def site(self) -> SiteId:
        """What names the site."""
        return SiteId(self.virtual_host, self.database_path)

    def processes(self, node: str) -> Sequence[Ask[Any]]:
        """What tells the sites on a node apart."""
        return (Ask(node, ProcessTable()), Ask(node, DatabaseUsers(self.database_path)))

    def sites_on(self, node: str, answers: Answers) -> Sites:
        """All of JobCenter that runs on a node."""
        table = answers(node, ProcessTable())
        return Sites(table, self.site, answers(node, DatabaseUsers(self.database_path)), self.mode)

    def running_on(self, node: str, answers: Answers) -> Site | None:
        """This site, when it runs on a node."""
        return self.sites_on(node, answers).named(self.virtual_host)

    def lacking_on(self, node: str, answers: Answers) -> tuple[str, ...]:
        """The process names that this site lacks on a node."""
        site = self.running_on(node, answers)
        return ("cjcpw",) if site is None else site.lacking

    def problem(self, code: str, node: str, **values: Value) -> Problem:
        """A problem about this site."""
        return Problem(code, {"site": self.virtual_host, "path": self.database_path, **values}, node=node)


class SiteInGroup(SiteWant):
    """A cluster site and what runs it in the cluster.

    Args:
        exec: the exec resource that starts and stops it, once that is there.
    """

    exec: ObjectName

    def start_script(self, node: str, group: str) -> Ask[FileAnswer]:
        """The question for the exec resource's start.sh on a node."""
        path = f"{script_folder(group, self.exec)}/start.sh"
        return Ask(node, FileFacts(INSTALLATIONS[Platform.LINUX].script(path), content=True))

    def is_started_by_exec(self, node: str, group: str, answers: Answers) -> bool:
        """Whether the exec resource starts the site; one whose scripts nobody wrote yet does not (guide JC 2.2 (1))."""
        ask = self.start_script(node, group)
        return b"cjcpw" in (answers(ask.node, ask.question).content or b"")
