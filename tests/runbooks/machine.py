"""A machine with the scripts of jobcenter-classic and a JobCenter whose behaviour a test chooses; real processes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

from clprun.lang.expression import render_text

__all__ = ["CASES", "OWN_SITE", "SECONDS", "SHELLS", "Machine", "until"]

ROOT = Path(__file__).parents[2]
FILES = ROOT / "runbooks" / "jobcenter-classic" / "files"
SHELLS = {
    name: argv
    for name, argv in {"sh": ("sh",), "dash": ("dash",), "bash": ("bash",), "busybox": ("busybox", "sh")}.items()
    if shutil.which(argv[0])
}
"""Those there are, each once: ``sh`` is one of the others under another name."""

if Path("/bin/sh").resolve().name != "sh":
    SHELLS.pop(Path("/bin/sh").resolve().name, None)

EVENTS = ("START", "FAILOVER", "RECOVER", "")
DISKS = ("SUCCESS", "FAILURE", "")
CASES: list[tuple[str | None, str | None]] = [*product(EVENTS, DISKS), (None, None)]
"""What the cluster may say; the last: nothing at all."""

SECONDS = 60.0

OWN_SITE = f"cluv-{os.getpid()}"
"""No other test or lab of this machine has a site of this name, whose processes the scripts would end."""


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


CJCPW = """\
#!/bin/sh
how=$(cat {home}/behaviour)
note={home}/site-$2
[ "$1" = -stop ] || [ "$how" = "fails to start" ] || exec {python} -I -S {program} {home} "$@"
case $how in
"fails to start") exit 7 ;;
fails) exit 3 ;;
lies) exit 0 ;;
hangs) exec sleep 60 ;;
slow) sleep 1 ;;
esac
[ -e "$note" ] || exit 3
read -r watcher daemon others <"$note"
if [ "$how" = leaves ]; then kill -9 $watcher $others; exit 0; fi
kill "$watcher"
while [ -e "/proc/$watcher/cwd" ]; do sleep 0.02; done
[ "$how" != "succeeds with a code" ] || exit 5
"""
"""The command: starting is product.py's part, stopping does what ``behaviour`` says. A zombie has no ``cwd``."""


class Machine:
    """A folder with JobCenter's commands, a database path, and the scripts rendered for them."""

    def __init__(self, folder: Path, shell: tuple[str, ...]) -> None:
        self.home, self.database, self.shell = folder / "nqs", folder / "db", shell
        self.started: list[subprocess.Popen[bytes]] = []
        (self.home / "cluster").mkdir(parents=True)
        (self.database / "nqs").mkdir(parents=True)
        (folder / "db2" / "nqs").mkdir(parents=True)
        cjcpw = self.home / "cluster" / "cjcpw"
        program = Path(__file__).with_name("product.py")
        cjcpw.write_text(CJCPW.format(home=self.home, python=sys.executable, program=program))
        cjcpw.chmod(0o755)
        self.log = folder / "alerts"
        self.tools = folder / "bin"
        self.tools.mkdir()
        self.tool("clplogcmd", f'#!/bin/sh\nprintf "%s\\n" "$*" >>{self.log}\n')
        self.behave("succeeds")
        self.render()

    def render(self, **values: object) -> None:
        for name in ("start.sh", "stop.sh"):
            self.script(name).write_text(self.text(name, **values))

    def text(self, name: str, **values: object) -> str:
        given = {
            "virtual_host": OWN_SITE,
            "database_path": str(self.database),
            "process_monitoring": True,
            "jobcenter_folder": str(self.home),
            "stop_limit": 0,
            "kill_after": 5,
            **values,
        }
        return render_text((FILES / f"{name}.j2").read_text(encoding="ascii"), given)

    def tool(self, name: str, text: str) -> None:
        """A program that the scripts find before all others."""
        (self.tools / name).write_text(text)
        (self.tools / name).chmod(0o755)

    def script(self, name: str) -> Path:
        return self.home.with_name(name)

    def behave(self, how: str) -> None:
        (self.home / "behaviour").write_text(how)

    @property
    def told(self) -> str:
        """What the cluster's log was told."""
        return self.log.read_text() if self.log.exists() else ""

    def popen(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> subprocess.Popen[bytes]:
        path = f"{self.tools}:{os.environ['PATH']}"
        given = {"CLP_EVENT": event, "CLP_DISK": disk, "CLP_SERVER": "HOME", "PATH": path}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLP_")}
        environment = kept | {key: value for key, value in given.items() if value is not None}
        return self.run([*self.shell, str(self.script(script))], environment)

    def run(self, argv: list[str], environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        quiet, place = subprocess.DEVNULL, self.database if self.database.exists() else None
        process = subprocess.Popen(argv, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, cwd=place)
        self.started.append(process)
        return process

    def call(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> int:
        return self.popen(script, event, disk).wait(SECONDS)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A site or the local one, up."""
        started = self.run([str(self.home / "cluster" / "cjcpw"), *arguments])
        until(lambda: self.pids("local" if arguments == ("local",) else f"site-{arguments[-2]}"))
        return started

    def start_all(self, sites: Iterable[str]) -> None:
        """Many sites, up."""
        self.run([str(self.home / "cluster" / "cjcpw"), "fleet", str(self.database), *sites])
        until(lambda: all(self.pids(f"site-{site}") for site in sites))

    def pids(self, note: str = f"site-{OWN_SITE}") -> list[int]:
        """The living processes of a site that was started; its watcher or leader first."""
        try:
            noted = (self.home / note).read_text().split()
        except OSError:
            return []
        return [int(pid) for pid in noted if alive(int(pid))]

    def clear(self) -> None:
        for note in (*self.home.glob("site-*"), *self.home.glob("local")):
            for pid in self.pids(note.name):
                os.kill(pid, signal.SIGKILL)
        for process in self.started:
            process.kill()
            process.wait(SECONDS)
