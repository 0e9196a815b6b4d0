"""Faults of the WinRM service of the lab's Windows nodes."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "lab.fault_winrm": Entry(Text(en="WinRM of {node}: {fault}", ja="{node} の WinRM {fault}")),
    "lab.no_winrm": Entry(
        Text(en="The nodes of this lab are not Windows.", ja="このラボのノードは Windows ではありません。"),
        next=Text(
            en="Bring up a lab with Windows nodes first: clprun lab up --for RUNBOOK",
            ja="先に Windows ノードのラボを起動してください: clprun lab up --for RUNBOOK",
        ),
    ),
}
