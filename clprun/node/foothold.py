"""The shell text that holds on to folders, so that nothing is done through a name somebody else can replace. Pure.

Scripts run as root, also in folders of others. A folder is gone to step by step and is the current one from then on, or
is held open as a descriptor: whoever renames it, or puts a link in its place, leads the script nowhere else. What is
made or removed lies meanwhile in a folder that nobody else can go into, and leaves or enters it by a rename.
"""

__all__ = ["FOOTHOLD", "LINK_ON_WAY", "NOT_THE_VOLUME", "REFUSALS", "WORK_TAKEN"]

LINK_ON_WAY, WORK_TAKEN, NOT_THE_VOLUME = range(101, 104)

REFUSALS = {
    LINK_ON_WAY: "node.link_on_way",
    WORK_TAKEN: "node.work_taken",
    NOT_THE_VOLUME: "node.not_the_volume",
}
"""Codes of the message catalogue by exit code of a script; numbers that neither edits nor trees use."""

_MOST_LINKS = 40
"""As many as the kernel follows on the way to one file (path_resolution(7))."""

FOOTHOLD = rf"""
there() {{ [ -e "$1" ] || [ -L "$1" ]; }}
is_file() {{ [ -f "$1" ] && [ ! -L "$1" ]; }}
is_folder() {{ [ -d "$1" ] && [ ! -L "$1" ]; }}
# Whether nobody else may rename or replace what lies in the current folder.
is_safe() {{
  set -- $(stat -c '%u 0%a' .) "$(id -u)"
  {{ [ "$1" = 0 ] || [ "$1" = "$3" ]; }} && [ "$(($2 & 022))" -eq 0 ]
}}
# Goes down to ./$1. It may have become a link since it was looked at: then the way up does not lead back.
step() {{
  here=$(stat -c %d:%i .) && cd -P -- "./$1" || return
  [ "$(stat -c %d:%i ..)" = "$here" ] || exit {LINK_ON_WAY}
}}
# Goes to the folder $1; missing ones are made where $2 says so. Only links in safe folders are followed.
go() {{
  cd / || return
  way=$1/ links=0
  while way=${{way#"${{way%%[!/]*}}"}} && [ -n "$way" ]; do
    name=${{way%%/*}} way=${{way#*/}}
    if [ "$name" = . ] || [ "$name" = .. ]; then
      cd -P "./$name" || return
    elif [ -L "./$name" ] && is_safe; then
      links=$((links + 1)) && [ "$links" -le {_MOST_LINKS} ] && leads=$(readlink -n -- "./$name" && echo .) || return
      case $leads in /*) cd / || return;; esac
      way=${{leads%.}}/$way
    else
      [ -z "$2" ] || there "./$name" || mkdir -m 755 -- "./$name" || return
      step "$name" || return
    fi
  done
}}
# Goes into ./$1, which nobody else can go into. It is made, or was by a try that was killed; no folder of others is.
shut_in() {{
  is_folder "./$1" || {{ rm -f -- "./$1" && mkdir -m 700 -- "./$1"; }} && step "$1" || return
  case $(stat -c %u:%a .) in "$(id -u):700" | "$(id -u):2700") ;; *) exit {WORK_TAKEN};; esac
}}
# Leaves it, and with it nothing, and ends.
leave() {{
  cd -P .. && {{ rmdir -- "./$work" 2>/dev/null; sync -- .; }}
  exit "$1"
}}
# The kernel's tables have blanks, tabs, line ends and backslashes as octal numbers.
real_path() {{
  pwd -P | sed -e ':all' -e '$!{{' -e N -e 'b all' -e '}}' -e 's/\\/\\134/g;s/ /\\040/g;s/\t/\\011/g;s/\n/\\012/g'
}}
# What is mounted, and where, that the current folder lies on.
volume() {{
  real=$(real_path) && [ -n "$real" ] || return
  export real
  awk 'BEGIN {{ real = ENVIRON["real"] "/" }}
    {{ point = $5 == "/" ? "/" : $5 "/" }}
    index(real, point) == 1 && length(point) >= longest {{
      longest = length(point)
      for (i = 7; i < NF && $i != "-"; i++) {{ }}
      found = $(i + 2) " " $5
    }}
    END {{ print found }}' /proc/self/mountinfo
}}
# A current folder on another volume than $1 ends the script; nothing is expected where $1 is empty.
on_volume() {{
  [ -n "$1" ] || return 0
  found=$(volume)
  [ "$found" = "$1" ] || {{ printf '%s -> %s\n' "$1" "$found"; exit {NOT_THE_VOLUME}; }}
}}
"""
"""Functions for scripts. After ``shut_in``, ``work`` is the name it was given."""
