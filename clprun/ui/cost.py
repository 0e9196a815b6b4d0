"""What a step has cost in requests, in words."""

from clprun.model.cluster import Platform
from clprun.ui.screen import Screen

__all__ = ["http_requests"]


def http_requests(screen: Screen, platform: str, count: int) -> str:
    """The HTTP requests to a Windows node; nothing for a Linux node, where each question or change is one.

    Args:
        screen: whose language is used.
        platform: of the cluster.
        count: how many.
    """
    if platform != Platform.WINDOWS or not count:
        return ""
    return screen.word("labels.comma") + screen.word("labels.http_requests", count=count)
