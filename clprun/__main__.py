"""``python -m clprun``, and what the installed command calls."""

import sys

from clprun.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
