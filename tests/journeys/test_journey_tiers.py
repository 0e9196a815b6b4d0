"""The same way on every tier of the lab: dry run, build, second run, proof."""

from pathlib import Path

import pytest

from clprun.errors import StepFailed
from clprun.lab.means import Tier
from tests.journeys.stage import changes_since, lab_of, reads_only_since, stands_on
from tests.support.bench import BUILT_BY


@pytest.mark.full
@pytest.mark.parametrize("tier", ["B", "B'"])  # tier A: all other journeys
def test_a_cluster_is_previewed_built_and_proved(tier: Tier, tmp_path: Path) -> None:
    try:
        with lab_of(tmp_path, tier=tier) as bench:
            calls = len(bench.calls())
            preview = bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--detailed-exitcode")
            assert preview.code == 7, preview
            assert not changes_since(bench, calls)
            built = bench.apply()
            assert built.code == 0, built
            assert stands_on(bench, "clu1")()
            trees, calls = bench.trees(), len(bench.calls())
            again = bench.apply()
            assert again.code == 0, again
            assert bench.trees() == trees
            assert reads_only_since(bench, calls)
            verified = bench.clprun("verify", BUILT_BY, "--lab")
            assert verified.code == 0, verified
    except StepFailed as failure:
        pytest.skip(str(failure))
