"""What steps on single resources of a failover group plan, do and refuse."""

from clprun.messages.catalog import Entry, Text

__all__ = ["RESOURCE"]

RESOURCE: dict[str, Entry] = {
    "group.start_resource": Entry(
        Text(
            en="Start the resource {resource} of failover group {group}",
            ja="フェイルオーバグループ {group} のリソース {resource} を起動します",
        )
    ),
    "group.stop_resource": Entry(
        Text(
            en="Stop the resource {resource} of failover group {group}; the group stays online",
            ja="フェイルオーバグループ {group} のリソース {resource} を停止します (グループは起動したままです)",
        )
    ),
    "group.resource_stopped_by_run": Entry(
        Text(
            en="The resource {resource} of failover group {group} was stopped by this run and is to be started again.",
            ja="この実行で停止したリソース {resource} (フェイルオーバグループ {group}) は、"
            "起動して元に戻す必要があります。",
        )
    ),
    "group.not_online": Entry(
        Text(en="The failover group {group} is not online.", ja="フェイルオーバグループ {group} が起動していません。"),
        next=Text(en="Start the group, then go on.", ja="グループを起動してから続行してください。"),
    ),
    "group.no_resource": Entry(
        Text(
            en="The failover group {group} has no resource {resource}.",
            ja="フェイルオーバグループ {group} にリソース {resource} がありません。",
        ),
        next=Text(en="Correct the parameter.", ja="パラメータを修正してください。"),
    ),
    "group.resource_not_so": Entry(
        Text(
            en="The resource {resource} of failover group {group} is {found}, not {wanted}.",
            ja="フェイルオーバグループ {group} のリソース {resource} は {found} です (期待する状態: {wanted})。",
        ),
        next=Text(
            en="Look at clpstat and the alert log, remove the cause, then resume the run.",
            ja="clpstat とアラートログを確認し、原因を取り除いてから再開してください。",
        ),
    ),
}
