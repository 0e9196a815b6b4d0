"""A lab of two nodes with the stand-ins, asked as a person would: commands on a node, and what they print."""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clprun.errors import ClprunError
from clprun.lab import client
from clprun.lab.site import Site
from clprun.lab.standin.default_conf import default_configuration

__all__ = ["FACTOR", "NAMES", "START", "STOP", "Rehearsal", "Said", "rehearsing"]

FACTOR = 600.0
"""The products' waits are divided by it: minutes become tenths of a second."""
DEADLINE = 60.0
OFF = -1

NAMES = {
    "/usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2": 1,
    "NQS nqsdaemon": 1,
    "/usr/lib/nqs/jnwcaster": 2,
    "/usr/lib/nqs/gui/bin/jnwengine": 1,
    "/usr/lib/nqs/gui/bin/sclaunchd": 1,
    "/usr/lib/nqs/combase/comagent": 1,
    "/usr/lib/nqs/gui/bin/jcdbs": 1,
    "/usr/lib/nqs/gui/bin/jnwlauncher": 1,
}
"""The eight names of a cluster site, and how many of each (reference/products.md 1.4)."""

START = """\
#!/bin/sh
[ "$CLP_DISK" = SUCCESS ] || exit 1
case "$CLP_EVENT" in START|FAILOVER) /usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2; exit $? ;; esac
exit 1
"""
STOP = "#!/bin/sh\n/usr/lib/nqs/cluster/cjcpw -stop cluv\nexit 0\n"


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    text: str


