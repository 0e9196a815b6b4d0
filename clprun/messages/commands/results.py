"""Results of commands: heads of columns and short phrases."""

from clprun.messages.catalog import Entry, Text


def _words(table: dict[str, tuple[str, str]]) -> dict[str, Entry]:
    return {f"commands.{name}": Entry(Text(en=en, ja=ja)) for name, (en, ja) in table.items()}


ENTRIES: dict[str, Entry] = {
    **_words(
        {
            "show_platform": ("Platform", "プラットフォーム"),
            "show_source": ("Source", "出典"),
            "show_versions": ("Versions", "対象バージョン"),
            "show_parameters": ("Parameters", "パラメータ"),
            "show_required": ("required", "必須"),
            "show_optional": ("optional", "省略可"),
            "show_default": ("default {value}", "既定 {value}"),
            "show_example": ("example {value}", "例 {value}"),
            "show_when": ("when {expression}", "条件 {expression}"),
            "show_values": ("Values on {cluster}", "{cluster} での値"),
            "remaining_title": (
                "Run {run}: {count} to go. As commands, in order, each on the node named:",
                "実行 {run}: 残り {count} ステップ。表示順に、各行頭のノードで実行してください:",
            ),
            "remaining_none": ("Run {run}: nothing remains to be done.", "実行 {run}: 残りのステップはありません。"),
            "lint_clean": ("{count} checked, no problem found.", "{count} 件を検査しました。問題はありません。"),
            "no_runs": ("There are no runs yet.", "実行はまだありません。"),
            "run_head": ("Run", "実行"),
            "runbook_head": ("Runbook", "ランブック"),
            "title_head": ("Title", "内容"),
            "cluster_head": ("Cluster", "クラスタ"),
            "state_head": ("State", "状態"),
            "journal_head": ("Journal", "ジャーナル"),
            "started_head": ("Started (UTC)", "開始 (UTC)"),
            "how_done": ("done", "完了"),
            "how_failed": ("failed", "失敗"),
            "how_refused": ("refused before it began", "開始前に拒否"),
            "how_waiting": ("waits for a person", "作業者待ち"),
            "how_in_doubt": ("in doubt", "要判断"),
            "how_unreachable": ("a node was out of reach", "ノードに接続不可"),
            "how_interrupted": ("interrupted", "中断"),
            "how_abandoned": ("abandoned", "中止"),
            "how_damaged": ("damaged", "破損"),
            "how_whole": ("whole", "正常"),
            "how_open": ("under way, or cut off", "実行中または異常終了"),
            "status_debts": ("Owed back, in this order:", "元に戻す必要があるもの (この順に):"),
            "status_debt": ("{what} ({step}, {node})", "{what} ({step}、{node})"),
            "status_debt_of": (
                "{what} ({step}, {node}; run {run} on {cluster})",
                "{what} ({step}、{node}、{cluster} の実行 {run})",
            ),
            "status_stopped": ("Stopped by", "停止の原因"),
            "abandon_ask": (
                "Give run {run} up, and leave things as they are?",
                "現状のまま、実行 {run} を中止しますか?",
            ),
            "abandoned_without_nodes": (
                "Its locks on the nodes stay until the next run from here, or `clprun unlock {cluster}`, takes them.",
                "ノードのロックは、ここからの次の実行か `clprun unlock {cluster}` が取り除くまで残ります。",
            ),
            "abandoned": ("Run {run} was given up.", "実行 {run} を中止しました。"),
            "unlock_none": ("No lock is held on {cluster}.", "{cluster} にロックはありません。"),
            "unlock_held": (
                "{node}: held by run {run}, process {pid} on {host}, since {time}",
                "{node}: 実行 {run} ({host} のプロセス {pid}) が {time} から保持",
            ),
            "holder_lives": (
                "That process lives, on this machine.",
                "そのプロセスは、このマシンで動作中です。",
            ),
            "holder_gone": ("That process is gone.", "そのプロセスは終了しています。"),
            "holder_elsewhere": (
                "Whether that process lives can't be told from here: another controller took the lock.",
                "別の操作端末が取得したロックのため、そのプロセスが動作中かどうかはここではわかりません。",
            ),
            "unlock_ask": ("Take these locks away?", "これらのロックを取り除きますか?"),
            "unlocked": ("The locks were taken away.", "ロックを取り除きました。"),
            "age_head": ("Days", "経過日数"),
            "where_head": ("Where", "場所"),
            "size_head": ("Size", "サイズ"),
            "clean_here": ("this computer", "この操作端末"),
            "clean_none": (
                "There is nothing to remove: no finished run is older than {days} days.",
                "削除するものはありません ({days} 日より前に終わった実行はありません)。",
            ),
            "clean_stays_open": ("{run} stays: it is not over.", "{run} は残します: 完了していません。"),
            "clean_stays_owes": (
                "{run} stays: something it owes has not been put back.",
                "{run} は残します: 元に戻していないものがあります。",
            ),
            "clean_stays_damaged": (
                "{run} stays: its record can't be read whole.",
                "{run} は残します: 記録に読み取れない部分があります。",
            ),
            "clean_stays_live": (
                "{run} stays: a command it started still runs on a node.",
                "{run} は残します: 開始したコマンドがノードでまだ動いています。",
            ),
            "clean_stays_locked": (
                "{run} stays: it holds the lock of a node.",
                "{run} は残します: ノードのロックを保持しています。",
            ),
            "clean_stays_unseen": (
                "{run} stays: its nodes could not be looked at.",
                "{run} は残します: ノードを確認できません。",
            ),
            "clean_strangers": (
                "{node}: {count} run folders stay that this computer has no record of.",
                "{node}: この操作端末に記録のない実行フォルダ {count} 件は残します。",
            ),
            "clean_ask": (
                "Remove these for good? They are the evidence of what was done.",
                "これらを完全に削除しますか? 作業の証跡が失われます。",
            ),
            "clean_removed": ("{count} runs were removed.", "{count} 件の実行を削除しました。"),
            "verify_right": ("right", "正常"),
            "verify_wrong": ("not right", "異常"),
            "verify_summary": ("{right} right, {wrong} not right.", "正常 {right}、異常 {wrong}"),
            "inventory_cluster": (
                "{cluster}: {platform}, group {group}, {nodes}",
                "{cluster}: {platform}、グループ {group}、{nodes}",
            ),
            "inventory_runbook": ("{runbook}: parameters are complete", "{runbook}: パラメータに問題はありません"),
            "inventory_right": ("The inventory is right.", "インベントリに問題はありません。"),
            "init_written": ("Written: {path}", "作成しました: {path}"),
            "init_next": (
                "Next: put your nodes and values in, then run `clprun inventory check`.",
                "次に、ノードと値を書き換えて `clprun inventory check` を実行してください。",
            ),
            "doctor_python": ("Python", "Python"),
            "doctor_home": ("State folder (CLPRUN_HOME)", "状態フォルダ (CLPRUN_HOME)"),
            "doctor_runbooks": ("Shipped runbooks", "付属のランブック"),
            "doctor_inventory": ("Inventory in this folder", "このフォルダのインベントリ"),
            "doctor_agent": ("SSH agent", "SSH エージェント"),
            "doctor_known_hosts": ("known_hosts", "known_hosts"),
            "doctor_terminal": ("Encoding of the terminal", "端末の文字コード"),
            "doctor_lab": ("Lab", "ラボ"),
            "doctor_lab_available": ("see clprun lab doctor", "clprun lab doctor を参照"),
            "doctor_absent": ("none", "なし"),
        }
    ),
    "commands.init_exists": Entry(
        Text(en="{path} exists already.", ja="{path} は既にあります。"),
        next=Text(
            en="Name another folder, or move the file away; nothing was changed.",
            ja="別のフォルダを指定するか、ファイルを移動してください。何も変更していません。",
        ),
    ),
    "commands.init_refused": Entry(
        Text(en="{path} can't be written.", ja="{path} に書き込めません。"),
        why=Text(en="{reason}", ja="{reason}"),
        next=Text(en="Name a folder that can be written to.", ja="書き込めるフォルダを指定してください。"),
    ),
    "commands.abandon_no_inventory": Entry(
        Text(
            en="The inventory that run {run} was started with can't be used any more.",
            ja="実行 {run} の開始時のインベントリを使用できません。",
        ),
        why=Text(
            en="It says how the nodes are reached, whose locks are to be given back.",
            ja="ロックを解放するノードへの接続方法が、そこに書かれています。",
        ),
        next=Text(
            en="Put it back, or leave the nodes alone: clprun abandon {run} --without-nodes",
            ja="元に戻すか、ノードに触れずに中止してください: clprun abandon {run} --without-nodes",
        ),
    ),
    "commands.nothing_to_resume": Entry(
        Text(en="There is no unfinished run.", ja="完了していない実行はありません。"),
        next=Text(en="clprun runs lists all runs.", ja="clprun runs で一覧を確認できます。"),
    ),
    "commands.run_of_other_runbook": Entry(
        Text(
            en="Run {run} is of {wanted}, not of {runbook}.",
            ja="実行 {run} は {runbook} ではなく {wanted} の実行です。",
        ),
        next=Text(
            en="Write: clprun show {wanted} --remaining {run}",
            ja="clprun show {wanted} --remaining {run} としてください。",
        ),
    ),
    "commands.several_unfinished": Entry(
        Text(en="Several runs are unfinished: {runs}.", ja="完了していない実行が複数あります: {runs}"),
        next=Text(
            en="Say which: clprun resume RUN, or --cluster.",
            ja="clprun resume RUN または --cluster で指定してください。",
        ),
    ),
    "commands.doctor_bad": Entry(
        Text(en="{name}: {found}", ja="{name}: {found}"),
        next=Text(
            en="clprun can't work like this; put it right first.", ja="このままでは動作しません。先に直してください。"
        ),
    ),
    "commands.verify_failed": Entry(
        Text(en="{count} results are not right.", ja="正しくない結果が {count} 件あります。"),
        next=Text(
            en="clprun plan {runbook} shows what would put them right.",
            ja="clprun plan {runbook} で修正内容を確認できます。",
        ),
    ),
    "commands.no_run_to_show": Entry(
        Text(en="There is no run yet.", ja="実行はまだありません。"),
        next=Text(en="Begin one with clprun apply.", ja="clprun apply で開始できます。"),
    ),
}
