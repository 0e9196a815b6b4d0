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
    "commands.help_lab_fault": Entry(
        Text(
            en="Cause a fault in the lab, list faults, or clear them.", ja="ラボに障害を起こす、一覧を見る、解除する。"
        ),
        why=Text(
            en=(
                "kill NODE NAME: end processes.\nlink NODE down|up: cut the network.\n"
                "crash|hang|reboot NODE: the whole node.\ndisk full|gone|read-only: the shared disk.\n"
                "fill NODE: no free space on its own disk.\n"
                "clock NODE +SECONDS: what date answers.\n"
                "command NAME fail|hang|die|lie: a product command.\n"
                "winrm NODE FAULT TIMES: WinRM of a Windows node, the next TIMES times.\n"
                "list: faults in force.\nclear: end them all."
            ),
            ja=(
                "kill NODE NAME: プロセスの強制終了\nlink NODE down|up: ネットワークの切断・接続\n"
                "crash|hang|reboot NODE: ノード全体\ndisk full|gone|read-only: 共有ディスク\n"
                "fill NODE: ノード自身のディスクの空き容量\n"
                "clock NODE +SECONDS: date が返す時刻\n"
                "command NAME fail|hang|die|lie: 製品コマンド\n"
                "winrm NODE FAULT TIMES: Windows ノードの WinRM (次の TIMES 回)\n"
                "list: 有効な障害の一覧\nclear: すべて解除"
            ),
        ),
    ),
}
