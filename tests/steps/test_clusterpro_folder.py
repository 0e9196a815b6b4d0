"""CLUSTERPRO in another folder of Windows, as EXPRESSCLUSTER has it: nothing looks or writes where it is not."""

from pathlib import Path
from typing import Any

import pytest

from clprun.api import Request, prepare
from clprun.engine.snapshot import questions
from clprun.errors import InputError
from clprun.lang.load import data_folder
from clprun.steps.base import Target
from clprun.steps.registry import kinds

ELSEWHERE, USUAL = r"D:\Program Files\EXPRESSCLUSTER", r"C:\Program Files\CLUSTERPRO"


def inventory(folder: Path, name: str, key: str) -> Path:
    """The lab's inventory of a platform with the key in its clusters."""
    text = (data_folder() / "inventory" / "lab" / f"{name}.yaml").read_text("utf-8")
    file = folder / "inventory.yaml"
    file.write_text(text.replace("    cluster_config: push\n", f"    cluster_config: push\n    {key}\n"), "utf-8")
    return file


@pytest.mark.parametrize(("runbook", "cluster"), [("clweb", "winpair"), ("clientmanager", "winmanager")])
def test_every_question_and_command_knows_the_folder(tmp_path: Path, runbook: str, cluster: str) -> None:
    file = inventory(tmp_path, "windows", f"clusterpro_folder: '{ELSEWHERE}'")
    bound = prepare(Request(runbook=runbook, inventory=(file,), cluster=cluster, lab=True)).bound
    told: list[Any] = [*questions(bound.cluster)]
    for step in bound.steps:
        kind = kinds()[step.step.kind]()
        for each in step.instances:
            target = Target(bound.cluster, bound.cluster.node(each.node), step.id, "RUN")
            told += [*kind.asks(each.want, target), *kind.intent(each.want, target), *kind.advice(each.want, target)]
    text = repr(told).replace("\\\\", "\\")
    assert ELSEWHERE in text
    assert USUAL not in text


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("lab", f"clusterpro_folder: '{ELSEWHERE}'"),
        ("windows", "clusterpro_folder: EXPRESSCLUSTER"),
        ("windows", r"clusterpro_folder: 'D:\100%'"),
        ("windows", r"clusterpro_folder: 'D:\x\'"),
    ],
)
def test_what_is_no_such_folder_is_refused_before_any_node_is_asked(tmp_path: Path, name: str, key: str) -> None:
    file = inventory(tmp_path, name, key)
    with pytest.raises(InputError):
        prepare(
            Request(runbook="clweb", inventory=(file,), cluster="labpair" if name == "lab" else "winpair", lab=True)
        )
