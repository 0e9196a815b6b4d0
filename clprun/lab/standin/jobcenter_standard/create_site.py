"""``create-site.sh NAME MACHINE-ID DATABASE-PATH``: the lab's own invention for the step whose manual is not public.

It is taken to be as delicate as cjcmksite: not to be run twice, a half if it dies. Not the product.
"""

from ..calls import Call
from ..jobcenter.cjcmksite import cjcmksite

__all__ = ["create_site_sh"]


def create_site_sh(call: Call) -> int:
    """Make a site of JobCenter MG (JC 3.3; products.md 2.1: whether the real command is cjcmksite is not known)."""
    return cjcmksite(call)
