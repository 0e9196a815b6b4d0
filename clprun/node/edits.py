"""The shell text of changes to files: write, rename, make a folder or a link, remove a link. Pure.

Each script either does all of it or nothing, wherever it is killed, and refuses with an exit code of
:data:`REFUSALS` when it finds something else than it was planned for. Each works from within the folder it changes
(:mod:`clprun.node.foothold`).
"""

import hashlib
from typing import assert_never

from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.model.folders import MakeLink, RemoveLink
from clprun.model.paths import above, pure
from clprun.node import foothold
from clprun.node.foothold import FOOTHOLD
from clprun.node.shell import MESSAGES_IN_ENGLISH, absolute, quote

__all__ = [
    "CHANGED",
    "CUT",
    "IN_THE_WAY",
    "IS_LINK",
    "NOT_PROVEN",
    "NOT_THE_LINK",
    "NO_SOURCE",
    "OTHER_VOLUME",
    "REFUSALS",
    "TAKEN",
    "Edit",
    "beside",
    "places",
    "script",
    "temporary_file",
]

Edit = WriteFile | Rename | MakeFolder | MakeLink | RemoveLink
"""Actions that are done in one go, while the link holds."""

IS_LINK, IN_THE_WAY, CHANGED, CUT, ATTRIBUTES, NO_SOURCE, TAKEN, OTHER_VOLUME, NOT_PROVEN = range(81, 90)
NOT_THE_LINK = 90

REFUSALS = {
    **foothold.REFUSALS,
    IS_LINK: "node.is_link",
    IN_THE_WAY: "node.in_the_way",
    CHANGED: "node.file_changed",
    CUT: "node.content_cut",
    ATTRIBUTES: "node.attributes_not_kept",
    NO_SOURCE: "node.rename_source_absent",
    TAKEN: "node.rename_destination_taken",
    OTHER_VOLUME: "node.rename_other_volume",
    NOT_PROVEN: "node.rename_not_proven",
    NOT_THE_LINK: "node.not_the_link",
}
"""Codes of the message catalogue by exit code of a script."""


def script(edit: Edit) -> str:
    """The script that carries out an edit; that of a file reads its new content from standard input."""
    match edit:
        case WriteFile():
            return _write_file(edit)
        case Rename():
            return _rename(edit)
        case MakeFolder():
            return _make_folder(edit)
        case MakeLink():
            return _make_link(edit)
        case RemoveLink():
            return _remove_link(edit)
        case _:
            assert_never(edit)


def places(edit: Edit) -> tuple[str, str]:
    """The path that an edit works on, and where it leads."""
    match edit:
        case Rename():
            return edit.source, edit.destination
        case MakeLink() | RemoveLink():
            return edit.path, edit.target
        case WriteFile() | MakeFolder():
            return edit.path, ""
        case _:
            assert_never(edit)


def temporary_file(path: str) -> str:
    """Where the new content of ``path`` is prepared: always the same place, so that a later try clears it away."""
    return beside(path, "tmp")


