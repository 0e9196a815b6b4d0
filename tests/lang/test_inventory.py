"""Inventories are brought together from files and folders, and a cluster is chosen from them."""

from pathlib import Path

import pytest

from clprun.errors import InputError
from clprun.lang.inventory import Inventory, load_inventory
from clprun.model.cluster import Platform, Role
from clprun.model.secret import SecretReference
from tests.lang.desk import INVENTORY, Desk


def codes(paths: list[Path]) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_inventory(paths)
    return [problem.code for problem in caught.value.problems]


def test_a_cluster_is_read_as_written(desk: Desk) -> None:
    cluster = desk.site().cluster

    assert (cluster.name, cluster.platform, cluster.group, cluster.cluster_config) == (
        "lab",
        Platform.LINUX,
        "failover",
        "push",
    )
    assert [(node.name, node.role, node.address, node.machine_id) for node in cluster.nodes] == [
        ("clu1", Role.PRIMARY, "192.0.2.111", 111),
        ("clu2", Role.STANDBY, "192.0.2.112", 112),
    ]
    assert cluster.primary.ssh is not None
    assert cluster.primary.ssh.user == "root"
    assert cluster.parameters["toy"]["virtual_host"] == "cluv"


def test_the_primary_comes_first_however_it_is_written(desk: Desk) -> None:
    text = desk.inventory.read_text(encoding="utf-8")
    desk.write(desk.inventory, text.replace("primary", "…").replace("standby", "primary").replace("…", "standby"))

    assert [node.name for node in desk.site().cluster.nodes] == ["clu2", "clu1"]


def test_secrets_are_kept_as_references(desk: Desk) -> None:
    desk.edit(desk.inventory, "{user: root}", "{user: a, become: {method: sudo, password: !secret {keyring: a/b}}}")
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        extra: [!secret {file: /run/x}]")

    cluster = desk.site().cluster

    assert cluster.primary.ssh is not None
    assert cluster.primary.ssh.become is not None
    assert cluster.primary.ssh.become.password == SecretReference("keyring", "a/b")
    assert cluster.parameters["toy"]["extra"] == [SecretReference("file", "/run/x")]


def several(folder: Path) -> Inventory:
    for name in ("east", "west"):
        (folder / f"{name}.yaml").write_text(INVENTORY.replace("  lab:", f"  {name}:"), encoding="utf-8")
    (folder / "notes.txt").write_text("no inventory", encoding="utf-8")
    return load_inventory([folder])


def test_a_folder_stands_for_its_yaml_files(tmp_path: Path) -> None:
    assert sorted(several(tmp_path).sites) == ["east", "west"]


def test_the_only_cluster_needs_no_name(desk: Desk) -> None:
    assert desk.site() == desk.site("lab")


def test_one_of_several_clusters_must_be_named(tmp_path: Path) -> None:
    inventory = several(tmp_path)

    assert inventory.select("west").cluster.name == "west"
    with pytest.raises(InputError) as caught:
        inventory.select()
    assert (caught.value.problem.code, caught.value.problem.values) == (
        "input.cluster_not_named",
        {"known": "east, west"},
    )


@pytest.mark.parametrize(
    ("name", "code"), [("wset", "input.unknown_cluster_like"), ("north pole", "input.unknown_cluster")]
)
def test_an_unknown_cluster_is_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        several(tmp_path).select(name)

    assert caught.value.problem.code == code


def test_a_cluster_is_written_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yml"):
        (tmp_path / name).write_text(INVENTORY, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        load_inventory([tmp_path])

    (problem,) = caught.value.problems
    assert (problem.code, problem.values["file"], problem.values["line"]) == (
        "input.cluster_twice",
        str(tmp_path / "a.yaml"),
        2,
    )
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (str(tmp_path / "b.yml"), 2)


def test_the_findings_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(INVENTORY.replace("group:", "groop:"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(INVENTORY.replace("role: standby", "role: primary"), encoding="utf-8")

    assert codes([tmp_path]) == ["input.missing_key", "input.unknown_key_like", "input.role_twice"]


@pytest.mark.parametrize(
    ("first", "second"), [("Clu1.example", "clu1.EXAMPLE"), ("2001:db8::1", "2001:0db8:0:0:0:0:0:1")]
)
def test_two_spellings_of_one_address_are_one_address(desk: Desk, first: str, second: str) -> None:
    desk.edit(desk.inventory, "192.0.2.111", f'"{first}"')
    desk.edit(desk.inventory, "192.0.2.112", f'"{second}"')

    assert codes([desk.inventory]) == ["input.address_twice"]
