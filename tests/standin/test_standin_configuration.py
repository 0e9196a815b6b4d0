"""The stand-in reads clp.conf as the product's tools write it."""

from dataclasses import replace

import pytest

from clprun.lab.site import default_site
from clprun.lab.standin.clusterpro.configuration import ConfigurationError, decode, parse
from clprun.lab.standin.default_conf import Resources, default_configuration

PLAIN = default_configuration(default_site())


def test_servers_come_in_the_order_of_their_priority() -> None:
    swapped = PLAIN.replace(b"<priority>0</priority>", b"<priority>7</priority>", 1)

    cluster = parse(swapped, "clu1")

    assert [server.name for server in cluster.servers] == ["clu2", "clu1"]
    assert cluster.server("clu1").addresses == ("192.168.0.111", "10.0.0.111")


@pytest.mark.parametrize(
    ("resources", "expected"),
    [("none", ()), ("fip+disk", ("fip1", "disk1")), ("fip+md", ("fip1", "md1")), ("all", ("fip1", "disk1", "exec1"))],
)
def test_the_default_site_may_come_with_any_resources(resources: Resources, expected: tuple[str, ...]) -> None:
    cluster = parse(default_configuration(default_site(), resources), "clu1")

    assert cluster.group("failover").resources == expected
    assert tuple(each.name for each in cluster.resources) == expected


def test_missing_tags_mean_defaults() -> None:
    cluster = parse(default_configuration(default_site(), "all"), "clu1")
    monitor = cluster.monitors[-1]

    assert (monitor.restarts, monitor.failovers, monitor.final_action, monitor.while_active) == (3, 1, 1, True)
    assert cluster.resource("exec1").stop_final_action == 4
    assert cluster.group("failover").policy == ("clu1", "clu2")


def test_a_server_reads_its_own_parameters_over_the_common_ones() -> None:
    own = b'<server name="clu2"><parameters><ip>10.0.0.99</ip></parameters></server></fip>'
    content = PLAIN.replace(b"</fip>", own)

    assert parse(content, "clu1").resource("fip1").text("ip") == "10.0.0.114"
    assert parse(content, "clu2").resource("fip1").text("ip") == "10.0.0.99"


@pytest.mark.parametrize(
    ("name", "codec"), [("EUC-JP", "euc_jp"), ("SJIS", "cp932"), ("UTF-8", "utf-8"), ("GB2312", "gb2312")]
)
def test_every_declared_encoding_is_read(name: str, codec: str) -> None:
    text = PLAIN.decode().replace("EUC-JP", name).replace("<comment></comment>", "<comment>日本</comment>", 2)

    assert parse(text.encode(codec), "clu1").group("failover").comment == "日本"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xef\xbb\xbf" + PLAIN, "byte order mark"),
        (PLAIN.replace(b"EUC-JP", b"KLINGON"), "unknown encoding"),
        (PLAIN.replace(b"EUC-JP", b"ASCII", 1).replace(b"<comment>", "<comment>日".encode(), 1), "is not ASCII"),
        (PLAIN.replace(b"</root>", b""), "ill-formed"),
        (PLAIN.replace(b"<root>", b"<!DOCTYPE root []><root>"), "document type"),
        (b"<cluster/>", "root element"),
        (PLAIN.replace(b"<gid>0</gid>", b"<failback>yes</failback>"), "is no number"),
        (PLAIN.replace(b'fip name="fip1"', b"fip"), "without a name"),
    ],
)
def test_what_is_no_configuration_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        parse(content, "clu1")


def test_a_file_without_a_declaration_is_utf_8() -> None:
    assert decode("<root>日</root>".encode()) == "<root>日</root>"


def test_another_site_shows_in_its_configuration() -> None:
    site = replace(default_site(), floating_ip="10.0.0.77", mount_point="/mnt/job", group="job")

    cluster = parse(default_configuration(site), "clu1")

    assert cluster.resource("fip1").text("ip") == "10.0.0.77"
    assert cluster.resource("disk1").text("mount/point") == "/mnt/job"
    assert cluster.group_of("disk1").name == "job"
