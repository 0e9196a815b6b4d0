"""What Internet Server Agent and the servers it watches put on a node. Controller side, pure.

The modules come with CLUSTERPRO's server package, only the licence is added (ISA chapter 1): none is registered.
"""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.launch import launcher, program

__all__ = ["node_files", "units"]

SERVICES = {"httpd": "The Apache HTTP Server (stand-in)", "postfix": "Postfix Mail Transport Agent (stand-in)"}
PAGE = b"<!DOCTYPE html>\n<html><head><title>Rehearsal</title></head><body>Rehearsal</body></html>\n"
TRIAL = """\
product=ISAG10
version=trial
from=2006/09/08
till=2099/12/31
key=TRAL0000-LAB0000-LAB0000-LAB0000
"""
"""A trial's licence in the lab's own form; worth nothing outside the lab."""


def node_files(site: Site, python: str) -> list[NodeFile]:
    """The monitor commands, a trial's licence on its medium, and two services that do not start at boot.

    Args:
        site: the lab's site.
        python: interpreter as the node sees it.
    """
    del site
    return [
        *(launcher(f"/usr/sbin/{name}", python) for name in ("clp_httpmon", "clp_smtpmon")),
        NodeFile("/media/internet-server-agent/trial.key", TRIAL.encode()),
        NodeFile("/var/lib/clprun-lab", mode=0o755, directory=True),
        NodeFile("/var/www/html/index.html", PAGE),
        NodeFile("/var/log/httpd", mode=0o755, directory=True),
        NodeFile("/var/log/messages", mode=0o600),
        *(NodeFile(f"/etc/systemd/system/{name}.service", _unit(name, python)) for name in SERVICES),
    ]


def units(site: Site, python: str) -> list[Unit]:
    """None of the lab's plain kind: httpd and postfix fork, so that a failed start is seen as one."""
    del site, python
    return []


def _unit(name: str, python: str) -> bytes:
    start = " ".join(program(name, python))
    return f"""\
[Unit]
Description={SERVICES[name]}

[Service]
Type=forking
PIDFile=/run/{name}.pid
ExecStart={start}
KillMode=process

[Install]
WantedBy=multi-user.target
""".encode()
