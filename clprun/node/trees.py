"""The shell text of jobs that copy, compare and remove whole folders. Pure.

Each can be killed anywhere: what it leaves in a folder of :func:`beside` is cleared away or finished by the next try,
and what lies under a real name is always whole. Names and contents are bytes; nothing follows a link, and nothing is
written or removed where somebody else can go (:mod:`clprun.node.foothold`). The folders that are worked on stay open,
and with them their volumes stay mounted.
"""

from clprun.model.folders import CopyTree, RemoveTree
from clprun.model.paths import below, is_windows, pure
from clprun.node import foothold
from clprun.node.edits import beside, temporary_file
from clprun.node.foothold import FOOTHOLD
from clprun.node.shell import MESSAGES_IN_ENGLISH

__all__ = ["COMPARE", "DIFFERENT", "NO_FOLDER", "REFUSALS", "VOLUME", "argv", "leftovers", "places"]

DIFFERENT, NO_FOLDER, _IS_LINK, _TAKEN, _HAS_MOUNT, _NOT_COPIED, _NOT_RENAMED, _NOT_REMOVED = range(91, 99)

REFUSALS = {
    **foothold.REFUSALS,
    DIFFERENT: "node.trees_differ",
    NO_FOLDER: "node.no_folder",
    _IS_LINK: "node.is_link",
    _TAKEN: "node.tree_destination_taken",
    _HAS_MOUNT: "node.mount_in_tree",
    _NOT_COPIED: "node.tree_not_copied",
    _NOT_RENAMED: "node.tree_not_renamed",
    _NOT_REMOVED: "node.tree_not_removed",
}
"""Codes of the message catalogue by exit code of a script."""

_SHOWN_BYTES = 3000

_BASICS = f"{MESSAGES_IN_ENGLISH}umask 077\n{FOOTHOLD}"

VOLUME = f'{_BASICS}go "$1" && volume\n'
"""Prints what is mounted, and where, that the folder ``$1`` lies on."""

_DIFFERENCES = r"""
# All that is in a folder, a record for each fact, each ended by NUL. One that can't be read equals no other.
facts() {
  (
    cd -P -- "$1" || exit
    label=-; if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then label=%C; fi
    find . -exec stat --printf="%A %u:%g %Y %t:%T $label %n\\0" -- {} + &&
    find . -type f -exec stat --printf='%h links %n\0' -- {} + &&
    find . -type l -printf '%p/ -> %l\0' &&
    { { find . -type f -exec sha256sum -- {} + && attributes; } || echo "not readable $1"; } | tr '\n' '\0'
  ) || printf 'not readable %s\0' "$1"
}
attributes() {
  if command -v getfattr >/dev/null; then
    said=$(getfattr -R -P -h -d -m - -e hex .) || return
  elif command -v getfacl >/dev/null; then
    said=$(getfacl -R -P -n .) || return
  else
    return 0
  fi
  printf '%s\n' "$said" | awk 'BEGIN { RS = ""; FS = "\n"; OFS = "\t" } { $1 = $1; print }'
}
# The facts that one of two folders has and the other has not, and the word "all" when every one was looked at.
differences() { { facts "$1"; facts "$2"; printf '~all\0'; } | sort -z | uniq -zu; }
equal() {
  found=$(differences "$1" "$2" | tr '\0\n' '\n ' | { head -c SHOWN; cat >/dev/null; })
  [ "$found" != '~all' ] || return 0
  printf '%s\n' "${found%~all}"
  return 1
}
""".replace("SHOWN", str(_SHOWN_BYTES))
"""Compares two folders by types, owners, modes, times (whole seconds: not every file system keeps more), devices,
link targets, hard links, contents, and attributes where a tool for them is there.

Both lists go through one ``sort``; that it came to its end shows by the last record, so that nothing is ever taken for
equal because a program failed.
"""

COMPARE = f"""\
{_BASICS}{_DIFFERENCES}\
is_folder "$1" && is_folder "$2" || exit {NO_FOLDER}
equal "$1" "$2" || exit {DIFFERENT}
"""
"""Compares the folders ``$1`` and ``$2``; prints what differs."""

_CHANGES = r"""
free_of_mounts() {
  real=$(cd -P -- "$1" && real_path) && [ -n "$real" ] || return
  export real
  awk 'BEGIN { real = ENVIRON["real"] }
    $5 == real || index($5, real "/") == 1 { found = 1 }
    END { exit found }' /proc/self/mountinfo
}
# Renames a folder within its file system; nothing is replaced, nothing nests.
put() {
  was=$(stat -c %d:%i -- "$1") && ! there "$2" || return
  mv -nT -- "$1" "$2" && ! there "$1" && [ "$(stat -c %d:%i -- "$2")" = "$was" ]
}
clear() {
  ! is_folder "$1" || free_of_mounts "$1" || return
  rm -rf --one-file-system -- "$1"
}
# A program that outlived its shell holds the lock on, so that no two are ever at work in one folder.
alone() {
  exec 8<. && { ! command -v flock >/dev/null || flock 8; }
}
"""

