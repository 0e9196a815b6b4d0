"""What stands out in a folder that a service reads: who may change its keys, and links that lead back into it."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import absolute, limited, linux_only, refuse, text

__all__ = ["FolderLook", "FolderLookAnswer", "KeyPlace", "LinkInside"]

_SECONDS, _LIMIT = 120, 1 << 20
_KILLED = 128 + 9

_LOOK = r"""
path=$1; owner=$(stat -c %U -- "$path") || exit
printf 'folder\t%s\0' "$owner"
find "$path" -xdev -type l -printf 'link\t%p\t%l\0'
find "$path" -xdev -type f -size -256 -exec grep -l -e '-----BEGIN .*PRIVATE KEY-----' {} + |
  sed 's|/[^/]*$||' | sort -u | while IFS= read -r folder; do
    find "$folder" -maxdepth 1 ! -type l -printf 'key\t%m\t%u\t%p\0'
  done
"""


@dataclass(frozen=True)
class KeyPlace:
    """A folder that holds a private key, or something that lies in it.

    Args:
        path: where.
        mode: permission bits.
        owner: user name, or number where it has none.
    """

    path: str
    mode: int
    owner: str


@dataclass(frozen=True)
class LinkInside:
    """A symbolic link, and what it leads to as it is written."""

    path: str
    target: str


@dataclass(frozen=True)
class FolderLookAnswer:
    """What was found in a folder; all is empty where there is none.

    Args:
        owner: of the folder itself.
        keys: folders with a private key in PEM form, and what lies in them.
        links: all links.
    """

    owner: str = ""
    keys: tuple[KeyPlace, ...] = ()
    links: tuple[LinkInside, ...] = ()


@dataclass(frozen=True)
class FolderLook(Question[FolderLookAnswer]):
    """What stands out in a folder and below it, on its own file system."""

    path: str

    def script(self, platform: Platform) -> str:
        """``find`` and ``grep``, which follow no link."""
        linux_only(platform)
        look = limited(("sh", "-c", _LOOK, "clprun", self.path), _SECONDS, _LIMIT, _LIMIT)
        return f'path={absolute(self.path)}\n[ -d "$path" ] && [ ! -L "$path" ] || exit 0\n{look}'

    def answer(self, raw: Raw) -> FolderLookAnswer:
        """What was found.

        Raises:
            Unanswerable: it took too long, or the folder can't be read.
        """
        if raw.exit_code == _KILLED:
            refuse("node.command_killed", raw, command=f"find {self.path}", seconds=_SECONDS)
        if len(raw.out) > _LIMIT:
            refuse("node.reply_too_long", question=f"find {self.path}")
        if raw.exit_code != 0:
            refuse("node.reply_not_understood", raw, question=f"find {self.path}")
        owner, keys, links = "", list[KeyPlace](), list[LinkInside]()
        try:
            for record in filter(None, raw.out.split(b"\0")):
                match text(record).split("\t", 3):
                    case ["folder", owner]:
                        pass
                    case ["link", path, *target]:
                        links.append(LinkInside(path, "\t".join(target)))
                    case ["key", mode, who, path]:
                        keys.append(KeyPlace(path, int(mode, 8), who))
        except ValueError:
            refuse("node.reply_not_understood", raw, question=f"find {self.path}")
        if raw.out and not owner:
            refuse("node.reply_not_understood", raw, question=f"find {self.path}")
        return FolderLookAnswer(owner, tuple(keys), tuple(links))
