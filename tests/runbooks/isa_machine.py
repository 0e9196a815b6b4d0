"""A machine for Internet Server Agent's scripts: services and monitor commands that behave as a test says."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from clprun.lang.expression import render_text
from clprun.lang.load import data_folder

__all__ = ["FILES", "HTTP_ID", "PARTS", "SMTP_ID", "IsaMachine", "until"]

FILES: Final = data_folder() / "runbooks" / "internet-server-agent" / "files"
PARTS: Final = ("http", "smtp", "http-mon", "smtp-mon")
SECONDS: Final = 60.0

HTTP_ID: Final = f"scripthttp{os.getpid()}"
SMTP_ID: Final = f"scriptsmtp{os.getpid()}"
"""No other test of this machine has monitors of these identifiers, which the scripts would end."""

SERVICE: Final = """\
#!/bin/sh
# systemctl VERB [--quiet] NAME, and service NAME VERB: what runs is noted in a file.
case ${{0##*/}} in
systemctl) verb=$1; name=$2; [ "$2" != --quiet ] || name=$3 ;;
*) name=$1; verb=$2 ;;
esac
how=$(cat {home}/behaviour)
note={home}/service-$name
echo "${{0##*/}} $verb $name" >>{home}/orders
case $verb in
start)
    case $how in fails) exit 1 ;; lies) exit 0 ;; esac
    : >"$note" ;;
stop)
    case $how in fails) exit 1 ;; lies | "obeys nobody") exit 0 ;; "stops with a code") rm -f "$note"; exit 5 ;; esac
    rm -f "$note" ;;
kill)
    case $how in "obeys nobody") ;; *) rm -f {home}/service-$3 ;; esac ;;
is-active)
    [ ! -e "$note" ] || {{ echo active; exit 0; }}
    echo inactive; exit 3 ;;
status)
    [ -e "$note" ] || exit 3 ;;
*) exit 9 ;;
esac
"""

MONITOR: Final = """\
#!/bin/bash
# COMMAND ID --stop WAIT ends the monitor that was started under this id, or does what the behaviour says.
how=$(cat {home}/behaviour)
note={home}/monitor-$1
echo "${{0##*/}} $*" >>{home}/orders
[ "$2" != --del ] || exit 0
if [ "$2" != --stop ]; then
    echo $$ >"$note"
    cd {home} && echo 'while :; do sleep 0.05; done' >"$1"
    exec -a "{home}/${{0##*/}}" sh "$@"
fi
[ "$how" != refuses ] || exit 7
[ -e "$note" ] || exit 15
[ "$how" = lies ] || {{ kill "$(cat "$note")"; rm "$note"; }}
[ "$how" != "stops with a code" ] || exit 5
"""
"""A process whose command line begins as the product's does: path of the command, then the identifier."""


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


class IsaMachine:
    """A folder with the commands the scripts call, and the scripts rendered for them."""

    def __init__(self, folder: Path, shell: tuple[str, ...]) -> None:
        self.home, self.shell = folder, shell
        self.started: list[subprocess.Popen[bytes]] = []
        for name in ("systemctl", "service"):
            self._program(name, SERVICE.format(home=folder))
        self._program("clplogcmd", f'#!/bin/sh\nprintf "%s\\n" "$*" >>{folder}/alerts\n')
        for name in ("clp_httpmon", "clp_smtpmon"):
            self._program(name, MONITOR.format(home=folder))
        self.behave("succeeds")
        self.render()

    def service(self, text: str) -> None:
        """Another behaviour of the command ``service``."""
        self._program("service", f"#!/bin/sh\n{text}\n")

    def _program(self, name: str, text: str) -> None:
        (self.home / name).write_text(text)
        (self.home / name).chmod(0o755)

    def render(self, **values: object) -> None:
        for part in PARTS:
            (self.home / part).mkdir(exist_ok=True)
            for name in ("start.sh", "stop.sh"):
                (self.home / part / name).write_text(self.text(part, name, **values))

    def text(self, part: str, name: str, **values: object) -> str:
        limits = {"start_limit": 30, "stop_limit": 30, "stop_wait": 1, "kill_after": 1}
        common = {"command_folder": str(self.home), "service_manager": "systemd", **limits}
        http = {"http_service": "httpd", "http_id": HTTP_ID, "http_server": "localhost", "http_port": 80}
        smtp = {"smtp_service": "postfix", "smtp_id": SMTP_ID, "smtp_server": "localhost", "smtp_port": 25}
        request = {"http_version": "1.1", "http_uri": "/"}
        times = {
            f"{protocol}_{name}": seconds
            for protocol in ("http", "smtp")
            for name, seconds in (("interval", 60), ("retries", 3), ("wait", 10))
        }
        given = {**common, **http, **smtp, **request, **times, **values}
        return render_text((FILES / part / f"{name}.j2").read_text(encoding="ascii"), given)

    def behave(self, how: str) -> None:
        (self.home / "behaviour").write_text(how)

    @property
    def told(self) -> str:
        """What the cluster's log was told."""
        alerts = self.home / "alerts"
        return alerts.read_text() if alerts.exists() else ""

    @property
    def orders(self) -> list[str]:
        """What the commands were called with."""
        path = self.home / "orders"
        return path.read_text().splitlines() if path.exists() else []

    def runs(self, name: str) -> bool:
        """Whether a service or monitor runs."""
        if (self.home / f"service-{name}").exists():
            return True
        note = self.home / f"monitor-{name}"
        try:
            return note.exists() and Path(f"/proc/{note.read_text().strip()}/cwd").exists()
        except PermissionError:
            return False

    def popen(
        self, part: str, script: str, event: str | None = "START", disk: str | None = "SUCCESS"
    ) -> subprocess.Popen[bytes]:
        given = {"CLP_EVENT": event, "CLP_DISK": disk, "CLP_SERVER": "HOME"}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLP_")}
        environment = kept | {key: value for key, value in given.items() if value is not None}
        environment["PATH"] = f"{self.home}:{os.environ['PATH']}"
        quiet = subprocess.DEVNULL
        argv = [*self.shell, str(self.home / part / script)]
        process = subprocess.Popen(argv, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, cwd=self.home)
        self.started.append(process)
        return process

    def call(self, part: str, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> int:
        return self.popen(part, script, event, disk).wait(SECONDS)

    def clear(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(SECONDS)
