"""What is found and done about JobCenter."""

from clprun.messages.catalog import Entry, Text

__all__ = ["JOBCENTER"]

_LOOK = Text(
    en="Look at JobCenter's own logs and at ps -ef, then resume the run.",
    ja="JobCenter のログと ps -ef を確認してから再開してください。",
)

JOBCENTER: dict[str, Entry] = {
    "jobcenter.not_installed": Entry(
        Text(
            en="JobCenter is not installed: {path} is missing.",
            ja="JobCenter が未インストールです: {path} がありません。",
        ),
        next=Text(
            en="Install JobCenter SV on the local disk and set it up, then go on.",
            ja="ローカルディスクに JobCenter SV をインストールし、セットアップしてから続行してください。",
        ),
    ),
    "jobcenter.no_code_word": Entry(
        Text(en="No code word is registered in {path}.", ja="{path} にコードワードが登録されていません。"),
        next=Text(
            en="Add a line: model number, blank, code word. Then do JobCenter's initial set-up and go on. Where none "
            "is needed (a trial, say), --accept code-words goes on without.",
            ja="「型番 コードワード」の行を追加し、JobCenter の初期設定を行ってから続行してください。"
            "不要な場合 (試用版など) は --accept code-words で続行できます。",
        ),
    ),
    "jobcenter.start_local": Entry(Text(en="Start the local JobCenter", ja="ローカルの JobCenter を起動します")),
    "jobcenter.stop_local": Entry(Text(en="Stop the local JobCenter", ja="ローカルの JobCenter を停止します")),
    "jobcenter.local_stopped_by_run": Entry(
        Text(
            en="The local JobCenter was stopped by this run and is to be started again.",
            ja="この実行で停止したローカルの JobCenter は、起動して元に戻す必要があります。",
        )
    ),
    "jobcenter.local_runs": Entry(
        Text(
            en="The local JobCenter still runs: {count} processes ({left}).",
            ja="ローカルの JobCenter が動作中です: {count} プロセス ({left})",
        ),
        next=_LOOK,
    ),
    "jobcenter.local_runs_still": Entry(
        Text(
            en="The local JobCenter runs; no site is made beside it.",
            ja="ローカルの JobCenter が動作中のため、サイトを作成できません。",
        ),
        next=Text(
            en="Stop it (/usr/lib/nqs/nqsstop), then go on.",
            ja="停止 (/usr/lib/nqs/nqsstop) してから続行してください。",
        ),
    ),
    "jobcenter.local_lacks": Entry(
        Text(en="The local JobCenter lacks: {names}.", ja="ローカルの JobCenter に不足しているプロセス: {names}"),
        next=_LOOK,
    ),
    "jobcenter.local_incomplete": Entry(
        Text(
            en="Only a part of the local JobCenter runs; missing: {names}.",
            ja="ローカルの JobCenter の一部しか動作していません。不足: {names}",
        ),
        next=Text(en="Stop it ({command}), then resume the run.", ja="停止 ({command}) してから再開してください。"),
    ),
    "jobcenter.not_mounted": Entry(
        Text(
            en="Nothing is mounted at {path}, so nothing is known of site {site}.",
            ja="{path} がマウントされていないため、サイト {site} について判断できません。",
        ),
        next=Text(
            en="Start the failover group on this node (clpgrp -s), or move it here from where it runs (clpgrp -m), "
            "then go on.",
            ja="このノードでフェイルオーバグループを起動 (clpgrp -s) するか、"
            "動作中のノードから移動 (clpgrp -m) してから続行してください。",
        ),
    ),
    "jobcenter.make_site": Entry(
        Text(en="Make the cluster site {site} in {path}", ja="クラスタサイト {site} を {path} に作成します")
    ),
    "jobcenter.make_site_again": Entry(
        Text(
            en="Set {database} aside as {aside}, then make the cluster site {site} in {path}",
            ja="{database} を {aside} に退避し、クラスタサイト {site} を {path} に作成します",
        )
    ),
    "jobcenter.keep_site": Entry(
        Text(
            en="Keep {database} as the whole database of site {site}, as a person said",
            ja="担当者の判断により、{database} をサイト {site} の完全なデータベースとして扱います",
        )
    ),
    "jobcenter.site_unknown": Entry(
        Text(
            en="{database} exists, and nothing tells whether it is a whole site {site}.",
            ja="{database} がありますが、サイト {site} として完全かどうか判断できません。",
        ),
        why=Text(
            en=(
                "{program} is not to be run twice, and what a whole site contains is not public."
                " Neither a run that ended nor a running site vouches for it."
            ),
            ja=(
                "{program} は再実行できず、完全なサイトの内容も公開されていません。"
                "完了した実行の記録も、動作中のサイトもありません。"
            ),
        ),
        next=Text(
            en=(
                "redo: set it aside as {aside} (never deleted) and make the site anew."
                " done: keep it as whole. stop: look first."
            ),
            ja="redo: {aside} に退避 (削除しない) して作り直す。done: 完全なものとして使う。stop: 先に調べる。",
        ),
    ),
    "jobcenter.site_being_made": Entry(
        Text(en="{program} for site {site} still runs.", ja="サイト {site} の {program} が実行中です。"),
        next=Text(en="Wait for its end, then resume the run.", ja="終了を待ってから再開してください。"),
    ),
    "jobcenter.no_site": Entry(
        Text(en="There is no {database} yet.", ja="{database} はまだありません。"),
    ),
    "jobcenter.site_not_made": Entry(
        Text(
            en="{program} left no {database} (exit code {exit}).",
            ja="{program} の実行後も {database} がありません (終了コード {exit})。",
        ),
        next=Text(
            en="Look at its last lines of output, remove the cause, then resume the run.",
            ja="出力の末尾を確認し、原因を取り除いてから再開してください。",
        ),
    ),
    "jobcenter.site_gone": Entry(
        Text(
            en="Site {site} was whole once, but {database} has gone.",
            ja="サイト {site} は完成済みでしたが、{database} がありません。",
        ),
        why=Text(
            en="Another disk may be mounted. It is not made anew over what may lie elsewhere.",
            ja="別のディスクがマウントされている可能性があります。データが他にある場合に備え、作り直しません。",
        ),
        next=Text(
            en="Bring the right disk back. To make the site anew, remove {record} on this node first.",
            ja="正しいディスクに戻してください。作り直す場合は、先にこのノードの {record} を削除してください。",
        ),
    ),
    "jobcenter.site_other_path": Entry(
        Text(
            en="Site {site} runs with {found}, not with {path}.",
            ja="サイト {site} は {path} ではなく {found} で動作しています。",
        ),
        next=Text(
            en="Correct the parameters, or take another virtual host.",
            ja="パラメータを修正するか、別の仮想マシン名を指定してください。",
        ),
    ),
    "jobcenter.site_on_other_node": Entry(
        Text(
            en="Site {site} runs on this node; it is not started on the other one.",
            ja="サイト {site} がこのノードで動作しているため、他方のノードでは起動しません。",
        ),
        next=Text(en="Stop it here first.", ja="先にこのノードで停止してください。"),
    ),
    "jobcenter.cluster_runs_site": Entry(
        Text(
            en="Resource {exec} of failover group {group} runs site {site}; it is not started or stopped by hand.",
            ja="サイト {site} は {group} の {exec} が管理しているため、手動での起動・停止は行いません。",
        ),
        why=Text(
            en="The PID monitor would see its process end and fail the group over.",
            ja="PID モニタがプロセスの消滅を検出し、フェイルオーバするためです。",
        ),
        next=Text(
            en="Start and stop it through the group (clpgrp).", ja="グループの起動・停止 (clpgrp) で操作してください。"
        ),
    ),
    "jobcenter.start_site": Entry(
        Text(en="Start the cluster site {site} with {path}", ja="クラスタサイト {site} を {path} で起動します")
    ),
    "jobcenter.stop_site": Entry(Text(en="Stop the cluster site {site}", ja="クラスタサイト {site} を停止します")),
    "jobcenter.site_started_by_run": Entry(
        Text(
            en="The cluster site {site} was started by hand by this run and is to be stopped.",
            ja="この実行で手動起動したクラスタサイト {site} は、停止する必要があります。",
        )
    ),
    "jobcenter.site_coming_up": Entry(
        Text(en="Wait for site {site}, which is coming up", ja="起動中のサイト {site} を待ちます")
    ),
    "jobcenter.site_lacks": Entry(
        Text(en="Site {site} lacks processes: {names}.", ja="サイト {site} に不足しているプロセス: {names}"), next=_LOOK
    ),
    "jobcenter.site_runs": Entry(
        Text(
            en="Processes of site {site} run here: {count}.",
            ja="サイト {site} のプロセスがここで {count} 個動作しています。",
        ),
        next=_LOOK,
    ),
    "jobcenter.group_nowhere": Entry(
        Text(
            en="Failover group {group} is offline, so site {site} runs nowhere.",
            ja="フェイルオーバグループ {group} が停止しているため、サイト {site} は動作していません。",
        ),
        next=Text(en="Start the group.", ja="グループを起動してください。"),
    ),
    "jobcenter.record_site": Entry(
        Text(
            en="Write down that site {site} in {path} runs with all its processes",
            ja="サイト {site} ({path}) の全種のプロセスを確認したことを記録します",
        )
    ),
    "jobcenter.no_record": Entry(
        Text(
            en="It is not written down that site {site} in {path} ran.",
            ja="サイト {site} ({path}) の動作確認の記録がありません。",
        ),
        next=Text(en="Start the site once and resume the run.", ja="サイトを一度起動してから再開してください。"),
    ),
}
"""Entries by code."""
