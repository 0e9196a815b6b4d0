"""What the kinds mean that check what a built cluster claims of itself."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "carried-by-group": Text(
        en="Floating IP addresses and mounts of a failover group are on the node where the group is, and on no other.",
        ja="フェイルオーバグループのフローティング IP とマウントが、グループの起動ノードだけにあることを確認します。",
    ),
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
    "CarriedByGroupWant": {
        "group": Text(
            "The failover group; offline, no node has any of it.", "グループ。停止中はどのノードにもないこと。"
        ),
        "addresses": Text("Its floating IP addresses.", "フローティング IP アドレス。"),
        "points": Text(
            "Where its disks are mounted; on Windows drives as `W:`.",
            "ディスクのマウントポイント。Windows では `W:` などのドライブ。",
        ),
    },
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
