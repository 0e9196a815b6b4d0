"""What manages services on a node that stands for a RHEL 6. Controller side, pure."""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.standin.launch import launcher

__all__ = ["node_files", "registered", "units"]

RC = "/etc/rc.d/rc"
BOOT = """\
#!/bin/sh
# Starts what is switched on in run level $1, as the boot of a RHEL 6 does.
for script in /etc/rc.d/rc"$1".d/S*; do
    [ -x "$script" ] && "$script" start
done
exit 0
"""
DEFAULT_LEVELS = frozenset({2, 3, 4, 5})


def node_files(python: str) -> list[NodeFile]:
    """The commands and the folders; ``python`` is the interpreter as the node sees it."""
    return [
        NodeFile("/etc/rc.d/init.d", mode=0o755, directory=True),
        NodeFile("/etc/init.d", link="rc.d/init.d"),
        NodeFile(RC, BOOT.encode(), 0o755),
        launcher("/sbin/chkconfig", python),
        launcher("/sbin/service", python),
    ]


def units() -> list[Unit]:
    """What starts the services at boot."""
    return [Unit("rc", (RC, "3"), True, "Services of run level 3 (stand-in)")]


def registered(service: str, *, start: int, stop: int) -> list[NodeFile]:
    """The links that ``chkconfig --add`` leaves: started in the usual run levels, stopped in the others."""
    return [
        NodeFile(
            f"/etc/rc.d/rc{level}.d/{f'S{start:02}' if level in DEFAULT_LEVELS else f'K{stop:02}'}{service}",
            link=f"../init.d/{service}",
        )
        for level in range(7)
    ]
