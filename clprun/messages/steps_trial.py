"""Failover trials: faults made on purpose, what must come of them, and how the cluster is put back."""

from clprun.messages.catalog import Entry, Text

__all__ = ["TRIAL"]

_LOOK = Text(
    en="Look at clpstat and the alert log. `clprun resume` looks again and never makes the fault a second time.",
    ja="clpstat とアラートログを確認してください。`clprun resume` は確認だけを行い、障害を再度起こしません。",
)
_START_IT = Text(
    en="See why it stopped (alert log); then start it there (clpcl -s) and resume the run.",
    ja="停止した理由をアラートログで確認し、そのサーバで起動 (clpcl -s) してから再開してください。",
)


def _fault(en: str, ja: str) -> Entry:
    return Entry(Text(en=en, ja=ja))


TRIAL: dict[str, Entry] = {
    "trial.start": _fault(
        "Trial: start failover group {group} on {node} and take the time",
        "試験: フェイルオーバグループ {group} を {node} で起動し、時間を測ります",
    ),
    "trial.stop": _fault(
        "Trial: stop failover group {group} on {node} and take the time",
        "試験: {node} のフェイルオーバグループ {group} を停止し、時間を測ります",
    ),
    "trial.move": _fault(
        "Trial: move failover group {group} from {node} to {peer} and take the time",
        "試験: フェイルオーバグループ {group} を {node} から {peer} へ移動し、時間を測ります",
    ),
    "trial.kill": _fault(
        "Trial: kill {killed} on {node} (SIGKILL) and take the time until group {group} serves again",
        "試験: {node} で {killed} を強制終了 (SIGKILL) し、{group} の復旧までの時間を測ります",
    ),
    "trial.reboot": _fault(
        "Trial: reboot {node} and take the time until group {group} serves on {peer}",
        "試験: {node} を再起動し、{group} が {peer} で復旧するまでの時間を測ります",
    ),
    "trial.wait": _fault(
        "The fault was made already; wait until failover group {group} has recovered",
        "障害は発生済みです。フェイルオーバグループ {group} の復旧を待ちます",
    ),
    "trial.kill_by_hand": _fault(
        "Find the one process {killed} (ps -ef) where the group is, and end it by kill -KILL.",
        "グループのあるノードでプロセス {killed} を 1 つだけ特定 (ps -ef) し、kill -KILL で終了させます。",
    ),
    "trial.comes_to_other_node": _fault(
        "Then the group must come to the other node.", "その後、グループがもう一方のノードで起動することを確認します。"
    ),
    "trial.comes_to_same_node": _fault(
        "Then the group must be online on the same node.", "その後、グループが同じノードで起動することを確認します。"
    ),
    "trial.comes_to_offline": _fault(
        "Then the group must be offline.", "その後、グループが停止状態になることを確認します。"
    ),
    "trial.note": _fault(
        "Note where failover group {group} is: {place} (- = stopped)",
        "フェイルオーバグループ {group} の現在の場所を控えます: {place} (- は停止状態)",
    ),
    "trial.note_by_hand": _fault(
        "Note where failover group {group} is now.", "フェイルオーバグループ {group} の現在の場所を控えてください。"
    ),
    "trial.restore_by_hand": _fault(
        "Bring failover group {group} back to where it was found (clpgrp -m or clpgrp -t).",
        "フェイルオーバグループ {group} を元の場所へ戻してください (clpgrp -m または clpgrp -t)。",
    ),
    "trial.not_made": Entry(
        Text(
            en="The trial on failover group {group} was not made yet.",
            ja="フェイルオーバグループ {group} の試験はまだ行われていません。",
        ),
        next=Text(en="Resume the run.", ja="再開してください。"),
    ),
    "trial.group_not_there": Entry(
        Text(
            en="After the fault, failover group {group} should be on {wanted}; it is on {current} (- = nowhere).",
            ja="障害後の {group} の場所が違います。期待した場所: {wanted}、現在: {current} (- は停止状態)",
        ),
        next=_LOOK,
    ),
    "trial.too_few_processes": Entry(
        Text(
            en="Where the group is, {count} processes {name} run; at least {at_least} are wanted.",
            ja="グループのあるノードで動作中の {name} は {count} 個です。{at_least} 個以上必要です。",
        ),
        next=_LOOK,
    ),
    "trial.no_answer": Entry(
        Text(en="{url} does not answer.", ja="{url} から応答がありません。"),
        next=_LOOK,
    ),
    "trial.group_online": Entry(
        Text(
            en="Failover group {group} runs already, on {current}; there is no start to try.",
            ja="フェイルオーバグループ {group} は {current} で起動済みのため、起動の試験ができません。",
        ),
        next=Text(en="Stop it first (clpgrp -t {group}).", ja="先に停止 (clpgrp -t {group}) してください。"),
    ),
    "trial.group_offline": Entry(
        Text(
            en="Failover group {group} is stopped; there is nothing to disturb.",
            ja="フェイルオーバグループ {group} が停止しているため、試験できません。",
        ),
        next=Text(en="Start it first (clpgrp -s {group}).", ja="先に起動 (clpgrp -s {group}) してください。"),
    ),
    "trial.not_one_process": Entry(
        Text(
            en="{count} processes fit {name}; exactly one must: {found}",
            ja="{name} に該当するプロセスが {count} 個あります。1 個だけでなければなりません: {found}",
        ),
        why=Text(
            en="A process is only killed when there is no doubt which one it is.",
            ja="対象が確実に 1 つに決まる場合だけ終了させるためです。",
        ),
        next=Text(
            en="Correct the pattern or add “parent”; see that the product runs where the group is.",
            ja="パターンを修正するか parent を追加し、グループのあるノードで製品が動作していることを確認してください。",
        ),
    ),
    "trial.service_not_running": Entry(
        Text(
            en="Service {service} has no main process ({state}).",
            ja="サービス {service} にメインプロセスがありません ({state})。",
        ),
        next=Text(
            en="See that it runs where the group is, or name the process instead.",
            ja="グループのあるノードで動作していることを確認するか、プロセスで指定してください。",
        ),
    ),
    "trial.restarts_itself": Entry(
        Text(
            en="systemd starts service {service} again by itself (Restart={restart}).",
            ja="サービス {service} は systemd が自動で再起動する設定です (Restart={restart})。",
        ),
        why=Text(
            en="The cluster would never see the fault, so the test would prove nothing.",
            ja="クラスタが障害を検出せず、試験にならないためです。",
        ),
        next=Text(
            en="Set Restart=no for the unit (the cluster watches it), then go on.",
            ja="ユニットを Restart=no に設定 (監視はクラスタが行います) してから続行してください。",
        ),
    ),
    "trial.place_not_noted": Entry(
        Text(
            en="Where failover group {group} was found is not noted on the primary.",
            ja="フェイルオーバグループ {group} の元の場所の控えが運用系にありません。",
        ),
        why=Text(
            en="A run that began behind that step (--from) has no note.",
            ja="--from でその後のステップから始めた実行には控えがありません。",
        ),
        next=Text(
            en="Bring the group to where it belongs by hand (clpgrp).",
            ja="グループを手動で本来の場所へ移してください (clpgrp)。",
        ),
    ),
    "trial.not_rebooted_yet": Entry(
        Text(en="The node has not been booted again yet.", ja="ノードがまだ再起動していません。"),
        next=Text(
            en="Look at its console. When it is up, resume the run.",
            ja="コンソールを確認し、起動後に再開してください。",
        ),
    ),
    "trial.cluster_not_started": Entry(
        Text(
            en="The node is up, but CLUSTERPRO does not run there.",
            ja="ノードは起動しましたが、CLUSTERPRO が起動していません。",
        ),
        why=Text(
            en="After a stop that was not in good order it does not start by itself (alert cl 18).",
            ja="正常な手順以外で停止した場合、自動では起動しません (アラート cl 18)。",
        ),
        next=_START_IT,
    ),
}
"""Entries by code."""
