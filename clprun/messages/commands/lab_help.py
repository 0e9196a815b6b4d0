"""Help of the lab's commands."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "commands.help_lab": Entry(
        Text(
            en="Rehearse on two nodes on this machine (Linux only).",
            ja="このマシン上の 2 つのノードでリハーサルを行います (Linux のみ)。",
        ),
    ),
    "commands.help_lab_up": Entry(
        Text(
            en="Bring up two nodes that answer SSH; nothing is downloaded, no port is opened.",
            ja="SSH に応答するノードを 2 台起動します。ダウンロードもポートの公開もしません。",
        ),
    ),
    "commands.help_lab_down": Entry(
        Text(en="Take the lab down; nothing of it is left.", ja="ラボを終了し、跡を残さず片付けます。")
    ),
    "commands.help_lab_status": Entry(
        Text(
            en="Show the lab's tier, its nodes and faults, and what in it is not real.",
            ja="ラボのティア、ノード、障害、および本物と異なる点を表示します。",
        ),
    ),
    "commands.help_lab_doctor": Entry(
        Text(
            en="Say which tier this machine can give, and what would help.",
            ja="このマシンで使えるティアと、不足しているものを表示します。",
        ),
    ),
    "commands.help_lab_shell": Entry(
        Text(
            en="Run a command on a node, or a shell; arguments after -- are passed on unchanged.",
            ja="ノードでコマンドまたはシェルを実行します。-- 以降の引数はそのまま渡します。",
        ),
    ),
    "commands.help_lab_fault": Entry(Text(en="Cause a fault in the lab.", ja="ラボに障害を起こします。")),
    "commands.help_lab_fault_kill": Entry(
        Text(en="Kill the processes of that name on a node.", ja="ノード上で、その名前のプロセスを強制終了します。")
    ),
    "commands.help_lab_fault_link": Entry(
        Text(en="Cut a node off the network, or connect it.", ja="ノードのネットワークを切断または接続します。")
    ),
    "commands.help_lab_fault_crash": Entry(Text(en="Take a node's power away.", ja="ノードの電源を断ちます。")),
    "commands.help_lab_fault_hang": Entry(
        Text(en="Freeze all processes of a node.", ja="ノードの全プロセスを凍結します。")
    ),
    "commands.help_lab_fault_reboot": Entry(Text(en="Boot a node again.", ja="ノードを再起動します。")),
    "commands.help_lab_fault_disk": Entry(
        Text(en="Fill the shared disk, or take it away.", ja="共有ディスクを満杯にする、または取り外します。")
    ),
    "commands.help_lab_fault_clock": Entry(
        Text(
            en="Put a node's clock forward or back by some seconds.",
            ja="ノードの時計を指定した秒数だけ進める、または戻します。",
        )
    ),
    "commands.help_lab_fault_command": Entry(
        Text(
            en="Let a product command fail, hang, or die half way.",
            ja="製品のコマンドを失敗させる、停止させる、または途中で異常終了させます。",
        )
    ),
    "commands.help_lab_fault_list": Entry(Text(en="List the faults in force.", ja="発生中の障害を一覧表示します。")),
    "commands.help_lab_fault_clear": Entry(Text(en="Take all faults away.", ja="すべての障害を解消します。")),
}
