"""How the products of a real pair speak: what an interview learns of it, and a lab answers by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Manner"]


@dataclass(frozen=True)
class Manner:
    """How the products of a real pair answered, as far as the stand-ins can answer so, too.

    Args:
        words: by clpstat's English word, what it wrote.
        name_width: columns of a name in clpstat.
        long_width: the same with ``--long``.
        fill: what stands between the name of a server or group and its colon.
        codes: by the stand-in's exit code of clpstat (0 and 9), the pair's.
        forms: by clpstat's arguments, exit code and text; for forms that the stand-in has no layout for.
        refusal: exit code and text of clpstat while the cluster is suspended.
        seconds: how long clpstat takes.
        release: content of ``/etc/os-release``.
        locale: content of ``/etc/locale.conf``.
        version: of CLUSTERPRO X, e.g. ``5.1.0-1``.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    name_width: int = 16
    long_width: int = 32
    fill: str = "."
    codes: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    refusal: tuple[int, str] | None = None
    seconds: float = 0.0
    release: str = ""
    locale: str = ""
    version: str = ""
