"""Words used in output: heads of columns, states, short phrases."""

from clprun.messages.catalog import Entry, Text


def _words(table: dict[str, tuple[str, str]]) -> dict[str, Entry]:
    return {f"labels.{name}": Entry(Text(en=en, ja=ja)) for name, (en, ja) in table.items()}


ENTRIES: dict[str, Entry] = {
    # problems
    **_words(
        {
            "error": ("error", "エラー"),
            "warning": ("warning", "警告"),
            "problems": ("{count} problems.", "問題は {count} 件です。"),
            "where": ("where", "場所"),
            "node": ("node", "ノード"),
            "step": ("step", "ステップ"),
            "why": ("why", "理由"),
            "next": ("next", "対処"),
            "output": ("last lines of output", "出力の末尾"),
            "note": ("note", "注意"),
            "comma": (", ", "、"),
        }
    ),
    # plans
    **_words(
        {
            "phase": ("Phase {position}: {title}", "フェーズ {position}: {title}"),
            "minutes": ("about {minutes} min", "目安 {minutes} 分"),
            "no_return": (
                "point of no return: after this phase, going back takes longer than a few minutes",
                "ここから先は、数分では元に戻せません",
            ),
            "verdict_change": ("change", "変更"),
            "verdict_already": ("already so", "設定済み"),
            "verdict_not_needed": ("not needed", "不要"),
            "verdict_holds": ("holds", "確認済み"),
            "verdict_known_later": ("known after {after}", "{after} の後に確定"),
            "verdict_not_asked": ("the nodes were not asked", "ノードへの問い合わせなし"),
            "verdict_refused": ("refused", "実行不可"),
            "verdict_in_doubt": ("in doubt", "要判断"),
            "verdict_to_accept": ("to be accepted", "要承認"),
            "verdict_manual": ("manual step", "手動ステップ"),
            "disrupts": (
                "disrupts: a service stops or moves on {nodes}",
                "影響: {nodes} でサービスが停止または移動します",
            ),
            "owed": ("owed back: {what}", "後で元に戻すもの: {what}"),
            "rescue": ("if one of these fails, put back by:", "途中で失敗した場合の復旧:"),
            "count_change": ("{count} to change", "変更 {count}"),
            "count_already": ("{count} already so", "設定済み {count}"),
            "count_not_needed": ("{count} not needed", "不要 {count}"),
            "count_holds": ("{count} checked", "確認済み {count}"),
            "count_known_later": ("{count} known later", "後で確定 {count}"),
            "count_refused": ("{count} refused", "実行不可 {count}"),
            "count_in_doubt": ("{count} in doubt", "要判断 {count}"),
            "count_to_accept": ("{count} to be accepted", "要承認 {count}"),
            "count_manual": ("{count} manual", "手動 {count}"),
            "nothing_to_change": ("Nothing to change.", "変更はありません。"),
            "plan_summary": ("Plan: {counts}.", "計画: {counts}"),
            "plan_disrupts": ("Stops or moves a service: {steps}", "サービスを停止または移動するステップ: {steps}"),
        }
    ),
    # differences
    **_words(
        {
            "diff_form": ("encoding {encoding}, line ends {line_end}", "文字コード {encoding}、改行 {line_end}"),
            "diff_line_ends": ("line ends: {before} -> {after}", "改行: {before} -> {after}"),
            "diff_encoding": ("encoding: {before} -> {after}", "文字コード: {before} -> {after}"),
            "diff_cut": ("({count} more lines)", "(ほか {count} 行)"),
            "diff_binary": ("binary, {size} bytes, SHA-256 {digest}", "バイナリ、{size} バイト、SHA-256 {digest}"),
        }
    ),
    # runs
    **_words(
        {
            "run_started": ("Run {run}: {runbook} on {cluster}", "実行 {run}: {cluster} で {runbook} を開始します"),
            "run_resumed": ("Run {run} goes on.", "実行 {run} を再開します。"),
            "run_done": ("Done: {counts}; {seconds} s.", "完了: {counts} ({seconds} 秒)"),
            "nothing_changed": ("Nothing was changed.", "何も変更していません。"),
            "checkpoint_passed": ("checkpoint passed", "チェックポイントを通過しました"),
            "confirmed_by_option": ("{scope} confirmed by --yes", "{scope} は --yes で承認されました"),
            "accepted": ("accepted: {what}", "承認されました: {what}"),
            "decided": ("decided about {step}: {decision}", "{step} の判断: {decision}"),
            "settled": ("no longer owed: {what}", "元に戻しました: {what}"),
            "under_way": ("{steps} ...", "{steps} を実行中..."),
            "job_awaited": (
                "{step} ({node}): waiting for {command}, running for {seconds} s, at most {limit} s",
                "{step} ({node}): {command} の終了を待っています ({seconds} 秒経過、上限 {limit} 秒)",
            ),
            "seconds": ("{seconds:.1f} s", "{seconds:.1f} 秒"),
            "http_requests": ("HTTP requests: {count}", "HTTP 要求 {count} 回"),
            "outcome_changed": ("changed", "変更"),
            "outcome_already": ("already so", "設定済み"),
            "outcome_not_needed": ("not needed", "不要"),
            "outcome_checked": ("holds", "確認済み"),
            "outcome_pending": ("not begun", "未着手"),
            "outcome_intended": ("begun, its end is unknown", "着手済み、結果は未確認"),
            "outcome_done": ("done", "完了"),
            "outcome_failed": ("failed", "失敗"),
            "outcome_in_doubt": ("in doubt", "要判断"),
            "outcome_skipped": ("skipped", "対象外"),
            "outcome_waiting": ("waits for a person", "作業者待ち"),
            "recovered_after": ("time to recovery: {seconds:.1f} s", "復旧時間: {seconds:.1f} 秒"),
            "recovery_unknown": (
                "time to recovery: unknown (the run was cut in between)",
                "復旧時間: 不明 (途中で実行が中断されたため)",
            ),
            "recoveries": ("Times to recovery (to within about a second):", "復旧時間 (精度は約 1 秒):"),
            "did_changed": ("{count} changed", "変更 {count}"),
            "did_already": ("{count} already so", "設定済み {count}"),
            "did_not_needed": ("{count} not needed", "不要 {count}"),
            "did_checked": ("{count} checked", "確認済み {count}"),
        }
    ),
    # after a run stopped
    **_words(
        {
            "left": (
                "How things were left. Steps done: {done}. Begun and not done:",
                "現在の状態: 完了 {done} ステップ。完了していないステップ:",
            ),
            "left_clean": (
                "How things were left. Steps done: {done}. None is half done.",
                "現在の状態: 完了 {done} ステップ。途中のステップはありません。",
            ),
            "last_command": ("last command ended with exit code {exit}", "最後のコマンドの終了コード: {exit}"),
            "last_action": ("last action that ended: {action}", "最後に終わった操作: {action}"),
            "go_on": ("To go on", "続きを実行するには"),
            "by_hand": (
                "The remaining steps as commands for a person",
                "残りのステップを手作業のコマンドとして表示するには",
            ),
            "give_up": ("To give it up", "この実行をやめるには"),
        }
    ),
    # questions
    **_words(
        {
            "ask_again": ("Please answer: {answers}", "次のいずれかで答えてください: {answers}"),
            "ask_phase": (
                "Phase “{title}” (changes: {count}). Begin?",
                "フェーズ「{title}」(変更 {count} 件) を始めますか?",
            ),
            "ask_step": ("Do step {step} on {node}?", "{node} でステップ {step} を実行しますか?"),
            "ask_decision": ("What shall be done about {step}?", "{step} をどうしますか?"),
            "decision_redo": ("do the step again, as told above", "上の説明のとおり、ステップをやり直します"),
            "decision_done": ("what is there is right; go on", "今の状態を正しいものとして先に進みます"),
            "decision_stop": ("stop here", "ここで止めます"),
            "ask_manual": ("Is this done?", "作業は終わりましたか?"),
            "not_done_yet": ("It is not done yet. The check finds:", "まだ完了していません。確認の結果:"),
            "ask_accept_drift": ("Accept these differences and go on?", "この差異を承認して続けますか?"),
            "ask_accept_input": ("Go on with the changed input?", "変更後の入力で続けますか?"),
            "ask_accept_version": ("Go on with this version?", "このバージョンで続けますか?"),
            "ask_accept_takeover": (
                "Go on, although what is named above is not this runbook's?",
                "上記はこのランブックが作成したものではありません。続けますか?",
            ),
            "ask_accept_monitors": (
                "Were these monitors so before, and may the run go on?",
                "これらのモニタリソースは作業前からこの状態です。このまま続けますか?",
            ),
            "ask_accept_services": ("Go on with the services as they are?", "サービスが今の状態のまま続けますか?"),
            "ask_accept_group": (
                "Is the failover group meant so?",
                "フェイルオーバグループはこの設定で問題ありませんか?",
            ),
            "ask_accept_code_words": ("Go on without a code word?", "コードワードなしで続けますか?"),
            "ask_accept_not_enabled": ("Go on with ENABLE false?", "ENABLE が false のまま続けますか?"),
            "ask_accept_word": ("Is this done, on your word?", "この作業を完了したことを申告しますか?"),
            "ask_host_key_shown": (
                "The host key of {host} port {port} is not known ({key_type}). Its fingerprint:",
                "{host} (ポート {port}) のホスト鍵 ({key_type}) は登録されていません。フィンガープリント:",
            ),
            "check_by_hand": ("Check that it is so.", "そのとおりであることを確認してください。"),
            "ask_passphrase": ("passphrase of {path}", "{path} のパスフレーズ"),
            "ask_host_key": ("Is this the right host?", "接続先に間違いありませんか?"),
        }
    ),
}
