"""Texts for what groups, resources and monitors do, in English and Japanese."""

from clprun.messages.catalog import Text

__all__ = ["OBJECTS"]

_RESOURCES: dict[str, Text] = {
    "does_group": Text(
        en="start {start}, failover {failover}, failback {failback}",
        ja="起動 {start}、フェイルオーバ {failover}、フェイルバック {failback}",
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
    "does_script": Text(en="start.bat and stop.bat", ja="start.bat と stop.bat を実行"),
    "does_service": Text(en="runs the Windows service {service}", ja="Windows サービス {service} を起動"),
    "does_vcom": Text(
        en="virtual computer name {computer} for {address}", ja="{address} に対応する仮想コンピュータ名 {computer}"
    ),
    "does_something": Text(en="settings as shown in the file", ja="設定はファイルのとおり"),
    "does_after": Text(en="{does}, starts after {others}", ja="{does} ({others} の後に起動)"),
    "does_at_once": Text(en="{does}, follows no default dependency", ja="{does} (既定の依存関係に従わない)"),
    "no_group": Text(en="(none)", ja="(なし)"),
    "has_values": Text(en="{values}", ja="{values}"),
}

_MONITORS: dict[str, Text] = {
    "watches": Text(en="watches {what} all the time", ja="{what}を常時監視"),
    "watches_active": Text(en="watches {what} while {target} is active", ja="{target} の活性時に {what}を監視"),
    "watched_name": Text(en="{name}", ja="{name} "),
    "watched_pid": Text(en="the process of {target}", ja="{target} のプロセス"),
    "watched_processes": Text(en="{process} (at least {count} processes)", ja="{process} ({count} プロセス以上) "),
    "watched_script": Text(
        en="by {path} (synchronous, normal value {normal})", ja="{path} の結果 (同期、正常な戻り値 {normal}) "
    ),
    "watched_program": Text(en="that {path} goes on running (asynchronous)", ja="{path} の動作継続 (非同期) "),
    "own_script": Text(en="its own script", ja="専用スクリプト"),
    "watched_http": Text(en="{url} ({request} request)", ja="{url} ({request} リクエスト) "),
    "watched_smtp": Text(en="the SMTP server {server}", ja="SMTP サーバ {server} "),
    "watched_service": Text(en="the service of {service}", ja="{service} のサービス"),
    "watched_user_mode": Text(en="its own server for a stall in user mode", ja="自サーバのユーザ空間のストール"),
    "watched_mirror": Text(en="the mirror disk {name}", ja="ミラーディスク {name} "),
    "watched_something": Text(en="what the file says", ja="ファイルの設定の対象"),
}

_RECOVERIES: dict[str, Text] = {
    "then": Text(en=", then ", ja="、その後"),
    "at_most": Text(en="{what} (at most {times} x)", ja="{what} (最大 {times} 回)"),
    "restarts": Text(en="reactivate {what}", ja="{what}を再活性化"),
    "fails_over": Text(en="fail over {what}", ja="{what}をフェイルオーバ"),
    "recovers_rsc": Text(en="resource {name}", ja="リソース {name} "),
    "recovers_grp": Text(en="group {name}", ja="グループ {name} "),
    "not_understood": Text(en="as the file says", ja="ファイルの設定のとおり"),
}

_ACTIONS: dict[str, Text] = {
    "action_none": Text(en="no final action", ja="最終動作なし"),
    "action_none_and_go_on": Text(
        en="no final action, goes on with the next resource", ja="最終動作なし (次のリソースの処理を続ける)"
    ),
    "action_none_and_stay": Text(
        en="no final action, does not go on with the next resource", ja="最終動作なし (次のリソースの処理を行わない)"
    ),
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

OBJECTS: dict[str, Text] = {**_RESOURCES, **_MONITORS, **_RECOVERIES, **_ACTIONS}
"""Keys of what objects do and their texts."""
