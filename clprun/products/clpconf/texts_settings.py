"""Texts for settings and their values as the WebUI names them, in English and Japanese."""

from clprun.messages.catalog import Text

__all__ = ["SETTING_TEXTS"]

_VALUES: dict[str, Text] = {
    "setting": Text(en="{setting} ({path})", ja="{setting} ({path})"),
    "not_written": Text(en="(default)", ja="(既定値)"),
    "default": Text(en="{value} (default)", ja="{value} (既定値)"),
    "empty": Text(en="(empty)", ja="(空)"),
    "hidden": Text(en="(not shown)", ja="(非表示)"),
    "waits": Text(en="synchronous", ja="同期"),
    "does_not_wait": Text(en="asynchronous", ja="非同期"),
    "automatic": Text(en="automatic", ja="自動"),
    "manual": Text(en="manual", ja="手動"),
    "timing_always": Text(en="always", ja="常時"),
    "timing_active": Text(en="while active", ja="活性時"),
    "target_resource": Text(en="resource", ja="リソース"),
    "target_group": Text(en="group", ja="グループ"),
    "target_cluster": Text(en="own server", ja="自サーバ"),
}

_NAMES: dict[str, Text] = {
    "comment": Text(en="comment", ja="コメント"),
    "group_start": Text(en="startup attribute", ja="起動属性"),
    "group_failover": Text(en="failover attribute", ja="フェイルオーバ属性"),
    "group_failback": Text(en="failback attribute", ja="フェイルバック属性"),
    "start_retries": Text(en="activation retries", ja="活性リトライしきい値"),
    "start_failovers": Text(en="failovers on activation failure", ja="活性異常時のフェイルオーバしきい値"),
    "start_action": Text(en="final action on activation failure", ja="活性異常時の最終動作"),
    "start_limit": Text(en="activation timeout", ja="活性タイムアウト"),
    "stop_retries": Text(en="deactivation retries", ja="非活性リトライしきい値"),
    "stop_action": Text(en="final action on deactivation failure", ja="非活性異常時の最終動作"),
    "stop_limit": Text(en="deactivation timeout", ja="非活性タイムアウト"),
    "start_script": Text(en="start script", ja="開始スクリプト"),
    "start_synchrony": Text(en="start script mode", ja="開始スクリプトの同期"),
    "stop_script": Text(en="stop script", ja="終了スクリプト"),
    "stop_synchrony": Text(en="stop script mode", ja="終了スクリプトの同期"),
    "start_timeout": Text(en="start script timeout", ja="開始スクリプトのタイムアウト"),
    "stop_timeout": Text(en="stop script timeout", ja="終了スクリプトのタイムアウト"),
    "script_log": Text(en="log of the scripts", ja="スクリプトのログ出力先"),
    "log_rotation": Text(en="log rotation", ja="ログのローテート"),
    "address": Text(en="IP address", ja="IP アドレス"),
    "device": Text(en="device", ja="デバイス名"),
    "file_system": Text(en="file system", ja="ファイルシステム"),
    "mount_point": Text(en="mount point", ja="マウントポイント"),
    "mount_options": Text(en="mount options", ja="マウントオプション"),
    "data_partition": Text(en="data partition", ja="データパーティション"),
    "cluster_partition": Text(en="cluster partition", ja="クラスタパーティション"),
    "virtual_computer": Text(en="virtual computer name", ja="仮想コンピュータ名"),
    "target": Text(en="target resource", ja="対象リソース"),
    "interval": Text(en="interval", ja="インターバル"),
    "timeout": Text(en="timeout", ja="タイムアウト"),
    "retries": Text(en="retries", ja="リトライ回数"),
    "timing": Text(en="monitor timing", ja="監視タイミング"),
    "first_check_after": Text(en="wait before the first check", ja="監視開始待ち時間"),
    "recovery_type": Text(en="kind of recovery target", ja="回復対象の種類"),
    "recovery_target": Text(en="recovery target", ja="回復対象"),
    "reactivations": Text(en="maximum reactivation count", ja="最大再活性回数"),
    "failovers": Text(en="maximum failover count", ja="最大フェイルオーバ回数"),
    "final_action": Text(en="final action", ja="最終動作"),
    "process": Text(en="process name", ja="プロセス名"),
    "process_count": Text(en="minimum number of processes", ja="プロセス数下限値"),
    "script_synchrony": Text(en="script mode", ja="スクリプトの同期"),
    "normal_value": Text(en="normal return value", ja="正常な戻り値"),
    "port": Text(en="port", ja="ポート番号"),
    "request_uri": Text(en="request URI", ja="Request URI"),
    "request_type": Text(en="request type", ja="リクエスト種別"),
}

SETTING_TEXTS: dict[str, Text] = {**_VALUES, **{f"setting_{name}": text for name, text in _NAMES.items()}}
"""Keys of settings and values and their texts."""
