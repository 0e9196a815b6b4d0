"""Tags that differ between the products a file is for: the failover threshold of a monitor.

It is ``fo`` on Linux and on Windows X 3, ``fo2`` on Windows X 4 (reference/clusterpro.md 0.1, fact 18). What Windows
X 5 writes is not public; it is taken to go on with ``fo2`` (I).
"""

from collections.abc import Mapping

from clprun.products.clpconf.configuration import Configuration

__all__ = ["FAILOVER_TAGS", "failover_tag", "in_dialect", "required_failover_tag"]

_LINUX, _WINDOWS = "emergency/threshold/fo", "emergency/threshold/fo2"
FAILOVER_TAGS = (_LINUX, _WINDOWS)
"""The paths of the two tags below a monitor."""


def required_failover_tag(configuration: Configuration) -> str | None:
    """The path of the tag that the product of a file knows; None where the file does not say enough."""
    if configuration.server_os == "linux":
        return _LINUX
    version = configuration.document.root.text("trekking", "savedversion") or ""
    if configuration.server_os != "windows" or not version:
        return None
    return {"3": _LINUX, "4": _WINDOWS}.get(version.partition(".")[0])


def failover_tag(configuration: Configuration) -> str:
    """The path of the tag to write: what the product knows, else what the file uses, else the newer product's."""
    required = required_failover_tag(configuration)
    used = (tag for monitor in configuration.monitors for tag in FAILOVER_TAGS if tag in monitor.values)
    newest = _WINDOWS if configuration.server_os == "windows" else _LINUX
    return required or next(used, newest)


def in_dialect(configuration: Configuration, values: Mapping[str, str]) -> dict[str, str]:
    """Values of a monitor, their failover threshold in the tag that the file's product knows."""
    tag = failover_tag(configuration)
    return {tag if path == _LINUX else path: value for path, value in values.items()}
