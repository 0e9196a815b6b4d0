"""The shell text of a dialogue with a job: hear what it says, answer it, end it. Pure.

Each script may be run any number of times. Whoever links ``answered.N`` gives answer N, so it is given once at most,
however often it is asked for; what the file holds is how long the output was by then.

A program may print what it was told. Whoever gives it a secret leaves a shell behind that holds the secret in memory
alone and, whatever becomes of the controller, stars it in the output when the program has ended.
"""

from collections.abc import Sequence

from clprun.node.jobscript import JOB_STATE
from clprun.node.shell import end_of, quote

__all__ = ["CUT", "END_OF_ANSWER", "HEARD_BYTES", "answer", "end", "hear", "read"]

CUT = 73
"""Exit code of :func:`answer`: the answer did not arrive whole, or nobody could be left behind to hold it."""

END_OF_ANSWER = "clprun: end of the answer"
"""The second line of what :func:`answer` reads; an answer that was cut on its way lacks it."""

HEARD_BYTES = 64 << 10
"""At most so much of the end of what was printed since the last answer is looked at."""

_ENDING_TURNS = 20
_TURN_SECONDS = 0.1
_KEEPING_TURNS = 250

_HEARD = """\
clprun_heard() {
  given=0 from=0 size=0
  while [ -e "$job/answered.$given" ]; do read -r from <"$job/answered.$given"; given=$((given + 1)); done
  case $from in ''|*[!0-9]*) from=0;; esac
  if [ -e "$job/output" ]; then size=$(stat -c %s -- "$job/output"); fi
}
"""


def hear(folder: str, pauses: Sequence[float], *, seen: int) -> str:
    """A script that waits until a job says more or ends, and tells its state and what it said.

    It prints the line of facts that :func:`clprun.node.jobscript.watch` prints, a line with the number of answers
    given and the length of the output, then what was printed since the last answer.

    Args:
        folder: the job's folder.
        pauses: seconds of sleep between looks.
        seen: bytes of output that are known already.
    """
    return f"{_here(folder)}{_wait(pauses, seen)}{_TELL}"


def answer(folder: str, number: int, pauses: Sequence[float], *, seen: int, secret: bool) -> str:
    """A script that gives an answer unless it was given, then does what :func:`hear` does.

    The answer is the first line of its standard input and :data:`END_OF_ANSWER` the second. It goes through variables
    of the shell and its own ``printf`` into the FIFO: never onto a command line or into a file.

    Args:
        folder: the job's folder.
        number: of the answer, from 0.
        pauses: seconds of sleep between looks.
        seen: bytes of output that are known already.
        secret: whether the answer must not stay in the output.
    """
    return f"""\
umask 077
IFS= read -r answer && IFS= read -r whole && [ "$whole" = {quote(END_OF_ANSWER)} ] || exit {CUT}
{_here(folder)}clprun_state "$job"
if [ "$state" = RUNNING ] && [ -p "$job/in" ] && [ ! -e "$job/answered.{number}" ]; then
{_keep(folder, number) if secret else ""}  stat -c %s -- "$job/output" >"$job/answering.$$"
  if [ "$state" = RUNNING ] && ln -- "$job/answering.$$" "$job/answered.{number}" 2>/dev/null; then
    printf '%s\\n' "$answer" 1<>"$job/in"
  fi
  rm -f -- "$job/answering.$$"
fi
answer=
{_wait(pauses, seen)}{_TELL}"""


def end(folder: str) -> str:
    """A script that ends a job's program, first by SIGTERM, and leaves its shell to note the exit code."""
    return f"""\
{_here(folder)}turn=0 signal=TERM
while clprun_state "$job"; [ "$state" = RUNNING ] && [ "$turn" -lt {2 * _ENDING_TURNS} ]; do
  [ "$turn" -lt {_ENDING_TURNS} ] || signal=KILL
  for each in $(ps -o pid= -s "$pid"); do [ "$each" = "$pid" ] || kill -s "$signal" "$each" 2>/dev/null; done
  sleep {_TURN_SECONDS}
  turn=$((turn + 1))
done
{_TELL}"""


def read(folder: str) -> str:
    """A script that prints the end of a job's whole output; see :data:`HEARD_BYTES`."""
    return end_of(f"{quote(folder)}/output", HEARD_BYTES)


def _here(folder: str) -> str:
    return f"job={quote(folder)}\n{JOB_STATE}{_HEARD}"


def _keep(folder: str, number: int) -> str:
    """Leaves the shell behind that holds an answer, and waits for it: its job's shell ends only after it.

    It has a session of its own, for a login may take all of its with it. The answer comes to it through a pipe. Of a
    program that ends just now it is gone before it is seen.
    """
    keeper = f"""\
IFS= read -r answer || exit
{_here(folder)}kept="$job/kept.{number}"
: >"$kept"
while clprun_state "$job"; [ "$state" = RUNNING ] && [ ! -e "$job/exit.new" ]; do sleep {_TURN_SECONDS}; done
printf '%s\\n' "$answer" | LC_ALL=C grep -aboFf - -- "$job/output" | cut -d: -f1 | while read -r at; do
  printf %s "$answer" | LC_ALL=C tr -c '*' '*' | dd of="$job/output" bs=1 seek="$at" conv=notrunc
done
rm -f -- "$kept"
"""
    return f"""\
  ( printf '%s\\n' "$answer" | setsid sh -c {quote(keeper)} >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- & )
  turn=0
  while [ ! -e "$job/kept.{number}" ] && [ "$state" = RUNNING ] && [ "$turn" -lt {_KEEPING_TURNS} ]; do
    sleep 0.02; turn=$((turn + 1)); clprun_state "$job"
  done
  [ -e "$job/kept.{number}" ] || [ "$state" != RUNNING ] || exit {CUT}
"""


def _wait(pauses: Sequence[float], seen: int) -> str:
    steps = " ".join(f"{pause:g}" for pause in pauses)
    return (
        f'for pause in {steps}; do clprun_state "$job"; clprun_heard; '
        f'[ "$state" = RUNNING ] && [ "$size" -le {seen} ] || break; sleep "$pause"; done\n'
    )


_TELL = f"""\
clprun_tell "$job"
clprun_heard
echo "$given $size"
if [ "$((size - from))" -gt {HEARD_BYTES} ]; then from=$((size - {HEARD_BYTES})); fi
if [ "$size" -gt "$from" ]; then tail -c "+$((from + 1))" -- "$job/output" | head -c "$((size - from))"; fi
"""
