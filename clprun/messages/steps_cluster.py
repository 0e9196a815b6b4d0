"""What is found and done in a cluster as a whole and to its failover group."""

from clprun.messages.catalog import Entry, Text

__all__ = ["CLUSTER"]

_LOOK = Text(
    en="Look at clpstat and the alert log, remove the cause, then go on.",
    ja="clpstat とアラートログを確認し、原因を取り除いてから続行してください。",
)
_WAIT = Text(en="Wait until it is done, then resume the run.", ja="完了を待ってから再開してください。")

_MOVE_GROUP = Text(
    en="Move it there (clpgrp -m {group}), or correct the roles in the inventory.",
    ja="グループを移動 (clpgrp -m {group}) するか、インベントリの role を修正してください。",
)

CLUSTER: dict[str, Entry] = {
    "cluster.not_installed": Entry(
        Text(en="CLUSTERPRO is not installed.", ja="CLUSTERPRO がインストールされていません。"),
        why=Text(en="/usr/sbin/clpstat is not there.", ja="/usr/sbin/clpstat がありません。"),
        next=Text(
            en="Install CLUSTERPRO X and build the cluster first.",
            ja="先に CLUSTERPRO X のインストールとクラスタの構築を行ってください。",
        ),
    ),
    "cluster.status_refused": Entry(
        Text(
            en="clpstat does not tell the state of the cluster (exit code {exit}).",
            ja="clpstat がクラスタの状態を表示しません (終了コード {exit})。",
        ),
        why=Text(
            en="It refuses while the cluster is suspended; otherwise the cluster service may not run here.",
            ja="クラスタのサスペンド中は拒否されます。そうでなければ、このノードでクラスタサービスが動作していない可能性があります。",
        ),
        next=Text(
            en="Suspended: find out who did it and why, then clpcl --resume -a. "
            "Stopped: look at the alert log (cl 18), then clpcl -s on that server. Then go on.",
            ja="サスペンド中の場合は、理由を確認して clpcl --resume -a を実行してください。"
            "停止中の場合は、アラートログ (cl 18) を確認して、そのサーバで clpcl -s を実行してください。"
            "その後、続行してください。",
        ),
    ),
    "cluster.status_not_understood": Entry(
        Text(en="The output of clpstat was not understood: {line}", ja="clpstat の出力を解釈できません: {line}"),
        why=Text(
            en="A version or language that clprun does not know.",
            ja="対応していないバージョンまたは言語の可能性があります。",
        ),
        next=Text(
            en="Nothing was concluded from it. Report the output below.",
            ja="出力からは何も判断していません。下記の出力をご連絡ください。",
        ),
    ),
    "cluster.unknown_word": Entry(
        Text(en="clpstat uses words that clprun does not know: {words}.", ja="clpstat に未知の語があります: {words}"),
        why=Text(en="An unknown state never counts as any other.", ja="未知の状態を他の状態とみなすことはありません。"),
        next=Text(en="Report these words; nothing was changed.", ja="この語をご連絡ください。変更は行っていません。"),
    ),
    "cluster.busy": Entry(
        Text(en="The cluster is busy: something starts or stops.", ja="クラスタが起動・停止などの処理中です。"),
        next=_WAIT,
    ),
    "cluster.suspended": Entry(
        Text(en="The cluster is suspended.", ja="クラスタがサスペンドされています。"),
        next=Text(
            en="Find out who suspended it and why; resume it (clpcl --resume -a), then go on.",
            ja="サスペンドした理由を確認し、リジューム (clpcl --resume -a) してから続行してください。",
        ),
    ),
    "cluster.no_configuration": Entry(
        Text(en="{path} is not there.", ja="{path} がありません。"),
        next=Text(
            en="Build the cluster first. On Windows, where CLUSTERPRO or EXPRESSCLUSTER lies elsewhere (where clpstat"
            " tells), give clusterpro_folder in the inventory.",
            ja="先にクラスタを構築してください。Windows で CLUSTERPRO または EXPRESSCLUSTER が別の場所にある場合は "
            "(where clpstat で確認)、インベントリに clusterpro_folder を指定してください。",
        ),
    ),
    "cluster.server_not_online": Entry(
        Text(en="Server {name} is {state}.", ja="サーバ {name} の状態が {state} です。"), next=_LOOK
    ),
    "cluster.heartbeat_not_normal": Entry(
        Text(
            en="Heartbeat {name} of server {server} is {state}.",
            ja="サーバ {server} のハートビートリソース {name} の状態が {state} です。",
        ),
        next=_LOOK,
    ),
    "cluster.monitor_not_normal": Entry(
        Text(en="Monitor {name} is {state}.", ja="モニタリソース {name} の状態が {state} です。"), next=_LOOK
    ),
    "cluster.monitor_doubtful": Entry(
        Text(en="Monitor {name} is {state}.", ja="モニタリソース {name} の状態が {state} です。"),
        next=Text(
            en="Bring it to normal, then go on; --accept monitors goes on with what was known before the run.",
            ja="正常に戻してから続行してください。"
            "作業前から把握している状態であれば --accept monitors で続行できます。",
        ),
    ),
    "group.other_order": Entry(
        Text(
            en="Group {group} runs on {found}, in this order; the inventory says {wanted}.",
            ja="グループ {group} のサーバの優先順位は {found} です (インベントリでは {wanted})。",
        ),
        why=Text(
            en="The first server is where the group starts, and where it falls back to.",
            ja="グループは先頭のサーバで起動し、フェイルバックします。",
        ),
        next=Text(
            en="Change the order in Cluster WebUI, or the roles in the inventory; --accept group goes on as it is.",
            ja="Cluster WebUI で順位を変更するか、インベントリの役割を直してください。"
            "--accept group でこのまま続行できます。",
        ),
    ),
    "group.not_automatic": Entry(
        Text(en="Group {group} does not start with the cluster.", ja="グループ {group} は自動起動しない設定です。"),
        next=Text(
            en="Change its start-up attribute in Cluster WebUI, or group_start; --accept group goes on as it is.",
            ja="Cluster WebUI で起動属性を変更するか、group_start を直してください。"
            "--accept group でこのまま続行できます。",
        ),
    ),
    "group.not_manual": Entry(
        Text(en="Group {group} starts with the cluster.", ja="グループ {group} は自動起動する設定です。"),
        next=Text(
            en="Change its start-up attribute in Cluster WebUI, or group_start; --accept group goes on as it is.",
            ja="Cluster WebUI で起動属性を変更するか、group_start を直してください。"
            "--accept group でこのまま続行できます。",
        ),
    ),
    "group.server_unknown": Entry(
        Text(
            en="The cluster has no server that node {server} could be.",
            ja="ノード {server} に当たるサーバがクラスタにありません。",
        ),
        next=Text(
            en="Compare the inventory's names with the servers in Cluster WebUI.",
            ja="インベントリの名前と Cluster WebUI のサーバを比べてください。",
        ),
    ),
    "cluster.monitors_make_paused": Entry(
        Text(en="Suspend monitors: {monitors}", ja="モニタリソースを一時停止します: {monitors}")
    ),
    "cluster.monitors_make_watching": Entry(
        Text(en="Let monitors watch again: {monitors}", ja="モニタリソースを再開します: {monitors}")
    ),
    "cluster.monitors_not_paused": Entry(
        Text(en="Not suspended: {monitors}.", ja="一時停止していません: {monitors}"), next=_LOOK
    ),
    "cluster.monitors_not_watching": Entry(
        Text(en="Still suspended: {monitors}.", ja="一時停止したままです: {monitors}"), next=_LOOK
    ),
    "cluster.monitor_absent": Entry(
        Text(en="There is no monitor {monitor}.", ja="モニタリソース {monitor} がありません。"),
        next=Text(
            en="Compare the name with clpstat's list, and put the right one into the inventory.",
            ja="clpstat の一覧と比べ、インベントリの名前を直してください。",
        ),
    ),
    "cluster.monitor_does_not_watch": Entry(
        Text(
            en="Monitor {monitor} is {state}: there is nothing to pause.",
            ja="モニタリソース {monitor} は {state} のため、一時停止できません。",
        ),
        next=Text(
            en="Start the group that it watches, then go on.", ja="監視対象のグループを起動してから続行してください。"
        ),
    ),
    "cluster.monitors_paused_by_run": Entry(
        Text(
            en="These monitors were suspended and watch nothing: {monitors}.",
            ja="次のモニタリソースを一時停止しており、監視が行われていません: {monitors}",
        )
    ),
    "cluster.mirror_not_in_sync": Entry(
        Text(en="Mirror monitor {monitor} is {state}.", ja="ミラーのモニタリソース {monitor} の状態が {state} です。"),
        why=Text(
            en="The group must not leave the node that has the newest data.",
            ja="最新データを持つノードからグループを動かすことはできません。",
        ),
        next=Text(
            en="Wait for the mirror to be in sync, then go on.", ja="ミラーの復帰が完了してから続行してください。"
        ),
    ),
    "cluster.group_not_primary": Entry(
        Text(
            en="Failover group {group} should run on the primary; it is on: {found}.",
            ja="フェイルオーバグループ {group} は運用系で起動している必要があります (現在: {found})。",
        ),
        next=_MOVE_GROUP,
    ),
    "cluster.group_not_offline": Entry(
        Text(
            en="Failover group {group} should be stopped; it is on: {found}.",
            ja="フェイルオーバグループ {group} は停止している必要があります (現在: {found})。",
        ),
        next=_MOVE_GROUP,
    ),
    "cluster.group_not_primary_or_offline": Entry(
        Text(
            en="Failover group {group} should run on the primary, or be stopped; it is on: {found}.",
            ja="フェイルオーバグループ {group} は運用系で起動しているか、停止している必要があります (現在: {found})。",
        ),
        next=_MOVE_GROUP,
    ),
    "cluster.address_elsewhere": Entry(
        Text(
            en="{interface} has the floating IP {address} of failover group {group}, which does not run on this node.",
            ja=(
                "{interface} にフェイルオーバグループ {group} のフローティング IP {address} があります。"
                "グループはこのノードで起動していません。"
            ),
        ),
        why=Text(
            en="Two nodes with one address: who asks the service may reach the one that has none.",
            ja="両ノードが同じアドレスを持つと、業務のないノードに接続されることがあります。",
        ),
        next=Text(
            en=(
                "Remove it from that node, with the length that `ip addr show dev {interface}` gives: "
                "ip addr del {address}/LENGTH dev {interface}"
            ),
            ja=(
                "`ip addr show dev {interface}` でプレフィックス長を調べ、そのノードから削除してください: "
                "ip addr del {address}/LENGTH dev {interface}"
            ),
        ),
    ),
    "cluster.mount_elsewhere": Entry(
        Text(
            en="{device} is mounted at {point} of failover group {group}, which does not run on this node.",
            ja=(
                "フェイルオーバグループ {group} の {point} に {device} がマウントされています。"
                "グループはこのノードで起動していません。"
            ),
        ),
        why=Text(
            en="A disk that both nodes mount is destroyed; anything else there hides the group's disk.",
            ja="両ノードがマウントしたディスクは壊れます。別のものでも、グループのディスクを隠してしまいます。",
        ),
        next=Text(
            en="Find out who uses it, and unmount it on that node: umount {point}",
            ja="使用中のプロセスを確認し、そのノードでアンマウントしてください: umount {point}",
        ),
    ),
    "cluster.address_lacks": Entry(
        Text(
            en="Failover group {group} runs here, and no interface has its floating IP {address}.",
            ja="フェイルオーバグループ {group} の起動ノードですが、フローティング IP {address} がありません。",
        ),
        why=Text(
            en="Nobody reaches the service by it; the resource says that it is online.",
            ja="リソースは起動済みと表示されますが、このアドレスでは業務に接続できません。",
        ),
        next=Text(
            en="Find out who took it away; stop and start the group when nobody works with it.",
            ja="削除した人やプログラムを確認し、業務に影響のない時間にグループを停止・起動してください。",
        ),
    ),
    "cluster.mount_lacks": Entry(
        Text(
            en="Failover group {group} runs here, and nothing is mounted at {point}.",
            ja="フェイルオーバグループ {group} の起動ノードですが、{point} に何もマウントされていません。",
        ),
        why=Text(
            en="What is written there stays on the local disk.",
            ja="そこに書き込まれた内容は、ローカルディスクに残ります。",
        ),
        next=Text(
            en="Find out who unmounted it; stop the group before anything is written there, and start it again.",
            ja="アンマウントした人を確認してください。書き込まれる前にグループを停止し、起動し直してください。",
        ),
    ),
    "cluster.mounted_twice": Entry(
        Text(
            en="More than one file system is mounted at {point} of failover group {group}: {device}.",
            ja="フェイルオーバグループ {group} の {point} に複数のファイルシステムがマウントされています: {device}",
        ),
        why=Text(
            en="The last one is what is seen; the group unmounts one of them.",
            ja="見えているのは最後のものです。グループが外すのは 1 つだけです。",
        ),
        next=Text(
            en="Find out who mounted the second one, and unmount it.",
            ja="後からマウントした人を確認し、アンマウントしてください。",
        ),
    ),
    "cluster.version_unknown": Entry(
        Text(
            en="The version of CLUSTERPRO can't be told; the runbook knows {minimum} to {maximum}.",
            ja="CLUSTERPRO のバージョンを判別できません。この手順の対象は {minimum} ～ {maximum} です。",
        ),
        next=Text(
            en="Check the version yourself; --accept version goes on.",
            ja="バージョンを確認してください。続行する場合は --accept version を指定します。",
        ),
    ),
    "cluster.version_out_of_range": Entry(
        Text(
            en="CLUSTERPRO {version} is installed; the runbook knows {minimum} to {maximum}.",
            ja="CLUSTERPRO {version} がインストールされています。この手順の対象は {minimum} ～ {maximum} です。",
        ),
        next=Text(
            en="Check what differs in that version; --accept version goes on.",
            ja="バージョンによる差異を確認してください。続行する場合は --accept version を指定します。",
        ),
    ),
    "group.start": Entry(
        Text(
            en="Start failover group {group} on {wanted}", ja="フェイルオーバグループ {group} を {wanted} で起動します"
        )
    ),
    "group.away_from_home": Entry(
        Text(
            en="Failover group {group} is to go back to {home}, where this run found it.",
            ja="フェイルオーバグループ {group} は、実行前の {home} に戻す必要があります。",
        )
    ),
    "group.stopped_by_run": Entry(
        Text(
            en="Failover group {group} was stopped by this run and is to be started again.",
            ja="この実行で停止したフェイルオーバグループ {group} は、起動して元に戻す必要があります。",
        )
    ),
    "group.stop": Entry(
        Text(
            en="Stop failover group {group} on {current}", ja="{current} のフェイルオーバグループ {group} を停止します"
        )
    ),
    "group.move": Entry(
        Text(
            en="Move failover group {group} from {current} to {wanted}",
            ja="フェイルオーバグループ {group} を {current} から {wanted} へ移動します",
        )
    ),
    "group.elsewhere": Entry(
        Text(
            en="Failover group {group} is on {current}, not on {wanted} (- = nowhere).",
            ja="フェイルオーバグループ {group} は {wanted} ではなく {current} にあります (- は停止状態)。",
        ),
        next=_LOOK,
    ),
    "group.absent": Entry(
        Text(en="There is no failover group {group}.", ja="フェイルオーバグループ {group} がありません。"),
        next=Text(
            en="Correct the group in the inventory, or make it in Cluster WebUI.",
            ja="インベントリの group を修正するか、Cluster WebUI で作成してください。",
        ),
    ),
    "group.views_differ": Entry(
        Text(
            en="The nodes disagree about failover group {group}: {first}; {second}.",
            ja="フェイルオーバグループ {group} の状態がノード間で一致しません: {first}、{second}",
        ),
        next=_LOOK,
    ),
    "group.in_transition": Entry(
        Text(
            en="Failover group {group} is starting or stopping: {state}.",
            ja="フェイルオーバグループ {group} が起動または停止の処理中です: {state}",
        ),
        next=_WAIT,
    ),
    "group.failed": Entry(
        Text(
            en="Failover group {group} is in no state to work with: {state}.",
            ja="フェイルオーバグループ {group} が操作できる状態ではありません: {state}",
        ),
        next=_LOOK,
    ),
    "group.unknown_server": Entry(
        Text(
            en="Failover group {group} is on server {server}, which the inventory does not name.",
            ja="フェイルオーバグループ {group} がインベントリにないサーバ {server} にあります。",
        ),
        next=Text(
            en="The names of the nodes in the inventory must be those of the servers.",
            ja="インベントリのノード名をクラスタのサーバ名に合わせてください。",
        ),
    ),
    "group.site_by_hand": Entry(
        Text(
            en="JobCenter site {site} ({path}) runs outside the cluster's control; group {group} stays as it is.",
            ja="JobCenter サイト {site} ({path}) がクラスタの管理外で動作しているため、{group} は操作しません。",
        ),
        why=Text(
            en="Nothing would stop it: its disk would be taken away, or it would be started a second time.",
            ja="停止されないままディスクが切り離されるか、二重に起動されるためです。",
        ),
        next=Text(
            en="Stop it (cjcpw -stop {site}) and see that no process is left, then go on.",
            ja="停止 (cjcpw -stop {site}) し、プロセスが残っていないことを確認してから続行してください。",
        ),
    ),
}
"""Entries by code."""
