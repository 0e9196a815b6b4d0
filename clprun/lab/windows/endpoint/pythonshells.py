"""Shells without Windows: a Python function answers each command line. For tests of what lies above the transport."""

import io
from collections.abc import Callable
from threading import Condition, Thread
from typing import BinaryIO

from clprun.lab.windows.endpoint.output import Output
from clprun.lab.windows.endpoint.shellhost import ShellSettings

__all__ = ["PythonShells"]

Function = Callable[[str, BinaryIO, int], tuple[int, bytes, bytes]]


class PythonShells:
    """A ShellHost of one function.

    Args:
        function: gets the command line as CreateProcess would, the standard input (reading it waits for what the
            client sends) and the code page; gives exit code, output and error output. It runs in a thread of its own.
    """

    def __init__(self, function: Function) -> None:
        self._function = function

    def open(self, settings: ShellSettings) -> "_Shell":
        """A new shell."""
        return _Shell(self._function, settings)


class _Shell:
    def __init__(self, function: Function, settings: ShellSettings) -> None:
        self._function = function
        self._settings = settings
        self._processes: list[_Process] = []

    def start(self, line: str, output: Output) -> "_Process":
        process = _Process()
        self._processes.append(process)
        Thread(target=self._run, args=(line, process.stdin, output), daemon=True).start()
        return process

    def close(self) -> None:
        for process in self._processes:
            process.terminate()

    def _run(self, line: str, stdin: "_Input", output: Output) -> None:
        exit_code, out, err = self._function(line, io.BufferedReader(stdin), self._settings.code_page)
        output.write("stdout", out)
        output.write("stderr", err)
        output.finish(exit_code)


class _Process:
    def __init__(self) -> None:
        self.stdin = _Input()

    def write(self, data: bytes, *, end: bool) -> None:
        self.stdin.add(data, end=end)

    def interrupt(self) -> None:
        self.stdin.add(b"", end=True)

    def terminate(self) -> None:
        self.stdin.add(b"", end=True)


class _Input(io.RawIOBase):
    """A standard input that waits for what is sent."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._ended = False
        self._changed = Condition()

    def add(self, data: bytes, *, end: bool) -> None:
        with self._changed:
            self._waiting += data
            self._ended |= end
            self._changed.notify_all()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base class takes any buffer
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended)
            taken = self._waiting[: len(buffer)]
            del self._waiting[: len(taken)]
        buffer[: len(taken)] = taken
        return len(taken)
