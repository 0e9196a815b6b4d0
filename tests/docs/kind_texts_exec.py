"""What an exec resource and the monitors that watch it take, in both languages."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "exec-resource": Text(
        en="An exec resource, its scripts and the monitors that watch it, in one push; the stop is synchronous. A "
        "change of the resource or of start.sh and stop.sh needs the group to be stopped; monitors join while it runs, "
        "and the cluster is only suspended for the push. Both nodes are compared before the cluster is resumed; what "
        "fails is put back. Monitors that are not named stay as they are. What bears a name of these but is somebody "
        "else's needs `--accept takeover`: a monitor that watches something else, scripts whose first comment line is "
        "another. Write a first comment line into each script that says what it is for: by it clprun knows it again.",
        ja="exec リソース、スクリプト、それを監視するモニタリソースを一度に反映します。終了スクリプトは同期です。"
        "リソースや start.sh、stop.sh の変更にはグループの停止が必要です。モニタリソースの追加はグループ起動中に行い、"
        "反映の間だけクラスタをサスペンドします。リジュームの前に両ノードの内容を照合し、失敗した場合は元に戻します。"
        "指定していないモニタリソースは変更しません。同じ名前でも他で作成されたもの (監視対象が異なるモニタリソース、"
        "最初のコメント行が異なるスクリプト) の上書きには `--accept takeover` が必要です。clprun は最初のコメント行で"
        "自分のスクリプトを見分けるため、各スクリプトの最初のコメント行に用途を書いてください。",
    ),
}
"""By name of the kind."""

KEYS: Mapping[str, Mapping[str, Text]] = {
    "ExecResourceWant": {
        "known_by": Text(
            "Words that a start.sh which does the same holds: where another exec resource of the group has them all, "
            "it is asked before a second one is made.",
            "同じ処理を行う start.sh に含まれる語。グループの別の exec リソースにすべて含まれる場合は、"
            "もう 1 つ作成する前に確認する。",
        ),
        "start": Text("Text of start.sh, ASCII.", "start.sh の内容 (ASCII)。"),
        "stop": Text("Text of stop.sh, ASCII.", "stop.sh の内容 (ASCII)。"),
        "starts": Text(
            "Whether the cluster waits for the end of start.sh.",
            "クラスタが start.sh の終了を待つか (同期か非同期か)。",
        ),
        "start_timeout": Text(
            "Seconds for start.sh; left as it is when not given.", "start.sh のタイムアウト (秒)。省略時は変更しない。"
        ),
        "stop_timeout": Text(
            "Seconds for stop.sh; left as it is when not given.", "stop.sh のタイムアウト (秒)。省略時は変更しない。"
        ),
        "start_takes": Text(
            "Seconds that start.sh takes at most by its own limits; refused when the time-out, given here or found in "
            "clp.conf, is not 60 s longer.",
            "start.sh が自身の制限時間により最大でかかる秒数。指定した、または clp.conf にあるタイムアウトがこれより "
            "60 秒以上長くない場合はエラーとする。",
        ),
        "stop_takes": Text(
            "The same for stop.sh, the time for its last resort included.",
            "stop.sh について同じ (最後の手段であるシグナルによる終了の時間を含む)。",
        ),
        "alike": Text(
            "More monitors, each like the first of `monitors` but for what it says itself; each has a `name`.",
            "`monitors` の最初のものと同じ設定のモニタリソースを追加する。異なる項目だけを書く。`name` は必須。",
        ),
        "log": Text(
            "File that keeps what the scripts print, rotated; left as it is when not given, and by the product's "
            "default nothing is kept.",
            "スクリプトの出力を残すファイル (ローテートする)。省略時は変更しない (製品の既定では残さない)。",
        ),
        "monitors": Text(
            "The monitors that watch it while it is active and recover the group; an entry that is null counts for "
            "nothing.",
            "活性時に監視し、グループを回復対象とするモニタリソース。null の要素は無視する。",
        ),
    },
    "OnStartFailure": {
        "retries": Text("How often the start is tried again.", "活性リトライ回数。"),
        "failovers": Text("How often the group fails over then.", "フェイルオーバ回数。"),
        "final_action": Text(
            "What is done then: `none`, `none-and-go-on`, `stop-group`, `stop-service`, `shut-down`, `reboot`, …",
            "最終動作: `none`、`none-and-go-on`、`stop-group`、`stop-service`、`shut-down`、`reboot` など。",
        ),
    },
    "OnStopFailure": {
        "retries": Text("How often the stop is tried again.", "非活性リトライ回数。"),
        "final_action": Text(
            "What is done then; the product's default, `shut-down`, shuts the server down.",
            "最終動作。製品の既定は `shut-down` (OS のシャットダウン)。",
        ),
    },
    "MonitorWant": {
        "type": Text(
            "PID, process name, custom, HTTP or SMTP monitor.",
            "PID、プロセス名、カスタム、HTTP、SMTP モニタリソースのいずれか。",
        ),
        "name": Text("Name of the monitor.", "モニタリソース名。"),
        "reactivations": Text("How often the group is reactivated first.", "再活性化しきい値。"),
        "failovers": Text("How often it fails over after that.", "フェイルオーバしきい値。"),
        "final_action": Text(
            "What follows after that: `none`, `stop-group`, `stop-service`, `shut-down`, `reboot`, …",
            "最終動作: `none`、`stop-group`、`stop-service`、`shut-down`、`reboot` など。",
        ),
        "interval": Text(
            "Seconds from check to check; left as it is when not given.", "監視間隔 (秒)。省略時は変更しない。"
        ),
        "timeout": Text(
            "Seconds a check may take; left as it is when not given.", "タイムアウト (秒)。省略時は変更しない。"
        ),
        "retries": Text(
            "How often a check is repeated before it counts; left as it is when not given.",
            "リトライ回数。省略時は変更しない。",
        ),
        "first_check_after": Text(
            "Seconds from the start of the resource to the first check; left as it is when not given.",
            "監視開始待ち時間 (秒)。省略時は変更しない。",
        ),
        "recover_on_timeout": Text(
            "Whether a check that takes too long leads to recovery, too; left as it is when not given, and by the "
            "product's documents it then does not.",
            "監視のタイムアウト時にも回復動作を行うか。省略時は変更しない (製品の資料によれば既定では行わない)。",
        ),
    },
    "ProcessMonitor": {
        "process": Text(
            "`psw`: name as ps shows it, `*` for any text.", "`psw`: ps に表示されるプロセス名。`*` は任意の文字列。"
        ),
        "at_least": Text("`psw`: how many there must be.", "`psw`: プロセス数の下限。"),
    },
    "CustomMonitor": {
        "script": Text(
            "`genw`: text of genw.sh, ASCII; every exit code but 0 is a fault.",
            "`genw`: genw.sh の内容 (ASCII)。0 以外の終了コードは異常。",
        ),
        "log": Text(
            "`genw`: file that keeps what genw.sh prints, rotated; left as it is when not given.",
            "`genw`: genw.sh の出力を残すファイル (ローテートする)。省略時は変更しない。",
        ),
    },
    "HttpMonitor": {
        "server": Text("`httpw`: host name or address to ask.", "`httpw`: 接続先のホスト名または IP アドレス。"),
        "port": Text("`httpw`: its TCP port.", "`httpw`: TCP ポート番号。"),
        "uri": Text("`httpw`: what to ask for.", "`httpw`: リクエスト URI。"),
        "https": Text("`httpw`: whether TLS is spoken.", "`httpw`: HTTPS を使うか。"),
        "method": Text("`httpw`: how to ask.", "`httpw`: リクエスト種別。"),
    },
    "SmtpMonitor": {
        "server": Text("`smtpw`: address to ask.", "`smtpw`: 接続先の IP アドレス。"),
        "port": Text("`smtpw`: its TCP port.", "`smtpw`: TCP ポート番号。"),
    },
}
"""By class and key."""