class Rehearsal:
    """A lab that is up."""

    def __init__(self, home: Path, site: Site) -> None:
        self.home = home
        self.site = site

    def run(self, node: str, command: str) -> Said:
        """Run a shell command on ``node``; its exit code (none of its own while the node is off), and its output."""
        try:
            done = client.run(self.home, node, ["sh", "-c", f"exec 2>&1\n{command}"])
        except ClprunError as failure:
            return Said(OFF, str(failure))
        return Said(done.returncode, done.stdout.decode())

    def good(self, node: str, command: str) -> str:
        """The same for a command that must succeed."""
        said = self.run(node, command)
        assert said.code == 0, f"{node}: {command}: {said}"
        return said.text

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        """Poll ``condition`` until it holds."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < deadline, f"in vain: {what}"
            time.sleep(0.1)

    def status(self, node: str) -> dict[str, str]:
        """``clpstat`` as name to status, with ``current`` for the group's server; empty while it is busy."""
        said = self.run(node, "clpstat")
        if said.code != 0:
            return {}
        pairs = (
            line.split(" :") if " :" in line else line.split(":") for line in said.text.splitlines() if ":" in line
        )
        return {
            name.strip(" *."): value.split("  ")[0].strip() for name, value in ((each[0], each[1]) for each in pairs)
        }

    def wait_for(self, node: str, **wanted: str) -> None:
        """Wait until clpstat on ``node`` shows ``wanted``."""

        def shown() -> bool:
            found = self.status(node)
            return all(found.get(name) == value for name, value in wanted.items())

        self.wait(f"{wanted} on {node}", shown)

    def settle(self) -> None:
        """Wait until both nodes run the cluster and the group has started."""
        for node in ("clu1", "clu2"):
            self.wait(f"{node} settled", lambda node=node: self._settled(node))  # type: ignore[misc]

    def _settled(self, node: str) -> bool:
        return self.run(node, "test -e /run/clusterpro/settled").code == 0

    def write(self, node: str, path: str, content: str | bytes, mode: str = "644") -> None:
        """Lay a file down on ``node``."""
        coded = base64.b64encode(content.encode() if isinstance(content, str) else content).decode()
        self.good(node, f"mkdir -p $(dirname {path}) && echo {coded} | base64 -d > {path} && chmod {mode} {path}")

    def stage(self, configuration: bytes, start: str = START, stop: str = STOP) -> None:
        """Lay a configuration and the scripts of exec1 down in /root/work on clu1, ready to push."""
        self.write("clu1", "/root/work/clp.conf", configuration)
        self.write("clu1", "/root/work/scripts/failover/exec1/start.sh", start, "755")
        self.write("clu1", "/root/work/scripts/failover/exec1/stop.sh", stop, "755")

    def full_configuration(self, restarts: int = 0) -> bytes:
        """clp.conf with exec1 and pidw1, which restarts ``restarts`` times before it fails over."""
        limit = f"<emergency><threshold><restart>{restarts}</restart></threshold></emergency>".encode()
        target = b"<target>exec1</target>"
        return default_configuration(self.site, "all").replace(target, target + limit)

    def stop_local_sites(self, mode: str = "OFF") -> None:
        """Set ``local_daemon`` on both nodes and stop the local site."""
        for node in ("clu1", "clu2"):
            self.wait(f"local site on {node}", lambda node=node: "NQS nqsdaemon" in self.processes(node))  # type: ignore[misc]
            edit = f"sed -i 's/^# local_daemon=SITE/local_daemon={mode}/' /usr/lib/nqs/rc/daemon.conf"
            command = f"{edit} && /usr/lib/nqs/nqsstop"
            self.wait(f"stop on {node}", lambda node=node, command=command: self.run(node, command).code == 0)  # type: ignore[misc]

    def build(self, start: str = START, stop: str = STOP) -> None:
        """JobCenter in the group, as a person would build it after the guide."""
        self.stop_local_sites()
        self.good("clu1", "/usr/lib/nqs/cluster/cjcmksite cluv 114 /mnt/sdb2")
        self.stage(self.full_configuration(), start, stop)
        self.good("clu1", "clpgrp -t failover && clpcl --suspend && clpcfctrl --push -l -x /root/work")
        self.good("clu1", "clpcl --resume && clpgrp -s failover")

    def processes(self, node: str) -> dict[str, int]:
        """JobCenter's processes on ``node``: what ps shows, and how often."""
        found: dict[str, int] = {}
        for line in self.good(node, "ps -eo args").splitlines():
            if line.startswith(("/usr/lib/nqs/", "NQS ")):
                found[line.strip()] = found.get(line.strip(), 0) + 1
        return found

    def wait_for_site(self, node: str) -> None:
        """Wait until all eight names are up on ``node``."""
        self.wait(f"the site on {node}", lambda: self.processes(node) == NAMES)

    def mounted(self, node: str) -> bool:
        """Whether the shared disk is mounted on ``node``."""
        return self.run(node, "grep -q ' /mnt/sdb2 ' /proc/mounts").code == 0

    def has_floating_ip(self, node: str) -> bool:
        """Whether the floating IP address is on ``node``."""
        return "10.0.0.114/" in self.good(node, "ip -4 addr")

    def is_off(self, node: str) -> bool:
        """Whether ``node`` is powered off."""
        states = {str(each["name"]): each["state"] for each in client.status(self.home)["nodes"]}
        return bool(states[node] == "off")

    def warnings(self) -> str:
        """What the lab shouted."""
        return "".join(
            self.run(node, "cat /run/clprun-lab/warnings.jsonl").text
            for node in ("clu1", "clu2")
            if not self.is_off(node)
        )

    def calls(self, name: str) -> list[dict[str, object]]:
        """The record of the calls of one command."""
        return [call for call in client.status(self.home)["calls"] if str(call["argv"][0]).endswith(f"/{name}")]


@contextmanager
def rehearsing(home: Path, site: Site) -> Iterator[Rehearsal]:
    """A lab put up from ``site`` below ``home``, settled; down again afterwards."""
    client.up(home, site=site)
    try:
        rehearsal = Rehearsal(home, site)
        rehearsal.settle()
        yield rehearsal
    finally:
        client.down(home)
