"""The shell text of jobs: starting one, watching one, listing those of a run. Pure.

A job is a folder ``STATE/runs/RUN/jobs/JOB``:

==============  ====================================================================================
``argv``        the command, quoted for a shell, for people and against mix-ups
``job``         the script that runs it
``pid``         pid, its start time, boot id, time and uptime at the start; **whoever links this name runs the command**
``output``      both output streams, in the order they were written
``exit``        the exit code; appears whole, at the end
``in``          of a program that asks, the FIFO that is its standard input
``answered.N``  of a program that asks, how long its output was when answer N was given
``stays``       of a program that is not expected to end
``kept.N``      there as long as somebody holds answer N, a secret, to star it in the output at the program's end
==============  ====================================================================================

Linking ``pid`` is atomic and happens before the command starts, so a command is started once at most, however often
the start is asked for, and a job without ``pid`` has certainly not begun.
"""

import shlex
from collections.abc import Sequence

from clprun.node.shell import end_of, quote

__all__ = ["JOB_STATE", "MIXED_UP", "NO_FOLDER", "begin", "fence", "job_folder", "live_jobs", "start", "watch"]

NO_FOLDER = 71
"""Exit code of :func:`start` and :func:`fence`: the folder or its files can't be made."""
MIXED_UP = 72
"""Exit code of :func:`start`: the folder holds another command."""

_TAIL_BYTES = 8000
_CLAIM_TURNS = 250
_SETTLE_TURNS = 100

_NO_RECORD = 2
"""What ``clprun_lives`` returns where nothing tells which process it would be."""

_FENCED = "fenced"
"""Stands in ``pid`` of a job that is not to begin any more."""

_STAT = """\
clprun_stat() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  set -- ${stat##*) }
  began=${20}
  [ "$1" != Z ]
}
"""
"""Start time of a process (field 22 of proc(5)'s stat; the name before it may hold blanks); fails for a dead one."""

JOB_STATE = f"""{_STAT}\
clprun_lives() {{
  for word in "$pid" "$time" "${{uptime%.*}}"; do
    case $word in ''|*[!0-9]*) pid= time=; return {_NO_RECORD};; esac
  done
  read -r now </proc/sys/kernel/random/boot_id
  [ "$now" = "$boot" ] || return 1
  if clprun_stat "$pid"; then [ "$began" = "$start" ]; return; fi
  ps -o stat= -s "$pid" | grep -q '^[^Z]'
}}
clprun_state() {{
  pid= start= boot= time= uptime= code=- elapsed=0 state=ABSENT
  [ -e "$1/pid" ] || return 0
  read -r pid start boot time uptime <"$1/pid"
  if [ "$pid" = {_FENCED} ]; then pid=; return; fi
  clprun_lives
  case $? in 0) state=RUNNING;; {_NO_RECORD}) state=UNKNOWN;; *) state=LOST;; esac
  if [ -e "$1/exit" ]; then state=ENDED; read -r code <"$1/exit"; fi
  case $code in ''|*[!0-9]*) code=-;; esac
}}
clprun_tell() {{
  clprun_state "$1"
  if [ "$state" = RUNNING ]; then
    read -r up rest </proc/uptime
    elapsed=$((${{up%.*}} - ${{uptime%.*}}))
  fi
  echo "$state $code ${{pid:--}} ${{time:--}} $elapsed"
}}
"""
"""State of the job in a folder, and a line that tells it.

The exit code is looked for last: a job that ends in between is seen as ended. Where the job's own shell is gone, what
is left of its session still counts as the job. A torn record in ``pid`` tells that it began, and no more.
"""

_RUN = """\
#!/bin/sh
cd {folder} || exit
{stat}read -r boot </proc/sys/kernel/random/boot_id
read -r uptime rest </proc/uptime
clprun_stat $$
echo "$$ $began $boot $(date +%s) $uptime" >"pid.$$"
read -r one two three four five <"pid.$$" && [ "$five" = "$uptime" ] && ln "pid.$$" pid 2>/dev/null; claim=$?
rm -f "pid.$$"
[ "$claim" -eq 0 ] || exit 0
sync pid . .. ../.. ../../.. ../../../.. 2>/dev/null
{guard}{prepare}(unset LC_ALL; umask 022; cd {work} && exec {command}) {input} >output 2>&1
echo $? >exit.new
{settle}sync exit.new 2>/dev/null
mv -f exit.new exit
sync . 2>/dev/null
"""
"""The job itself; its place is durable before the command starts. An older ``sync`` syncs everything instead.

On a full disk an empty file can still be linked: only a record that reads back whole claims the job.
"""


_GUARD = f"""\
{{guard}} || {{{{ echo {_FENCED} >"pid.$$" && mv -f "pid.$$" pid; exit 0; }}}}
"""
"""A job that has come to its place too late gives it up: it looks after it was to be seen, whoever takes the lock away
looks for it afterwards, so that one of them sees the other."""

_UNBUFFERED = '$(command -v stdbuf >/dev/null 2>&1 && echo "stdbuf -o0")'
"""Before a program that asks: what it prints into a file would stay in its buffer while it waits for the answer."""

_ASKING = {
    "prepare": "mkfifo -m 600 in || exit\n",
    "input": "<>in",
    "settle": "for kept in kept.*; do\n"
    f'  turn=0; while [ -e "$kept" ] && [ "$turn" -lt {_SETTLE_TURNS} ]; do sleep 0.1; turn=$((turn + 1)); done\n'
    "done\n",
}
"""What is otherwise for a program that asks. Its FIFO is open for reading and writing: no answer ends its input. It has
ended for others only once its output holds no secret.
"""

_SILENT = {"prepare": "", "input": "</dev/null", "settle": ""}

