"""JobCenter's processes for tests of the scripts: real ones that show the product's names.

Called as ``product.py HOME [-c] NAME PATH`` it becomes a cluster site; as ``HOME local`` the local site; as
``HOME fleet PATH NAME...`` many sites at once. Where ``HOME/stubborn`` exists, none of them obeys a TERM.
"""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from clprun.lab.standin.title import rename

HOME = Path(sys.argv[1])
ARGUMENTS = sys.argv[2:]
STUBBORN = (HOME / "stubborn").exists()
NAMES = ("jnwcaster", "jnwcaster", "gui/bin/jnwengine", "combase/comagent")


def child(title: str, folder: str) -> int:
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        rename(title)
        signal.signal(signal.SIGTERM, signal.SIG_IGN if STUBBORN else signal.SIG_DFL)
        while True:
            signal.pause()
    return pid


def lead(title: str, folder: str, note: str, *, daemon: bool) -> None:
    """Be the first process of a site until it is told to end; all ids are noted, its own first."""
    rename(title)
    ending: list[bool] = []
    signal.signal(signal.SIGTERM, signal.SIG_IGN if STUBBORN else lambda *_: ending.append(True))
    children = [child("NQS nqsdaemon", folder)] if daemon else []
    children += [child(f"{HOME}/{name}", folder) for name in NAMES]
    new = HOME / f"{note}.new"
    new.write_text(" ".join(map(str, [os.getpid(), *children])) + "\n")
    new.rename(HOME / note)
    while not ending:
        signal.sigtimedwait([], 0.02)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def site(name: str, path: str, *arguments: str) -> None:
    """A watched cluster site."""
    lead("\0".join([f"{HOME}/cluster/cjcpw", *arguments]), f"{path}/nqs", f"site-{name}", daemon=True)


def main() -> int:
    match ARGUMENTS:
        case ["local"]:
            lead("NQS nqsdaemon", "/", "local", daemon=False)
        case ["fleet", path, *names]:
            leaders = []
            for name in names:
                leaders.append(os.fork())
                if leaders[-1] == 0:
                    site(name, path, name, path)
                    os._exit(0)
            for pid in leaders:
                os.waitpid(pid, 0)
        case ["-c", name, path]:
            if os.fork() == 0:
                os.setsid()
                lead("NQS nqsdaemon", f"{path}/nqs", f"site-{name}", daemon=False)
        case [name, path]:
            site(name, path, name, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
