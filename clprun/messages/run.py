"""Texts about runs: beginning, stopping, going on."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

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
    "run.cluster_locked": Entry(
        what=Text(
            en="Cluster {cluster} is held by another clprun: run {run}, process {pid} on {host}.",
            ja="クラスタ {cluster} は別の clprun が使用中です (実行 {run}、{host} のプロセス {pid})。",
        ),
        next=Text(en="Wait until it ends, or stop that process.", ja="終了を待つか、そのプロセスを止めてください。"),
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
    "run.journal_broken": Entry(
        what=Text(
            en="The journal {path} was changed at line {line}.",
            ja="ジャーナル {path} の {line} 行目が改変されています。",
        ),
        why=Text(
            en="Each line carries the hash of the one before; this one does not fit.",
            ja="各行は前の行のハッシュを引き継ぎますが、この行は一致しません。",
        ),
        next=Text(
            en="Restore the file from a copy; clprun does not go on from a record it can't trust.",
            ja="控えから復元してください。信頼できない記録からは続行しません。",
        ),
    ),
    "run.illegal_move": Entry(
        what=Text(
            en="The journal moves a step from {before} to {after}, which can't be.",
            ja="ジャーナルのステップ状態が {before} から {after} へ移っています。あり得ない遷移です。",
        ),
        next=Text(en="Please report this with the journal.", ja="ジャーナルを添えて報告してください。"),
    ),
}
