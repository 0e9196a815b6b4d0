"""What the kinds of dialogues, licences and Internet Server Agent mean, and their keys; part of ``kind_texts``."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

_GROUP = Text("Name of the failover group.", "フェイルオーバグループ名。")

KINDS: Mapping[str, Text] = {
    "dialogue": Text(
        en="A program that asks: it runs detached on the node, each prompt is waited for in its output and answered "
        "once, whatever happens to link or controller. Not run when its proof holds already. Secrets go over the "
        "connection only and are starred where the program prints them.",
        ja="対話形式のプログラムを実行します。"
        "プログラムはノード上で接続から切り離して動作し、出力に現れた入力要求に一度だけ応答します。"
        "接続やコントローラが失われても二重に応答することはありません。証明が成り立っていれば実行しません。"
        "シークレットは接続の中だけを通り、プログラムが表示した場合は伏せ字になります。",
    ),
    "isa-messages": Text(
        en="What monitor commands of Internet Server Agent last said, by module and event id: 1 and 2 after a start, "
        "3 after a stop. Messages from before a monitor's last start don't count.",
        ja="Internet Server Agent の監視コマンドの最後のメッセージを、モジュール名とイベント ID で確認します。"
        "起動後は 1 と 2、停止後は 3 です。監視コマンドの最後の起動より前のメッセージは対象外です。",
    ),
    "isa-monitor": Text(
        en="Pauses a monitor command of Internet Server Agent, lets it watch again, or clears the record that a killed "
        "one has left; a record is deleted only when its process is no monitor command.",
        ja="Internet Server Agent の監視コマンドの監視を中断・再開し、"
        "または強制終了された監視コマンドの残した管理情報を削除します。"
        "管理情報のプロセスが監視コマンドでない場合に限り削除します。",
    ),
    "isa-settings": Text(
        en="The settings of monitor commands fit together and the commands are there. Identifiers used twice, and a "
        "start delay too short for reactivations, are refused before any node is contacted.",
        ja="監視コマンドの設定値に矛盾がなく、コマンドが存在することを確認します。識別子の重複と、"
        "再活性化に対して短すぎる監視開始待ち時間は、ノードに接続する前に拒否します。",
    ),
    "licence": Text(
        en="Registers a licence by `clplcnsc`, once: by its prompts with serial number and key, or from a file. "
        "`clplcnsc -l` tells what is registered; where it can't, a record of clprun's own does.",
        ja="`clplcnsc` でライセンスを一度だけ登録します。"
        "シリアル番号とライセンスキーを対話形式で入力するか、ファイルを指定します。"
        "登録済みかどうかは `clplcnsc -l` で判断し、判断できない場合は clprun 自身の記録によります。",
    ),
    "services-in-group": Text(
        en="Services run on the node where the failover group is, and on no other; while it is offline, nowhere.",
        ja="サービスがフェイルオーバグループのあるノードだけで動作していることを確認します。"
        "グループが停止中であれば、どのノードでも動作していないことを確認します。",
    ),
}

KEYS: Mapping[str, Mapping[str, Text]] = {
    "DialogueWant": {
        "argv": Text("Program and arguments; no shell sees them.", "プログラムと引数。シェルは介さない。"),
        "exchange": Text("The prompts in order, with their answers.", "入力要求と応答の一覧 (表示順)。"),
        "patience": Text("Seconds each prompt may take to appear.", "各入力要求が表示されるまで待つ秒数。"),
        "within": Text("Seconds it may take to end after the last answer.", "最後の応答から終了まで待つ秒数。"),
        "judged": Text("Whether an exit code other than 0 is a failure.", "0 以外の終了コードを失敗とみなすか。"),
        "says": Text("Text it must have printed by its end.", "終了までに表示されなければならない文字列。"),
        "repeatable": Text(
            "Whether it may be run again without a question when it was cut off; the proof decides then.",
            "強制終了された場合に、質問せずに再実行してよいか。`true` なら証明だけで判定する。",
        ),
    },
    "ExchangeWant": {
        "expect": Text(
            "Regular expression of the prompt, looked for in what was printed since the last answer; without "
            "look-around and back-references.",
            "入力要求の正規表現。前回の応答より後の出力から探す。先読み・後読みと後方参照は使えない。",
        ),
        "answer": Text(
            "The answer, one line; a parameter of type secret is never shown or stored.",
            "応答 (1 行)。secret 型のパラメータは表示も保存もされない。",
        ),
    },
    "LicenceWant": {
        "name": Text("The product as the list of licences calls it.", "ライセンス一覧に表示される製品名。"),
        "product": Text(
            "Product id, e.g. `ISAG10`: wanted before X 4, and not given to what is newer.",
            "製品 ID。例: `ISAG10`。X 4 より前で必須、X 4 以降では渡さない。",
        ),
        "serial": Text("Serial number on the licence sheet.", "ライセンスシートのシリアル番号。"),
        "key": Text(
            "Licence key, a parameter of type secret; another one on each server.",
            "ライセンスキー (secret 型のパラメータ)。サーバごとに異なる。",
        ),
        "file": Text("Licence file on the node, instead of the two.", "ノード上のライセンスファイル (上記の代わり)。"),
    },
    "MonitorCommand": {
        "command": Text("The monitor command.", "監視コマンド。"),
        "id": Text("Its identifier: letters and digits, at most 255.", "識別子。英数字、255 文字まで。"),
    },
    "IsaMessagesWant": {
        "group": _GROUP,
        "monitors": Text("The monitor commands; null entries are left out.", "監視コマンドの一覧。null の項目は無視。"),
        "said": Text(
            "`started` = messages 1 and 2 where the group is; `ended` = message 3 on the step's node.",
            "`started` = グループのあるノードでイベント ID 1 と 2、`ended` = ステップのノードでイベント ID 3。",
        ),
        "may_lack": Text(
            "Whether message 3 is only noted when it does not come and no monitor is left, as after a reboot.",
            "監視コマンドが残っていない場合 (再起動後など)、イベント ID 3 がなくても記録だけして続行するか。",
        ),
    },
    "IsaMonitorWant": {
        "state": Text("How the monitor should stand.", "監視コマンドのあるべき状態。"),
    },
    "IsaSettingsWant": {
        "monitors": Text("The monitor commands; null entries are left out.", "監視コマンドの一覧。null の項目は無視。"),
        "reactivations": Text("Reactivation threshold of the PID monitors.", "PID モニタの再活性化しきい値。"),
        "first_check_after": Text("Start delay of the PID monitors in seconds.", "PID モニタの監視開始待ち時間 (秒)。"),
    },
    "WatchWant": {
        "interval": Text("Seconds from one check to the next.", "監視間隔 (秒)。"),
        "retries": Text("Retries of a failed check.", "リトライ回数。"),
        "wait": Text("Seconds an answer may take.", "応答待ち時間 (秒)。"),
    },
    "ServicesInGroupWant": {
        "group": _GROUP,
        "services": Text("Names of the services; null entries are left out.", "サービス名の一覧。null の項目は無視。"),
        "manager": Text("What manages services.", "サービスの管理方法。"),
        "role": Text("Role of the node the group must be on.", "グループがあるべきノードの役割。"),
    },
}
