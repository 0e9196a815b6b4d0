"""The names that shipped runbooks give say whose they are, and so do their scripts."""

import re
from collections.abc import Iterator

import pytest

from clprun.api.prepare import Request, prepare
from clprun.lang.load import data_folder, load_runbook, shipped_runbooks
from clprun.model.runbook import ParameterType
from clprun.products.clpconf.objects import NAME
from clprun.steps.exec_resource import ExecResourceWant
from clprun.steps.ownership import heading
from clprun.steps.registry import kinds
from clprun.steps.script_resource import ScriptResourceWant

SHOWN = 16
"""Characters that clpstat shows of a name (reference/clusterpro.md 1.1)."""

LATER = {"clweb-update": "clweb", "clientmanager-uninstall": "clientmanager"}
"""Runbooks that work on what another one made."""


def defaults(runbook: str) -> dict[str, set[str]]:
    """By parameter, the names of resources and monitors that it may have by default."""
    parameters = load_runbook(runbook, kinds()).runbook.parameters.items()
    texts = {key: each.default for key, each in parameters if each.type is ParameterType.NAME and each.default}
    return {
        key: set(re.findall(r'"([^"]+)"', re.sub(r'== "[^"]+"', "", text)) if "{{" in text else [text])
        for key, text in texts.items()
    }


def scripts(runbook: str) -> Iterator[tuple[str, str]]:
    """By step, whose its start script says it is."""
    file, cluster = ("windows.yaml", "winmanager") if runbook == "clientmanager" else ("lab.yaml", None)
    inventory = data_folder() / "inventory" / "lab" / file
    for step in prepare(Request(runbook=runbook, inventory=(inventory,), cluster=cluster, lab=True)).bound.steps:
        for instance in step.instances:
            match instance.want:
                case ExecResourceWant() | ScriptResourceWant() as want:
                    assert heading(want.stop.encode())
                    yield step.id, heading(want.start.encode()).decode()


@pytest.mark.parametrize("name", shipped_runbooks())
def test_a_default_name_is_legal_and_whole_in_clpstat_and_none_that_the_webui_gives(name: str) -> None:
    for given in set().union(*defaults(name).values()):
        assert NAME.fullmatch(given)
        assert len(given) <= SHOWN
        assert not re.fullmatch(r"[a-z]+[0-9]*", given, re.IGNORECASE)


def test_no_two_runbooks_give_one_name() -> None:
    givers: dict[str, str] = {}
    for runbook in shipped_runbooks():
        for given in set().union(*defaults(runbook).values()):
            assert givers.setdefault(given, LATER.get(runbook, runbook)) == LATER.get(runbook, runbook), given


@pytest.mark.parametrize(("later", "first"), LATER.items())
def test_a_later_runbook_calls_things_as_the_first_one(later: str, first: str) -> None:
    made = defaults(first)
    assert all(names == made[key] for key, names in defaults(later).items())


def test_every_script_says_whose_it_is_and_no_two_products_say_the_same() -> None:
    said: dict[str, str] = {}
    for runbook in ("jobcenter-classic", "jobcenter-standard-ag", "clweb", "internet-server-agent", "clientmanager"):
        found = dict(scripts(runbook))
        assert found
        for says in found.values():
            assert says
            assert said.setdefault(says, runbook) == runbook
