"""What is found about JobCenter AG, the standard mode's agent."""

from clprun.messages.catalog import Entry, Text

__all__ = ["AGENT"]

AGENT: dict[str, Entry] = {
    "group.service_by_hand": Entry(
        Text(
            en="{service} runs here, and no resource of failover group {group} has started it.",
            ja="{service} がここで動作していますが、フェイルオーバグループ {group} が起動したものではありません。",
        ),
        why=Text(
            en="Stopping or moving the group takes the disk away from under it; starting it starts a second one.",
            ja="グループを停止・移動すると動作中のままディスクが外れ、起動すると二重に起動するためです。",
        ),
        next=Text(
            en="Stop it on this node (systemctl stop {service}), then resume the run.",
            ja="このノードで停止 (systemctl stop {service}) してから再開してください。",
        ),
    ),
    "jobcenter.agent_group_elsewhere": Entry(
        Text(
            en="Instance {instance} is not checked: failover group {group} is on {found}.",
            ja="インスタンス {instance} を確認できません: グループ {group} の現在のサーバは {found} です。",
        ),
        next=Text(
            en="Start the group, or move it to where it should be.",
            ja="グループを起動するか、あるべきノードへ移動してください。",
        ),
    ),
    "jobcenter.agent_on_other_node": Entry(
        Text(
            en="{unit} is up here, though the group is on the other node.",
            ja="グループは他方のノードにありますが、ここで {unit} が動作しています。",
        ),
        why=Text(
            en="Two agents with one instance contend for its files.",
            ja="1 つのインスタンスを 2 つのエージェントが同時に使うことになります。",
        ),
        next=Text(
            en="Stop it here (systemctl stop {unit}) and see that it does not start at boot.",
            ja="ここで停止し (systemctl stop {unit})、OS 起動時に自動起動しないことを確認してください。",
        ),
    ),
    "jobcenter.agents_unreadable": Entry(
        Text(
            en="jcagctrl list says nothing of ACTIVE and ENABLE that can be read.",
            ja="jcagctrl list の出力から ACTIVE と ENABLE を読み取れません。",
        ),
        next=Text(en="Look at its output, then resume the run.", ja="出力を確認してから再開してください。"),
    ),
    "jobcenter.agent_not_listed": Entry(
        Text(
            en="jcagctrl list does not name instance {instance}.",
            ja="jcagctrl list にインスタンス {instance} がありません。",
        ),
        next=Text(
            en="Compare the name with the inventory; make the instance if it is missing.",
            ja="インベントリの名前と比べてください。なければインスタンスを作成してください。",
        ),
    ),
    "jobcenter.agent_not_active": Entry(
        Text(en="Instance {instance} is not ACTIVE.", ja="インスタンス {instance} の ACTIVE が true ではありません。"),
        next=Text(
            en="Look at journalctl -u {unit}. An agent that its manager does not know does not start.",
            ja="journalctl -u {unit} を確認してください。マネージャに未登録のエージェントは起動しません。",
        ),
    ),
    "jobcenter.agent_not_enabled": Entry(
        Text(en="Instance {instance} is not ENABLE.", ja="インスタンス {instance} の ENABLE が true ではありません。"),
        why=Text(
            en="The guide wants it true, and what it means is not public. If it stands for the start at boot, it must "
            "be false: else the agent would start on both nodes.",
            ja="ガイドは true であることを求めていますが、その意味は公開されていません。"
            "OS 起動時の自動起動を指すのであれば、両ノードでエージェントが起動しないよう false が正しい値です。",
        ),
        next=Text(
            en="If it is meant so, --accept not-enabled goes on. Else enable it as JobCenter's standard-mode manual "
            "says. Do not use systemctl enable.",
            ja="問題ない場合は --accept not-enabled で続行できます。それ以外は JobCenter のスタンダードモード用"
            "マニュアルに従って有効にしてください。systemctl enable は使わないでください。",
        ),
    ),
}
"""Entries by code."""