_COPY = f"""\
{_BASICS}{_DIFFERENCES}{_CHANGES}\
source=$1 destination=$2 work=$3
go "${{destination%/*}}" || exit {_NOT_COPIED}
on_volume "$5"
to=/proc/self/fd/7/${{destination##*/}}
exec 7<. || exit {_NOT_COPIED}
go "${{source%/*}}" || exit {NO_FOLDER}
on_volume "$4"
name=${{source##*/}}
[ ! -L "./$name" ] || exit {_IS_LINK}
is_folder "./$name" && step "$name" || exit {NO_FOLDER}
! there "$to" || exit {_TAKEN}
free_of_mounts . || exit {_HAS_MOUNT}
from=/proc/self/fd/6
exec 6<. && cd -P /proc/self/fd/7 && shut_in "$work" && alone && clear ./copy || exit {_NOT_COPIED}
fail() {{ clear ./copy; leave "$1"; }}
cp -aT -- "$from/." ./copy || fail {_NOT_COPIED}
sync -f -- ./copy 2>/dev/null || sync
equal "$from" ./copy || fail {DIFFERENT}
put ./copy "$to" || fail {_NOT_RENAMED}
leave 0
"""

_REMOVE = f"""\
{_BASICS}{_DIFFERENCES}{_CHANGES}\
path=$1 copy=$2 work=$3
if [ -n "$copy" ]; then
  go "${{copy%/*}}" || exit {DIFFERENT}
  on_volume "$5"
  rmdir -- "./$6" 2>/dev/null
  exec 7<. || exit {DIFFERENT}
  copy=/proc/self/fd/7/${{copy##*/}}
fi
go "${{path%/*}}" || exit {_NOT_REMOVED}
on_volume "$4"
path=../${{path##*/}} begun=
! is_folder "./$work" || begun=yes
shut_in "$work" && alone || exit {_NOT_REMOVED}
clear ./old || leave {_NOT_REMOVED}
if is_folder "$path"; then
  free_of_mounts "$path" || leave {_HAS_MOUNT}
  put "$path" ./moved || leave {_NOT_RENAMED}
fi
[ -n "$begun" ] || [ ! -L "$path" ] || leave {_IS_LINK}
is_folder ./moved || leave 0
if [ -n "$copy" ] && ! {{ is_folder "$copy" && equal ./moved "$copy"; }}; then
  put ./moved "$path" || leave {_NOT_RENAMED}
  leave {DIFFERENT}
fi
put ./moved ./old || leave {_NOT_RENAMED}
sync -- .. .
clear ./old && ! there ./old || leave {_NOT_REMOVED}
leave 0
"""


def leftovers(path: str) -> tuple[str, str]:
    """Where :class:`RemoveTree` puts a folder: while it is compared once more, and once it may go.

    The first still counts as the folder, the second is rubbish as long as it does not hold the first.
    """
    if is_windows(path):
        return beside(path, "moved"), beside(path, "old")
    work = beside(path, "old")
    return below(work, "moved"), work


def argv(action: CopyTree | RemoveTree) -> tuple[str, ...]:
    """Program and arguments of the job that carries it out.

    Raises:
        ValueError: a path is not that of a folder.
    """
    volumes = (action.volumes.source, action.volumes.destination)
    if isinstance(action, CopyTree):
        destination = _folder(action.destination)
        return ("sh", "-c", _COPY, "clprun", _folder(action.source), destination, _work_of_copy(destination), *volumes)
    path, copy = _folder(action.path), "" if action.copy is None else _folder(action.copy)
    work, its_work = pure(leftovers(path)[1]).name, _work_of_copy(copy) if copy else ""
    return ("sh", "-c", _REMOVE, "clprun", path, copy, work, *volumes, its_work)


def _work_of_copy(destination: str) -> str:
    return pure(temporary_file(destination)).name


def places(action: CopyTree | RemoveTree) -> tuple[str, str]:
    """The folder that is copied or removed, and its copy; empty where there is none."""
    if isinstance(action, CopyTree):
        return action.source, action.destination
    return action.path, action.copy or ""


def _folder(path: str) -> str:
    """The path without a slash at its end, which would follow a link."""
    if not path.startswith("/") or not path.strip("/"):
        raise ValueError(f"not the absolute path of a folder: {path!r}")
    return path.rstrip("/")
