"""``create-instance.sh AGENT INSTANCE PATH``: the lab's own invention for the steps whose manual is not public.

On the first node it makes the instance on the shared disk; on the other one, where it finds it there, it only makes the
node know it. Not the product.
"""

import os
import subprocess
import time
from pathlib import Path

from ..calls import Call
from ..clusterpro.holders import mounted
from .instance import Instance, new_id
from .registration import is_registered

__all__ = ["create_instance_sh"]

WORK = 30.0
"""Seconds the product is taken to need; unknown."""

AGENT = "/usr/lib/nqs/jcexecutor/jcexecutor_agent"
_UNIT = """\
[Unit]
Description=JobCenter AG instance {name} (stand-in)

[Service]
Type=forking
PIDFile={pid_file}
Environment=CLPRUN_LAB_BY=cluster
ExecStart={agent} {id}
TimeoutStopSec=10min

[Install]
WantedBy=multi-user.target
"""


def create_instance_sh(call: Call) -> int:
    """Make the instance, or make this node know it; refused before the manager knows the agent (JC 3.3; G2-33)."""
    agent, name, path = _arguments(call)
    _refuse(call, agent, path)
    found = Instance.on_disk(path, name)
    if found is not None and found.is_known:
        call.refuse(f"{call.name}: instance {name} exists", "exists")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK / 2))
    instance = found or Instance(new_id(call.settings), name, agent, path)
    if found is None:
        instance.make()
    call.halfway()
    _install_unit(call, instance)
    instance.note()
    time.sleep(call.settings.scaled(WORK / 2))
    call.say(f"{call.name}: instance {name} of agent {agent}, id {instance.id}")
    return 0


def _install_unit(call: Call, instance: Instance) -> None:
    """The service; whether the product leaves it enabled at boot is not known (products.md 7): the seed chooses."""
    text = _UNIT.format(name=instance.name, pid_file=instance.pid_file, agent=AGENT, id=instance.id)
    Path(f"/etc/systemd/system/{instance.unit}").write_text(text, encoding="ascii")
    verbs = [["daemon-reload"], ["enable", instance.unit]]
    for verb in verbs if call.settings.choice("unit enabled", 2) == 0 else verbs[:1]:
        subprocess.run(["systemctl", *verb], stdin=subprocess.DEVNULL, capture_output=True, check=True)


def _arguments(call: Call) -> tuple[str, str, str]:
    if len(call.arguments) != 3 or not call.arguments[2].startswith("/"):
        call.refuse(f"Usage: {call.name} agent-name instance-name path", "usage")
    agent, name, path = call.arguments
    return agent, name, path.rstrip("/")


def _refuse(call: Call, agent: str, path: str) -> None:
    if os.geteuid() != 0:
        call.refuse(f"{call.name}: must be root", "not root")
    if not Path(AGENT).exists():
        call.refuse(f"{call.name}: JobCenter AG is not installed", "not installed")
    if mounted(path) is None:
        call.refuse(f"{call.name}: {path} is not active", "not mounted")
    if not is_registered(agent):
        call.refuse(f"{call.name}: the manager does not know agent {agent}", "not registered")
