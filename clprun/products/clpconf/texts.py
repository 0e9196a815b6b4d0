"""Texts for what the cluster configuration has to say, in English and Japanese."""

from clprun.messages.catalog import Text
from clprun.model.text import Language
from clprun.products.clpconf.describe import Part, Phrase

__all__ = ["CAUSES", "DIFFERENCES", "DISTURBANCES", "tell"]


def tell(phrase: Phrase, language: Language) -> str:
    """A phrase as text; it may hold untrusted values and is to be cleaned before it is shown."""
    values = {name: _part(part, language) for name, part in phrase.params.items()}
    return DIFFERENCES[phrase.key].in_(language).format_map(values)


def _part(part: Part, language: Language) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Phrase):
        return tell(part, language)
    return DIFFERENCES["then"].in_(language).join(tell(phrase, language) for phrase in part)


DIFFERENCES: dict[str, Text] = {
    "then": Text(en=", then ", ja="、その後"),
    "not_written": Text(en="(default)", ja="(既定値)"),
    "empty": Text(en="(empty)", ja="(空)"),
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
    "hidden": Text(en="(not shown)", ja="(非表示)"),
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
    "group_added": Text(en="failover group {name} added", ja="フェイルオーバグループ {name} を追加"),
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
    "resource_removed": Text(en="resource {name} ({type}) removed", ja="リソース {name} ({type}) を削除"),
    "resource_value": Text(
        en="resource {name} ({type}): {path} changes from {old} to {new}",
        ja="リソース {name} ({type}): {path} を {old} から {new} に変更",
    ),
    "does_floating_ip": Text(en="floating IP {address}", ja="フローティング IP {address}"),
    "does_disk": Text(
        en="mounts {device} ({file_system}) on {point}", ja="{device} ({file_system}) を {point} にマウント"
    ),
    "does_mirror_disk": Text(
        en="mirrors {data} (cluster partition {cluster}), mounted on {point}",
        ja="{data} をミラーリング (クラスタパーティション {cluster})、{point} にマウント",
    ),
    "does_exec": Text(
        en="{start} ({start_waits}) and {stop} ({stop_waits})",
        ja="{start} ({start_waits}) と {stop} ({stop_waits}) を実行",
    ),
    "does_something": Text(en="settings as shown in the file", ja="設定はファイルのとおり"),
    "has_values": Text(en="{values}", ja="{values}"),
    "waits": Text(en="synchronous", ja="同期"),
    "does_not_wait": Text(en="asynchronous", ja="非同期"),
    "monitor_added": Text(
        en="monitor {name} ({type}) added: {does}; on a fault: {recovery}",
        ja="モニタリソース {name} ({type}) を追加: {does}。異常時: {recovery}",
    ),
    "monitor_removed": Text(en="monitor {name} ({type}) removed", ja="モニタリソース {name} ({type}) を削除"),
    "monitor_value": Text(
        en="monitor {name} ({type}): {path} changes from {old} to {new}",
        ja="モニタリソース {name} ({type}): {path} を {old} から {new} に変更",
    ),
    "watches": Text(en="watches all the time", ja="常時監視"),
    "watches_target": Text(en="watches {target} all the time", ja="{target} を常時監視"),
    "watches_active": Text(en="watches while {target} is active", ja="{target} の活性時に監視"),
    "watches_process": Text(
        en="watches the process of {target} while it is active", ja="{target} の活性時にそのプロセスを監視"
    ),
    "recovers_rsc": Text(en="resource {name}", ja="リソース {name}"),
    "recovers_grp": Text(en="group {name}", ja="グループ {name}"),
    "recovers_cls": Text(en="{name}", ja="{name}"),
    "restarts": Text(en="restart {what} (at most {times} x)", ja="{what} を最大 {times} 回再活性化"),
    "fails_over": Text(en="fail over {what} (at most {times} x)", ja="{what} を最大 {times} 回フェイルオーバ"),
    "ends_without_action": Text(en="no final action", ja="最終動作なし"),
    "ends_with": Text(en="final action: {action}", ja="最終動作: {action}"),
    "not_understood": Text(en="as the file says", ja="ファイルの設定のとおり"),
    "action_stop_group": Text(en="stop the group", ja="グループの停止"),
    "action_stop_resource": Text(en="stop the resource", ja="リソースの停止"),
    "action_stop_service": Text(en="stop the cluster service", ja="クラスタサービスの停止"),
    "action_shut_down": Text(
        en="stop the cluster service and shut the OS down", ja="クラスタサービスの停止と OS のシャットダウン"
    ),
    "action_reboot": Text(en="stop the cluster service and reboot the OS", ja="クラスタサービスの停止と OS の再起動"),
    "action_stop_error": Text(en="stop error", ja="STOP エラーの発生"),
    "action_sysrq_panic": Text(en="panic by sysrq", ja="sysrq パニック"),
    "action_keepalive_reset": Text(en="reset by keepalive", ja="keepalive リセット"),
    "action_keepalive_panic": Text(en="panic by keepalive", ja="keepalive パニック"),
    "action_bmc_reset": Text(en="reset by BMC", ja="BMC リセット"),
    "action_bmc_power_off": Text(en="power off by BMC", ja="BMC パワーオフ"),
    "action_bmc_power_cycle": Text(en="power cycle by BMC", ja="BMC パワーサイクル"),
    "action_bmc_nmi": Text(en="NMI by BMC", ja="BMC NMI"),
    "action_io_fencing": Text(en="I/O fencing", ja="I/O フェンシング"),
}
"""Keys of :func:`~clprun.products.clpconf.describe.describe` and their texts."""

DISTURBANCES: dict[str, Text] = {
    "nothing": Text(en="disturbs nothing", ja="影響なし"),
    "monitor": Text(
        en="monitors only: services go on, the cluster is suspended for the push",
        ja="監視のみ: 業務は継続し、反映の間クラスタをサスペンドします",
    ),
    "suspend": Text(
        en="the cluster is suspended for the push: services go on without being watched",
        ja="反映の間クラスタをサスペンドします: 業務は継続しますが監視されません",
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
