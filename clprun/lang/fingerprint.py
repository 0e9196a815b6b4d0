"""What a run was started with, so that a resumed run can tell what changed since."""

import hashlib
from typing import Any

from clprun.errors import Problem, Value
from clprun.lang.bind import BoundRunbook
from clprun.lang.shown import shown
from clprun.model.cluster import Cluster
from clprun.model.secret import Secret, SecretReference

__all__ = ["RUNBOOK_FILE", "Fingerprint", "differences", "fingerprint"]

Fingerprint = dict[str, dict[str, Any]]
"""JSON data: digests of the runbook's files, and the parameters and the cluster as values."""

RUNBOOK_FILE = "runbook.yaml"
"""Name of the runbook itself among its files."""
_CHANGED = {
    "files": "input.changed_file",
    "parameters": "input.changed_parameter",
    "cluster": "input.changed_cluster",
}


def fingerprint(bound: BoundRunbook) -> Fingerprint:
    """What ``bound`` was made of. Of a secret nothing is kept but that it is one."""
    texts = {RUNBOOK_FILE: bound.loaded.document.text, **bound.loaded.files}
    return {
        "files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(texts.items())},
        "parameters": {name: _plain(value) for name, value in sorted(bound.parameters.items())},
        "cluster": _cluster(bound.cluster),
    }


def differences(old: Fingerprint, new: Fingerprint) -> list[Problem]:
    """All that is not the same in two fingerprints; empty when nothing changed."""
    problems = []
    for part, code in _CHANGED.items():
        before, now = old.get(part, {}), new.get(part, {})
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                values: dict[str, Value] = {
                    "name": name,
                    "before": shown(before.get(name)),
                    "now": shown(now.get(name)),
                }
                problems.append(Problem(code, values))
    return problems


def _plain(value: object) -> object:
    if isinstance(value, Secret | SecretReference):
        return "!secret"
    return list(value) if isinstance(value, tuple) else value


def _cluster(cluster: Cluster) -> dict[str, Any]:
    """The cluster without its logins: another user or key reaches the same node."""
    flat: dict[str, Any] = {
        "name": cluster.name,
        "platform": cluster.platform.value,
        "group": cluster.group,
        "cluster_config": cluster.cluster_config,
        **({} if cluster.clusterpro_folder is None else {"clusterpro_folder": cluster.clusterpro_folder}),
    }
    for node in cluster.nodes:
        for key in ("name", "address", "machine_id"):
            flat[f"{node.role.value}.{key}"] = getattr(node, key)
    return flat
