"""What the journeys of CL/Web look at: its config folder, file by file, and where it serves."""

import signal
from typing import Final

from clprun.lab import client
from tests.support.bench import Bench, Finish

__all__ = ["LOCAL", "LOGS", "SHARED", "killed", "picture", "serving"]

LOCAL: Final = "/usr/local/jcclweb/config"
SHARED: Final = "/mnt/export/config"

LOGS: Final = (f"{LOCAL}/log/clweb.log", f"{SHARED}/log/clweb.log")
"""Holds a line for each request, those of a dry run among them."""

_PICTURE: Final = """\
cd {folder} || exit 1
set -- . ! -path . ! -path ./clweb.conf ! -path ./clweb.conf.new ! -path ./log/clweb.log
LC_ALL=C find "$@" -printf '%p %y %m %U:%G %Ts %l\\n' | LC_ALL=C sort
LC_ALL=C find "$@" -type f -exec sha256sum {{}} + | LC_ALL=C sort
"""


def picture(bench: Bench, node: str, folder: str) -> str:
    """Every path of a config folder with kind, mode, owners, time and content.

    Left out is what others write by design: the file with the setting, and CL/Web's own log.
    """
    return bench.sh(node, _PICTURE.format(folder=folder))


def serving(bench: Bench, node: str) -> bool:
    """Whether CL/Web runs on a node and answers there on the floating IP."""
    script = "ps -eo args= | grep -q '^clweb_serv' && curl -ksS -o /dev/null https://10.0.0.114/"
    return client.run(bench.home, node, ["sh", "-c", script]).returncode == 0


def killed(finish: Finish) -> bool:
    """Whether a command was cut by a fault."""
    return finish.code == -signal.SIGKILL
