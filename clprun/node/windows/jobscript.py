r"""The cmd.exe text of jobs: starting one, watching one, listing those of a run. Pure.

A job is a folder ``STATE\runs\RUN\jobs\JOB``:

===============  ==================================================================================
``job.cmd``      the batch file that runs it; compared with what was sent before it is run
``boot``         id of the boot in which it was sent off
``said``         what was said to its being sent off
``claim``        a folder; **whoever makes it runs the command**; in that of a fence lies ``fenced``
``in``           empty; its standard input
``output``       both output streams, in the order they were written
``exit``         the exit code; appears whole, at the end
``stays``        of a program that is not expected to end
===============  ==================================================================================

Everything that WinRM starts dies with its shell, so the Task Scheduler starts the job as SYSTEM, and the job removes
its task before it runs the command, which that does not end: a command that reboots its node, or is cut, leaves none
behind. Making ``claim`` is atomic and happens before the command starts, so a command is started once at
most, however often the start is asked for, and a job without ``claim`` has certainly not begun. Where the job could not
remove its task, the fence does, which is asked for before a job is said to be gone.

A job that has begun lives as long as ``in`` and ``output`` are held open, by its shell or by what that left running.
Whoever looks opens both for appending and writes nothing: Windows refuses to open a file that a redirection writes,
Wine one that a redirection reads, so that each of the two tells on its own. A job is looked at in this way only once
it has its claim, which it makes while both are open; where one of them has gone since, nothing tells whether it lives.

A node's cmd.exe can't tell how long a job has run; whoever waits counts from when it began to wait.
"""

import base64
import re
import secrets
from collections.abc import Sequence
from xml.sax.saxutils import escape

from clprun.node.jobscript import MIXED_UP, NO_FOLDER
from clprun.node.windows.bootid import tell_boot
from clprun.node.windows.cmd import LONGEST_LINE, QUIET, absolute
from clprun.node.windows.hashes import is_content
from clprun.node.windows.patience import DONE, patiently
from clprun.node.windows.words import command
from clprun.transport.codec import Unencodable, encode

__all__ = ["BATCH", "BEGAN", "begin", "fence", "job_folder", "live_jobs", "look", "watch", "within"]

BATCH = "clprun batch"
"""What stands in the place of a program before the text of a batch file, which is run in the folder of its job."""

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_LONGEST_FOLDER = 220
"""Characters of the path of a job; ``schtasks`` takes 261 for all that a task starts."""

_PIECE = 5000
"""Characters of a batch file's base64 that one command line carries."""

_WHOLE_BYTES, _LAST_LINES = 8000, 60
"""A longer output is told by its last lines."""

_CLAIM_TURNS = 20
_LONG_PAUSE = 0.5
_SHORT_LOOKS = 4
"""More than these looks without a pause of a second would cost the node more than the waiting."""

_BATCH_FILE = '"%~j\\job.cmd"'

_JOB = """\
@echo off
setlocal disabledelayedexpansion
if "%~1"=="command" goto command
cd /d "%~dp0" || exit 1
type nul >>in
call :job <in >>output 2>&1
exit 0
:job
md claim 2>nul || exit /b
schtasks /delete /tn {task} /f >nul 2>&1
{guard}cmd /d /v:off /c .\\job.cmd command
>exit.new echo %errorlevel%
{told}
exit /b
:command
{code_page}{place}{program}
exit %errorlevel%
"""
"""The job itself. The command has a shell of its own, which it may end."""

_GUARD = """\
{guard}if not defined same (md claim\\fenced & exit /b)
"""
"""A job that has come to its place too late gives it up: see :mod:`clprun.node.jobscript`."""

_PLAN = (
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
    '<Principals><Principal id="a"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>'
    "</Principals><Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
    "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
    "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>"
    "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit><Priority>5</Priority></Settings>"
    '<Actions Context="a"><Exec><Command>cmd.exe</Command><Arguments>/d /c "{job}"</Arguments></Exec></Actions></Task>'
)
"""A task [doc: Task Scheduler schema], in ASCII: ``schtasks`` complains of encodings that a file declares."""

_HELD = '((for %h in (in output) do if exist "%~j\\%h" ((9>>"%~j\\%h" (call ))||set clprun=RUNNING))2>nul)'
"""Sets ``clprun`` where a file of the job ``%~j`` is held open."""

_GONE = 'for %h in (in output) do if not exist "%~j\\%h" set clprun=UNKNOWN'
"""Sets ``clprun`` where a file of the job ``%~j`` that it could be told by is gone."""

BEGAN = 'if exist "%~j\\claim" if not exist "%~j\\claim\\fenced"'
"""Before what is done only where the job ``%~j`` has begun."""

_STATE = (
    f"set clprun=ABSENT&({BEGAN} (set clprun=LOST&({_GONE})&{_HELD}))"
    '&(if exist "%~j\\exit" (set clprun=-&set /p clprun=<"%~j\\exit"&echo ENDED !clprun! - - 0)'
    " else echo !clprun! - - - 0)"
)
"""Tells the state of the job ``%~j``. The exit code is looked for last: a job that ends in between has ended."""

