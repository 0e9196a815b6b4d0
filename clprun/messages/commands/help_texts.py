"""Help of the commands: in one line what a command does, why and how beneath."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "commands.help": Entry(
        Text(
            en="Runbooks that build two-node CLUSTERPRO X clusters: previewed, checked, resumable.",
            ja="2 ノードの CLUSTERPRO X クラスタをランブックで構築します。事前確認、検証、中断後の再開ができます。",
        ),
        next=Text(
            en="Begin with:\nclprun list\nclprun init\nclprun plan RUNBOOK\nclprun apply RUNBOOK",
            ja="はじめに:\nclprun list\nclprun init\nclprun plan RUNBOOK\nclprun apply RUNBOOK",
        ),
    ),
    "commands.help_list": Entry(Text(en="List the runbooks.", ja="ランブックの一覧を表示します。")),
    "commands.help_show": Entry(
        Text(
            en="Show a runbook: phases, steps, parameters.",
            ja="ランブックの内容 (フェーズ、ステップ、パラメータ) を表示します。",
        ),
        why=Text(
            en="With --remaining, show what a run has still to do, as commands for a person.",
            ja="--remaining を付けると、実行の残りのステップを手作業用のコマンドで表示します。",
        ),
    ),
    "commands.help_lint": Entry(
        Text(
            en="Check runbooks without contacting any node.",
            ja="ノードに接続せずにランブックを検査します。",
        ),
        why=Text(
            en="PATH is a runbook, or a folder of runbooks; left out, all shipped runbooks are checked.",
            ja="PATH はランブック、またはランブックのフォルダです。省略すると付属のランブックをすべて検査します。",
        ),
    ),
    "commands.help_schema": Entry(
        Text(
            en="Print the JSON Schema of runbooks or inventories, for editors.",
            ja="ランブックまたはインベントリの JSON Schema を出力します (エディタ用)。",
        ),
    ),
    "commands.help_init": Entry(
        Text(en="Write an example inventory into a folder.", ja="フォルダにインベントリの例を作成します。"),
        why=Text(en="Existing files are never replaced.", ja="既存のファイルは上書きしません。"),
    ),
    "commands.help_doctor": Entry(
        Text(
            en="Check this machine: what clprun needs here, and what it found.",
            ja="このマシンの環境 (clprun に必要なもの) を確認します。",
        ),
    ),
    "commands.help_inventory": Entry(Text(en="Work with inventories.", ja="インベントリを扱います。")),
    "commands.help_inventory_check": Entry(
        Text(
            en="Check the inventory and the parameters in it, without contacting any node.",
            ja="ノードに接続せずに、インベントリとその中のパラメータを検査します。",
        ),
    ),
    "commands.help_plan": Entry(
        Text(
            en="Show what apply would do, step by step and node by node; changes nothing.",
            ja="apply で行う内容をステップ・ノードごとに表示します。何も変更しません。",
        ),
        why=Text(
            en="Nodes are only asked. With --offline they are not contacted at all.",
            ja="ノードには問い合わせだけを行います。--offline では接続もしません。",
        ),
    ),
    "commands.help_contact": Entry(
        Text(
            en="Interview a pair: ask everything, change nothing, judge what clprun takes for true.",
            ja="ペアに聞き取りを行い、clprun の想定が正しいか判定します。何も変更しません。",
        ),
        why=Text(
            en=(
                "With --out the answers go into one file to be read and sent: addresses, names of hosts, users and "
                "domains, and secrets are replaced, each always by the same. clprun lab up --from FILE rehearses with "
                "it."
            ),
            ja=(
                "--out で応答を 1 つのファイルに書き込みます。アドレス、ホスト名、ユーザ名、ドメイン名、機密情報は、"
                "常に同じ値に置き換えられます。clprun lab up --from FILE でリハーサルに使用できます。"
            ),
        ),
    ),
    "commands.help_apply": Entry(
        Text(en="Carry out a runbook.", ja="ランブックを実行します。"),
        why=Text(
            en=(
                "Before each phase that changes something, and before each step that stops or moves a service, you are "
                "asked. When the run stops, whatever the reason, clprun resume goes on with it."
            ),
            ja=(
                "変更を行うフェーズの前と、サービスを停止・移動するステップの前に確認します。"
                "途中で止まった場合は、理由にかかわらず clprun resume で続きから再開できます。"
            ),
        ),
    ),
    "commands.help_resume": Entry(
        Text(en="Go on with a run that stopped.", ja="止まった実行を続きから再開します。"),
        why=Text(
            en="RUN may be left out when there is only one. Runbook, inventory and parameters come from the run.",
            ja="対象が 1 つなら RUN を省略できます。ランブック、インベントリ、パラメータは実行時のものを使います。",
        ),
    ),
    "commands.help_abandon": Entry(
        Text(en="Give up an unfinished run.", ja="完了していない実行を中止します。"),
        why=Text(
            en=(
                "Shows what it leaves half done and what it owes, with the commands that give it back, and asks first. "
                "Its locks are given back, unless one of its commands still runs. "
                "What it did on the nodes stays as it is, and what it owes stays shown."
            ),
            ja=(
                "途中のステップと、元に戻す必要があるもの (そのコマンドを含む) を表示し、確認してから中止します。"
                "実行中のコマンドがなければロックを解放します。"
                "ノードに行った変更はそのまま残り、元に戻す必要があるものは引き続き表示されます。"
            ),
        ),
    ),
    "commands.help_unlock": Entry(
        Text(
            en="Take away the locks that a lost controller left on the nodes.",
            ja="失われた操作端末がノードに残したロックを取り除きます。",
        ),
        why=Text(
            en=(
                "Shows who holds them and asks first; refuses while a command of such a run lives on a node. "
                "A run that is under way elsewhere stops before its next change."
            ),
            ja=(
                "保持者を表示し、確認してから取り除きます。その実行のコマンドがノードで動作中の間は取り除きません。"
                "他の端末で進行中の実行は、次の変更の前に停止します。"
            ),
        ),
    ),
    "commands.help_runs": Entry(Text(en="List all runs.", ja="実行の一覧を表示します。")),
    "commands.help_status": Entry(
        Text(
            en="Show where a run stands: what is owed back first, then step by step.",
            ja="実行の状態を表示します。元に戻すべきものを先に、続いて各ステップを表示します。",
        ),
        why=Text(en="RUN may be left out: the newest one is shown.", ja="RUN を省略すると最新の実行を表示します。"),
    ),
    "commands.help_verify": Entry(
        Text(
            en="Check that the result of a runbook is there and right; changes nothing.",
            ja="ランブックの結果が正しい状態かを検証します。何も変更しません。",
        ),
    ),
    "commands.help_clean": Entry(
        Text(
            en="Remove what old runs left on the nodes and on this computer.",
            ja="古い実行がノードとこの操作端末に残したものを削除します。",
        ),
        why=Text(
            en=(
                "Shows what would go and asks first. Runs that are not over, owe something back, can't be read, hold "
                "a node or have a command running there always stay. Nothing else in clprun deletes this evidence."
            ),
            ja=(
                "削除されるものを表示し、確認してから削除します。完了していない実行、元に戻すものがある実行、"
                "記録を読み取れない実行、ノードを使用中の実行は必ず残します。この証跡を削除するのはこのコマンドだけです。"
            ),
        ),
    ),
    "commands.word_usage": Entry(Text(en="Usage", ja="使い方")),
    "commands.word_usage_options": Entry(Text(en="[OPTIONS]", ja="[オプション]")),
    "commands.word_usage_command": Entry(Text(en="COMMAND", ja="コマンド")),
    "commands.word_commands": Entry(Text(en="Commands", ja="コマンド")),
    "commands.word_options": Entry(Text(en="Options", ja="オプション")),
}
