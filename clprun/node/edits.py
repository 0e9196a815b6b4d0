"""The shell text of changes to files: write, rename, make a folder. Pure.

Each script either does all of it or nothing, wherever it is killed, and refuses with an exit code of
:data:`REFUSALS` when it finds something else than it was planned for.
"""

import hashlib
from pathlib import PurePosixPath

from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.node.shell import MESSAGES_IN_ENGLISH, absolute

__all__ = ["REFUSALS", "make_folder", "rename", "temporary_file", "write_file"]

_IS_LINK, _IN_THE_WAY, _CHANGED, _CUT, _ATTRIBUTES, _NO_SOURCE, _TAKEN, _OTHER_VOLUME, _NOT_PROVEN = range(81, 90)

REFUSALS = {
    _IS_LINK: "node.is_link",
    _IN_THE_WAY: "node.in_the_way",
    _CHANGED: "node.file_changed",
    _CUT: "node.content_cut",
    _ATTRIBUTES: "node.attributes_not_kept",
    _NO_SOURCE: "node.rename_source_absent",
    _TAKEN: "node.rename_destination_taken",
    _OTHER_VOLUME: "node.rename_other_volume",
    _NOT_PROVEN: "node.rename_not_proven",
}
"""Codes of the message catalogue by exit code of a script."""


def temporary_file(path: str) -> str:
    """Where the new content of ``path`` is prepared: always the same place, so that a later try clears it away."""
    target = PurePosixPath(path)
    return str(target.with_name(f".clprun-{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.tmp"))


def write_file(action: WriteFile) -> str:
    """Replace or make a file; its new content is read from standard input.

    A copy keeps owner, mode, ACL and label of an existing file, ``cat`` or ``mv`` alone would not.
    """
    digest = hashlib.sha256(action.content).hexdigest()
    parts = [
        MESSAGES_IN_ENGLISH,
        "umask 077\n",
        f"target={absolute(action.path)}\n",
        f"new={absolute(temporary_file(action.path))}\n",
        f"folder={absolute(str(PurePosixPath(action.path).parent))}\n",
        'fail() { code=$1; rm -f -- "$new"; exit "$code"; }\n',
        f'[ ! -L "$target" ] || exit {_IS_LINK}\n',
        f'[ ! -e "$target" ] || [ -f "$target" ] || exit {_IN_THE_WAY}\n',
        _as_planned(action.before),
        # In a folder others may write to, nobody can slip a link under a file that is made exclusively.
        'rm -f -- "$new" && (set -C; : >"$new") || exit 1\n',
        "" if action.before is None else 'cp --preserve=all -T -- "$target" "$new" || fail 1\n',
        'said=$(dd of="$new" bs=65536 conv=fsync 2>&1) || { printf "%s\\n" "$said" >&2; fail 1; }\n',
        f'[ "$(sha256sum <"$new")" = "{digest}  -" ] || fail {_CUT}\n',
        f'chmod {action.mode:o} -- "$new" || fail 1\n' if action.before is None else _SAME_ATTRIBUTES,
        f'mv {"-n" if action.before is None else "-f"} -T -- "$new" "$target" || fail 1\n',
        f'[ ! -e "$new" ] || fail {_CHANGED}\n',
        'sync -- "$folder"\n',
    ]
    return "".join(parts)


def _as_planned(before: bytes | None) -> str:
    if before is None:
        return f'[ ! -e "$target" ] || exit {_CHANGED}\n'
    digest = hashlib.sha256(before).hexdigest()
    return f'[ -e "$target" ] && [ "$(sha256sum <"$target")" = "{digest}  -" ] || exit {_CHANGED}\n'


_SAME_ATTRIBUTES = (
    "if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then\n"
    '  chcon --reference="$target" -- "$new" || fail 1\n'
    "fi\n"
    'set -- $(stat -c %a:%u:%g -- "$target" "$new")\n'
    f'[ "$1" = "$2" ] || fail {_ATTRIBUTES}\n'
)


def rename(action: Rename) -> str:
    """Rename within a file system, and prove that the very same thing lies at the destination afterwards."""
    destination = PurePosixPath(action.destination)
    return (
        f"{MESSAGES_IN_ENGLISH}source={absolute(action.source)}\n"
        f"destination={absolute(action.destination)}\n"
        f"from={absolute(str(PurePosixPath(action.source).parent))}\n"
        f"to={absolute(str(destination.parent))}\n"
        'there() { [ -e "$1" ] || [ -L "$1" ]; }\n'
        f'there "$source" || exit {_NO_SOURCE}\n'
        f'! there "$destination" || exit {_TAKEN}\n'
        'moved=$(stat -c %d:%i -- "$source") && volume=$(stat -L -c %d -- "$to") || exit 1\n'
        f'[ "${{moved%:*}}" = "$volume" ] || exit {_OTHER_VOLUME}\n'
        'mv -nT -- "$source" "$destination" || exit 1\n'
        f'! there "$source" && [ "$(stat -c %d:%i -- "$destination")" = "$moved" ] || exit {_NOT_PROVEN}\n'
        'sync -- "$to" && sync -- "$from"\n'
    )


def make_folder(action: MakeFolder) -> str:
    """Make a folder and its missing parents; one that is there stays as it is."""
    return (
        f"{MESSAGES_IN_ENGLISH}umask 022\n"
        f"folder={absolute(action.path)}\n"
        f'[ ! -L "$folder" ] || exit {_IS_LINK}\n'
        '[ ! -d "$folder" ] || exit 0\n'
        f'[ ! -e "$folder" ] || exit {_IN_THE_WAY}\n'
        f'mkdir -p -m {action.mode:o} -- "$folder" || exit 1\n'
        'sync -- "$folder" && sync -- "${folder%/*}/"\n'
    )