_OUTPUT = (
    '(if exist "%~j\\output" for %o in ("%~j\\output") do if %~zo leq '
    f"{_WHOLE_BYTES} (type %o) else ("
    'set clprun=0&(for /f "usebackq delims=" %l in (%o) do >nul set /a clprun+=1)'
    '&(for /f "usebackq delims=" %l in (%o) do (>nul set /a clprun-=1)'
    f"&(if !clprun! lss {_LAST_LINES} echo.%l))))"
)
"""Prints the end of the output of the job ``%~j``."""


def job_folder(state_folder: str, run: str, job: str) -> str:
    """Path of a job's folder.

    Raises:
        ValueError: ``run`` or ``job`` is no plain file name, or the path is too long for a task.
    """
    for name in (run, job):
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a run or job: {name!r}")
    folder = rf"{state_folder}\runs\{run}\jobs\{job}"
    if len(folder) > _LONGEST_FOLDER:
        raise ValueError(f"too long for a task: {folder}")
    return folder


def begin(
    folder: str, argv: Sequence[str], work: str, pauses: Sequence[float], *, stays: bool = False, guard: str = ""
) -> tuple[str, ...]:
    """Command lines that start a job unless it was started before, wait for its end and tell its state.

    Each may be run any number of times; the last one tells. They exit with the codes of the Linux scripts where the job
    can't begin.

    Args:
        folder: the job's folder.
        argv: program and arguments, no shell sees them; or :data:`BATCH` and the text of a batch file.
        work: working directory; ``/`` = the root folder of the system's drive.
        pauses: as :func:`watch` takes them.
        stays: whether it is not expected to end.
        guard: batch commands that define ``same``, without which the job does not begin; run by the job itself.

    Raises:
        Unquotable: an argument or path can't stand in a batch file.
    """
    file, token = _batch_file(folder, argv, work, guard), secrets.token_hex(4)
    encoded = base64.b64encode(file).decode()
    pieces = [encoded[start : start + _PIECE] for start in range(0, len(encoded), _PIECE)]
    sent = [
        f'(if not exist "%~j\\job.cmd" >"%~j\\{token}.{number}" echo {piece})' for number, piece in enumerate(pieces)
    ]
    plan = base64.b64encode(_plan(folder)).decode()
    steps = (
        '(type nul>"%~j\\stays")' if stays else "",
        _put_together(token, len(pieces), len(file)),
        f'(if exist "%~j\\job.cmd" ({is_content(_BATCH_FILE, file)})&(if not defined same exit {MIXED_UP}))',
        f'(if not exist "%~j\\claim" ({_send_off(folder, plan, token)}))',
        f'(if not exist "%~j\\claim" (>&2 type "%~j\\said")&exit {NO_FOLDER})',
        _wait(pauses),
    )
    ending = (*steps, _STATE, _OUTPUT)
    together = _at(folder, _MAKE, sent[-1], *ending)
    if len(together) <= LONGEST_LINE:
        return (*(_at(folder, _MAKE, each) for each in sent[:-1]), together)
    return (*(_at(folder, _MAKE, each) for each in sent), _at(folder, _MAKE, *ending))


def fence(folder: str) -> str:
    """A command line that takes the place of a job which has not begun, so that it never will, and tells its state."""
    new = f"fence.{secrets.token_hex(4)}"
    renamed = patiently(f'ren "%~j\\{new}" claim', taken='"%~j\\claim"')
    take = (
        f'(if not exist "%~j\\claim" md "%~j\\{new}\\fenced"&&({renamed})'
        f'&(if not {DONE} (rd "%~j\\{new}\\fenced"&rd "%~j\\{new}")))2>nul'
    )
    return _at(
        folder,
        _MAKE,
        f"({take})",
        f'(if not exist "%~j\\claim" exit {NO_FOLDER})',
        _STATE,
        f"(if not !clprun!==RUNNING schtasks /delete /tn {_task(folder)} /f >nul 2>&1)",
        _OUTPUT,
    )


def watch(folder: str, pauses: Sequence[float] = ()) -> str:
    """A command line that waits for a job's end and tells its state: a line of facts, then the end of its output.

    Args:
        folder: the job's folder.
        pauses: seconds between looks; cmd.exe can wait no more exactly than for the next echo of ``ping``, which takes
            a moment for the first and a second for each further one.
    """
    return f"{QUIET}{look(folder, pauses)}"


def look(folder: str, pauses: Sequence[float] = ()) -> str:
    """What :func:`watch` does, as part of a line."""
    return _for(folder, _wait(pauses), _STATE, _OUTPUT)


def live_jobs(runs_folder: str, *, staying: bool = False) -> str:
    r"""Part of a line that prints ``RUN\jobs\JOB`` of every running job below a folder of runs; as on Linux."""
    counts = "" if staying else 'if not exist "%~j\\stays" '
    running = f'(set clprun=&{_HELD}&(if defined clprun if not exist "%~j\\exit" {counts}echo %~j))'
    return within(runs_folder, f"for /d %r in (*) do for /d %j in (%r\\jobs\\*) do {BEGAN} {running}")


