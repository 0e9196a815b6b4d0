"""A clp.conf that a push writes anew says the same in other bytes."""

from pathlib import Path

import pytest

from clprun.lab.site import default_site
from clprun.lab.standin.clusterpro.change import Need, need
from clprun.lab.standin.clusterpro.check import problems
from clprun.lab.standin.clusterpro.rewrite import rewritten
from clprun.lab.standin.default_conf import default_configuration
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.configuration_meaning import same_meaning

ALL = default_configuration(default_site(), "all")
SAMPLES = sorted((Path(__file__).parents[1] / "products/clpconf").rglob("*.conf"))


@pytest.mark.parametrize("content", [ALL, *(path.read_bytes() for path in SAMPLES)])
def test_it_means_the_same_in_other_bytes(content: bytes) -> None:
    after = rewritten(content)

    assert after != content
    assert same_meaning(Configuration.parse(content), Configuration.parse(after))


def test_it_may_be_pushed_as_it_is() -> None:
    assert problems(rewritten(ALL), {"clu1", "clu2"}) == []
    assert need(ALL, rewritten(ALL), "clu1") == Need(suspended=True)


def test_each_save_has_a_record_of_its_own() -> None:
    once = rewritten(ALL)
    other = rewritten(ALL.replace(b"<name>cluster</name>", b"<name>other</name>"))
    ids = [Configuration.parse(content).document.root.text("trekking", "configid") for content in (once, other)]

    assert all(ids)
    assert ids[0] != ids[1]
