"""What the cluster service answers to a command: a text, and whether it was done. A stand-in, not the product."""

from .engine import Engine, Phase

__all__ = ["BUSY", "SUCCESS", "Answer", "unready"]

Answer = tuple[str, bool]
SUCCESS: Answer = ("Command succeeded.", True)
BUSY: Answer = ("Cluster is busy. Try again later.", False)


def unready(engine: Engine) -> Answer | None:
    """Why nothing can be asked of this server now; none when it can."""
    if engine.phase is not Phase.RUNNING:
        return BUSY
    if engine.suspended:
        return "The cluster is suspended.", False
    return None
