"""A lab of two Windows nodes, asked by batch files under its real cmd; as ``rehearsal`` for Linux."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from clprun.lab import client
from clprun.lab.site import Site
from clprun.lab.standin.default_conf_windows import windows_configuration
from tests.standin.rehearsal import FACTOR, Rehearsal, Said

__all__ = ["PRODUCT", "WindowsRehearsal", "windows_rehearsing"]

DRIVE_C = "/windows/prefix/drive_c"
PRODUCT = f"{DRIVE_C}/Program Files/CLUSTERPRO"


class WindowsRehearsal(Rehearsal):
    """A Windows lab that is up."""

    def cmd(self, node: str, *lines: str) -> Said:
        """Run lines of a batch file on ``node``; its exit code cut to eight bits, and its output."""
        self.write(node, f"{DRIVE_C}/lab/test.bat", "@echo off\r\n" + "".join(f"{line}\r\n" for line in lines))
        return self.run(node, f"cd {DRIVE_C}/lab && /usr/lib/clprun-lab/wine wine cmd /c test.bat </dev/null")

    def done(self, node: str, *lines: str) -> str:
        """The same for lines that must succeed, each of them."""
        said = self.cmd(node, *(f"{line} || exit /b 99" for line in lines))
        assert said.code == 0, f"{node}: {lines}: {said}"
        return said.text

    def settled(self, node: str) -> bool:
        """Whether ``node`` runs the cluster and its automatic starts are done."""
        return self.run(node, "test -e /run/clusterpro/settled").code == 0

    def status(self, node: str) -> dict[str, str]:
        """``clpstat`` as on Linux."""
        said = self.cmd(node, "clpstat")
        lines = [line for line in said.text.splitlines() if ":" in line] if said.code == 0 else []
        return {
            name.strip(" *."): value.split("  ")[0].strip()
            for name, _, value in (line.partition(":") for line in lines)
        }

    def runs(self, node: str, service: str) -> bool:
        """Whether a service runs on ``node``, by its key."""
        return "STATE              : 4" in self.cmd(node, f"sc query {service}").text

    def https(self, node: str) -> bool:
        """Whether CL/Web answers on the floating IP address, asked from ``node``'s hidden Linux."""
        address = f"https://{self.site.floating_ip}/"
        return "JobCenter CL/Web" in self.run(node, f"curl -sk --max-time 5 {address}").text

    def push(self, held: str, resources: str, monitors: str = "", objects: int = 0) -> None:
        """Push the site's configuration with more in the group, from the first node, and start the group there.

        Args:
            held: ``resource`` elements of the group.
            resources: elements of ``resource``, with their ``types``.
            monitors: elements of ``monitor``.
            objects: how many there are more.
        """
        text = windows_configuration(self.site, self.site.resources).decode("cp932")
        number = text.partition("<objectnumber>")[2].partition("<")[0]
        for place, added in (("</group>", held), ("\t</resource>", resources), ("\t</monitor>", monitors)):
            text = text.replace(place, f"{added}{place}")
        text = text.replace(f">{number}</objectnumber>", f">{int(number) + objects}</objectnumber>")
        node, group = self.site.nodes[0].name, self.site.group
        self.write(node, f"{DRIVE_C}/work/clp.conf", text.encode("cp932"))
        self.cmd(node, f"clpgrp -t {group}")  # stopped already, perhaps
        lines = ("clpcl --suspend", "clpcfctrl --push -w -x C:\\work", "clpcl --resume", f"clpgrp -s {group}")
        self.done(node, *lines)

    def script(self, name: str, *lines: str) -> None:
        """Lay a batch file of the script resource down, ready to push."""
        text = "@echo off\r\n" + "".join(f"{line}\r\n" for line in lines)
        path = f"{DRIVE_C}/work/scripts/{self.site.group}/script1/{name}"
        self.write(self.site.nodes[0].name, path, text.encode("cp932"))


@contextmanager
def windows_rehearsing(home: Path, site: Site) -> Iterator[WindowsRehearsal]:
    """A Windows lab put up from ``site`` below ``home``, settled; down again afterwards."""
    client.up(home, site=replace(site, time_factor=FACTOR))
    try:
        rehearsal = WindowsRehearsal(home, site)
        for node in site.nodes:
            rehearsal.wait(f"{node.name} settled", lambda node=node: rehearsal.settled(node.name))  # type: ignore[misc]
        yield rehearsal
    finally:
        client.down(home)
