r"""The batch files of jobs that copy, compare and remove whole folders on Windows. Pure.

Each can be killed anywhere: what it leaves under a name of :func:`clprun.node.edits.beside` is cleared away or finished
by the next try, and what lies under a real name is always whole. Nothing is done through a link: a folder that is one
or holds one is refused, since not every release's ``rmdir /s`` stops at a junction.

Nothing is taken for proven because a program failed or is missing: whether a path is a link is told by two different
exit codes of ``fsutil``, and what is gone through is counted by other programs, too.

Run in the folder of the job, where the lists are written, with delayed expansion off.
"""

from pathlib import PureWindowsPath

from clprun.model.folders import CopyTree, RemoveTree
from clprun.node import foothold, trees
from clprun.node.edits import temporary_file
from clprun.node.trees import leftovers, places
from clprun.node.windows.cmd import Unquotable, absolute
from clprun.node.windows.jobscript import BATCH
from clprun.node.windows.patience import TRIES, patiently

__all__ = ["REFUSALS", "argv", "places"]

_DIFFERENT, _NO_FOLDER, _IS_LINK, _TAKEN, _HAS_LINK, _NOT_COPIED, _NOT_RENAMED, _NOT_REMOVED = range(91, 99)

REFUSALS = {**trees.REFUSALS, _HAS_LINK: "node.link_in_tree"}
"""Codes of the message catalogue by exit code of a batch file; the numbers are those of the Linux scripts."""

_BEGIN = r"""
set "here=%cd%"
call :named
if not defined lost goto begin
rem A code page that has all names; before Windows Server 2008, batch files stop in it.
ver | find " 5." >nul && goto begin
chcp 65001 >nul
call :named
goto begin
rem Whether a name is lost on its way through the code page.
:named
set lost=
type nul >names
for %%f in ({named}) do dir /s /b /a %%f >>names 2>nul
for /f "usebackq delims=" %%f in ("names") do if not exist "%%f" set lost=yes
find "?" names >nul && set lost=yes
exit /b 0
:begin
"""

_ON_VOLUMES = f"""
rem Each drive has the serial number it was planned to have.
call :volume %from_drive% %from_serial%
call :volume %to_drive% %to_serial%
goto work
:volume
if "%2"=="" exit /b 0
vol %1 2>nul | find "%2" >nul && exit /b 0
vol %1
exit {foothold.NOT_THE_VOLUME}
:work
"""

_COPY = rf"""
call :kind "%source%"
if %errorlevel%==0 exit {_IS_LINK}
if not exist "%source%\" exit {_NO_FOLDER}
if exist "%destination%" exit {_TAKEN}
call :kind "%destination%"
if %errorlevel%==0 exit {_TAKEN}
call :free "%source%" || exit {_HAS_LINK}
call :clear "%new%" || exit {_NOT_COPIED}
robocopy /? >nul 2>nul
if %errorlevel% geq 9009 goto old
robocopy "%source%" "%new%" /E /COPY:DATSO /R:1 /W:1 /XJ /NP /NFL /NDL /NJH /NJS
if %errorlevel% geq 8 goto fail
goto copied
:old
xcopy "%source%" "%new%\" /e /i /h /k /o /r /y /q
if %errorlevel% geq 2 goto fail
rem Of an empty folder there is nothing to copy.
if not exist "%new%\" md "%new%"
:copied
call :equal "%source%" %source_length% "%new%" %new_length% || goto differ
call :renamed "%new%" "%destination_name%" && exit 0
call :clear "%new%"
exit {_NOT_RENAMED}
:differ
call :clear "%new%"
exit {_DIFFERENT}
:fail
call :clear "%new%"
exit {_NOT_COPIED}
"""

_REMOVE = rf"""
set finished=
if exist "%old%" set finished=yes
call :clear "%old%" || exit {_NOT_REMOVED}
if not exist "%folder%\" goto aside
call :kind "%folder%"
if %errorlevel%==0 goto link
call :free "%folder%" || exit {_HAS_LINK}
call :renamed "%folder%" "%moved_name%" || exit {_NOT_RENAMED}
goto aside
:link
if not defined finished if not exist "%moved%" exit {_IS_LINK}
:aside
if not exist "%moved%\" exit 0
if not defined copy goto go
call :equal "%moved%" %moved_length% "%copy%" %copy_length% && goto go
call :renamed "%moved%" "%folder_name%" || exit {_NOT_RENAMED}
exit {_DIFFERENT}
:go
call :renamed "%moved%" "%old_name%" || exit {_NOT_RENAMED}
call :clear "%old%" || exit {_NOT_REMOVED}
exit 0
"""

_TELL = r"""
  set "path_=%%f"
  set "kind=%%~af"
  set "facts=%%~tf %%~zf"
  set /a count+=1
  setlocal enabledelayedexpansion
  if "!kind:~0,1!"=="d" set "facts="
  >>%3 echo !kind:~0,2!!kind:~3,2! !facts! "!path_:~%2!"
  endlocal
"""

_COMPARE = r"""
  set "path_=%%f"
  set /a count+=1
  setlocal enabledelayedexpansion
  fc /b "!path_!" "%~3!path_:~%2!" >nul || (echo "!path_:~%2!"&exit /b 1)
  endlocal
"""


