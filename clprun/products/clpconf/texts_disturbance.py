"""Texts for what a change disturbs and why, in English and Japanese."""

from clprun.messages.catalog import Text

__all__ = ["CAUSES", "DISTURBANCES"]

DISTURBANCES: dict[str, Text] = {
    "nothing": Text(en="disturbs nothing", ja="影響なし"),
    "monitor": Text(
        en="monitors only: services go on",
        ja="監視のみ: 業務は継続します",
    ),
    "suspend": Text(
        en="the cluster only: services go on",
        ja="クラスタのみ: 業務は継続します",
    ),
    "group_stop": Text(en="these groups are stopped: {groups}", ja="次のグループを停止します: {groups}"),
    "cluster_stop": Text(
        en="the cluster is stopped; the servers may have to be rebooted",
        ja="クラスタを停止します。サーバの再起動が必要な場合があります",
    ),
}
"""Names of :class:`~clprun.products.clpconf.disturbance.Disturbance` in lower case, and their texts."""

CAUSES: dict[str, Text] = {
    "no_effect": Text(en="the product behaves as before", ja="製品の動作は変わりません"),
    "bookkeeping": Text(en="counts and lists that follow", ja="付随する件数と一覧の更新"),
    "comment": Text(en="a comment", ja="コメントの変更"),
    "monitor": Text(en="a monitor changes", ja="モニタリソースの変更"),
    "user_space_monitor": Text(en="the user space monitor changes", ja="ユーザ空間モニタリソースの変更"),
    "resource_in_group": Text(en="a resource of group {group} changes", ja="グループ {group} のリソースの変更"),
    "resource_in_new_group": Text(en="a resource of the new group {group}", ja="新しいグループ {group} のリソース"),
    "resource_in_no_group": Text(en="a resource that no group holds", ja="どのグループにも登録されていないリソース"),
    "group_added": Text(en="a new group", ja="グループの追加"),
    "group_removed": Text(en="group {group} is removed", ja="グループ {group} の削除"),
    "group_setting": Text(en="a setting of group {group}", ja="グループ {group} の設定変更"),
    "heartbeat": Text(
        en="heartbeats or network partition resolution change",
        ja="ハートビートまたはネットワークパーティション解決の変更",
    ),
    "server_address": Text(en="a device of a server changes", ja="サーバのデバイス設定の変更"),
    "servers": Text(en="the servers of the cluster change", ja="クラスタを構成するサーバの変更"),
    "mirror_connect": Text(en="a mirror connect changes", ja="ミラーコネクトの変更"),
    "cluster_setting": Text(en="a setting of the cluster", ja="クラスタの設定変更"),
    "unknown_setting": Text(en="a setting whose effect is not known", ja="反映方法が公開されていない設定の変更"),
}
"""Values of :class:`~clprun.products.clpconf.disturbance.Cause` and their texts; ``{group}`` may be filled."""
