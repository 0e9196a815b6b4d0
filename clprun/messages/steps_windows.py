"""What steps that only Windows has plan, do and refuse: registry, rights, services, programs that must not run."""

from clprun.messages.catalog import Entry, Text

__all__ = ["WINDOWS"]

_REGISTRY: dict[str, Entry] = {
    "registry.set": Entry(
        Text(
            en="Set the registry value {name} of {key} to {data} (now: {found})",
            ja="レジストリ {key} の値 {name} を {data} にします (現在: {found})",
        )
    ),
    "registry.remove": Entry(
        Text(
            en="Remove the registry value {name} of {key} (now: {found})",
            ja="レジストリ {key} の値 {name} を削除します (現在: {found})",
        )
    ),
    "registry.other_value": Entry(
        Text(
            en="The registry value {name} of {key} is {found}, not {wanted}.",
            ja="レジストリ {key} の値 {name} は {found} です (期待する値: {wanted})。",
        ),
        next=Text(
            en="Find out who set it. On a 64-bit Windows see whether the key with Wow6432Node is meant.",
            ja="設定した人やプログラムを確認してください。"
            "64 ビット版の Windows では Wow6432Node の有無も確認してください。",
        ),
    ),
    "registry.not_there": Entry(
        Text(
            en="{key} (value: {name}) is not in the registry.",
            ja="レジストリに {key} (値: {name}) がありません。",
        ),
        next=Text(
            en="See whether the product is installed on this node, and whether the key with Wow6432Node is meant.",
            ja="このノードに製品が導入されているか、Wow6432Node のキーではないかを確認してください。",
        ),
    ),
    "registry.still_there": Entry(
        Text(
            en="{key} (value: {name}) is still in the registry.",
            ja="レジストリに {key} (値: {name}) が残っています。",
        ),
        next=Text(
            en="Let the product's own uninstaller finish, then go on.",
            ja="製品のアンインストールを完了してから続行してください。",
        ),
    ),
    "registry.synchronise": Entry(
        Text(
            en="In the config mode of Cluster WebUI (or the Builder), while group {group} is stopped: add a registry "
            "synchronisation resource (type regsync) to the group, for example {name}, where there is none. Enter "
            "these keys in its details, letter by letter:\n{keys}\nThen apply the configuration.",
            ja="Cluster WebUI の設定モード (または Builder) で、グループ {group} を停止した状態で作業します。\n"
            "グループにレジストリ同期リソース (regsync) がなければ追加します (例: {name})。"
            "「詳細」に次のキーを正確に登録します。\n{keys}\n最後に設定を反映します。",
        )
    ),
    "registry.stop_synchronising": Entry(
        Text(
            en="In the config mode of Cluster WebUI (or the Builder), while group {group} is stopped: take these keys "
            "out of the group's registry synchronisation resource (for example {name}), or remove the resource where "
            "nothing else is in it:\n{keys}\nThen apply the configuration.",
            ja="Cluster WebUI の設定モード (または Builder) で、グループ {group} を停止した状態で作業します。\n"
            "グループのレジストリ同期リソース (例: {name}) から次のキーを削除します。"
            "ほかのキーがなければリソースごと削除します。\n{keys}\n最後に設定を反映します。",
        )
    ),
    "registry.not_synchronised": Entry(
        Text(
            en="No registry synchronisation resource of group {group} holds these keys yet: {keys}.",
            ja="グループ {group} のレジストリ同期リソースに、次のキーがまだ登録されていません: {keys}",
        )
    ),
    "registry.still_synchronised": Entry(
        Text(
            en="A registry synchronisation resource of group {group} still holds these keys: {keys}.",
            ja="グループ {group} のレジストリ同期リソースに、次のキーが残っています: {keys}",
        )
    ),
}

_RIGHTS: dict[str, Entry] = {
    "access.grant": Entry(
        Text(
            en="Grant rights on {path} and what lies below it: {rights}",
            ja="{path} とその配下にアクセス権を設定します: {rights}",
        )
    ),
    "access.lacking": Entry(
        Text(
            en="{account} has no right {right} on {count} path(s) at or below {path}.",
            ja="{account} に {path} とその配下の {count} 個のパスに対するアクセス権 {right} がありません。",
        ),
        next=Text(
            en="Look at the paths above; a denied right or a file in use may stand against it.",
            ja="表示されたパスを確認してください。拒否の設定や使用中のファイルが原因の場合があります。",
        ),
    ),
    "access.no_name_for_sid": Entry(
        Text(
            en="{tool} takes no SID, and no name is known for one of these: {accounts}.",
            ja="{tool} は SID を指定できません。次の中に名前の分からないものがあります: {accounts}",
        ),
        next=Text(
            en="Name the account by “account” instead of “sid”.",
            ja="「sid」の代わりに「account」で名前を指定してください。",
        ),
    ),
}

