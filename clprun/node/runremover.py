"""Removes what runs have left on a node. Only whoever cleans up makes one; no question and no run can do this."""

from collections.abc import Sequence

from clprun.errors import Problem, StepFailed
from clprun.model.cluster import Platform
from clprun.node.lockscript import plain
from clprun.node.shell import MESSAGES_IN_ENGLISH, quote, tail
from clprun.node.windows import runfolders as windows
from clprun.node.windows.state import state_folder as windows_state_folder
from clprun.transport.base import Connection

__all__ = ["RunFolderRemover"]

_DEADLINE = 300.0


class RunFolderRemover:
    """Removes folders of runs from one node.

    Args:
        connection: the way to the node.
        node: name of the node, for problems.
        platform: its operating system family.
        state_folder: where clprun keeps its things on the node.
    """

    def __init__(self, connection: Connection, node: str, platform: Platform, state_folder: str) -> None:
        self._connection = connection
        self._node = node
        self._on_windows = platform is Platform.WINDOWS
        self._state_folder = windows_state_folder(state_folder) if self._on_windows else state_folder

    def remove(self, runs: Sequence[str]) -> None:
        """Remove the folders of these runs; one that is gone already is no failure.

        Raises:
            StepFailed: one is still there, whole or in part.
            LinkLost: the link went away; what is left is removed by the next try.
        """
        names = [plain(run) for run in runs]
        scripts = windows.remove(self._state_folder, names) if self._on_windows else [self._script(names)]
        for script in scripts:
            raw = self._connection.run(script, deadline=_DEADLINE)
            if raw.exit_code != 0:
                values, output = {"folder": self._state_folder}, tail(raw.out, raw.err) or None
                raise StepFailed(Problem("node.run_folders_stay", {**values}, node=self._node, output=output))

    def _script(self, names: Sequence[str]) -> str:
        """What was mounted below a folder stays, and with it the folder."""
        folders = " ".join(names)
        return (
            f"{MESSAGES_IN_ENGLISH}runs={quote(self._state_folder)}/runs\n"
            '[ -e "$runs" ] || exit 0\n'
            f'cd -- "$runs" && rm -rf --one-file-system -- {folders} && sync .\n'
        )
