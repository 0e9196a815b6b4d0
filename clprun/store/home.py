"""Where clprun keeps its state on the engineer's machine."""

import os
from pathlib import Path

__all__ = ["home_folder"]


def home_folder() -> Path:
    """``CLPRUN_HOME``, else the platform's user state folder."""
    given = os.environ.get("CLPRUN_HOME")
    if given:
        return Path(given).absolute()
    from platformdirs import user_state_path  # noqa: PLC0415  (only here, and not for --version)

    return user_state_path("clprun", appauthor=False)
