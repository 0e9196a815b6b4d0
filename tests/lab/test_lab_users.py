"""A user without any rights gets the lab too, with one id or, by newuidmap, with all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import clprun

PROJECT: Final = Path(clprun.__file__).parents[1]
USER: Final = "bin"  # one that every distribution has, and that owns nothing
NUMBER: Final = 2
PROGRAM: Final = """\
import json, sys
from pathlib import Path
from clprun.lab import client
from tests.support.lab import BARE
home = Path(sys.argv[1])
try:
    document = client.up(home, "B", BARE)
    script = "id -u; su operator -c 'id -u'; cat /proc/self/uid_map"
    said = client.run(home, "clu1", ["sh", "-c", script]).stdout.decode().split()
    print(json.dumps([document["means"]["all_ids"], said]))
finally:
    client.down(home)
"""


def interpreter() -> list[str]:
    """A Python that the user can run, with clprun's dependencies."""
    packages = next((entry for entry in sys.path if entry.endswith("site-packages")), "")
    environment = ["env", f"PYTHONPATH={PROJECT}:{packages}", "PYTHONDONTWRITEBYTECODE=1"]
    for program in (sys.executable, "/usr/bin/python3"):
        command = [*environment, program]
        probe = [*as_user(), *command, "-c", "import cryptography, paramiko, pytest, clprun.lab.client"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("no Python here that an ordinary user may run")


def as_user() -> list[str]:
    return ["setpriv", "--reuid", str(NUMBER), "--regid", str(NUMBER), "--clear-groups"]


@pytest.fixture
def users_home(tmp_path: Path) -> Path:
    """A home in a place that the user can reach."""
    if os.geteuid() != 0:
        pytest.skip("only root can be another user")
    home = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    os.chown(home, NUMBER, NUMBER)
    return home


def outcome(home: Path, prefix: list[str]) -> str:
    try:
        command = [*prefix, *as_user(), *interpreter(), "-c", PROGRAM, str(home)]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout.strip()
    finally:
        shutil.rmtree(home)


def test_a_user_without_a_range_of_ids_is_alone_in_the_lab(users_home: Path) -> None:
    assert outcome(users_home, []) == f'[false, ["0", "0", "0", "{NUMBER}", "1"]]'


def test_newuidmap_gives_all_ids(users_home: Path, tmp_path: Path) -> None:
    if not shutil.which("newuidmap"):
        pytest.skip("newuidmap is not installed")
    table = tmp_path / "ids"
    table.write_text(f"{USER}:400000:65536\n")
    binds = " && ".join(f"mount --bind '{table}' /etc/{name}" for name in ("subuid", "subgid"))
    prefix = ["unshare", "--mount", "--propagation", "private", "sh", "-c", f'{binds} && exec "$@"', "sh"]

    expected = f'[true, ["0", "1000", "0", "{NUMBER}", "1", "1", "400000", "65535"]]'
    assert outcome(users_home, prefix) == expected
