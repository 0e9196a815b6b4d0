"""Texts about folders that are copied and removed on a node, links, and clients; part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

_RESUME = Text(
    en="Mend what the node reports, then resume.", ja="ノードが報告した原因を取り除いてから再開してください。"
)

ENTRIES: dict[str, Entry] = {
    "node.not_the_link": Entry(
        Text(
            en="{path} is not the link to {destination} that was expected; it was left as it is.",
            ja="{path} は想定した {destination} へのリンクではないため、変更しませんでした。",
        ),
        next=Text(
            en="See who changed it, then resume: the step is planned again.",
            ja="変更した人やプログラムを確認してから再開してください。ステップを計画し直します。",
        ),
    ),
    "node.trees_differ": Entry(
        Text(
            en="{path} and its copy {destination} differ; {path} was left as it is.",
            ja="{path} とコピー {destination} の内容が異なるため、{path} は変更していません。",
        ),
        why=Text(
            en="Something writes to {path}, or the other file system can't keep owners, modes or attributes.",
            ja="{path} に書き込みがあったか、コピー先のファイルシステムで所有者、モード、属性を維持できません。",
        ),
        next=Text(
            en="Stop whatever uses the folder and look at the differences shown, then resume.",
            ja="フォルダを使用するプログラムを停止し、表示された差分を確認してから再開してください。",
        ),
    ),
    "node.link_on_way": Entry(
        Text(
            en="On the way to {path} lies a symbolic link in a folder that others than root may change;"
            " nothing was changed.",
            ja="{path} までの途中、root 以外が変更できるフォルダにシンボリックリンクがあるため、何も変更していません。",
        ),
        why=Text(
            en="Whoever may change that folder could let the link lead clprun, which works as root, to any other file.",
            ja="そのフォルダを変更できるユーザがリンクを差し替えると、"
            "root で動く clprun が別のファイルを変更してしまいます。",
        ),
        next=Text(
            en="Name the real path, or give the folder that holds the link to root, then resume.",
            ja="実際のパスを指定するか、リンクのあるフォルダの所有者を root に変えてから再開してください。",
        ),
    ),
    "node.work_taken": Entry(
        Text(
            en="Beside {path} lies a hidden folder of somebody else under the name that clprun works in;"
            " nothing was changed.",
            ja="{path} と同じ場所に、clprun の作業用と同じ名前の、他者の隠しフォルダがあるため、何も変更していません。",
        ),
        why=Text(
            en="clprun works in a folder with a name .clprun-… that only root can go into (mode 700).",
            ja="clprun は .clprun-… という名前の、root だけが入れるフォルダ (モード 700) で作業します。",
        ),
        next=Text(
            en="See who made it and move it away, then resume.",
            ja="作成した人やプログラムを確認し、別の場所に移動してから再開してください。",
        ),
    ),
    "node.not_the_volume": Entry(
        Text(
            en="{path} or {destination} no longer lies on the volume that was planned; nothing was changed.",
            ja="{path} または {destination} が計画時のボリューム上にないため、何も変更していません。",
        ),
        why=Text(
            en="A disk was unmounted or mounted since; its empty mount point would have taken the files.",
            ja="計画後にディスクがマウントまたはアンマウントされています。"
            "そのまま進めると、空のマウントポイントにファイルが入ってしまいます。",
        ),
        next=Text(
            en="Mount the disk that is meant, then resume: the step is planned again.",
            ja="本来のディスクをマウントしてから再開してください。ステップを計画し直します。",
        ),
    ),
    "node.no_folder": Entry(
        Text(
            en="{path} is no real folder any more; nothing was changed.",
            ja="{path} が実体のフォルダではなくなっているため、何も変更していません。",
        ),
        next=Text(
            en="See who changed it, then resume: the step is planned again.",
            ja="変更した人やプログラムを確認してから再開してください。ステップを計画し直します。",
        ),
    ),
    "node.tree_destination_taken": Entry(
        Text(
            en="{destination} exists already, so {path} was not copied to it.",
            ja="{destination} がすでに存在するため、{path} をコピーしませんでした。",
        ),
        next=Text(
            en="See who made it, then resume: the step is planned again.",
            ja="作成した人やプログラムを確認してから再開してください。ステップを計画し直します。",
        ),
    ),
    "node.mount_in_tree": Entry(
        Text(
            en="A file system is mounted at {path} or below it; nothing was changed.",
            ja="{path} またはその下に別のファイルシステムがマウントされているため、何も変更していません。",
        ),
        next=Text(
            en="Find out what it is for; unmount it, then resume.",
            ja="用途を確認し、アンマウントしてから再開してください。",
        ),
    ),
    "node.tree_not_copied": Entry(
        Text(
            en="{path} could not be copied to {destination}; {path} is as it was, half a copy was cleared away.",
            ja="{path} を {destination} にコピーできませんでした。"
            "{path} は変更しておらず、途中までのコピーは削除しました。",
        ),
        next=_RESUME,
    ),
    "node.tree_not_renamed": Entry(
        Text(
            en="{path} could not be renamed; another program works in its folder.",
            ja="{path} の名前を変更できませんでした。別のプログラムが同じフォルダで作業しています。",
        ),
        next=Text(
            en="Look for it in its folder, also among hidden names that begin with .clprun-, before you resume.",
            ja="再開する前に、同じフォルダ内を確認してください (.clprun- で始まる隠しフォルダも含む)。",
        ),
    ),
    "node.tree_not_removed": Entry(
        Text(
            en="What is left of {path} could not be removed.",
            ja="{path} の残りを削除できませんでした。",
        ),
        next=_RESUME,
    ),
    "node.no_init_scripts": Entry(
        Text(
            en="The node has no chkconfig and service commands, so service {name} can't be looked up.",
            ja="ノードに chkconfig と service コマンドがないため、サービス {name} を確認できません。",
        ),
        next=Text(
            en="On RHEL 7 and later, say that systemd manages the service.",
            ja="RHEL 7 以降では、サービスの管理方式に systemd を指定してください。",
        ),
    ),
    "node.no_http_client": Entry(
        Text(
            en="The node has no curl, wget or openssl, so {url} can't be checked.",
            ja="ノードに curl、wget、openssl のいずれもないため、{url} を確認できません。",
        ),
        next=Text(en="Install curl on the node.", ja="ノードに curl をインストールしてください。"),
    ),
}
"""Entries by code."""
