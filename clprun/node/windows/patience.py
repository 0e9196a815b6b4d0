"""Doing again what Windows refuses for a moment. Pure.

What has just been written is read by a virus scanner, an indexer or a backup agent, and as long as one of them has it
open, Windows refuses to rename or remove it or the folder that it lies in: mostly for seconds, half a minute at worst
(github.com/TencentBlueKing/bk-lite issue 4577, github.com/rust-lang/rustup issue 1912).
"""

__all__ = ["DONE", "TRIES", "patiently", "removed"]

TRIES = 30
"""A second lies between two."""

_PAUSE = ">nul ping -n 2 127.0.0.1"

DONE = "defined renamed"
"""A condition: :func:`patiently` had success."""


def patiently(act: str, taken: str = "", *, in_batch: bool = False) -> str:
    """Commands that do something until it works, and speak only of the last try; :data:`DONE` tells what came of it.

    Args:
        act: a command that fails with an exit code, without a redirection of its standard output.
        taken: a path, quoted, that makes further tries useless once something lies there.
        in_batch: whether they stand in a batch file.
    """
    still = f"if not {DONE} {f'if not exist {taken} ' if taken else ''}"
    turn = "%%t" if in_batch else "%t"
    then = '&&set "renamed=1"'
    return (
        f'set "renamed="&(for /l {turn} in (2,1,{TRIES}) do {still}({act} >nul 2>nul{then}||{_PAUSE}))'
        f"&({still}({act} >nul{then}))"
    )


def removed(path: str) -> str:
    """Commands that remove a folder with all that is in it, in as many tries.

    Args:
        path: quoted.
    """
    return f"(for /l %t in (1,1,{TRIES}) do if exist {path} (rd /s /q {path} 2>nul&if exist {path} {_PAUSE}))"
