"""What is wanted, refused and told of an exec resource and the monitors that watch it."""

from clprun.messages.catalog import Entry, Text

__all__ = ["EXEC"]

EXEC: dict[str, Entry] = {
    "configuration.depends_on_itself": Entry(
        Text(
            en="Resource {name} can't depend on itself.", ja="リソース {name} を自分自身に依存させることはできません。"
        ),
        next=Text(en="Take it out of depends_on.", ja="depends_on から取り除いてください。"),
    ),
    "configuration.monitor_given_twice": Entry(
        Text(en="Two monitors are called {name}.", ja="モニタリソース名 {name} が重複しています。"),
        next=Text(en="Give each monitor a name of its own.", ja="モニタリソースごとに異なる名前を付けてください。"),
    ),
    "configuration.pid_monitor_without_process": Entry(
        Text(
            en="PID monitor {name} can't watch exec resource {resource}, which starts synchronously.",
            ja="同期で起動する exec リソース {resource} を PID モニタリソース {name} で監視することはできません。",
        ),
        why=Text(
            en="It watches the process of start.sh, and that has ended by then.",
            ja="PID モニタリソースは start.sh のプロセスを監視しますが、同期の場合は既に終了しているためです。",
        ),
        next=Text(
            en="Start it asynchronously (start.sh must not end then), or watch it by another type of monitor.",
            ja="非同期で起動する (start.sh は終了しないこと) か、別の種類のモニタリソースで監視してください。",
        ),
    ),
    "configuration.script_too_slow": Entry(
        Text(
            en="{script} may take {takes} s by its own limits; its time-out of {limit} s ends it before.",
            ja="{script} は自身の制限時間では最大 {takes} 秒かかりますが、タイムアウト {limit} 秒で打ち切られます。",
        ),
        why=Text(
            en="A stop that is cut counts as failed, and by the product's default the server is shut down then.",
            ja="打ち切られた停止は失敗とみなされ、製品の既定では OS がシャットダウンされるためです。",
        ),
        next=Text(
            en="Give a time-out of at least {least} s, or lower the script's limits.",
            ja="タイムアウトを {least} 秒以上にするか、スクリプトの制限時間を短くしてください。",
        ),
    ),
    "configuration.script_outlives_its_timeout": Entry(
        Text(
            en="{script} of {name} may take {takes} s by its own limits; {path} in clp.conf is {limit} s.",
            ja="{name} の {script} は自身の制限時間で最大 {takes} 秒、clp.conf の {path} は {limit} 秒です。",
        ),
        why=Text(
            en="A stop that is cut counts as failed, and by the product's default the server is shut down then.",
            ja="打ち切られた停止は失敗とみなされ、製品の既定では OS がシャットダウンされるためです。",
        ),
        next=Text(
            en="Set the time-out by the runbook's parameter to at least {least} s, or lower the script's limits.",
            ja="runbook のパラメータでタイムアウトを {least} 秒以上にするか、スクリプトの制限時間を短くしてください。",
        ),
    ),
    "configuration.advice_exec_settings": Entry(
        Text(
            en="Exec resource {name} has these settings: {settings}.",
            ja="exec リソース {name} の設定: {settings}",
        )
    ),
    "configuration.advice_exec_asynchronous": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: exec resource {name} in group {group}, "
            "start.sh asynchronous, stop.sh synchronous.",
            ja="clp.conf または Cluster WebUI: グループ {group} に exec リソース {name} を追加し、"
            "開始スクリプトを非同期、終了スクリプトを同期にします。",
        )
    ),
    "configuration.advice_exec_synchronous": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: exec resource {name} in group {group}, start.sh and stop.sh synchronous.",
            ja="clp.conf または Cluster WebUI: グループ {group} に exec リソース {name} を追加し、"
            "開始スクリプトと終了スクリプトを同期にします。",
        )
    ),
    "configuration.advice_depends_on": Entry(
        Text(
            en="Exec resource {name} follows no default dependency; it depends on: {others} (- = nothing).",
            ja="exec リソース {name} は既定の依存関係に従わず、次のリソースに依存させます: {others} (- はなし)",
        )
    ),
    "configuration.advice_monitor": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: monitor {name} ({type}) while {target} is active, settings: {settings}; "
            "recovery target group {group}, reactivations {reactivations}, failovers {failovers}, "
            "final action {final_action}.",
            ja="clp.conf または Cluster WebUI: モニタリソース {name} ({type}、{target} の活性時監視、設定 {settings}、"
            "回復対象 グループ {group}、再活性化しきい値 {reactivations}、フェイルオーバしきい値 {failovers}、"
            "最終動作 {final_action}) を追加します。",
        )
    ),
    "configuration.stop_failure": Entry(
        Text(
            en="When {name} fails to stop, the final action is: {en}.",
            ja="{name} の停止に失敗した場合の最終動作: {ja}",
        ),
        why=Text(
            en="The product's default shuts the server down.", ja="製品の既定値では OS がシャットダウンされます。"
        ),
    ),
    "configuration.ping_pong": Entry(
        Text(
            en=(
                "Monitor {name} fails group {group} over up to {failovers} time(s): a fault that both nodes share lets"
                " the group go back and forth."
            ),
            ja=(
                "モニタ {name} はグループ {group} を最大 {failovers} 回フェイルオーバさせます。"
                "両ノードに共通する障害では、グループがノード間を往復することがあります。"
            ),
        ),
        next=Text(
            en="To avoid that: failovers 0 and a final action that stops the cluster service.",
            ja="避けるには、フェイルオーバ回数を 0、最終動作をクラスタサービス停止にします。",
        ),
    ),
    "configuration.first_check_at_once": Entry(
        Text(
            en="Monitor {name} first checks as soon as {resource} is active, or when the product sees fit.",
            ja="モニタ {name} の監視開始待ち時間が未設定です。{resource} の活性直後に監視が始まる場合があります。",
        ),
        why=Text(
            en="What is not up yet counts as a fault: the group would be reactivated or failed over at once.",
            ja="起動が完了していないと異常とみなされ、再活性化やフェイルオーバが始まるためです。",
        ),
        next=Text(
            en="Give first_check_after the seconds that what it watches takes to come up.",
            ja="監視対象の起動にかかる秒数を first_check_after に指定してください。",
        ),
    ),
}
"""Entries by code."""
