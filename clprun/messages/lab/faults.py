"""Faults in the lab."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "lab.no_faults": Entry(Text(en="No fault holds.", ja="有効な障害はありません。")),
    "lab.fault_made": Entry(Text(en="Done.", ja="実行しました。")),
    "lab.faults_cleared": Entry(Text(en="All faults are cleared.", ja="すべての障害を解除しました。")),
    "lab.fault_link": Entry(Text(en="link {node} down", ja="{node} のネットワーク切断")),
    "lab.fault_node": Entry(Text(en="{node} {effect}", ja="{node} {effect}")),
    "lab.fault_disk": Entry(Text(en="disk {effect}", ja="共有ディスク {effect}")),
    "lab.fault_full": Entry(Text(en="no free space on {node}", ja="{node} の空き容量なし")),
    "lab.no_read_only_disk": Entry(
        Text(
            en="The shared disk can't be made read-only here: {reason}",
            ja="このラボの共有ディスクは読み取り専用にできません: {reason}",
        ),
        next=Text(
            en="It can where the lab has loop devices; see: clprun lab doctor",
            ja="ループデバイスを使えるラボではできます。確認: clprun lab doctor",
        ),
    ),
    "lab.fault_clock": Entry(Text(en="clock {node} {seconds} s", ja="{node} の時計 {seconds} 秒")),
    "lab.fault_busy": Entry(
        Text(
            en="a virus scanner on {node} holds new files for {seconds} s",
            ja="{node} のウイルス対策ソフトが新しいファイルを {seconds} 秒使用中",
        )
    ),
    "lab.fault_command": Entry(Text(en="command {name} {effect}", ja="コマンド {name} {effect}")),
    "lab.unknown_fault": Entry(
        Text(en="There is no fault {fault}.", ja="障害 {fault} はありません。"),
        next=Text(
            en="Known: kill, link, crash, hang, reboot, disk, fill, clock, busy, command, winrm, list, clear.",
            ja="使えるもの: kill, link, crash, hang, reboot, disk, fill, clock, busy, command, winrm, list, clear",
        ),
    ),
    "lab.fault_usage": Entry(Text(en="Use it so: clprun lab fault {usage}", ja="使い方: clprun lab fault {usage}")),
    "lab.unknown_effect": Entry(
        Text(en="{effect} is none of {known}.", ja="{effect} は {known} のいずれでもありません。")
    ),
    "lab.unknown_node": Entry(
        Text(en="There is no node {node}; the lab has {nodes}.", ja="ノード {node} はありません。ラボのノード: {nodes}")
    ),
    "lab.node_is_off": Entry(
        Text(en="{node} is off.", ja="{node} は停止しています。"),
        next=Text(
            en="Switch it on with: clprun lab fault reboot {node}",
            ja="次のコマンドで起動できます: clprun lab fault reboot {node}",
        ),
    ),
    "lab.no_such_process": Entry(
        Text(en="No process on {node} is called {name}.", ja="{node} に {name} という名前のプロセスはありません。")
    ),
}
