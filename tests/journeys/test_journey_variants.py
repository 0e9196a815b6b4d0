"""Every form of jobcenter-classic: what it finds, what it is asked for, and that a second run changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from clprun.lab.site import Site
from clprun.lab.standin.default_conf import Resources, default_configuration, default_scripts
from tests.journeys.stage import EIGHT, LOCAL, SITE, lab_of, local_on, reads_only_since, site_on, stands_on
from tests.support.bench import BUILT_BY, NODES, Bench

CONFIGURATION = "/opt/nec/clusterpro/etc/clp.conf"
START = "/opt/nec/clusterpro/scripts/failover/exec1/start.sh"
SETTING = "grep '^local_daemon=' /usr/lib/nqs/rc/daemon.conf"


@dataclass(frozen=True)
class Variant:
    """One form of the site.

    Args:
        site: fields of the lab's site that differ.
        resources: what the group holds already.
        values: parameters that differ.
        local: names of the local site that run at the end.
        watched: whether a PID monitor watches the site.
    """

    site: Mapping[str, Any] = field(default_factory=dict)
    resources: Resources = "fip+disk"
    values: tuple[str, ...] = ()
    local: Mapping[str, int] = field(default_factory=lambda: LOCAL)
    watched: bool = True

    def built_from(self, folder: Path) -> Site:
        """The lab's site; a configuration of its own lies in ``folder``."""
        site = replace(SITE, **self.site)
        if self.resources == "fip+disk":
            return site
        (folder / "scripts").mkdir(parents=True)
        configuration = default_configuration(site, self.resources)
        if self.resources == "all":
            configuration = _without_pid_monitor(configuration)
        (folder / "clp.conf").write_bytes(configuration)
        for path, script in default_scripts(site, self.resources).items():
            (folder / "scripts" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "scripts" / path).write_bytes(script)
        return replace(site, configuration=folder)


def _without_pid_monitor(configuration: bytes) -> bytes:
    """One over an empty start.sh reacts for ever (ERRATA G2-13): the person who made exec1 waits with it."""
    fewer = re.sub(rb'\t*<types name="pidw"/>.*</pidw>\n', b"", configuration, flags=re.DOTALL)
    return fewer.replace(b"<objectnumber>17<", b"<objectnumber>16<")


VARIANTS = {
    "no local site, no monitoring": Variant(
        {"seed": 7},
        values=("local_daemon=OFF", "start_local_after=", "process_monitoring=false"),
        local={},
        watched=False,
    ),
    "mirror disk, Japanese, local site not started": Variant(
        {"language": "ja", "seed": 8},
        "fip+md",
        (
            *("disk_kind=md", "disk_resource=md1", "disk_device="),
            *("data_partition=/dev/sdb2", "cluster_partition=/dev/sdb1", "start_local_after=false"),
        ),
        local={},
    ),
    "resources to be added, JobCenter on its media": Variant(
        {"jobcenter": "media", "seed": 9}, "none", ('install_command=["/media/jobcenter/install.sh"]',)
    ),
    "exec there with empty scripts": Variant({"seed": 10}, "all"),
}


@pytest.mark.full
@pytest.mark.parametrize("variant", VARIANTS.values(), ids=[name.replace(" ", "-") for name in VARIANTS])
def test_a_variant_is_built_and_stays(variant: Variant, tmp_path: Path) -> None:
    given = [word for value in variant.values if not value.endswith("=") for word in ("-e", value)]
    left_out = [value[:-1] for value in variant.values if value.endswith("=")]
    with lab_of(tmp_path, variant.built_from(tmp_path / "conf")) as bench:
        _leave_out(bench, left_out)
        built = bench.apply(None, *given)
        assert built.code == 0, built
        _stands(bench, variant)
        before = bench.trees(), len(bench.calls())

        again = bench.apply(None, *given)

        assert again.code == 0, again
        assert "Nothing was changed." in again.out
        assert bench.trees() == before[0]
        assert reads_only_since(bench, before[1])
        verified = bench.clprun("verify", BUILT_BY, "--lab", *given)
        assert verified.code == 0, verified


def _leave_out(bench: Bench, names: list[str]) -> None:
    """The lab's inventory without these parameters: a value that means nothing here is refused."""
    own = next((Path(__file__).parents[2] / "inventory").rglob("lab.yaml"))
    kept = [line for line in own.read_text().splitlines() if line.strip().partition(":")[0] not in names]
    (bench.home / "lab.yaml").write_text("\n".join([*kept, ""]))
    (bench.home / "lab-inventory").write_text(str(bench.home / "lab.yaml"))


def _stands(bench: Bench, variant: Variant) -> None:
    assert stands_on(bench, "clu1")()
    assert site_on(bench, "clu1") == EIGHT
    assert [local_on(bench, node) for node in NODES] == [dict(variant.local), dict(variant.local)]
    configuration = bench.node("clu1", "cat", CONFIGURATION)
    assert ('<pidw name="pidw1">' in configuration) == variant.watched
    assert configuration.count('<exec name="exec1">') == 1
    assert configuration.count('name="exec@exec1"') == 1
    start = "cjcpw cluv /mnt/sdb2" if variant.watched else "cjcpw -c cluv /mnt/sdb2"
    assert bench.node("clu2", "cat", START).rstrip().endswith(f"exec /usr/lib/nqs/cluster/{start}")
    mode = "OFF" if "local_daemon=OFF" in variant.values else "SITE"
    assert [bench.sh(node, SETTING).strip() for node in NODES] == [f"local_daemon={mode}"] * 2
