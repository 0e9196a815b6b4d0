"""Finds out, by trying, which tier of the lab this machine gives, and what would help where it gives none."""

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from clprun.errors import Problem, StepFailed
from clprun.lab import probes
from clprun.lab.means import Layering, Means, Tier
from clprun.lab.windows.home import windows_home
from clprun.lab.windows.parts import wanting

__all__ = ["Check", "Diagnosis", "choose", "diagnose", "error_text", "main", "problem_json"]

_A: Final = Means(
    "A", user_namespace=False, all_ids=True, layering=Layering.OVERLAY, systemd=True, sshd=True, loop=True
)
_B: Final = Means(
    "B", user_namespace=True, all_ids=True, layering=Layering.USER_OVERLAY, systemd=False, sshd=True, loop=False
)

_CAP_SYS_ADMIN: Final = 21
_KERNEL_SETTINGS: Final = {
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": ("1", "lab.advice_apparmor"),
    "/proc/sys/user/max_user_namespaces": ("0", "lab.advice_max_user_namespaces"),
    "/proc/sys/kernel/unprivileged_userns_clone": ("0", "lab.advice_unprivileged_userns_clone"),
}


_IN_THE_WAY: Final = (
    *("ip", "user_namespace", "proc", "network", "sshd", "paramiko"),
    *("capability", "namespaces", "namespaces_network", "systemd", "cgroup"),
)


@dataclass(frozen=True)
class Check:
    """One thing that was tried.

    Args:
        name: what; ``lab.check_<name>`` is its text.
        error: 0, or the error number it failed with (ENOENT: a program isn't there).
        advice: code of the one line that helps, where it failed and something helps.
    """

    name: str
    error: int = 0
    advice: str | None = None

    @property
    def good(self) -> bool:
        """Whether it went well."""
        return self.error == 0


@dataclass(frozen=True)
class Diagnosis:
    """What a machine gives.

    Args:
        checks: everything tried, in order.
        tiers: how each tier that works here is built, best first.
        disposable: whether real root may be used unasked: a container, or CI.
    """

    checks: tuple[Check, ...]
    tiers: tuple[Means, ...]
    disposable: bool

    def means(self, tier: Tier | None) -> Means | None:
        """How to build the wanted tier, or the best one when none is wanted; None = it can't be."""
        if tier is not None:
            return next((means for means in self.tiers if means.tier == tier), None)
        safe = [means for means in self.tiers if means.user_namespace or self.disposable]
        return next(iter(safe), None)

    @property
    def obstacle(self) -> Check | None:
        """The failed check whose cure helps most; that of the rootless tier, which asks for least, comes first."""
        failed = {check.name: check for check in self.checks if not check.good}
        return next((failed[name] for name in _IN_THE_WAY if name in failed), None)


def choose(tier: Tier | None) -> Means:
    """How to build the lab. For a single-threaded process, since trials clone it.

    Args:
        tier: forced, or None for the best that this machine gives.

    Raises:
        StepFailed: this machine can't; one line says why, one what helps.
    """
    diagnosis = diagnose()
    means = diagnosis.means(tier)
    if means is None:
        raise StepFailed(*_problems(diagnosis, tier))
    return means


def main() -> None:
    """Print the diagnosis as JSON: :func:`clprun.lab.verbs.doctor` runs this in a process without threads."""
    diagnosis = diagnose()
    best = diagnosis.means(None)
    document = {
        "checks": [{**asdict(check), "result": error_text(check.error)} for check in diagnosis.checks],
        "tiers": [means.tier for means in diagnosis.tiers],
        "tier": None if best is None else best.tier,
        "not_real": [] if best is None else best.not_real(),
        "problems": [] if best else [problem_json(problem) for problem in _problems(diagnosis, None)],
    }
    sys.stdout.write(json.dumps(document))


def diagnose() -> Diagnosis:
    """Try everything, and say what came of it."""
    trials = _Trials()
    ip = trials.program("ip", "ip")
    full = _full(trials) if ip else None
    rootless = _rootless(trials) if ip else None
    sshd = trials.program("sshd", "sshd")
    paramiko = trials.record("paramiko", 0 if find_spec("paramiko") else errno.ENOENT)
    tiers = [means for means in (full, rootless) if means and sshd]
    trials.record("windows", errno.ENOENT if wanting(windows_home()) else 0)
    if rootless and paramiko:
        tiers.append(replace(rootless, tier="B'", sshd=False))
    return Diagnosis(tuple(trials.checks), tuple(tiers), _is_disposable())


