"""What checks of a node find."""

from clprun.messages.catalog import Entry, Text

__all__ = ["CHECKS"]

_HOSTS = Text(
    en="Correct DNS or the hosts file on this node; it must be the same on both nodes.",
    ja="このノードの DNS または hosts ファイルを修正してください。両ノードで同じ内容にします。",
)

CHECKS: dict[str, Entry] = {
    "check.too_little_space": Entry(
        Text(
            en="{path} has {free} MiB free; {wanted} MiB are needed.",
            ja="{path} の空き容量は {free} MiB です。{wanted} MiB 必要です。",
        ),
        next=Text(en="Make room, then go on.", ja="空き容量を確保してから続行してください。"),
    ),
    "check.path_not_there": Entry(
        Text(
            en="{path} should be a {wanted}; found: {found}.",
            ja="{path} は {wanted} である必要があります (現状: {found})。",
        ),
        next=Text(en="Put it there, then go on.", ja="用意してから続行してください。"),
    ),
    "check.file_empty": Entry(
        Text(en="{path} is empty.", ja="{path} が空です。"),
        next=Text(en="Fill it in, then go on.", ja="内容を記入してから続行してください。"),
    ),
    "check.probe_failed": Entry(
        Text(en="{command} ended with exit code {exit}.", ja="{command} が終了コード {exit} で終了しました。"),
        next=Text(
            en="Look at its output, remove the cause, then go on.", ja="出力を確認し、原因を取り除いてください。"
        ),
    ),
    "check.no_package": Entry(
        Text(en="Package {name} is not installed.", ja="パッケージ {name} がインストールされていません。"),
        next=Text(en="Install it, then go on.", ja="インストールしてから続行してください。"),
    ),
    "check.no_echo": Entry(
        Text(en="{address} does not answer ping.", ja="{address} が ping に応答しません。"),
        next=Text(
            en="Check that the failover group is online with its floating IP, and the network between the nodes.",
            ja="フェイルオーバグループとフローティング IP が起動していること、ネットワークを確認してください。",
        ),
    ),
    "check.not_mounted": Entry(
        Text(en="Nothing is mounted at {point}.", ja="{point} に何もマウントされていません。"),
        why=Text(
            en="The folder would lie on the local disk and stay behind at a failover.",
            ja="このままではローカルディスク上のフォルダになり、フェイルオーバ時に引き継がれません。",
        ),
        next=Text(
            en="Start the failover group on this node (clpgrp -s), move it here from where it runs (clpgrp -m), or "
            "correct the mount point.",
            ja="このノードでフェイルオーバグループを起動 (clpgrp -s) するか、"
            "動作中のノードから移動 (clpgrp -m) するか、マウントポイントを修正してください。",
        ),
    ),
    "check.other_device_mounted": Entry(
        Text(
            en="{found} is mounted at {point}, not {wanted}.",
            ja="{point} には {wanted} ではなく {found} がマウントされています。",
        ),
        next=Text(en="Correct the parameter or the resource.", ja="パラメータかリソースの設定を修正してください。"),
    ),
    "check.still_mounted": Entry(
        Text(en="{device} is still mounted at {point}.", ja="{point} に {device} がマウントされたままです。"),
        next=Text(
            en="Find out who uses it; a disk must never be mounted on both nodes.",
            ja="使用中のプロセスを確認してください。両ノードから同時にマウントしてはいけません。",
        ),
    ),
    "check.name_is_loopback": Entry(
        Text(
            en="{name} resolves to {found}, an address that every computer has for itself.",
            ja="{name} の IP アドレスが {found} です。これはどのコンピュータでも自分自身を指すアドレスです。",
        ),
        why=Text(
            en="Other machines are told this name and can't come back by it.",
            ja="相手のマシンはこの名前を受け取りますが、この名前では接続できません。",
        ),
        next=Text(
            en="Give the name its real address, in a line of its own, in the hosts file of this node.",
            ja="このノードの hosts ファイルで、この名前を独立した行に実際の IP アドレスで記述してください。",
        ),
    ),
    "check.name_is_of_another": Entry(
        Text(
            en="{name} resolves to {found}, which is no address of this node.",
            ja="{name} の IP アドレスが {found} ですが、このノードのアドレスではありません。",
        ),
        next=Text(
            en="Correct DNS or the hosts file on this node: its own name leads to its own addresses.",
            ja="このノードの DNS または hosts ファイルを修正し、自ホスト名を自ノードのアドレスにしてください。",
        ),
    ),
    "check.listens_elsewhere": Entry(
        Text(
            en="{processes} listens to port {port} on {found}; it should on {address} alone.",
            ja="{processes} がポート {port} を {found} で待ち受けています。{address} だけで待ち受ける必要があります。",
        ),
        why=Text(
            en="0.0.0.0 and :: stand for all addresses of the node, its own among them.",
            ja="0.0.0.0 と :: は、ノード自身のアドレスを含むすべてのアドレスを意味します。",
        ),
        next=Text(
            en="Correct the setting that the service read when it was started, and restart the group's resource.",
            ja="サービスが起動時に読み込んだ設定を確認し、修正してからグループのリソースを再起動してください。",
        ),
    ),
    "check.nobody_listens": Entry(
        Text(
            en="{processes} does not listen to port {port} of {address}.",
            ja="{processes} が {address} のポート {port} を待ち受けていません。",
        ),
        next=Text(
            en="Look at the service and its log.",
            ja="サービスとそのログを確認してください。",
        ),
    ),
    "check.link_leads_back": Entry(
        Text(
            en="{path} is a link to {target}, so the folder holds itself.",
            ja="{path} は {target} へのリンクで、フォルダがそれ自身を含んでいます。",
        ),
        why=Text(
            en="A second ln -s through a first link makes one; copies and backups go round in it.",
            ja="1 つ目のリンク越しに ln -s をもう一度実行するとできます。コピーやバックアップが中で循環します。",
        ),
        next=Text(
            en="Remove that link by unlink, and nothing else.",
            ja="unlink でそのリンクだけを削除してください。",
        ),
    ),
    "check.key_of_another": Entry(
        Text(
            en="{path} belongs to {owner}; a private key lies there, and only these may change it: {owners}.",
            ja="{path} の所有者は {owner} です。秘密鍵があるため、変更できるのは {owners} に限られます。",
        ),
        next=Text(
            en="Find out who changed it, see whether the key is still the same, then give it back by chown.",
            ja="変更した人を確認し、鍵が変わっていないか調べてから、chown で戻してください。",
        ),
    ),
    "check.key_written_by_others": Entry(
        Text(
            en="{path} has mode {mode}: others may change it, and a private key lies there.",
            ja="{path} のモードは {mode} で、他のユーザも変更できます。ここには秘密鍵があります。",
        ),
        next=Text(
            en="Find out who changed it, see whether the key is still the same, then forbid it by chmod go-w.",
            ja="変更した人を確認し、鍵が変わっていないか調べてから、chmod go-w で書き込みを禁止してください。",
        ),
    ),
    "check.name_unknown": Entry(Text(en="{name} does not resolve.", ja="{name} を名前解決できません。"), next=_HOSTS),
    "check.name_is_alias": Entry(
        Text(en="{name} is an alias of {canonical}.", ja="{name} は {canonical} の別名です。"),
        why=Text(
            en="JobCenter takes the canonical name of a site, no alias.",
            ja="JobCenter のサイト名には正式名が必要で、別名は指定できません。",
        ),
        next=Text(
            en="Give {canonical} as the name, or correct DNS or the hosts file on this node.",
            ja="{canonical} を指定するか、このノードの DNS または hosts ファイルを修正してください。",
        ),
    ),
    "check.name_has_many_addresses": Entry(
        Text(
            en="{name} has more than one address: {found}.",
            ja="{name} に複数の IP アドレスが割り当てられています: {found}",
        ),
        next=_HOSTS,
    ),
    "check.name_has_other_address": Entry(
        Text(
            en="{name} resolves to {found}, not to {wanted}.",
            ja="{name} の IP アドレスは {wanted} ではなく {found} です。",
        ),
        next=_HOSTS,
    ),
    "check.address_unknown": Entry(
        Text(
            en="{address}, the address of {name}, has no name (reverse lookup).",
            ja="{name} の IP アドレス {address} を逆引きできません。",
        ),
        next=_HOSTS,
    ),
    "check.address_has_other_name": Entry(
        Text(
            en="{address} is {found} by reverse lookup, not {name}.",
            ja="{address} を逆引きした名前は {name} ではなく {found} です。",
        ),
        next=_HOSTS,
    ),
}
"""Entries by code."""