def within(folder: str, part: str) -> str:
    """Part of a line that does something in a folder, where it is there: wildcards stand without quotation marks."""
    return f"(pushd {absolute(folder)} 2>nul&&(({part})&popd))"


_MAKE = f'((if not exist "%~j" md "%~j")&(if not exist "%~j" exit {NO_FOLDER}))'


def _at(folder: str, *parts: str) -> str:
    return f"{QUIET}{_for(folder, *parts)}"


def _for(folder: str, *parts: str) -> str:
    return f"for %j in ({absolute(folder)}) do ({'&'.join(part for part in parts if part)})"


def _put_together(token: str, pieces: int, size: int) -> str:
    """Makes the batch file of its pieces; it gets its name only when it is whole."""
    whole = patiently("ren %c job.cmd", taken='"%~j\\job.cmd"')
    names = "+".join(f'"%~j\\{token}.{number}"' for number in range(pieces))
    return (
        f'(if not exist "%~j\\job.cmd" (>nul copy /b {names} "%~j\\{token}.all"'
        f'&(>"%~j\\said" 2>&1 certutil -f -decode "%~j\\{token}.all" "%~j\\{token}.cmd")'
        f'&(for %c in ("%~j\\{token}.cmd") do if "%~zc"=="{size}" ({whole}))'
        f'&del /q "%~j\\{token}.*"))'
    )


def _send_off(folder: str, plan: str, token: str) -> str:
    """Lets the Task Scheduler start the job and waits for its claim.

    Releases that know no plan (Windows Server 2003) get a task with the settings of ``schtasks``, and want seconds in a
    time.

    Args:
        folder: the job's folder.
        plan: base64 of :func:`_plan`.
        token: begins the names of the plan's files, nobody else's.
    """
    task, said, file = _task(folder), '"%~j\\said" 2>&1', f"%~j\\{token}.plan"
    program = absolute(rf"{folder}\job.cmd").replace('"', r"\"")
    create = f'schtasks /create /f /tn {task} /tr "cmd.exe /d /c {program}" /sc once /ru SYSTEM /st 00:00'
    planned = (
        f'(>"{file}" echo {plan})&(>{said} certutil -f -decode "{file}" "{file}.xml")'
        f'&(>{said} schtasks /create /f /tn {task} /xml "{file}.xml"||>{said} {create}||>{said} {create}:00)'
        f'&del /q "{file}*"'
    )
    turns = f'for /l %n in (1,1,{_CLAIM_TURNS}) do if not exist "%~j\\claim" >nul ping -n'
    return (
        f'({tell_boot()})>"%~j\\boot"&{planned}&(>>{said} schtasks /run /tn {task})'
        f"&({turns} 1 127.0.0.1)&({turns} 2 127.0.0.1)"
    )


def _wait(pauses: Sequence[float]) -> str:
    short = [pause for pause in pauses if pause < _LONG_PAUSE][-_SHORT_LOOKS:]
    echoes = " ".join("1" * len(short) + "2" * sum(pause >= _LONG_PAUSE for pause in pauses))
    return f'(for %n in ({echoes}) do {BEGAN} if not exist "%~j\\exit" >nul ping -n %n 127.0.0.1)' if pauses else ""


def _plan(folder: str) -> bytes:
    """The task of a job, which nothing starts but clprun.

    ``schtasks`` by itself gives a task less of the processor and of the disks than others (priority 7), does not start
    it while a battery supplies the node, a UPS for instance, and ends it after three days.
    """
    job = escape(rf"{folder}\job.cmd")
    return _PLAN.format(job=job).encode("ascii", "xmlcharrefreplace")


def _task(folder: str) -> str:
    """Name of a job's task."""
    *_, run, _, job = folder.split("\\")
    return f"clprun-{run}-{job}"


def _batch_file(folder: str, argv: Sequence[str], work: str, guard: str) -> bytes:
    """The batch file in a code page that cmd.exe is told to read it in; ASCII is the same in all of them.

    Code page 932 takes only what comes back from it, so that no argument arrives as a look-alike of itself.
    """
    place = "cd /d {} || exit 1\n".format('"%SystemDrive%\\"' if work == "/" else command((work,)))
    place, program = ("", argv[1]) if argv[0] == BATCH else (place, command(argv))
    held = _GUARD.format(guard=guard) if guard else ""
    told = patiently("ren exit.new exit", in_batch=True)
    values = {"task": _task(folder), "place": place, "program": program, "guard": held, "told": told}
    for encoding, code_page in (("ascii", ""), ("cp932", "chcp 932 >nul\n")):
        try:
            return encode(_JOB.format(**values, code_page=code_page).replace("\n", "\r\n"), encoding)
        except Unencodable:
            continue
    return encode(_JOB.format(**values, code_page="chcp 65001 >nul\n").replace("\n", "\r\n"), "utf-8")
