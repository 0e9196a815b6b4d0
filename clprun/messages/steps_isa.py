"""Texts of dialogues, licences and Internet Server Agent; part of the area ``steps``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ISA"]

_LOOK_AND_RESUME = Text(
    en="Look at the monitor on the node, remove the cause, then resume.",
    ja="ノード上で監視コマンドの状態を確認し、原因を取り除いてから再開してください。",
)

ISA: dict[str, Entry] = {
    "dialogue.run": Entry(
        Text(
            en="Run {command} and answer its {count} questions",
            ja="{command} を実行し、{count} 個の入力要求に応答",
        ),
    ),
    "licence.register": Entry(Text(en="Register the licence of {product}", ja="{product} のライセンスを登録")),
    "licence.note": Entry(
        Text(
            en="Note that the licence of {product} is registered",
            ja="{product} のライセンスが登録済みであることを記録",
        ),
    ),
    "licence.answers": Entry(
        Text(
            en="Its questions are answered with: 1 (product version), serial number {serial}, and the key.",
            ja="入力要求には 1 (製品版)、シリアル番号 {serial}、ライセンスキーの順に応答します。",
        ),
    ),
    "licence.product_wanted": Entry(
        Text(
            en="CLUSTERPRO {version} registers a licence by its product id, and none is given.",
            ja="CLUSTERPRO {version} のライセンス登録には製品 ID が必要ですが、指定されていません。",
        ),
        next=Text(
            en="Give licence_product, as the licence sheet says (ISAG10 is the one of X 1.0).",
            ja="ライセンスシートに従って licence_product を指定してください (ISAG10 は X 1.0 のもの)。",
        ),
    ),
    "licence.not_registered": Entry(
        Text(en="No licence of {product} is registered.", ja="{product} のライセンスが登録されていません。"),
        next=Text(
            en="Look at what clplcnsc printed; `clplcnsc -l` shows what is registered.",
            ja="clplcnsc の出力を確認してください。登録済みのライセンスは `clplcnsc -l` で確認できます。",
        ),
    ),
    "licence.unknown": Entry(
        Text(
            en="clplcnsc was begun for {product} and did not say that it succeeded; whether it registered is unknown.",
            ja="{product} の clplcnsc は開始されましたが成功の表示がなく、登録されたかどうか不明です。",
        ),
        next=Text(
            en="Look at the licences on the node: redo = register again, done = it is registered, stop = leave it.",
            ja="ノードのライセンスを確認してください。redo=再登録 done=登録済み stop=中止",
        ),
    ),
    "isa.no_clplcnsc": Entry(
        Text(en="{command} is not there.", ja="{command} がありません。"),
        next=Text(en="Install CLUSTERPRO first.", ja="先に CLUSTERPRO をインストールしてください。"),
    ),
    "isa.no_monitor_command": Entry(
        Text(en="{command} is not in /usr/sbin.", ja="/usr/sbin に {command} がありません。"),
        next=Text(
            en="Monitor commands belong to CLUSTERPRO X 1.0; use clpmonctrl for monitor resources.",
            ja="監視コマンドは CLUSTERPRO X 1.0 のものです。モニタリソースには clpmonctrl を使用してください。",
        ),
    ),
    "isa.command_absent": Entry(
        Text(en="{path} is not there.", ja="{path} がありません。"),
        why=Text(
            en="The monitor commands belong to CLUSTERPRO X 1.0; newer versions have HTTP and SMTP monitor resources.",
            ja="監視コマンドは CLUSTERPRO X 1.0 のものです。"
            "新しいバージョンでは HTTP モニタリソース、SMTP モニタリソースを使用します。",
        ),
        next=Text(
            en="Set the parameter style to resource, or install the version that has the commands.",
            ja="パラメータ style を resource にするか、監視コマンドを含むバージョンをインストールしてください。",
        ),
    ),
    "isa.id_given_twice": Entry(
        Text(en="Two monitors have the identifier {id}.", ja="識別子 {id} が複数の監視コマンドに指定されています。"),
        next=Text(
            en="Give each monitor an identifier of its own.",
            ja="監視コマンドごとに異なる識別子を指定してください。",
        ),
    ),
    "isa.start_delay_too_short": Entry(
        Text(
            en="With {reactivations} reactivations the start delay must be longer than {limit} seconds, not {found} "
            "(monitor {id}).",
            ja="再活性化しきい値が {reactivations} の場合、"
            "監視開始待ち時間は {limit} 秒より長くする必要があります (指定値 {found} 秒、識別子 {id})。",
        ),
        why=Text(
            en="The monitor command needs up to (interval + wait) x retries to find a dead server; a PID monitor that "
            "looks earlier resets its count and reactivates for ever.",
            ja="監視コマンドが異常を検出するまで最大で (監視間隔 + 応答待ち時間) × リトライ回数かかります。"
            "それより早く PID モニタが監視を始めると、再活性化が繰り返されます。",
        ),
        next=Text(
            en="Set first_check_after to more than {limit}, or reactivations to 0.",
            ja="first_check_after を {limit} より大きくするか、reactivations を 0 にしてください。",
        ),
    ),
    "isa.group_nowhere": Entry(
        Text(en="Failover group {group} runs nowhere.", ja="フェイルオーバグループ {group} が起動していません。"),
        next=Text(
            en="See why it does not start (clpstat), then resume.",
            ja="起動しない原因を clpstat で確認してから再開してください。",
        ),
    ),
    "isa.not_started": Entry(
        Text(
            en="Monitor {id} ({module}) does not watch: messages 1 and 2 are expected, found since its last start: "
            "{found}.",
            ja="監視コマンド {id} ({module}) が監視を開始していません。イベント ID 1 と 2 が必要ですが、"
            "最後の起動以降のイベント ID は {found} です。",
        ),
        next=_LOOK_AND_RESUME,
    ),
    "isa.not_ended": Entry(
        Text(
            en="Monitor {id} ({module}) did not say that it ended: message 3 is expected, found since its last start: "
            "{found}.",
            ja="監視コマンド {id} ({module}) の終了が確認できません。イベント ID 3 が必要ですが、"
            "最後の起動以降のイベント ID は {found} です。",
        ),
        next=_LOOK_AND_RESUME,
    ),
    "isa.end_not_told": Entry(
        Text(
            en="Monitor {id} ({module}) did not say that it ended (message 3), and does not run any more; found since "
            "its last start: {found}.",
            ja="監視コマンド {id} ({module}) の終了メッセージ (イベント ID 3) はありませんが、動作していません。"
            "最後の起動以降のイベント ID: {found}",
        ),
        why=Text(
            en="A node that is rebooted may not come to write it.",
            ja="再起動したノードでは記録されないことがあります。",
        ),
    ),
    "isa.fault_detected": Entry(
        Text(
            en="Monitor {id} ({module}) has found a fault and ended (message 6); events since its last start: {found}.",
            ja="監視コマンド {id} ({module}) が異常を検出して終了しました (イベント ID 6)。"
            "最後の起動以降のイベント ID: {found}",
        ),
        next=Text(
            en="The message before it says why: look at the alert log, and at the server that is watched.",
            ja="直前のメッセージが原因を示しています。アラートログと監視対象のサーバを確認してください。",
        ),
    ),
    "isa.monitor_absent": Entry(
        Text(
            en="{command} has no monitor with the identifier {id} on this node.",
            ja="このノードには識別子 {id} の {command} がありません。",
        ),
        next=Text(
            en="See whether the failover group runs here: the cluster starts the monitor with it.",
            ja="フェイルオーバグループがこのノードで起動しているか確認してください。"
            "監視コマンドはグループと共に起動されます。",
        ),
    ),
    "isa.monitor_stale": Entry(
        Text(
            en="Monitor {id} of {command} was killed: only its record is left, which locks the identifier.",
            ja="{command} の識別子 {id} は強制終了されており、管理情報だけが残っています。"
            "このままでは同じ識別子を使用できません。",
        ),
        next=Text(
            en="The step that clears stale records takes it away; then the cluster can start the monitor again.",
            ja="管理情報を削除するステップを実行してください。"
            "その後、クラスタが監視コマンドを起動できるようになります。",
        ),
    ),
    "isa.monitor_watching": Entry(
        Text(en="Monitor {id} of {command} watches.", ja="{command} の識別子 {id} は監視中です。"),
        next=_LOOK_AND_RESUME,
    ),
    "isa.monitor_paused": Entry(
        Text(en="Monitor {id} of {command} is paused.", ja="{command} の識別子 {id} は監視を中断しています。"),
        next=_LOOK_AND_RESUME,
    ),
    "isa.paused_by_run": Entry(
        Text(
            en="{command} {id} was paused by this run and is to watch again.",
            ja="この実行で一時停止した {command} {id} は、監視を再開する必要があります。",
        )
    ),
    "isa.make_paused": Entry(
        Text(en="Pause monitor {id} ({command})", ja="監視コマンド {id} ({command}) の監視を中断"),
    ),
    "isa.make_watching": Entry(
        Text(en="Let monitor {id} ({command}) watch again", ja="監視コマンド {id} ({command}) の監視を再開"),
    ),
    "isa.make_cleared": Entry(
        Text(
            en="Delete the stale record of monitor {id} ({command})",
            ja="監視コマンド {id} ({command}) の残った管理情報を削除",
        ),
    ),
    "check.group_elsewhere": Entry(
        Text(
            en="Failover group {group} is not on the node it should be on; clpstat says: {found}.",
            ja="フェイルオーバグループ {group} が期待したノードにありません。clpstat の表示: {found}",
        ),
        next=Text(
            en="See why it went elsewhere (clpstat, alert log), then resume.",
            ja="移動した原因を clpstat とアラートログで確認してから再開してください。",
        ),
    ),
    "check.service_runs_not": Entry(
        Text(
            en="Service {service} does not run where group {group} is ({found}).",
            ja="グループ {group} のあるノードでサービス {service} が動作していません ({found})。",
        ),
        next=Text(
            en="Look at the service's own log, and at the start script of its exec resource.",
            ja="サービス自身のログと、exec リソースの開始スクリプトを確認してください。",
        ),
    ),
    "check.service_runs_beside": Entry(
        Text(
            en="Service {service} runs on a node where group {group} is not ({found}).",
            ja="グループ {group} のないノードでサービス {service} が動作しています ({found})。",
        ),
        next=Text(
            en="See what has started it there (start at boot?), stop it, then resume.",
            ja="起動した原因 (自動起動など) を確認し、停止してから再開してください。",
        ),
    ),
}
