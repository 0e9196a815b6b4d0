"""The ``config`` folder while CL/Web runs: found through the link, made afresh where it is absent. Not the product."""

import os
import shutil
from pathlib import Path

from ..calls import warn
from ..settings import Settings
from .conf import SHIPPED
from .names import CERTIFICATE, CONFIG, HOME, KEY

__all__ = ["DEFAULTS", "LOG", "MY_PAGES", "make_fresh", "my_page", "write_my_page"]

LOG = f"{CONFIG}/log/clweb.log"
MY_PAGES = f"{CONFIG}/mypage"
DEFAULTS = f"{HOME}/share/defaults"
"""Key and certificate that a fresh ``config`` begins with."""


def make_fresh(settings: Settings) -> None:
    """A new ``config`` with the defaults where there is none at all: the trap of ERRATA G1-01.

    A link that leads nowhere is something, so nothing is made in its place.
    """
    if os.path.lexists(CONFIG):
        return
    for folder in ("log", "mypage", "tls"):
        Path(f"{CONFIG}/{folder}").mkdir(parents=True)
    Path(f"{CONFIG}/clweb.conf").write_bytes(SHIPPED)
    for path in (KEY, CERTIFICATE):
        shutil.copy2(f"{DEFAULTS}/{Path(path).name}", path)
    warn(settings, "fresh config", f"CL/Web made a local {CONFIG} and starts with its defaults", "ERRATA G1-01")


def my_page(user: str) -> Path:
    """Where a user's page lies; a name that is no file's name is refused with ``ValueError``."""
    if not user or "/" in user or user.startswith("."):
        raise ValueError(user)
    return Path(f"{MY_PAGES}/{user}.json")


def write_my_page(user: str, content: bytes) -> None:
    """Keep what a user has edited; owner and mode of a page that is there stay."""
    my_page(user).write_bytes(content)
