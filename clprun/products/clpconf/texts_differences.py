"""Texts for what differs between two configurations, in English and Japanese."""

from clprun.messages.catalog import Text

__all__ = ["DIFFERENCES"]

DIFFERENCES: dict[str, Text] = {
    "then": Text(en=", then ", ja="、その後"),
    "server_added": Text(en="server {name} added", ja="サーバ {name} を追加"),
    "server_removed": Text(en="server {name} removed", ja="サーバ {name} を削除"),
    "server_value": Text(
        en="server {name}: {path} changes from {old} to {new}",
        ja="サーバ {name}: {path} を {old} から {new} に変更",
    ),
    "heartbeat_added": Text(en="heartbeat {name} ({type}) added", ja="ハートビートリソース {name} ({type}) を追加"),
    "heartbeat_removed": Text(en="heartbeat {name} ({type}) removed", ja="ハートビートリソース {name} ({type}) を削除"),
    "heartbeat_value": Text(
        en="heartbeat {name}: {path} changes from {old} to {new}",
        ja="ハートビートリソース {name}: {path} を {old} から {new} に変更",
    ),
    "networkpartition_added": Text(
        en="network partition resource {name} ({type}) added",
        ja="ネットワークパーティション解決リソース {name} ({type}) を追加",
    ),
    "networkpartition_removed": Text(
        en="network partition resource {name} ({type}) removed",
        ja="ネットワークパーティション解決リソース {name} ({type}) を削除",
    ),
    "networkpartition_value": Text(
        en="network partition resource {name}: {path} changes from {old} to {new}",
        ja="ネットワークパーティション解決リソース {name}: {path} を {old} から {new} に変更",
    ),
    "cluster_value": Text(
        en="cluster: {path} changes from {old} to {new}", ja="クラスタ: {path} を {old} から {new} に変更"
    ),
    "type_added": Text(
        en="the section {section} lists the type {type}", ja="セクション {section} の types に {type} を追加"
    ),
    "type_removed": Text(
        en="the section {section} no longer lists the type {type}",
        ja="セクション {section} の types から {type} を削除",
    ),
    "bookkeeping_value": Text(
        en="{path} follows: from {old} to {new}", ja="付随する変更: {path} を {old} から {new} に更新"
    ),
    "group_added": Text(en="failover group {name} added: {does}", ja="フェイルオーバグループ {name} を追加: {does}"),
    "group_removed": Text(en="failover group {name} removed", ja="フェイルオーバグループ {name} を削除"),
    "group_value": Text(
        en="failover group {name}: {path} changes from {old} to {new}",
        ja="フェイルオーバグループ {name}: {path} を {old} から {new} に変更",
    ),
    "group_member_added": Text(
        en="failover group {name} holds {entry} from now on",
        ja="フェイルオーバグループ {name} に {entry} を登録",
    ),
    "group_member_changed": Text(
        en="failover group {name}: entry {entry} changes",
        ja="フェイルオーバグループ {name} の {entry} の登録を変更",
    ),
    "group_member_removed": Text(
        en="failover group {name} no longer holds {entry}",
        ja="フェイルオーバグループ {name} から {entry} の登録を解除",
    ),
    "group_order": Text(
        en="failover group {name} lists its resources in the order {new}",
        ja="フェイルオーバグループ {name} のリソースの並びを {new} に変更",
    ),
    "resource_added": Text(
        en="resource {name} ({type}) added to group {group}: {does}",
        ja="グループ {group} にリソース {name} ({type}) を追加: {does}",
    ),
    "resource_removed": Text(
        en="resource {name} ({type}) removed from group {group}; it was: {does}",
        ja="グループ {group} からリソース {name} ({type}) を削除 (削除前: {does})",
    ),
    "resource_value": Text(
        en="resource {name} ({type}): {path} changes from {old} to {new}",
        ja="リソース {name} ({type}): {path} を {old} から {new} に変更",
    ),
    "dependency_added": Text(
        en="resource {name} ({type}) starts after {other} from now on",
        ja="リソース {name} ({type}) の依存先に {other} を追加",
    ),
    "dependency_removed": Text(
        en="resource {name} ({type}) no longer starts after {other}",
        ja="リソース {name} ({type}) の依存先から {other} を解除",
    ),
    "no_dependency_added": Text(
        en="resource {name} ({type}) follows no default dependency from now on",
        ja="リソース {name} ({type}) は既定の依存関係に従わない",
    ),
    "no_dependency_removed": Text(
        en="resource {name} ({type}) may follow the default dependency again",
        ja="リソース {name} ({type}) の「既定の依存関係に従わない」指定を解除",
    ),
    "monitor_added": Text(
        en="monitor {name} ({type}) added: {does}; on fault: {recovery}",
        ja="モニタリソース {name} ({type}) を追加: {does}。異常時: {recovery}",
    ),
    "monitor_removed": Text(
        en="monitor {name} ({type}) removed; it was: {does}; on fault: {recovery}",
        ja="モニタリソース {name} ({type}) を削除 (削除前: {does}。異常時: {recovery})",
    ),
    "monitor_value": Text(
        en="monitor {name} ({type}): {path} changes from {old} to {new}",
        ja="モニタリソース {name} ({type}): {path} を {old} から {new} に変更",
    ),
}
"""Keys of :func:`~clprun.products.clpconf.describe.describe` itself and their texts."""
