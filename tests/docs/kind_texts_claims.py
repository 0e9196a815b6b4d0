"""What the kinds mean that check what a built cluster claims of itself."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "folder-sound": Text(
        en="In a folder, nobody but its owner and root can change a private key in PEM form or what lies beside it, "
        "and no link leads back into the folder, as a second `ln -s` makes one.",
        ja="フォルダ内の秘密鍵 (PEM 形式) とその隣のファイルを、フォルダの所有者と root 以外が変更できないこと、"
        "フォルダ自身へ戻るリンク (`ln -s` の二重実行など) がないことを確認します。",
    ),
    "listens-only": Text(
        en="Processes listen to a TCP port on one address, and on no other.",
        ja="プロセスが TCP ポートを 1 つのアドレスだけで待ち受けていることを確認します。",
    ),
}
"""By name of the kind."""

KEYS: Mapping[str, Mapping[str, Text]] = {
    "FolderSoundWant": {
        "path": Text("The folder; where there is none, nothing is wrong.", "フォルダ。ないノードでは問題なしとします。")
    },
    "ListensOnlyWant": {
        "address": Text("The one address.", "ただ 1 つのアドレス。"),
        "port": Text("The TCP port.", "TCP ポート番号。"),
        "processes": Text(
            "Pattern of the processes' command lines; other programs do not count.",
            "プロセスのコマンドラインのパターン。ほかのプログラムは対象外です。",
        ),
    },
}
"""By name of the kind's class of keys."""