_SERVICES: dict[str, Entry] = {
    "service.not_interactive": Entry(
        Text(
            en="Service {service} may not interact with the desktop.",
            ja="サービス {service} はデスクトップとの対話を許可されていません。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "service.make_interactive": Entry(
        Text(
            en="Let the service {service} interact with the desktop",
            ja="サービス {service} にデスクトップとの対話を許可します",
        )
    ),
    "service.not_of_system": Entry(
        Text(
            en="The service {service} runs as {account}, and only one of LocalSystem may interact with the desktop.",
            ja="サービス {service} は {account} で動作しています。"
            "デスクトップとの対話は LocalSystem のサービスにだけ許可できます。",
        ),
        next=Text(
            en="Set its account back to LocalSystem, as the product has it, then go on.",
            ja="製品の既定である LocalSystem アカウントに戻してから続行してください。",
        ),
    ),
}

_CHECKS: dict[str, Entry] = {
    "check.process_runs": Entry(
        Text(
            en="{count} process(es) like {names} run on this node. {en}",
            ja="このノードで {names} に一致するプロセスが {count} 個動作しています。{ja}",
        ),
        next=Text(
            en="Ask whoever uses them to close them, then go on.",
            ja="利用者に終了を依頼してから続行してください。",
        ),
    ),
    "check.sessions_open": Entry(
        Text(
            en="Somebody may have a window open that must be closed (who is logged in, by node; ? = unknown). {en}",
            ja="終了が必要な画面が開いている可能性があります (ノードごとのログオン中のユーザ。? は不明)。{ja}",
        ),
        next=Text(
            en="Have it closed on both nodes, in remote and disconnected sessions, too."
            " redo = they have logged off, look again, done = it is closed on both nodes, stop = leave it.",
            ja="リモートセッションや切断中のセッションも含め、両ノードで終了してください。"
            "redo = ログオフしたので再確認、done = 両ノードで終了済み、stop = 中止。",
        ),
    ),
    "check.nothing_to_compare": Entry(
        Text(en="{what} is not on this node.", ja="このノードに {what} がありません。"),
        next=Text(
            en="See whether the set-up was done on this node, too.",
            ja="このノードでもセットアップを実施したか確認してください。",
        ),
    ),
    "check.nodes_hold_different": Entry(
        Text(
            en="{what} is not the same on both nodes: {first}: {one}; {second}: {other}.",
            ja="{what} が両ノードで異なります ({first}: {one}、{second}: {other})。",
        ),
        next=Text(
            en="Find out which node is wrong, and set it up once more like the other one.",
            ja="どちらが誤っているかを確認し、もう一方と同じ内容でセットアップし直してください。",
        ),
    ),
}

_TRIALS: dict[str, Entry] = {
    "trial.only_services": Entry(
        Text(
            en="{name} is named by its process; on Windows only the process of a service is ended.",
            ja="{name} はプロセス名による指定です。Windows ではサービスのプロセスだけを強制終了できます。",
        ),
        why=Text(
            en="Several products run under one program's name.",
            ja="同じ名前のプログラムを複数の製品が使用している場合があります。",
        ),
        next=Text(en="Name the service in “kill”.", ja="「kill」にサービスを指定してください。"),
    ),
    "trial.scm_restarts_it": Entry(
        Text(
            en="Windows starts the service {service} again when it ends: the cluster would see nothing of the fault.",
            ja="サービス {service} は異常終了時に Windows が再起動する設定のため、クラスタは障害を検出できません。",
        ),
        next=Text(
            en='Take the failure actions away (sc failure {service} reset= 0 actions= ""), then try again.',
            ja='回復操作を解除して (sc failure {service} reset= 0 actions= "")、再度実行してください。',
        ),
    ),
}

WINDOWS: dict[str, Entry] = {**_TRIALS, **_REGISTRY, **_RIGHTS, **_SERVICES, **_CHECKS}
