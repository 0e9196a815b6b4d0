"""Exit codes nobody knows, daemon.conf, membership: the small pure parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.site import default_site
from clprun.lab.standin.clusterpro.configuration import parse
from clprun.lab.standin.clusterpro.membership import failbacks, joins, starts_here
from clprun.lab.standin.default_conf import default_configuration
from clprun.lab.standin.jobcenter.daemon_conf import SHIPPED, local_daemon
from clprun.lab.standin.settings import Settings

CLUSTER = parse(default_configuration(default_site()), "clu1")
ACTIVE = {"groups": {"failover": {"active": True}}}


@given(st.integers(0, 10**6), st.text(max_size=20))
def test_unknown_codes_are_failures_and_never_busy(seed: int, reason: str) -> None:
    code = Settings({"seed": seed}).code(reason)

    assert 0 < code < 256
    assert code != 9


def test_the_seed_shuffles_the_codes() -> None:
    assert len({Settings({"seed": seed}).code("cjcmksite:exists") for seed in range(20)}) > 3


def test_waits_shrink_by_the_factor_but_not_below_their_floor() -> None:
    settings = Settings({"time_factor": 60})

    assert settings.scaled(120) == 2
    assert settings.scaled(6, floor=1.5) == 1.5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SHIPPED, ""),
        (SHIPPED.replace(b"# local_daemon=SITE", b"local_daemon=SITE"), "SITE"),
        (SHIPPED.replace(b"# local_daemon=SITE", b"local_daemon=OFF"), "OFF"),
        (b"local_daemon = OFF\n", ""),
        (b"local_daemon=OFF \n", ""),
        (b"local_daemon=OFF\r\n", ""),
        (b"Local_daemon=OFF\n", ""),
        (b"local_daemon=off\n", ""),
        (b"local_daemon=SITE\nlocal_daemon=OFF\n", "OFF"),
        (b"local_daemon=OFF", "OFF"),
        (b"", ""),
    ],
)
def test_daemon_conf_is_read_to_the_letter(content: bytes, expected: str) -> None:
    assert local_daemon(content) == expected


def test_the_shipped_daemon_conf_has_the_header_and_the_sample() -> None:
    lines = SHIPPED.splitlines()

    assert b"# local_daemon" in lines
    assert b"# local_daemon=SITE" in lines
    assert all(line.startswith(b"#") for line in lines)


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ({"phase": "starting", "members": []}, False),
        ({"phase": "running", "members": ["me", "other"]}, False),
        ({"phase": "running", "members": ["before", "other"]}, True),
    ],
)
def test_a_server_knows_whether_it_joins_a_running_cluster(peer: dict[str, object], expected: bool) -> None:
    assert joins("me", {"clu2": peer}) is expected


@pytest.mark.parametrize(
    ("node", "online", "peers", "expected"),
    [
        ("clu1", {"clu1", "clu2"}, {"clu2": {}}, ["failover"]),
        ("clu2", {"clu1", "clu2"}, {"clu1": {}}, []),
        ("clu2", {"clu2"}, {}, ["failover"]),
        ("clu1", {"clu1", "clu2"}, {"clu2": ACTIVE}, []),
    ],
)
def test_the_first_server_online_starts_the_group(
    node: str, online: set[str], peers: dict[str, dict[str, object]], expected: list[str]
) -> None:
    assert starts_here(CLUSTER, node, online, peers) == expected


def test_failback_only_where_it_is_automatic() -> None:
    content = default_configuration(default_site()).replace(b"<gid>0", b"<failback>1</failback><gid>0")
    returning = parse(content, "clu2")

    assert failbacks(CLUSTER, "clu2", {"failover"}, {"clu1"}) == []
    assert failbacks(returning, "clu2", {"failover"}, {"clu1"}) == [("failover", "clu1")]
    assert failbacks(returning, "clu1", {"failover"}, {"clu2"}) == []