def beside(path: str, ending: str) -> str:
    """A hidden name in the folder of ``path``, always the same for it, however long its own name is."""
    target = pure(path)
    digest = hashlib.sha256(target.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return str(target.with_name(f".clprun-{digest}.{ending}"))


def _write_file(action: WriteFile) -> str:
    """Replace or make a file; its new content is read from standard input.

    A copy keeps owner, mode, ACL and label of an existing file, ``cat`` or ``mv`` alone would not. It is the copy that
    is compared with what was planned, since nobody can replace that. Its name differs from that of a try which was cut
    off and may still be at work.
    """
    is_new = action.before is None
    parts = [
        _at(action.path),
        f"work={quote(pure(temporary_file(action.path)).name)} target=../$name new=./content.$$\n",
        f'[ ! -L "./$name" ] || exit {IS_LINK}\n',
        f'[ ! -e "./$name" ] || [ -f "./$name" ] || exit {IN_THE_WAY}\n',
        f'[ {"!" if is_new else ""} -e "./$name" ] || exit {CHANGED}\n',
        'shut_in "$work" && rm -f -- ./content.* || exit 1\n',
        'fail() { rm -f -- "$new"; leave "$1"; }\n',
        "" if action.before is None else _copy(action.before),
        'said=$(dd of="$new" bs=65536 conv=fsync 2>&1) || { printf "%s\\n" "$said" >&2; fail 1; }\n',
        f'[ "$(sha256sum <"$new")" = {_sum(action.content)} ] || fail {CUT}\n',
        f'chmod {action.mode:o} -- "$new" || fail 1\n' if is_new else _SAME_ATTRIBUTES,
        f'mv {"-n" if is_new else "-f"} -T -- "$new" "$target" || fail 1\n',
        f'[ ! -e "$new" ] || fail {CHANGED}\n',
        "leave 0\n",
    ]
    return "".join(parts)


def _at(path: str, *, making: bool = False) -> str:
    """Goes to the folder that ``path`` lies in, with its last part in ``name``."""
    place = pure(path)
    return (
        f"{MESSAGES_IN_ENGLISH}umask 077\n{FOOTHOLD}"
        f"go {absolute(str(place.parent))} {'making' if making else ''} || exit 1\n"
        f"name={quote(place.name)}\n"
    )


def _sum(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}  -"'


def _copy(before: bytes) -> str:
    """Takes a copy of the file as it was planned."""
    return (
        'cp -PT --preserve=all -- "$target" "$new" || fail 1\n'
        f'is_file "$new" && [ "$(sha256sum <"$new")" = {_sum(before)} ] || fail {CHANGED}\n'
    )


_SAME_ATTRIBUTES = (
    "if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then\n"
    '  chcon -- "$(stat -c %C -- "$target")" "$new" || fail 1\n'
    "fi\n"
    'set -- $(stat -c %a:%u:%g -- "$target" "$new")\n'
    f'[ "$1" = "$2" ] || fail {ATTRIBUTES}\n'
)


def _rename(action: Rename) -> str:
    """Rename within a file system, and prove that the very same thing lies at the destination afterwards.

    The folder it goes to stays open, and with it its volume stays mounted.
    """
    return (
        f"{_at(action.destination)}on_volume {quote(action.volumes.destination)}\n"
        "to=/proc/self/fd/7 destination=/proc/self/fd/7/$name; exec 7<. || exit 1\n"
        f"go {absolute(above(action.source))} || exit {NO_SOURCE}\n"
        f"on_volume {quote(action.volumes.source)}\n"
        f"source=./{quote(pure(action.source).name)}\n"
        f'there "$source" || exit {NO_SOURCE}\n'
        f'! there "$destination" || exit {TAKEN}\n'
        'moved=$(stat -c %d:%i -- "$source") && volume=$(stat -L -c %d -- "$to") || exit 1\n'
        f'[ "${{moved%:*}}" = "$volume" ] || exit {OTHER_VOLUME}\n'
        'mv -nT -- "$source" "$destination" || exit 1\n'
        f'! there "$source" && [ "$(stat -c %d:%i -- "$destination")" = "$moved" ] || exit {NOT_PROVEN}\n'
        'sync -- "$to" && sync -- .\n'
    )


def _make_folder(action: MakeFolder) -> str:
    """Make a folder and its missing parents; one that is there stays as it is."""
    return (
        f"{_at(action.path, making=True)}"
        f'[ ! -L "./$name" ] || exit {IS_LINK}\n'
        '[ ! -d "./$name" ] || exit 0\n'
        f'[ ! -e "./$name" ] || exit {IN_THE_WAY}\n'
        f'mkdir -m {action.mode:o} -- "./$name" || exit 1\n'
        'sync -- "./$name" && sync -- .\n'
    )


def _make_link(action: MakeLink) -> str:
    """Make a symbolic link; the very same one stays, anything else that lies there is refused."""
    return (
        f"{_at(action.path)}"
        f"target={quote(action.target)}\n"
        f"{_IS_THE_LINK}"
        "if is_the_link; then exit 0; fi\n"
        f'! there "./$name" || exit {IN_THE_WAY}\n'
        'ln -sT -- "$target" "./$name" || exit 1\n'
        f"is_the_link || exit {NOT_THE_LINK}\n"
        "sync -- .\n"
    )


def _remove_link(action: RemoveLink) -> str:
    """Remove a symbolic link by ``unlink``, which can't remove a folder; one to another place is refused."""
    return (
        f"{_at(action.path)}"
        f"target={quote(action.target)}\n"
        f"{_IS_THE_LINK}"
        'there "./$name" || exit 0\n'
        f"is_the_link || exit {NOT_THE_LINK}\n"
        'unlink -- "./$name" || exit 1\n'
        "sync -- .\n"
    )


# The full stop keeps line ends that are part of the target.
_IS_THE_LINK = 'is_the_link() { [ -L "./$name" ] && [ "$(readlink -n -- "./$name"; echo .)" = "$target." ]; }\n'
