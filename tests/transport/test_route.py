"""The way to a node, from inventory and OpenSSH configuration."""

import getpass
from pathlib import Path

import pytest

from clprun.errors import InputError
from clprun.model.cluster import Become, Node, Role, SshLogin
from clprun.model.secret import SecretReference
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.route import Hop, RootAccess, root_access, route

PASSWORD = SecretReference("prompt", "login")
ROOT_PASSWORD = SecretReference("prompt", "root")
ME = getpass.getuser()


def node(**login: object) -> Node:
    return Node(name="clu1", role=Role.PRIMARY, address="10.0.0.111", ssh=SshLogin.model_validate(login))


def way(tmp_path: Path, text: str, **login: object) -> tuple[Hop, ...]:
    (tmp_path / "config").write_text(text)
    return route(node(**login), OpenSshConfiguration(((tmp_path / "config", tmp_path),)))


def ends(hops: tuple[Hop, ...]) -> list[str]:
    return [f"{hop.user}@{hop.host}:{hop.port}" for hop in hops]


@pytest.mark.parametrize(
    ("text", "login", "expected"),
    [
        ("", {}, [f"{ME}@10.0.0.111:22"]),
        ("", {"user": "root", "port": 2022}, ["root@10.0.0.111:2022"]),
        ("User op\nPort 2022", {}, ["op@10.0.0.111:2022"]),
        ("User op\nPort 2022", {"user": "root", "port": 22}, ["root@10.0.0.111:22"]),
        ("Host 10.0.0.*\n HostName 10.9.9.9", {}, [f"{ME}@10.0.0.111:22"]),
        ("Host one\n HostName 10.9.9.9\n User op", {"host": "one"}, ["op@10.9.9.9:22"]),
        ("Host one\n User op", {"host": "one"}, ["op@10.0.0.111:22"]),
        ("", {"user": "root", "jump": "b"}, [f"{ME}@b:22", "root@10.0.0.111:22"]),
        ("", {"user": "root", "jump": "op@b:2022"}, ["op@b:2022", "root@10.0.0.111:22"]),
        ("", {"user": "root", "jump": "ssh://op@[fe80::1]:2022"}, ["op@fe80::1:2022", "root@10.0.0.111:22"]),
        ("", {"user": "root", "jump": "op@fe80::1"}, ["op@fe80::1:22", "root@10.0.0.111:22"]),
        ("Host 10.*\n ProxyJump a,b", {"user": "root"}, [f"{ME}@a:22", f"{ME}@b:22", "root@10.0.0.111:22"]),
        ("Host 10.*\n ProxyJump a", {"user": "root", "jump": "b"}, [f"{ME}@b:22", "root@10.0.0.111:22"]),
        ("Host 10.*\n ProxyJump a", {"user": "root", "jump": "none"}, ["root@10.0.0.111:22"]),
        (
            "Host b\n HostName bastion.example\n User guard\n Port 443\n ProxyJump outer",
            {"user": "root", "jump": "b"},
            [f"{ME}@outer:22", "guard@bastion.example:443", "root@10.0.0.111:22"],
        ),
        (
            "Host b\n ProxyJump unseen",
            {"user": "root", "jump": "a,b"},
            [f"{ME}@a:22", f"{ME}@b:22", "root@10.0.0.111:22"],
        ),
    ],
)
def test_way(tmp_path: Path, text: str, login: dict[str, object], expected: list[str]) -> None:
    assert ends(way(tmp_path, text, **login)) == expected


def test_key_of_the_inventory_is_the_only_one(tmp_path: Path) -> None:
    (hop,) = way(tmp_path, "IdentityFile /keys/config", identity_file="~/inventory", password=PASSWORD)

    assert hop.identity_files == (Path("~/inventory").expanduser(),)
    assert hop.identities_only
    assert hop.default_identities == ()
    assert hop.password == PASSWORD


def test_keys_of_the_configuration_go_with_their_hop(tmp_path: Path) -> None:
    text = "Host b\n IdentityFile /keys/b\n IdentitiesOnly yes\nHost 10.*\n IdentityFile /keys/node\n ProxyJump b"
    jump, last = way(tmp_path, text, password=PASSWORD)

    assert (jump.identity_files, jump.identities_only, jump.password) == ((Path("/keys/b"),), True, None)
    assert (last.identity_files, last.identities_only, last.password) == ((Path("/keys/node"),), False, PASSWORD)


@pytest.mark.parametrize("jump", ["", "op@", "b:port", "b:0", "b:99999", "a,,b", ":22"])
def test_malformed_jump_is_said(tmp_path: Path, jump: str) -> None:
    with pytest.raises(InputError) as caught:
        way(tmp_path, "", jump=jump)

    assert caught.value.problem.code == "node.jump_malformed"


def test_jump_in_a_circle_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        way(tmp_path, "Host a\n ProxyJump b\nHost b\n ProxyJump a", jump="a")

    assert caught.value.problem.code == "node.jump_circle"


@pytest.mark.parametrize(
    ("user", "login", "expected"),
    [
        ("root", {"become": Become(method="sudo")}, None),
        ("op", {}, None),
        ("op", {"become": Become(method="sudo")}, RootAccess("sudo")),
        ("op", {"become": Become(method="sudo"), "password": PASSWORD}, RootAccess("sudo", PASSWORD)),
        (
            "op",
            {"become": Become(method="sudo", password=ROOT_PASSWORD), "password": PASSWORD},
            RootAccess("sudo", ROOT_PASSWORD),
        ),
        ("op", {"become": Become(method="su"), "password": PASSWORD}, RootAccess("su")),
    ],
)
def test_root_access(user: str, login: dict[str, object], expected: RootAccess | None) -> None:
    assert root_access(node(**login), user) == expected
