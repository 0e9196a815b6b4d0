"""Which exec resources of a group have a start.sh that does a certain thing, whatever they are called."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import linux_only, quote, text
from clprun.products.clusterpro_commands import INSTALLATIONS

__all__ = ["StartScripts"]


@dataclass(frozen=True)
class StartScripts(Question[frozenset[str]]):
    """Names of the resources whose start.sh holds all of some words; scripts that nothing uses count, too.

    Args:
        group: the failover group.
        words: each stands as a word of its own, or words, within a line.
    """

    group: str
    words: tuple[str, ...]

    def script(self, platform: Platform) -> str:
        """``grep`` over the group's scripts (reference/clusterpro.md 2.1)."""
        linux_only(platform)
        folder = quote(INSTALLATIONS[platform].script(self.group))
        holds = " && ".join(f'grep -qsFw -e {quote(word)} -- "$file"' for word in self.words)
        return (
            f"for file in {folder}/*/start.sh; do\n"
            f'  [ -f "$file" ] && {holds} && printf "%s\\n" "${{file#{folder}/}}"\n'
            "done\n:"
        )

    def answer(self, raw: Raw) -> frozenset[str]:
        """The names of their folders."""
        return frozenset(line.partition("/")[0] for line in text(raw.out).splitlines())
