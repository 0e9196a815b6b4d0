"""Texts about runs: beginning, stopping, going on."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

_GIVE_UP = Text(
    en="Put it back from a copy, or look at both nodes and give the run up with `clprun abandon --damaged {run}`.",
    ja="控えから復元するか、両ノードを確認したうえで `clprun abandon --damaged {run}` で中止してください。",
)

ENTRIES: dict[str, Entry] = {
    "run.unknown": Entry(
        what=Text(en="There is no run {run}.", ja="実行 {run} はありません。"),
        next=Text(en="`clprun runs` lists all runs.", ja="`clprun runs` で一覧を確認してください。"),
    ),
    "run.ambiguous": Entry(
        what=Text(en="{run} fits several runs: {runs}.", ja="{run} に該当する実行が複数あります: {runs}"),
        next=Text(en="Give the whole id.", ja="ID をすべて指定してください。"),
    ),
    "run.over_done": Entry(
        what=Text(en="Run {run} came to its end.", ja="実行 {run} は完了しています。"),
        next=Text(en="Start a new one with `clprun apply`.", ja="`clprun apply` で新しく開始してください。"),
    ),
    "run.over_abandoned": Entry(
        what=Text(en="Run {run} was given up.", ja="実行 {run} は中止されています。"),
        next=Text(en="Start a new one with `clprun apply`.", ja="`clprun apply` で新しく開始してください。"),
    ),
    "run.over_refused": Entry(
        what=Text(
            en="Run {run} was refused before it began; it has changed nothing.",
            ja="実行 {run} は開始前に拒否されており、何も変更していません。",
        ),
        next=Text(
            en="Put right what `clprun status {run}` says, and start a new one with `clprun apply`.",
            ja="`clprun status {run}` が示す原因を解消してから、`clprun apply` で新しく開始してください。",
        ),
    ),
    "run.cluster_locked": Entry(
        what=Text(
            en="Cluster {cluster} is held by another clprun that is running: run {run}, process {pid} on {host}.",
            ja="クラスタ {cluster} は動作中の別の clprun が使用しています (実行 {run}、{host} のプロセス {pid})。",
        ),
        next=Text(en="Wait until it ends, or stop that process.", ja="終了を待つか、そのプロセスを止めてください。"),
    ),
    "run.job_lives": Entry(
        what=Text(
            en="A command of run {run} still runs on the node: {job}, process {pid}.",
            ja="実行 {run} のコマンドがノードで動作中です: {job}、プロセス {pid}",
        ),
        why=Text(
            en="Whoever began a new run now would work beside it.",
            ja="ここで新しい実行を始めると、このコマンドと並行して作業することになります。",
        ),
        next=Text(
            en="Wait until it has ended, or end it on the node, and try again. `clprun resume {run}` waits for it.",
            ja=(
                "終了を待つか、ノード上で終了させてから再度実行してください。"
                "`clprun resume {run}` は終了を待って続行します。"
            ),
        ),
    ),
    "run.unfinished": Entry(
        what=Text(
            en="Cluster {cluster} has an unfinished run: {run}.",
            ja="クラスタ {cluster} には完了していない実行があります: {run}",
        ),
        why=Text(
            en="It has changed something on the nodes; a second run must not start over it.",
            ja="ノードに変更を加えた途中のため、別の実行を重ねて始めることはできません。",
        ),
        next=Text(
            en="Go on with `clprun resume {run}`, or give it up with `clprun abandon {run}`.",
            ja="`clprun resume {run}` で続行するか、`clprun abandon {run}` で中止してください。",
        ),
    ),
    "run.unknown_step": Entry(
        what=Text(en="This runbook has no step {step} here.", ja="このランブックにステップ {step} はありません。"),
        why=Text(
            en="With these parameters its steps are: {steps}.", ja="このパラメータでのステップは次のとおりです: {steps}"
        ),
        next=Text(en="Give one of these.", ja="この中から指定してください。"),
    ),
    "run.from_after_until": Entry(
        what=Text(
            en="--from {from} stands after --until {until}.", ja="--from {from} が --until {until} より後ろにあります。"
        ),
        next=Text(en="Swap them.", ja="順序を入れ替えてください。"),
    ),
    "run.goals_missing": Entry(
        what=Text(
            en="The run can't begin at {step}: what comes before it is not reached: {goals}.",
            ja="{step} からは開始できません。それより前の目標が満たされていません: {goals}",
        ),
        next=Text(en="Leave --from out.", ja="--from を外して実行してください。"),
    ),
    "run.other_release": Entry(
        what=Text(
            en="The run was last driven by clprun {before}; this is clprun {now}.",
            ja="この実行を前回進めたのは clprun {before} ですが、現在のバージョンは {now} です。",
        ),
        why=Text(
            en="Another release may do a step in another way, or take what was begun for something else.",
            ja="バージョンが異なると、ステップの処理や途中の状態の判断が異なる場合があります。",
        ),
        next=Text(
            en="Resume with clprun {before}, or read the changes and add --accept version.",
            ja="clprun {before} で再開するか、変更内容を確認したうえで --accept version を付けてください。",
        ),
    ),
    "run.phase_not_confirmed": Entry(
        what=Text(en="Phase {phase} was not agreed to.", ja="フェーズ {phase} の開始が承認されていません。"),
        why=Text(
            en="It changes something, and nobody is there to ask (or the answer was no).",
            ja="変更を伴いますが、確認に答える人がいないか、承認されませんでした。",
        ),
        next=Text(
            en="Run on a terminal, or add --yes to agree to phases and disruptive steps in advance.",
            ja="端末で実行するか、--yes でフェーズと影響のあるステップをあらかじめ承認してください。",
        ),
    ),
    "run.step_not_confirmed": Entry(
        what=Text(en="Step {step} was not agreed to.", ja="ステップ {step} の実行が承認されていません。"),
        next=Text(
            en="Run on a terminal, or add --yes to agree to phases and disruptive steps in advance.",
            ja="端末で実行するか、--yes でフェーズと影響のあるステップをあらかじめ承認してください。",
        ),
    ),
    "run.checkpoint_failed": Entry(
        what=Text(
            en="At the checkpoint that ends phase {phase}, not everything holds.",
            ja="フェーズ {phase} 終了時のチェックポイントで、満たされない条件があります。",
        ),
        next=Text(
            en="See what differs below, mend it, then go on with `clprun resume`.",
            ja="以下の差異を確認・修正してから `clprun resume` で続行してください。",
        ),
    ),
    "run.folder_stays": Entry(
        what=Text(en="{path} can't be removed.", ja="{path} を削除できません。"),
        why=Text(en="{reason}", ja="{reason}"),
        next=Text(
            en="Close what uses it or mend its rights, then run `clprun clean` again.",
            ja="使用中のプログラムを閉じるかアクセス権を直してから、`clprun clean` を再度実行してください。",
        ),
    ),
    "run.damaged": Entry(
        what=Text(
            en="The journal of run {run} on cluster {cluster} can't be read to its end.",
            ja="クラスタ {cluster} の実行 {run} は、ジャーナルを最後まで読み取れません。",
        ),
        why=Text(
            en="It may have left something half done; a second run must not start over it. Other clusters are free.",
            ja="変更の途中で止まっている可能性があるため、別の実行を重ねて始めることはできません。ほかのクラスタには影響しません。",
        ),
        next=_GIVE_UP,
    ),
    "run.journal_altered": Entry(
        what=Text(
            en="The journal {path} was changed at line {line}.",
            ja="ジャーナル {path} の {line} 行目が改変されています。",
        ),
        why=Text(
            en="Each line carries the hash of the one before; this one does not fit.",
            ja="各行は前の行のハッシュを引き継ぎますが、この行は一致しません。",
        ),
        next=_GIVE_UP,
    ),
    "run.journal_removed": Entry(
        what=Text(
            en="Lines of the journal {path} were removed at line {line}.",
            ja="ジャーナル {path} の {line} 行目で行が削除されています。",
        ),
        why=Text(
            en="The note beside it (journal.head) tells of more lines than it holds.",
            ja="隣の控え (journal.head) が示す行数より少なくなっています。",
        ),
        next=_GIVE_UP,
    ),
    "run.journal_reordered": Entry(
        what=Text(
            en="Line {line} of the journal {path} does not stand where it was written.",
            ja="ジャーナル {path} の {line} 行目が、書き込まれた位置にありません。",
        ),
        why=Text(
            en="It carries the hash of another line than the one before it.",
            ja="直前の行ではなく、別の行のハッシュを引き継いでいます。",
        ),
        next=_GIVE_UP,
    ),
    "run.journal_not_understood": Entry(
        what=Text(
            en="Line {line} of the journal {path} can't be understood.",
            ja="ジャーナル {path} の {line} 行目を解釈できません。",
        ),
        why=Text(
            en="It is as it was written, but lacks something, or tells of what can't be.",
            ja="書き込まれたままの行ですが、必要な項目が欠けているか、あり得ない内容です。",
        ),
        next=_GIVE_UP,
    ),
    "run.journal_newer": Entry(
        what=Text(
            en="The journal {path} was written by a newer clprun (format {format}; this one knows {known}).",
            ja="ジャーナル {path} は新しい clprun で書かれています (形式 {format}、この版は {known} まで)。",
        ),
        next=Text(
            en="Use that clprun, or give the run up with `clprun abandon --damaged {run}`.",
            ja="その版の clprun を使うか、`clprun abandon --damaged {run}` で中止してください。",
        ),
    ),
    "run.journal_unreadable": Entry(
        what=Text(en="The journal {path} can't be read.", ja="ジャーナル {path} を読み取れません。"),
        why=Text(en="{reason}", ja="{reason}"),
        next=Text(
            en="Mend the disk or the file's rights, then try again.",
            ja="ディスクまたはファイルの権限を修復してから、もう一度実行してください。",
        ),
    ),
    "run.not_damaged": Entry(
        what=Text(en="The journal of run {run} is whole.", ja="実行 {run} のジャーナルに破損はありません。"),
        next=Text(
            en="Give it up with `clprun abandon {run}`.", ja="中止するには `clprun abandon {run}` を使ってください。"
        ),
    ),
    "run.given_up_damaged": Entry(
        what=Text(
            en="The run was given up: its journal could only be read up to line {line}.",
            ja="ジャーナルを {line} 行目までしか読み取れなかったため、実行を中止しました。",
        ),
        why=Text(
            en="What stood before is kept; the damaged file lies beside it (journal.damaged-*.jsonl).",
            ja="それより前の内容は保持しています。破損したファイルは隣に残っています (journal.damaged-*.jsonl)。",
        ),
        next=Text(
            en="Look at both nodes before the next run: what was done after that line is not known here.",
            ja="この行より後に何が行われたかは記録からわかりません。次の実行の前に両ノードを確認してください。",
        ),
    ),
    "run.disk_refused": Entry(
        what=Text(en="{path} can't be kept on this machine.", ja="このマシンで {path} を読み書きできません。"),
        why=Text(
            en="{reason}; {free} are free there. Without its records a run begins nothing new.",
            ja="{reason} (空き容量 {free})。記録できない間、新しい処理は始めません。",
        ),
        next=Text(
            en="Make room or mend the disk; an unfinished run then goes on with `clprun resume`.",
            ja="空き容量を増やすか、ディスクを修復してください。完了していない実行は `clprun resume` で続行できます。",
        ),
    ),
    "run.illegal_move": Entry(
        what=Text(
            en="A step that is {before} can't become {after}.",
            ja="ステップの状態は {before} から {after} へ移れません。",
        ),
        next=Text(en="Please report this with the journal.", ja="ジャーナルを添えて報告してください。"),
    ),
}
