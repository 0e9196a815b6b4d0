"""The configuration of a Windows site: as shipped, changed by a person, read by the stand-ins."""

from dataclasses import replace

import pytest

from clprun.lab.site import WindowsSite, windows_site
from clprun.lab.standin.clusterpro.check import problems
from clprun.lab.standin.clusterpro.configuration import parse
from clprun.lab.standin.clusterpro.order import activation_order
from clprun.lab.standin.clusterpro.view import look
from clprun.lab.standin.clusterpro.windows.batch import NORMAL_RETURN_VALUE
from clprun.lab.standin.clusterpro.windows.wishes import Mistaken, changed
from clprun.lab.standin.default_conf import Resources
from clprun.lab.standin.default_conf_windows import HELD, VERSIONS, windows_configuration
from clprun.products.clpconf import Configuration
from clprun.products.clpconf.dialect import failover_tag

SITE = windows_site()
NODES = {node.name for node in SITE.nodes}
SCRIPT = (
    b'<types name="script"/><script name="script1"/><types name="service"/>'
    b'<service name="service1"><parameters><name>JobCenterCLWeb</name></parameters></service>'
)


def with_script() -> bytes:
    """A configuration with a script and a service resource."""
    content = windows_configuration(SITE, "all")
    held = b'<resource name="script@script1"/><resource name="service@service1"/>'
    return (
        content.replace(b"\t</resource>", SCRIPT + b"</resource>")
        .replace(b"\t</group>", held + b"</group>")
        .replace(b"<objectnumber>18<", b"<objectnumber>20<")
    )


@pytest.mark.parametrize("resources", list(HELD))
def test_what_is_shipped_may_be_pushed(resources: Resources) -> None:
    content = windows_configuration(SITE, resources)

    assert problems(content, NODES) == []
    assert len(parse(content, "win1").resources) == len(HELD[resources])


@pytest.mark.parametrize(("kind", "refused"), [("exec", True), ("script", False)])
def test_types_of_the_other_system_are_refused(kind: str, refused: bool) -> None:
    found = problems(with_script().replace(b"script", kind.encode()), NODES)

    assert (f"{kind} {kind}1: not on windows" in found) is refused


def test_the_product_reads_it_as_windows() -> None:
    configuration = Configuration.parse(windows_configuration(SITE))

    assert configuration.server_os == "windows"
    assert {each.name for each in configuration.resources} == {"fip1", "sd1"}


@pytest.mark.parametrize("flavour", list(VERSIONS))
def test_both_sides_know_the_same_failover_tag(flavour: str) -> None:
    site = replace(SITE, windows=WindowsSite(flavour))  # type: ignore[arg-type]  # a key of VERSIONS
    content = windows_configuration(site)
    tag = failover_tag(Configuration.parse(content)).rpartition("/")[2]

    limit = f"</target><emergency><threshold><{tag}>7</{tag}></threshold></emergency>"
    written = content.replace(b"</target>", limit.encode())

    assert {monitor.failovers for monitor in parse(written, "win1").monitors} == {7}


def test_the_other_tag_means_nothing() -> None:
    site = replace(SITE, windows=WindowsSite("2022"))
    limit = b"</target><emergency><threshold><fo>7</fo></threshold></emergency>"

    written = windows_configuration(site).replace(b"</target>", limit)

    assert {monitor.failovers for monitor in parse(written, "win1").monitors} == {1}


def test_scripts_come_after_the_drive() -> None:
    cluster = parse(with_script(), "win1")

    names = [each.name for each in activation_order(cluster, cluster.group("failover"))]

    assert names == ["fip1", "vcom1", "sd1", "script1", "service1"]


def test_each_server_knows_its_own_volume() -> None:
    content = windows_configuration(SITE)
    guids = {parse(content, node).resource("sd1").text("volumeguid") for node in NODES}

    assert len(guids) == 2


def test_heartbeats_are_called_as_on_windows() -> None:
    view = look(parse(windows_configuration(SITE), "win1"), "win1", {}, {})

    assert {beat.comment for server in view.servers for beat in server.heartbeats} == {"LAN Heartbeat"}


def test_a_person_makes_the_exit_codes_count() -> None:
    resource = parse(changed(with_script(), ["normal-return-value", "script1"]), "win1").resource("script1")

    assert [resource.text(f"{part}/{NORMAL_RETURN_VALUE}") for part in ("act", "deact")] == ["0", "0"]


def test_a_person_names_the_virtual_computer() -> None:
    written = changed(with_script(), ["target-vcom", "service1", "vcom1"])

    assert parse(written, "win1").resource("service1").text("targetvcom") == "vcom1"


def test_a_person_synchronises_keys_and_takes_them_back() -> None:
    words = ["registry-synchronisation", "failover", "regsync1"]
    before = with_script()

    with_keys = changed(before, [*words, r"HKLM\SOFTWARE\NEC\ESMPRO/CM", r"HKLM\SOFTWARE\NEC\NVBASE"])
    without = changed(with_keys, words)

    keys = parse(with_keys, "win1").resource("regsync1").parameters
    assert list(keys.values()) == [r"HKLM\SOFTWARE\NEC\ESMPRO/CM", r"HKLM\SOFTWARE\NEC\NVBASE"]
    assert problems(with_keys, NODES) == problems(without, NODES) == []
    assert parse(without, "win1") == parse(before, "win1")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["normal-return-value"],
        ["normal-return-value", "none"],
        ["target-vcom", "service1", "none"],
        ["registry-synchronisation", "none", "regsync1"],
    ],
)
def test_a_person_mistakes_a_name(words: list[str]) -> None:
    with pytest.raises(Mistaken):
        changed(with_script(), words)
