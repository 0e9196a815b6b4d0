"""JobCenter's machine ids: each machine and each site has its own."""

from collections.abc import Mapping
from typing import Any

from clprun.errors import Place, Problem, Value
from clprun.lang.inventory import Site

__all__ = ["MACHINE_ID", "PEER_MACHINE_IDS", "check_machine_ids"]

MACHINE_ID = "machine_id"
"""A parameter of this name is the machine id of a site that the runbook makes."""

PEER_MACHINE_IDS = "peer_machine_ids"
"""A parameter of this name lists the ids of all machines that jobs are sent to or come from."""


def check_machine_ids(site: Site, values: Mapping[str, Any], places: Mapping[str, Place]) -> list[Problem]:
    """What is wrong with the machine id of a site; nothing when the runbook has no such parameter.

    It must differ from both nodes' ids and from those of all peers (reference/products.md 1.5). No public way is
    known to ask a node for its id, so the inventory must give it.

    Args:
        site: the cluster.
        values: the resolved parameters; those that failed are absent.
        places: where each value stands.
    """
    machine_id = values.get(MACHINE_ID)
    if machine_id is None:
        return []
    problems = [
        Problem("input.node_without_machine_id", {"name": node.name}, place=site.key_place("nodes", node.name))
        for node in site.cluster.nodes
        if node.machine_id is None
    ]
    owners = {node.machine_id: node.name for node in site.cluster.nodes if node.machine_id is not None}
    owners |= {peer: PEER_MACHINE_IDS for peer in values.get(PEER_MACHINE_IDS) or () if peer not in owners}
    if machine_id in owners:
        taken: dict[str, Value] = {"found": machine_id, "owner": owners[machine_id]}
        problems.append(Problem("input.machine_id_taken", taken, place=places.get(MACHINE_ID)))
    return problems
