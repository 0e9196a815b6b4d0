"""``python -m clprun``, and what the installed command calls."""

import signal
import sys

from clprun.cli import app

__all__ = ["main"]


def main() -> int:
    """Run the process' own command line; once it is over, a further Ctrl-C has nothing to be told about."""
    try:
        return app.main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
