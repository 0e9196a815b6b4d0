"""What the kinds for folders, links, services and web servers mean; part of :mod:`tests.docs.kind_texts`."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "discard": Text(
        en="Removes the folder that `link` has set aside in this run. Only a real folder is removed, never through a "
        "link and never on another file system.",
        ja="この実行で `link` が退避したフォルダを削除します。削除するのは実体のフォルダだけで、"
        "リンクの先や別のファイルシステムの内容を削除することはありません。",
    ),
    "http-answer": Text(
        en="A web server answers the step's node, with any HTTP status. Refused connections, time-outs and failing TLS "
        "are told apart.",
        ja="Web サーバがステップのノードに応答すること (HTTP ステータスは問わない)。"
        "接続拒否、タイムアウト、TLS の失敗は区別して示します。",
    ),
    "link": Text(
        en="A symbolic link. A folder, file or other link in its place is never replaced or linked into; with `aside` "
        "a real folder is renamed first and kept until `discard`.",
        ja="シンボリックリンクを作成します。同名のフォルダ、ファイル、別のリンクがある場合、"
        "置き換えたりその中に作成したりしません。"
        "`aside` を指定すると、実体のフォルダは名前を変えて `discard` まで残します。",
    ),
    "local-directory": Text(
        en="A real folder on this node, in place of a link to the shared disk. Only the link is removed, never what "
        "it leads to.",
        ja="共有ディスクへのリンクの代わりに、このノード固有のフォルダを用意します。"
        "削除するのはリンクだけで、リンク先の内容は変更しません。",
    ),
    "move-directory": Text(
        en="Moves a folder: a rename on one volume; else a copy that is compared with the source before it gets its "
        "name, and once more before the source is removed. A link to the destination may take the source's place.",
        ja="フォルダを移動します。同じボリュームでは名前の変更、別のボリュームではコピーして比較してから名前を付け、"
        "もう一度比較してから移動元を削除します。移動元の場所には移動先へのリンクがあってもかまいません。",
    ),
    "service-autostart": Text(
        en="Whether a service starts at boot, by `systemctl` or `chkconfig`. The state decides, not the exit code.",
        ja="サービスの OS 起動時の自動起動を `systemctl` または `chkconfig` で設定します。"
        "終了コードではなく状態で判定します。",
    ),
    "service-state": Text(
        en="Starts or stops a service, by `systemctl` or `service`. The state decides, not the exit code.",
        ja="サービスを `systemctl` または `service` で起動・停止します。終了コードではなく状態で判定します。",
    ),
}

KEYS: Mapping[str, Mapping[str, Text]] = {
    "DiscardWant": {
        "path": Text(
            "Where the folder lay; `PATH.clprun-RUN` is removed.",
            "フォルダが元あった場所。`PATH.clprun-RUN` を削除する。",
        )
    },
    "HttpAnswerWant": {
        "asked_by": Text(
            "The step's node, or the controller by the way that leads to the node.",
            "確認する側。ステップのノード、または (ノードへの経路で) clprun を実行する端末。",
        ),
        "url": Text(
            "`http://` or `https://`, host, maybe port and path; no user.",
            "`http://` または `https://` とホスト名、必要ならポートとパス。ユーザ名は指定不可。",
        ),
        "verify_certificate": Text(
            "Whether the certificate must be trusted; a self-signed one is usual.",
            "証明書を検証するか。自己署名が一般的なため既定は検証しない。",
        ),
    },
    "LinkWant": {
        "path": Text("Where the link lies.", "リンクのパス。"),
        "target": Text(
            "What it leads to; need not be there on a node without the shared disk.",
            "リンク先。共有ディスクのないノードでは存在しなくてもよい。",
        ),
        "aside": Text(
            "Whether a real folder in its place is renamed to `PATH.clprun-RUN` first.",
            "同名の実体フォルダを先に `PATH.clprun-RUN` に変更するか。",
        ),
    },
    "LocalDirectoryWant": {
        "path": Text("Where the folder lies.", "フォルダのパス。"),
        "instead_of_link_to": Text(
            "A link to this place is removed; any other is refused.",
            "ここへのリンクであれば削除する。それ以外のリンクでは実行しない。",
        ),
        "copy_of": Text("A folder whose content it gets; empty when left out.", "複製元。省略時は空のフォルダ。"),
    },
    "MoveDirectoryWant": {
        "source": Text("The folder.", "移動元のフォルダ。"),
        "destination": Text("Where it shall be; the folder above must be there.", "移動先。親フォルダが必要。"),
    },
    "ServiceWant": {
        "service": Text(
            "Name of the service; on Windows its display name does, too.", "サービス名。Windows では表示名でもよい。"
        ),
        "services": Text("Several services, in this order, instead.", "複数のサービス (この順に処理する)。"),
        "manager": Text(
            "`systemd` on RHEL 7 and later, `chkconfig` on RHEL 6, `windows`; the platform's usual one when left out.",
            "RHEL 7 以降は `systemd`、RHEL 6 は `chkconfig`、Windows は `windows`。"
            "省略時はプラットフォームの標準 (Linux では `systemd`)。",
        ),
    },
    "ServiceAutostartWant": {"enabled": Text("Whether it starts at boot.", "自動起動するか。")},
    "ServiceStateWant": {
        "state": Text("What it should do.", "あるべき状態。"),
        "processes": Text(
            "Pattern of its processes, e.g. `clweb_serv*`; one that is stopped has none left.",
            "プロセスのパターン。例: `clweb_serv*`。停止後に残っていないことを確認する。",
        ),
        "run_by": Text("Refused while this resource is online.", "このリソースが起動している間は実行しない。"),
    },
    "RunBy": {
        "group": Text("The failover group.", "フェイルオーバグループ。"),
        "resource": Text("Name of the resource that runs them.", "サービスを動かすリソース名。"),
    },
}
