"""The JobCenter cluster site that several kinds want something of."""

from clprun.products.jobcenter_sites import SiteId
from clprun.steps.base import Want
from clprun.steps.wants import AbsolutePath, HostName, ObjectName

__all__ = ["SiteInGroup", "SiteWant"]


class SiteWant(Want):
    """A cluster site.

    Args:
        virtual_host: its canonical name; one and the same text for cjcmksite and cjcpw (ERRATA G2-21).
        database_path: where its database lies, on the group's disk.
    """

    virtual_host: HostName
    database_path: AbsolutePath

    @property
    def site(self) -> SiteId:
        """What names the site."""
        return SiteId(self.virtual_host, self.database_path)


class SiteInGroup(SiteWant):
    """A cluster site and what runs it in the cluster.

    Args:
        exec: the exec resource that starts and stops it, once that is there.
    """

    exec: ObjectName