class _Trials:
    """Notes what was tried."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def record(self, name: str, error: int, advice: str | None = None) -> bool:
        """Note a result, and say whether it is good."""
        self.checks.append(Check(name, error, (advice or f"lab.advice_{name}") if error else None))
        return error == 0

    def program(self, name: str, program: str) -> bool:
        """Whether a program is installed, wherever root's tools lie."""
        found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/ssh")
        return self.record(name, 0 if found else errno.ENOENT)

    def attempt(self, name: str, means: Means, action: Callable[[Means], None], advice: str | None = None) -> bool:
        """Whether a step succeeds with the rights of such a lab."""
        return self.record(name, probes.attempt(means, action), advice)


def _full(trials: _Trials) -> Means | None:
    """Tier A, where real root may do everything it needs."""
    if not trials.record("capability", 0 if _has_capability(_CAP_SYS_ADMIN) else errno.EPERM):
        return None
    needed = (
        trials.attempt("namespaces", _A, probes.try_tmpfs)
        and trials.attempt("namespaces_network", _A, probes.try_network)
        and trials.record("systemd", 0 if Path("/lib/systemd/systemd").exists() else errno.ENOENT)
        and trials.attempt("cgroup", _A, probes.try_cgroup)
    )
    if not needed:
        return None
    overlay = trials.attempt("overlay", _A, probes.try_overlay)
    loop = trials.attempt("loop", _A, probes.try_loop) and trials.program("mkfs", "mkfs.ext4")
    return replace(_A, layering=Layering.OVERLAY if overlay else Layering.FARM, loop=loop)


def _rootless(trials: _Trials) -> Means | None:
    """Tier B, for any user; root becomes one who owns nothing."""
    means = _B
    if not trials.attempt("all_ids", means, probes.try_tmpfs):
        means = replace(means, all_ids=False)
    if not trials.attempt("user_namespace", means, probes.try_tmpfs, _why_no_user_namespace()):
        return None
    if not trials.attempt("proc", means, probes.try_proc) or not trials.attempt("network", means, probes.try_network):
        return None
    overlay = trials.attempt("user_overlay", means, probes.try_overlay)
    return replace(means, layering=Layering.USER_OVERLAY if overlay else Layering.FARM)


def _problems(diagnosis: Diagnosis, tier: Tier | None) -> list[Problem]:
    obstacle = diagnosis.obstacle
    if obstacle is None:
        return [Problem("lab.tier_impossible", {"tier": tier or "A"}), Problem("lab.advice_doctor")]
    first = Problem("lab.tier_impossible", {"tier": tier}) if tier else Problem("lab.no_tier")
    why = Problem(f"lab.check_{obstacle.name}", {"result": error_text(obstacle.error)})
    return [first, why, Problem(obstacle.advice or "lab.advice_doctor")]


def problem_json(problem: Problem) -> dict[str, object]:
    """Code and values of a problem, to be carried between the lab's processes."""
    return {"code": problem.code, "values": problem.values}


def error_text(error: int) -> str:
    """An error number as people look it up: name and words of the system."""
    return f"{errno.errorcode.get(error, error)}: {os.strerror(error)}" if error else "ok"


def _has_capability(number: int) -> bool:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> number & 1)
    return False


def _why_no_user_namespace() -> str:
    """The advice that fits this kernel's settings."""
    for setting, (value, advice) in _KERNEL_SETTINGS.items():
        file = Path(setting)
        if file.exists() and file.read_text().strip() == value:
            return advice
    return "lab.advice_user_namespace"


def _is_disposable() -> bool:
    """A container, or CI: a machine that nobody minds real root on (reference/lab-linux.md 3.8)."""
    marks = (Path("/.dockerenv"), Path("/run/.containerenv"))
    return os.environ.get("CI", "").lower() in {"1", "true"} or any(mark.exists() for mark in marks) or _in_container()


def _in_container() -> bool:
    try:
        return b"container=" in Path("/proc/1/environ").read_bytes()
    except OSError:
        return False
