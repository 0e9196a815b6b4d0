"""What is found and changed in the cluster configuration of Windows servers."""

from clprun.messages.catalog import Entry, Text

__all__ = ["WINDOWS"]

WINDOWS: dict[str, Entry] = {
    "configuration.kept_is_not_whole": Entry(
        Text(
            en="{path} is not what was kept of the cluster configuration.",
            ja="{path} が退避したクラスタ構成情報と一致しません。",
        ),
        why=Text(en="Nothing is put back that is not whole.", ja="完全でないものは元に戻しません。"),
        next=Text(
            en="Look at both nodes' clp.conf, push the right one by hand, then resume the cluster.",
            ja="両ノードの clp.conf を確認し、正しい構成情報を手動で反映してからクラスタをリジュームしてください。",
        ),
    ),
    "configuration.batch_character": Entry(
        Text(
            en="Line {line} of a batch file holds {found}, which cmd or the Japanese code page (cp932) does not know.",
            ja="バッチファイルの {line} 行目に、cmd または日本語コードページ (cp932) で扱えない文字 "
            "{found} があります。",
        ),
        next=Text(
            en="Write it otherwise; between folders stands a backslash, not a yen sign (U+00A5).",
            ja="別の文字に置き換えてください。パスの区切りは円記号 (U+00A5) ではなくバックスラッシュです。",
        ),
    ),
    "configuration.batch_look_alike": Entry(
        Text(
            en="Line {line} of a batch file holds {found}, which the Japanese code page (cp932) "
            "would turn into {instead}.",
            ja="バッチファイルの {line} 行目にある文字 {found} は、日本語コードページ (cp932) では {instead} に"
            "変わってしまいます。",
        ),
        why=Text(
            en="cmd would read another text than the one that was written.",
            ja="cmd は、書かれたものとは異なる文字として読み取ります。",
        ),
        next=Text(
            en="Write {instead} instead, which stays as it is.",
            ja="代わりに {instead} を使ってください。こちらは変わりません。",
        ),
    ),
    "configuration.batch_line": Entry(
        Text(
            en="Line {line} of a batch file has more than {limit} characters.",
            ja="バッチファイルの {line} 行目が {limit} 文字を超えています。",
        ),
        next=Text(en="Make several lines of it.", ja="複数の行に分けてください。"),
    ),
    "configuration.batch_label": Entry(
        Text(
            en="A batch file jumps to {label}, and there is no such label.",
            ja="バッチファイルにラベル {label} へのジャンプがありますが、そのラベルがありません。",
        ),
        why=Text(en="cmd would end the script there.", ja="cmd はそこでスクリプトを終了します。"),
        next=Text(en="Write the label, or correct the jump.", ja="ラベルを追加するか、ジャンプ先を修正してください。"),
    ),
    "configuration.advice_script": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: script resource {name} in group {group} with start.bat and stop.bat.",
            ja="clp.conf または Cluster WebUI: グループ {group} にスクリプトリソース {name} を追加し、"
            "start.bat と stop.bat を設定します。",
        )
    ),
    "configuration.advice_service": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: service resource {name} in group {group} for the service {service}; it "
            "depends on: {others} (- = the product's default).",
            ja="clp.conf または Cluster WebUI: グループ {group} にサービス {service} のサービスリソース {name} を"
            "追加します。依存するリソース: {others} (- は製品の既定)",
        )
    ),
    "configuration.advice_removed": Entry(
        Text(
            en="In clp.conf or Cluster WebUI: remove these resources of group {group}, and what watches them: "
            "{resources}.",
            ja="clp.conf または Cluster WebUI: グループ {group} の次のリソースと、"
            "それを監視するモニタリソースを削除します: {resources}",
        )
    ),
    "configuration.advice_vcom": Entry(
        Text(
            en="In clp.conf or Cluster WebUI, where missing: virtual computer name resource {name} ({computer}, for "
            "{floating_ip}) in group {group}.",
            ja="clp.conf または Cluster WebUI: なければグループ {group} に仮想コンピュータ名リソース {name} "
            "({computer}、対象 {floating_ip}) を追加します。",
        )
    ),
    "configuration.no_drive": Entry(
        Text(
            en="No disk or mirror disk resource of group {group} brings the drive {drive}.",
            ja="グループ {group} に、ドライブ {drive} のディスクリソースまたはミラーディスクリソースがありません。",
        ),
        why=Text(
            en="Such a resource is not added here: CLUSTERPRO must have been installed with the disk filtered.",
            ja="CLUSTERPRO のインストール時にディスクのフィルタリング設定が必要なため、ここでは追加しません。",
        ),
        next=Text(
            en="Add it in Cluster WebUI, or correct the drive, then go on.",
            ja="Cluster WebUI で追加するか、ドライブの指定を修正してから続行してください。",
        ),
    ),
    "configuration.no_vcom": Entry(
        Text(
            en="Group {group} has no virtual computer name resource {virtual_computer}.",
            ja="グループ {group} に仮想コンピュータ名リソース {virtual_computer} がありません。",
        ),
        next=Text(
            en="Add it first, or leave the parameter out: then the service runs under the node's own name.",
            ja="先に追加するか、パラメータを省略してください "
            "(その場合、サービスはノードのコンピュータ名で動作します)。",
        ),
    ),
    "configuration.target_vcom_not_set": Entry(
        Text(
            en="The service resource {resource} does not name {virtual_computer} as its target VCOM resource yet.",
            ja="サービスリソース {resource} の対象 VCOM リソース名に {virtual_computer} がまだ設定されていません。",
        )
    ),
    "configuration.set_target_vcom": Entry(
        Text(
            en="In the config mode of Cluster WebUI (or the Builder), while group {group} is stopped: open the "
            "properties of the service resource {resource}, Details, Tuning; choose {virtual_computer} as the target "
            "VCOM resource name, and apply the configuration.",
            ja="Cluster WebUI の設定モード (または Builder) で、グループ {group} を停止した状態で作業します。\n"
            "サービスリソース {resource} のプロパティの「詳細」→「調整」で、対象 VCOM リソース名に "
            "{virtual_computer} を指定し、設定を反映します。",
        )
    ),
}