_WIPE = """\
clprun_state "$job"
if [ "$state" = LOST ]; then
  for kept in "$job"/kept.*; do
    [ -e "$kept" ] || continue
    LC_ALL=C tr -c '\\n' '*' <"$job/output" | dd of="$job/output" conv=notrunc 2>/dev/null
    rm -f -- "$kept"
  done
fi
"""
"""Stars the whole output of a program that was gone together with who held its secrets, as after a power cut."""


def job_folder(state_folder: str, run: str, job: str) -> str:
    """Path of a job's folder.

    Raises:
        ValueError: ``run`` or ``job`` is no plain file name.
    """
    for name in (run, job):
        if not name or name.startswith(".") or not name.isprintable() or "/" in name:
            raise ValueError(f"not the name of a run or job: {name!r}")
    return f"{state_folder}/runs/{run}/jobs/{job}"


def begin(
    folder: str, argv: Sequence[str], work: str, pauses: Sequence[float], *, stays: bool = False, guard: str = ""
) -> tuple[str, ...]:
    """Scripts that start a job unless it was started before, wait for its end and tell its state; here it is one.

    Args:
        folder: the job's folder.
        argv: program and arguments; no shell sees them.
        work: working directory.
        pauses: as :func:`watch` takes them.
        stays: whether it is not expected to end.
        guard: a condition without which the job does not begin, looked at by the job itself.
    """
    return (start(folder, argv, work, watch(folder, pauses), stays=stays, guard=guard),)


def start(
    folder: str,
    argv: Sequence[str],
    work: str,
    then: str,
    *,
    asks: bool = False,
    stays: bool = False,
    guard: str = "",
) -> str:
    """A script that starts a job unless it was started before, and goes on with another script.

    Args:
        folder: the job's folder.
        argv: program and arguments; no shell sees them.
        work: working directory.
        then: the script to go on with, such as :func:`watch`.
        asks: whether it is to be answered: its standard input is the FIFO ``in`` then.
        stays: see :func:`begin`.
        guard: see :func:`begin`.
    """
    command = " ".join(quote(word) for word in argv)
    surroundings = _ASKING if asks else _SILENT
    program = f"{_UNBUFFERED} {command}" if asks else command
    held = _GUARD.format(guard=guard) if guard else ""
    job = _RUN.format(folder=quote(folder), stat=_STAT, guard=held, work=quote(work), command=program, **surroundings)
    mark = ' && : >"$folder/stays"' if stays else ""
    # The parentheses make the job an orphan at once, so that it does not count as the asking shell's child.
    return f"""\
umask 077
folder={quote(folder)}
command={shlex.quote(command)}
if ! [ -e "$folder/argv" ]; then
  mkdir -p -- "$folder"{mark} || exit {NO_FOLDER}
  printf '%s\\n' "$command" >"$folder/argv.$$" && mv -f -- "$folder/argv.$$" "$folder/argv" || exit {NO_FOLDER}
fi
[ "$(cat -- "$folder/argv")" = "$command" ] || exit {MIXED_UP}
if ! [ -e "$folder/pid" ]; then
  printf %s {shlex.quote(job)} >"$folder/job.$$" && mv -f -- "$folder/job.$$" "$folder/job" || exit {NO_FOLDER}
  ( setsid sh "$folder/job" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- & )
  turn=0
  while [ ! -e "$folder/pid" ] && [ "$turn" -lt {_CLAIM_TURNS} ]; do sleep 0.02; turn=$((turn + 1)); done
fi
{then}"""


def fence(folder: str) -> str:
    """A script that takes the place of a job which has not begun, so that it never will, and tells the job's state.

    Of a job that is lost, no secret stays in the output.
    """
    return f"""\
umask 077
folder={quote(folder)}
if ! [ -e "$folder/pid" ]; then
  mkdir -p -- "$folder" && echo {_FENCED} >"$folder/fence.$$" && [ -s "$folder/fence.$$" ] || exit {NO_FOLDER}
  ln -- "$folder/fence.$$" "$folder/pid"
  rm -f -- "$folder/fence.$$"
  [ -e "$folder/pid" ] || exit {NO_FOLDER}
  sync -- "$folder" 2>/dev/null
fi
{_tell(folder, _WIPE)}"""


def watch(folder: str, pauses: Sequence[float] = ()) -> str:
    """A script that waits for a job's end and tells its state: a line of facts, then the end of its output.

    Args:
        folder: the job's folder.
        pauses: seconds of sleep between looks; none = look once.
    """
    wait = ""
    if pauses:
        steps = " ".join(f"{pause:g}" for pause in pauses)
        wait = f'for pause in {steps}; do clprun_state "$job"; [ "$state" = RUNNING ] || break; sleep "$pause"; done\n'
    return _tell(folder, wait)


def _tell(folder: str, before: str) -> str:
    output = '"$job/output"'
    return f"""\
job={quote(folder)}
{JOB_STATE}{before}clprun_tell "$job"
if [ -e {output} ]; then {end_of(output, _TAIL_BYTES).rstrip()}; fi
"""


def live_jobs(runs_folder: str, *, staying: bool = False) -> str:
    """A script that prints pid and ``RUN/jobs/JOB`` of every running job below a folder of runs.

    Args:
        runs_folder: the folder of runs.
        staying: whether those are meant, too, that are not expected to end.
    """
    counts = "" if staying else ' && ! [ -e "$job/stays" ]'
    return f"""\
cd {quote(runs_folder)} 2>/dev/null || exit 0
{JOB_STATE}for job in */jobs/*; do
  clprun_state "$job"
  if [ "$state" = RUNNING ]{counts}; then printf '%s %s\\n' "$pid" "$job"; fi
done
"""
