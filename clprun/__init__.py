"""clprun: runbooks that build two-node clusters, previewed, checked and resumable. The Python face is clprun.api."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.2.0"
