"""Which resources have a start.sh that does a certain thing, asked of real files."""

import subprocess
from pathlib import Path

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.products.start_scripts import StartScripts

GROUP = {
    "exec1": "#!/bin/sh\n# Starts the site cluv.\nexec /usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2\n",
    "exec 2": "SITE=cluv\ncjcpw $SITE\n",
    "exec3": "cjcpw cluv2 /mnt/sdb3\n",
    "-exec4": "echo '$(touch x)'\n",
}


def asked(folder: Path, *words: str) -> frozenset[str]:
    question = StartScripts("failover", words)
    script = question.script(Platform.LINUX).replace(INSTALLATIONS[Platform.LINUX].scripts, str(folder))
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return question.answer(Raw(done.returncode, done.stdout))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in GROUP.items():
        (tmp_path / "failover" / name).mkdir(parents=True)
        (tmp_path / "failover" / name / "start.sh").write_text(text)
    (tmp_path / "failover" / "empty").mkdir()
    (tmp_path / "failover" / "odd" / "start.sh").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("cjcpw", "cluv"), {"exec1", "exec 2"}),
        (("Starts the site cluv.",), {"exec1"}),
        (("cluv2",), {"exec3"}),
        (("$(touch x)",), {"-exec4"}),
        (("-e", "x"), set()),
        (("nothing",), set()),
    ],
)
def test_all_words_must_stand_there(folder: Path, words: tuple[str, ...], found: set[str]) -> None:
    assert asked(folder, *words) == found


def test_a_group_without_scripts_has_none(tmp_path: Path) -> None:
    assert asked(tmp_path, "cjcpw") == frozenset()
