"""Texts about jobs, folders and access rights on Windows nodes; part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "node.state_folder_unsafe": Entry(
        Text(
            en="clprun keeps nothing in {folder}: it, or the folder runs in it, is a link or does not belong to"
            " Administrators, or programs lie elsewhere on this node. It was left as it is.",
            ja="{folder} は使用できません。このフォルダまたはその中の runs がリンクであるか、"
            "所有者が Administrators ではありません。または、このノードの Program Files が別の場所にあります。"
            "フォルダは変更していません。",
        ),
        why=Text(
            en="What lies there is run as SYSTEM, so nobody else may own it or lead it elsewhere.",
            ja="この中のファイルは SYSTEM 権限で実行されるため、他のユーザの所有やリンクによる差し替えは許されません。",
        ),
        next=Text(
            en="Look at it with dir /q /a and fsutil reparsepoint query, find out who made it, and move it away;"
            " then try again: clprun makes it anew.",
            ja="dir /q /a と fsutil reparsepoint query で確認し、作成した人やプログラムを調べて別の場所に移動してから"
            "再度実行してください。clprun が作り直します。",
        ),
    ),
    "node.link_in_tree": Entry(
        Text(
            en="{path} holds a link or a mounted volume, or can't be searched for them; nothing was changed.",
            ja="{path} の中にリンクまたはマウントされたボリュームがあるか、確認できないため、何も変更していません。",
        ),
        why=Text(
            en="Not every release of Windows stops at links when it removes a folder.",
            ja="Windows のバージョンによっては、フォルダの削除時にリンク先まで削除されます。",
        ),
        next=Text(
            en="Run dir /al /s there, see what the links are for and remove them with rmdir (without /s), then resume.",
            ja="dir /al /s で確認し、リンクの用途を調べて rmdir (/s なし) で削除してから再開してください。",
        ),
    ),
    "node.access_unreadable": Entry(
        Text(
            en="The access rights of {path} can't be read.",
            ja="{path} のアクセス権を読み取れません。",
        ),
        next=Text(
            en="Run icacls (cacls on Windows Server 2003) on it by hand and see what it reports.",
            ja="icacls (Windows Server 2003 では cacls) を手動で実行し、表示内容を確認してください。",
        ),
    ),
}
