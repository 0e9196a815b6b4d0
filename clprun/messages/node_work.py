"""Texts about what is asked of a node and done to it (clprun/node); part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "node.reply_not_understood": Entry(
        Text(
            en="The node's reply to {question} makes no sense.",
            ja="{question} に対するノードの応答を解釈できません。",
        ),
        next=Text(
            en="Run it on the node by hand and look at what it prints.",
            ja="ノード上で手動で実行し、出力を確認してください。",
        ),
    ),
    "node.reply_too_long": Entry(
        Text(
            en="The node's reply to {question} is longer than clprun reads.",
            ja="{question} に対するノードの応答が、clprun が読み取る上限を超えています。",
        ),
    ),
    "node.reply_cut": Entry(
        Text(
            en="The node's shell ended before it had answered {question}.",
            ja="{question} に応答する前にノードのシェルが終了しました。",
        ),
        next=Text(
            en="See whether the node is short of memory or processes, then try again.",
            ja="ノードのメモリやプロセス数が不足していないか確認し、再度実行してください。",
        ),
    ),
    "node.command_killed": Entry(
        Text(
            en="{command} did not end within {seconds} seconds, or was killed.",
            ja="{command} が {seconds} 秒以内に終了しないか、強制終了されました。",
        ),
        next=Text(
            en="Run it on the node by hand to see what it waits for.",
            ja="ノード上で手動で実行し、何を待っているか確認してください。",
        ),
    ),
    "node.file_unreadable": Entry(
        Text(en="{path} can't be read.", ja="{path} を読み取れません。"),
        next=Text(
            en="Look at the file system and the rights on the node.",
            ja="ノードのファイルシステムとアクセス権を確認してください。",
        ),
    ),
    "node.file_too_large": Entry(
        Text(
            en="{path} has {size} bytes; clprun reads no more than {limit} here.",
            ja="{path} は {size} バイトあり、ここで clprun が読み取る上限 {limit} バイトを超えています。",
        ),
        next=Text(
            en="Make sure that it is the file you mean.",
            ja="対象のファイルが正しいか確認してください。",
        ),
    ),
    "node.file_being_written": Entry(
        Text(
            en="{path} changed while it was read.",
            ja="読み取り中に {path} が変更されました。",
        ),
        next=Text(
            en="Find out what writes to it, wait until it is done, then try again.",
            ja="書き込んでいるプログラムを調べ、終了を待ってから再度実行してください。",
        ),
    ),
    "node.resolver_too_slow": Entry(
        Text(
            en="Name resolution of {name} took more than {seconds} seconds on the node.",
            ja="ノードでの {name} の名前解決が {seconds} 秒以内に完了しませんでした。",
        ),
        next=Text(
            en="Check the name servers in /etc/resolv.conf of the node.",
            ja="ノードの /etc/resolv.conf にあるネームサーバを確認してください。",
        ),
    ),
    "node.no_ping": Entry(
        Text(
            en="The node has no ping command, so {address} can't be checked.",
            ja="ノードに ping コマンドがないため、{address} を確認できません。",
        ),
        next=Text(
            en="Install it on the node (package iputils or iputils-ping).",
            ja="ノードに ping をインストールしてください (iputils または iputils-ping パッケージ)。",
        ),
    ),
    "node.ping_failed": Entry(
        Text(
            en="The node can't ping {address}.",
            ja="ノードから {address} へ ping を送信できません。",
        ),
        next=Text(
            en="Check the address and the network settings of the node.",
            ja="アドレスとノードのネットワーク設定を確認してください。",
        ),
    ),
    "node.no_package_tool": Entry(
        Text(
            en="The node has neither rpm nor dpkg-query, so package {name} can't be looked up.",
            ja="ノードに rpm も dpkg-query もないため、パッケージ {name} を確認できません。",
        ),
        next=Text(
            en="Use a node with a supported distribution.",
            ja="対応しているディストリビューションのノードを使用してください。",
        ),
    ),
    "node.no_systemd": Entry(
        Text(
            en="The node has no systemctl command, so service {name} can't be looked up.",
            ja="ノードに systemctl コマンドがないため、サービス {name} を確認できません。",
        ),
        next=Text(
            en="This step needs a distribution with systemd (RHEL 7 or later).",
            ja="このステップには systemd を使用するディストリビューション (RHEL 7 以降) が必要です。",
        ),
    ),
    "node.is_link": Entry(
        Text(
            en="{path} is a symbolic link; clprun changes nothing through a link.",
            ja="{path} はシンボリックリンクです。clprun はリンク先を変更しません。",
        ),
        next=Text(
            en="Find out why it is a link. Name the real path, or put a file in its place.",
            ja="リンクになっている理由を確認し、実際のパスを指定するか、リンクを通常のファイルに置き換えてください。",
        ),
    ),
    "node.in_the_way": Entry(
        Text(
            en="Something of another kind lies at {path}.",
            ja="{path} に別の種類のもの (フォルダなど) があります。",
        ),
        next=Text(
            en="Look at it and move it away if it is not needed.",
            ja="内容を確認し、不要であれば移動してください。",
        ),
    ),
    "node.file_changed": Entry(
        Text(
            en="{path} is not what it was when the change was planned; it was left as it is.",
            ja="{path} が変更の計画時と異なるため、変更しませんでした。",
        ),
        next=Text(
            en="See who changed it, then resume: the change is planned again from what is there now.",
            ja="変更した人やプログラムを確認してから再開してください。現在の内容をもとに計画し直します。",
        ),
    ),
    "node.content_cut": Entry(
        Text(
            en="The new content of {path} did not arrive whole; the file was left as it is.",
            ja="{path} の新しい内容が完全に届かなかったため、ファイルは変更していません。",
        ),
        next=Text(en="Check the link to the node, then resume.", ja="ノードとの接続を確認し、再開してください。"),
    ),
    "node.attributes_not_kept": Entry(
        Text(
            en="Owner, group or mode of {path} could not be kept; the file was left as it is.",
            ja="{path} の所有者、グループ、モードを維持できないため、ファイルは変更していません。",
        ),
        next=Text(
            en="See whether its file system lets root change owners (NFS with root_squash does not).",
            ja="ファイルシステムで root が所有者を変更できるか確認してください (NFS の root_squash では不可)。",
        ),
    ),
    "node.rename_source_absent": Entry(
        Text(
            en="{path} is not there, so it can't be renamed to {destination}.",
            ja="{path} が存在しないため、{destination} に名前を変更できません。",
        ),
        next=Text(
            en="See who moved it, then resume: the step is planned again.",
            ja="移動した人やプログラムを確認してから再開してください。ステップを計画し直します。",
        ),
    ),
    "node.rename_destination_taken": Entry(
        Text(
            en="{destination} exists already, so {path} was not renamed to it.",
            ja="{destination} がすでに存在するため、{path} の名前を変更しませんでした。",
        ),
        next=Text(
            en="Look at it and move it away if it is not needed, then resume.",
            ja="内容を確認し、不要であれば移動してから再開してください。",
        ),
    ),
    "node.rename_other_volume": Entry(
        Text(
            en="{path} and {destination} lie on different file systems, so a rename is not possible.",
            ja="{path} と {destination} は別のファイルシステムにあるため、名前を変更できません。",
        ),
        next=Text(
            en="Name a destination on the same file system.",
            ja="同じファイルシステム上の移動先を指定してください。",
        ),
    ),
    "node.rename_not_proven": Entry(
        Text(
            en="After the rename, {destination} is not what {path} was.",
            ja="名前の変更後、{destination} が元の {path} と一致しません。",
        ),
        next=Text(
            en="Another program works on these paths. Look at both of them before you resume.",
            ja="別のプログラムがこれらのパスを操作しています。両方を確認してから再開してください。",
        ),
    ),
    "node.edit_failed": Entry(
        Text(
            en="{path} could not be changed (exit code {exit}).",
            ja="{path} を変更できませんでした (終了コード {exit})。",
        ),
        next=Text(
            en="Mend what the node reports, then resume.",
            ja="ノードが報告した原因を取り除いてから再開してください。",
        ),
    ),
    "node.locked": Entry(
        Text(
            en="The node is locked by run {run} of {host} (pid {pid}, since {time}).",
            ja="ノードは {host} の実行 {run} によってロックされています (pid {pid}、{time} から)。",
        ),
        next=Text(
            en="Wait for that run or resume it there. If it is gone for good, use: clprun unlock",
            ja=(
                "その実行の終了を待つか、{host} で再開してください。"
                "実行が失われている場合は clprun unlock を使用してください。"
            ),
        ),
    ),
    "node.lock_lost": Entry(
        Text(
            en="The lock of this run on the node was taken away.",
            ja="この実行がノードに取得したロックは、取り除かれています。",
        ),
        why=Text(
            en=(
                "Another run may work there now, so nothing more is changed there by this one: "
                "neither this action nor what would put things back."
            ),
            ja=(
                "別の実行が作業している可能性があるため、この実行ではこれ以上変更しません。"
                "この操作も、元に戻す処理も行っていません。"
            ),
        ),
        next=Text(
            en="Find out who took it away and what was done since; then resume, or give this run up.",
            ja="誰が取り除き、その後何を行ったかを確認してから、再開または中止してください。",
        ),
    ),
    "node.lock_failed": Entry(
        Text(
            en="The lock in {folder} can't be changed on the node.",
            ja="ノードの {folder} にあるロックを変更できません。",
        ),
        next=Text(
            en="See whether that disk is full or read-only, then try again.",
            ja="ディスクに空きがあり、書き込めることを確認してから再度実行してください。",
        ),
    ),
    "node.run_folders_stay": Entry(
        Text(
            en="Not every old run folder below {folder} could be removed.",
            ja="{folder} の古い実行フォルダに、削除できないものがあります。",
        ),
        why=Text(
            en="A disk is read-only, a file is held open, or one holds a link or a mount, which are never followed.",
            ja="ディスクが読み取り専用か、使用中のファイル、または決してたどらないリンクやマウントがあるためです。",
        ),
        next=Text(
            en="Remove the cause, then run `clprun clean` again; the run stays on this computer's list until then.",
            ja="原因を取り除いて `clprun clean` を再度実行してください。それまで実行の記録はこの操作端末に残ります。",
        ),
    ),
    "node.lock_unreadable": Entry(
        Text(
            en="{folder} on the node is no lock that clprun can read.",
            ja="ノードの {folder} は clprun が読み取れるロックではありません。",
        ),
        next=Text(
            en="Make sure that no run works on this cluster, then move the folder away by hand.",
            ja="このクラスタに対する実行がないことを確認してから、フォルダを手動で移動してください。",
        ),
    ),
    "node.wrong_host": Entry(
        Text(
            en="The machine at {address} calls itself {found}, not {expected}.",
            ja="{address} のマシンのホスト名は {found} であり、{expected} ではありません。",
        ),
        next=Text(
            en="Correct the address or the node's name in the inventory, or the host name of the machine.",
            ja="インベントリのアドレスかノード名、またはマシンのホスト名を修正してください。",
        ),
    ),
    "node.not_root": Entry(
        Text(
            en="The login has no root rights on the node (user id {user_id}).",
            ja="ログインしたユーザにノードの root 権限がありません (ユーザ ID {user_id})。",
        ),
        next=Text(
            en="Log in as root, or say in the inventory how to become root (ssh: become:).",
            ja="root でログインするか、インベントリの ssh の become で root になる方法を指定してください。",
        ),
    ),
    "node.wrong_system": Entry(
        Text(
            en="The node runs {found}, but the inventory says {expected}.",
            ja="ノードの OS は {found} ですが、インベントリでは {expected} です。",
        ),
        next=Text(
            en="Correct the address or the platform in the inventory.",
            ja="インベントリのアドレスまたは platform を修正してください。",
        ),
    ),
    "node.clocks_apart": Entry(
        Text(
            en="The clocks of {first} and {second} are {seconds} seconds apart; at most {limit} are allowed.",
            ja="{first} と {second} の時刻が {seconds} 秒ずれています (許容は {limit} 秒まで)。",
        ),
        next=Text(
            en="Set both by the same time server (chrony or ntpd), then try again.",
            ja="両ノードの時刻を同じ時刻サーバに合わせて (chrony または ntpd) から再度実行してください。",
        ),
    ),
}
