"""A machine with the scripts of runbook clweb and a service manager whose behaviour a test chooses; real processes.

``ps`` sees the processes of this machine only: labs that run at the same time have a CL/Web of their own.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, Literal

from clprun.lang.expression import render_text
from tests.runbooks.machine import ROOT, SECONDS

__all__ = ["FILES", "ClwebMachine", "Manager"]

FILES: Final = ROOT / "runbooks" / "clweb" / "files"

Manager = Literal["systemd", "chkconfig"]

_PS: Final = """\
#!/bin/sh
for word do
    shift
    if [ "$word" = -eww ]; then set -- "$@" -ww -p "$(echo $$ $(cat {home}/pids))"; else set -- "$@" "$word"; fi
done
exec {ps} "$@"
"""

_MANAGER: Final = """\
#!/bin/sh
# systemctl VERB UNIT, or service UNIT VERB
case $0 in */systemctl) verb=$1 ;; *) verb=$2 ;; esac
how=$(cat {home}/behaviour)
echo "$verb" >>{home}/verbs
serve() {{ PATH={home} clweb_serv 600 </dev/null >/dev/null 2>&1 & echo $! >>{home}/pids; }}
end() {{
    for pid in $(cat {home}/pids); do
        kill "$pid" 2>/dev/null
        while [ -e "/proc/$pid/cwd" ]; do {sleep} 0.02; done
    done
}}
case $verb:$how in
"start:fails") exit 1 ;;
"start:lies") exit 0 ;;
"start:comes late") ({sleep} 0.2; serve) & exit 0 ;;
start:*) serve ;;
"is-active:lies") echo failed; exit 3 ;;
is-active:*) echo active ;;
"stop:fails") exit 1 ;;
"stop:lies") exit 0 ;;
"stop:hangs") echo $$ >>{home}/hanging; exec {sleep} 600 ;;
"stop:is slow") {sleep} 0.2; end ;;
"stop:ends with a code") end; exit 5 ;;
stop:*) end ;;
esac
"""


class ClwebMachine:
    """A folder with CL/Web's config, a shared disk, the manager's command and both scripts."""

    def __init__(self, folder: Path, shell: tuple[str, ...], manager: Manager = "systemd") -> None:
        self.home, self.shell, self.manager = folder, shell, manager
        self.config, self.shared = folder / "jcclweb" / "config", folder / "export" / "config"
        self.config.parent.mkdir()
        self.shared.mkdir(parents=True)
        self.config.symlink_to(self.shared)
        (folder / "clweb_serv").symlink_to(shutil.which("sleep") or "")
        (folder / "pids").touch()
        self._program("ps", _PS.format(home=folder, ps=shutil.which("ps")))
        self._program("sleep", f"#!/bin/sh\nexec {shutil.which('sleep')} 0.02\n")
        self._program(
            "systemctl" if manager == "systemd" else "service",
            _MANAGER.format(home=folder, sleep=shutil.which("sleep")),
        )
        self._program("clplogcmd", f'#!/bin/sh\nprintf "%s\\n" "$*" >>{folder}/alerts\n')
        self.behave("succeeds")
        self.render()

    def render(self, **values: object) -> None:
        """Write both scripts; ``values`` are parameters of the runbook."""
        for name in ("start.sh", "stop.sh"):
            (self.home / name).write_text(self.text(name, **values))

    def text(self, name: str, **values: object) -> str:
        """A script that finds this machine's manager in the place of the system's."""
        given = {
            "install_path": str(self.config.parent),
            "shared_directory": str(self.shared.parent),
            "service_manager": self.manager,
            "start_limit": 500,
            "stop_limit": 500,
            "kill_after": 2,
            **values,
        }
        text = render_text((FILES / f"{name}.j2").read_text(encoding="ascii"), given)
        return text.replace("/usr/bin/systemctl", f"{self.home}/systemctl").replace(
            "/sbin/service", f"{self.home}/service"
        )

    def behave(self, how: str) -> None:
        """Choose what the manager does."""
        (self.home / "behaviour").write_text(how)

    def call(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> int:
        """Run a script to its end as the cluster would; its exit code."""
        given = {"CLP_EVENT": event, "CLP_DISK": disk, "CLP_SERVER": "HOME"}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLP_")}
        environment = kept | {key: value for key, value in given.items() if value is not None}
        environment["PATH"] = f"{self.home}:{environment['PATH']}"
        with (self.home / "said").open("wb") as said:  # no pipe: what a script leaves running would hold it open
            return subprocess.run(
                [*self.shell, str(self.home / script)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                timeout=SECONDS,
                cwd="/",
            ).returncode

    @property
    def said(self) -> str:
        """What the last script printed."""
        return (self.home / "said").read_text()

    @property
    def told(self) -> str:
        """What the cluster's log was told."""
        alerts = self.home / "alerts"
        return alerts.read_text() if alerts.exists() else ""

    @property
    def verbs(self) -> list[str]:
        """What the manager was told, in order, without the looks."""
        try:
            told = (self.home / "verbs").read_text().split()
        except OSError:
            return []
        return [verb for verb in told if verb != "is-active"]

    @property
    def serves(self) -> bool:
        """Whether a process of CL/Web runs."""
        return any(Path(f"/proc/{pid}/cwd").exists() for pid in self._pids())

    def serve_stubbornly(self, title: str) -> "subprocess.Popen[bytes]":
        """A process of a title that does not obey a TERM."""
        code = "import signal,sys;signal.signal(15,signal.SIG_IGN);print(flush=True);signal.pause()"
        process = subprocess.Popen([title, "-I", "-S", "-c", code], executable=sys.executable, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        with (self.home / "pids").open("a") as pids:
            pids.write(f"{process.pid}\n")
        return process

    def clear(self) -> None:
        """End what is left."""
        for pid in (*self._pids(), *self._pids("hanging")):
            if Path(f"/proc/{pid}/cwd").exists():
                os.kill(pid, signal.SIGKILL)

    def _pids(self, note: str = "pids") -> list[int]:
        file = self.home / note
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []

    def _program(self, name: str, text: str) -> None:
        path = self.home / name
        path.write_text(text)
        path.chmod(0o755)
