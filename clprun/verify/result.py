"""What came of a check; known without loading pytest."""

from dataclasses import dataclass

__all__ = ["CheckResult"]


@dataclass(frozen=True)
class CheckResult:
    """One check and what came of it.

    Args:
        name: of the test function, with its node in brackets where it runs on each.
        passed: whether it held.
        reason: what pytest said when it did not hold; cleaned and bounded.
    """

    name: str
    passed: bool
    reason: str = ""
