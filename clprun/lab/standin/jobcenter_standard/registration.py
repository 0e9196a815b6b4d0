"""The manager's side of an agent, on the lab's shared folder: no manager runs in the lab of an agent.

``register-agent.sh AGENT`` plays CL/Win's part (JC 3.3 (1)), ``agent-registered.sh AGENT`` that of somebody who looks
there. Both are the lab's own inventions. Not the product.
"""

import json

from ..calls import Call
from ..files import read_json, write_atomic
from ..settings import SHARED

__all__ = ["agent_registered_sh", "is_registered", "register_agent_sh"]

_MANAGER = f"{SHARED}/manager.json"


def is_registered(agent: str) -> bool:
    """Whether the manager knows the agent."""
    return agent in _agents()


def register_agent_sh(call: Call) -> int:
    """Register an agent; once more is no mistake."""
    agent = _agent_of(call)
    call.changes = True
    agents = sorted({*_agents(), agent})
    write_atomic(_MANAGER, json.dumps({"agents": agents}).encode())
    call.say(f"{agent} has been registered.")
    return 0


def agent_registered_sh(call: Call) -> int:
    """List the manager's agents; 0 when the one is among them."""
    agent = _agent_of(call)
    for each in _agents():
        call.say(each)
    return 0 if is_registered(agent) else 1


def _agents() -> list[str]:
    found = read_json(_MANAGER).get("agents")
    return [str(each) for each in found] if isinstance(found, list) else []


def _agent_of(call: Call) -> str:
    if len(call.arguments) != 1:
        call.refuse(f"Usage: {call.name} agent-name", "usage")
    return call.arguments[0]
