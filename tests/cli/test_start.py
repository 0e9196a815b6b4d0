"""Starting and stopping: what is loaded, which exit codes signals and faults give."""

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import clprun as package
from tests.cli.conftest import Clprun

ROOT = Path(package.__file__).parents[1]
HEAVY = ("rich", "pydantic", "paramiko", "ruamel", "lxml", "keyring", "jinja2", "cryptography", "pytest")


def python(*arguments: str, home: Path, **streams: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "CLPRUN_HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def test_the_version_is_told_without_loading_anything_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from clprun.cli.app import main; code = main(['--version']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(code)"
    )
    with python("-c", script, home=tmp_path) as process:
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (0, f"clprun {package.__version__}\n[]\n", "")


def test_the_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == package.__version__


def test_without_a_command_the_help_is_shown(clprun: Clprun) -> None:
    result = clprun()

    assert (result.code, result.err) == (0, "")
    assert "clprun apply RUNBOOK" in result.out


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_a_command_with_its_own_code(name: str, code: int, tmp_path: Path) -> None:
    with python("-m", "tests.cli.strange", "wait", home=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(getattr(signal, name))
        _, err = process.communicate(timeout=60)

    assert process.returncode == code
    assert f"Interrupted by {name}." in err
    assert "Traceback" not in err


def test_a_signal_that_was_ignored_stays_ignored(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); from clprun.cli.interruption import "
        "Interruptions\nwith Interruptions().raised(): os.kill(os.getpid(), signal.SIGHUP)\nprint('still here')"
    )
    with python("-c", script, home=tmp_path) as process:
        out, _ = process.communicate(timeout=60)

    assert out == "still here\n"


def test_a_fault_is_reported_in_a_file_and_never_as_a_traceback(tmp_path: Path) -> None:
    with python("-m", "tests.cli.strange", "fail", "-e", "password=hunter2", home=tmp_path) as process:
        out, err = process.communicate(timeout=60)

    (report,) = (tmp_path / "faults").iterdir()
    text = report.read_text("utf-8")
    assert process.returncode == 70
    assert out == ""
    assert str(report) in err
    assert "Traceback" not in err
    assert "ZeroDivisionError" in text
    assert "in fail" in text
    assert "hunter2" not in text
    assert report.stat().st_mode & 0o077 == 0


def test_a_failure_that_can_not_be_told_is_a_fault(tmp_path: Path) -> None:
    with python("-m", "tests.cli.strange", "mumble", home=tmp_path) as process:
        _, err = process.communicate(timeout=60)

    assert process.returncode == 70
    assert "fault of clprun itself (IndexError)" in err
    assert "Traceback" not in err


def test_a_fault_is_told_even_where_its_report_can_not_lie_at_home(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_bytes(b"")
    with python("-m", "tests.cli.strange", "fail", home=home) as process:
        _, err = process.communicate(timeout=60)

    assert process.returncode == 70
    assert "fault of clprun itself" in err
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with python("-m", "tests.cli.strange", "flood", home=tmp_path) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        process.wait(timeout=60)

    assert (process.returncode, err) == (141, "")