def _each(name: str, switches: str, body: str) -> str:
    """Lines that do something with each thing in the folder ``%~1``, by its path ``%%f``.

    A list has hidden files, too, but its names go through the code page; where one would be lost, cmd.exe goes through
    the folder by itself, which passes hidden files by.

    Args:
        name: of the place in the batch file.
        switches: of the ``dir`` that lists them: ``/a`` = all, ``/a-d`` = files.
        body: what to do.
    """
    of_folders = f'for /r "%~1" %%f in (.) do if /i not "%%~ff"=="%~1" ({body.replace("%%f", "%%~ff")})\n'
    return (
        f"if defined lost goto {name}_natively\n"
        f'dir /s /b {switches} /on "%~1" >names 2>nul\n'
        f'for /f "usebackq delims=" %%f in ("names") do ({body})\n'
        f"goto {name}_done\n:{name}_natively\n"
        f'for /r "%~1" %%f in (*) do ({body})\n{of_folders if switches == "/a" else ""}:{name}_done\n'
    )


_ROUTINES = r"""
rem 0 = a link, 1 = none, else nobody knows.
:kind
fsutil reparsepoint query "%~1" >nul 2>nul
exit /b %errorlevel%

rem Whether a folder is a real one and holds no link.
:free
call :kind "%~1"
if not %errorlevel%==1 exit /b 1
if not exist "%~1\" exit /b 1
dir /s /a "%~1" >links 2>nul || exit /b 1
findstr /c:"<JUNCTION>" /c:"<SYMLINK" links >nul
if not %errorlevel%==1 exit /b 1
exit /b 0

:clear
if exist "%~1\" goto folder
if not exist "%~1" exit /b 0
del /f /q "%~1"
if exist "%~1" exit /b 1
exit /b 0
:folder
set tries=0
:again
call :free "%~1" || exit /b 1
rmdir /s /q "%~1"
if not exist "%~1" exit /b 0
set /a tries+=1
if %tries%=={tries} exit /b 1
ping -n 2 127.0.0.1 >nul
goto again

rem What was just written is kept by a virus scanner for a while.
:renamed
{renamed}
if not defined renamed exit /b 1
exit /b 0

rem Whether two folders hold the same. Each is followed by the length of its path.
:equal
call :free "%~1" || exit /b 1
call :free "%~3" || exit /b 1
call :listed "%~1" %2 list.1 || exit /b 1
call :listed "%~3" %4 list.2 || exit /b 1
fc list.1 list.2 || exit /b 1
call :contents "%~1" %2 "%~3" || exit /b 1
icacls /? >nul 2>nul || exit /b 0
call :rights "%~1" rights.1
call :rights "%~3" rights.2
fc rights.1 rights.2
exit /b %errorlevel%

rem Attributes, time and size of all that is in a folder; of folders only attributes.
:listed
set count=0
type nul >%3
{each_thing}call :counted "%~1" /a
exit /b %errorlevel%

rem Whether as many were gone through as there are.
:counted
set proven=
dir /s /b %2 "%~1" 2>nul | find /c /v "" >number
for /f "usebackq" %%n in ("number") do if %%n==%count% set proven=yes
if not defined proven exit /b 1
exit /b 0

:contents
set count=0
{each_file}call :counted "%~1" /a-d
exit /b %errorlevel%

rem Access rights that are not inherited: those would be others elsewhere.
:rights
pushd "%~1"
icacls . /t | find /v "(I)" >"%here%\%2"
popd
exit /b 0
"""


def _routines() -> str:
    """The routines with what they share with others put in its places."""
    lines = {
        "{each_thing}": _each("listed", "/a", _TELL),
        "{each_file}": _each("compared", "/a-d", _COMPARE),
        "{renamed}": patiently('ren "%~1" "%~2"', in_batch=True),
        "{tries}": str(TRIES),
    }
    text = _ROUTINES
    for place, line in lines.items():
        text = text.replace(place, line)
    return text


def argv(action: CopyTree | RemoveTree) -> tuple[str, ...]:
    """The batch file of the job that carries it out, in the place of a program.

    Raises:
        Unquotable: a path is not that of a folder, or can't stand in a batch file.
    """
    if isinstance(action, CopyTree):
        destination = _folder(action.destination)
        values = {"source": _folder(action.source), "new": temporary_file(destination), "destination": destination}
        begin, work = _BEGIN.format(named='"%source%"'), _COPY
    else:
        folder = _folder(action.path)
        moved, old = leftovers(folder)
        copy = "" if action.copy is None else _folder(action.copy)
        values = {"folder": folder, "moved": moved, "old": old, "copy": copy}
        begin, work = _BEGIN.format(named='"%folder%" "%moved%"'), _REMOVE
    settings = "".join(_set(name, value) for name, value in values.items())
    settings += _set_volume("from", action.volumes.source) + _set_volume("to", action.volumes.destination)
    return (BATCH, settings + _ON_VOLUMES + begin + work + _routines())


def _folder(path: str) -> str:
    """The path without a backslash at its end, which would follow a link."""
    plain = absolute(path).strip('"')
    if plain.endswith((":", "\\.")):
        raise Unquotable(path)
    return plain


def _set(name: str, path: str) -> str:
    """Puts a path, its last part and its length in cmd.exe's characters into variables."""
    length = len(path.encode("utf-16-le")) // 2
    return f'set "{name}={path}"\nset "{name}_name={PureWindowsPath(path).name}"\nset {name}_length={length}\n'


def _set_volume(name: str, volume: str) -> str:
    """Puts serial number and drive of a volume into variables."""
    serial, _, drive = volume.partition(" ")
    return f'set "{name}_serial={serial}"\nset "{name}_drive={drive[:2]}"\n'
