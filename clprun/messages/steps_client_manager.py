"""What steps say that only ClientManager's build has: settings whose tags are not public."""

from clprun.messages.catalog import Entry, Text

__all__ = ["CLIENT_MANAGER"]

CLIENT_MANAGER: dict[str, Entry] = {
    "folder.put_aside": Entry(
        Text(en="Rename {path} to {aside}; nothing is deleted", ja="{path} を {aside} に変更します (削除はしません)"),
    ),
    "windows.no_script_resource": Entry(
        Text(
            en="There is no script resource {resource} in the cluster configuration.",
            ja="クラスタ構成にスクリプトリソース {resource} がありません。",
        ),
        next=Text(
            en="Let the step before this one add it, or correct the parameter.",
            ja="前のステップで追加するか、パラメータを修正してください。",
        ),
    ),
    "windows.exit_codes_ignored": Entry(
        Text(
            en="The script resource {resource} has no normal return value: CLUSTERPRO ignores how its scripts end.",
            ja="スクリプトリソース {resource} に正常な戻り値が設定されていません。"
            "CLUSTERPRO はスクリプトの終了コードを無視します。",
        ),
    ),
    "windows.set_normal_return_value": Entry(
        Text(
            en="In Cluster WebUI (or the Builder): Config mode, group {group}, resource {resource}, Details, Tuning.\n"
            "Tab Start: Normal Return Value 0. Tab Stop: Normal Return Value 0.\n"
            "Apply the configuration. The group is stopped now; leave it so.",
            ja="Cluster WebUI (または Builder) の設定モードで、グループ {group} のリソース {resource} の"
            "[詳細] - [調整] を開きます。\n"
            "[開始] タブの「正常な戻り値」に 0、[終了] タブの「正常な戻り値」に 0 を設定します。\n"
            "設定を反映します。グループは停止中です。起動しないでください。",
        ),
    ),
    "check.path_still_there": Entry(
        Text(en="{path} is still there ({found}).", ja="{path} が残っています ({found})。"),
        next=Text(en="Finish the work, then go on.", ja="作業を完了してから続行してください。"),
    ),
}
"""Entries by code."""
