"""What steps plan, do and refuse."""

from clprun.messages.catalog import Entry, Text
from clprun.messages.steps_agent import AGENT
from clprun.messages.steps_checks import CHECKS
from clprun.messages.steps_client_manager import CLIENT_MANAGER
from clprun.messages.steps_cluster import CLUSTER
from clprun.messages.steps_files import FILES
from clprun.messages.steps_isa import ISA
from clprun.messages.steps_jobcenter import JOBCENTER
from clprun.messages.steps_manual import MANUAL
from clprun.messages.steps_resource import RESOURCE
from clprun.messages.steps_trial import TRIAL
from clprun.messages.steps_windows import WINDOWS

__all__ = ["ENTRIES"]

_ANY_STEP: dict[str, Entry] = {
    "step.not_reached": Entry(
        Text(
            en="What this step leaves is not there.",
            ja="このステップの結果が確認できません。",
        ),
        next=Text(
            en="Look at the node. In a run, `clprun resume` looks at the step again.",
            ja="ノードの状態を確認してください。"
            "実行の途中であれば `clprun resume` でこのステップの確認からやり直します。",
        ),
    ),
    "step.command_failed": Entry(
        Text(en="{command} ended with exit code {exit}.", ja="{command} が終了コード {exit} で終了しました。"),
        next=Text(
            en="Look at its last lines of output, remove the cause, then resume the run.",
            ja="出力の末尾を確認し、原因を取り除いてから再開してください。",
        ),
    ),
    "step.command_ended": Entry(
        Text(
            en="{command} should have stayed running, but ended with exit code {exit}.",
            ja="{command} は動き続けるはずですが、終了コード {exit} で終了しました。",
        ),
        next=Text(
            en="Look at its last lines of output, remove the cause, then resume the run.",
            ja="出力の末尾を確認し、原因を取り除いてから再開してください。",
        ),
    ),
    "step.job_unknown": Entry(
        Text(
            en="Nothing tells whether a command of the last attempt was started and still runs (job {job}).",
            ja="前回の試行のコマンドが開始されたか、まだ実行中かを判断できません (ジョブ {job})。",
        ),
        why=Text(
            en="Its record on the node is damaged or gone: a full disk, a power cut, or a node restored from a copy.",
            ja="ノード上の記録が壊れているか、ありません "
            "(ディスクの空き不足、停電、バックアップからのノードの復元など)。",
        ),
        next=Text(
            en="Look on the node whether it still runs, and wait until it has ended."
            " Then redo or done = go on from what the nodes show, stop = leave it.",
            ja="ノード上で実行中かどうかを確認し、終了を待ってください。"
            "その後 redo または done=ノードの状態を見て続行 stop=中止",
        ),
    ),
    "step.differs_from_plan": Entry(
        Text(
            en="What this step would do now is not what was shown and agreed to.",
            ja="この手順が今から行う変更は、確認済みの計画と異なります。",
        ),
        why=Text(en="Something changed on the nodes since.", ja="計画の表示後にノードの状態が変わっています。"),
        next=Text(
            en="Look at the plan again; --accept drift goes on with what it is now.",
            ja="計画を表示し直してください。現在の内容で続行する場合は --accept drift を指定します。",
        ),
    ),
    "step.rescued": Entry(
        Text(en="What was there before was put back.", ja="変更前の状態に戻しました。"),
        next=Text(en="Remove the cause, then resume the run.", ja="原因を取り除いてから再開してください。"),
    ),
    "step.not_rescued": Entry(
        Text(
            en="What was there before was not put back: that would have worked beneath another run.",
            ja="変更前の状態には戻していません。別の実行と重なる可能性があるためです。",
        ),
        next=Text(
            en="Look at both nodes by hand before anything is started.",
            ja="何かを起動する前に、両ノードを手動で確認してください。",
        ),
    ),
    "step.rescue_failed": Entry(
        Text(en="Putting back what was there before failed, too.", ja="変更前の状態に戻す処理も失敗しました。"),
        next=Text(
            en="Look at both nodes by hand before anything is started; then resume the run.",
            ja="何かを起動する前に、両ノードを手動で確認してください。その後、再開してください。",
        ),
    ),
}

_GENERAL: dict[str, Entry] = {
    "file_setting.change": Entry(
        Text(en="Set {key} to {value} in {path}", ja="{path} の {key} を {value} に設定します")
    ),
    "file_setting.absent": Entry(
        Text(en="{path} does not exist.", ja="{path} がありません。"),
        why=Text(
            en="clprun changes the file that the product ships, and makes none.",
            ja="clprun は製品のファイルを変更するだけで、新規には作成しません。",
        ),
        next=Text(en="Check that the product is installed.", ja="製品がインストールされているか確認してください。"),
    ),
    "file_setting.not_a_file": Entry(
        Text(en="{path} is no plain file.", ja="{path} が通常のファイルではありません。"),
        why=Text(en="A link is never followed and replaced.", ja="リンクの先を書き換えることはありません。"),
        next=Text(
            en="Put the real file there, or change {key} by hand.",
            ja="実体のファイルを置くか、{key} を手動で変更してください。",
        ),
    ),
    "file_setting.not_a_text": Entry(
        Text(en="{path} is UTF-16 or UTF-32 text.", ja="{path} の文字コードが UTF-16 または UTF-32 です。"),
        next=Text(
            en="Convert it to the encoding the product reads.", ja="製品が読み込む文字コードに変換してください。"
        ),
    ),
    "file_setting.contradiction": Entry(
        Text(
            en="{path} sets {key} more than once, to different values: {values}.",
            ja="{path} に {key} の設定が複数あり、値が異なります: {values}",
        ),
        why=Text(en="Which of them the product obeys is not known.", ja="どの値が有効かは公開されていません。"),
        next=Text(en="Leave one of the lines.", ja="1 行だけ残してください。"),
    ),
    "command.run": Entry(Text(en="Run {command}", ja="{command} を実行します")),
    "command.network_path": Entry(
        Text(
            en="{command} would run as SYSTEM, to whom other computers give nothing: {path}",
            ja="{command} は SYSTEM として実行されるため、ほかのコンピュータの {path} を使用できません。",
        ),
        why=Text(
            en="Commands are started by the Task Scheduler, so that they outlive the connection;"
            " SYSTEM has no password, no profile of a user and no mapped drives.",
            ja="接続が切れても終わらないようにタスクスケジューラが起動します。"
            "SYSTEM にはネットワークの認証情報も、ユーザのプロファイルも、ネットワークドライブもありません。",
        ),
        next=Text(
            en="Copy it to a drive of the node first and name it there.",
            ja="先にノードのドライブへコピーし、そのパスを指定してください。",
        ),
    ),
    "command.failed_before": Entry(
        Text(
            en="In the last attempt {command} ended with exit code {exit}.",
            ja="前回の試行で {command} は終了コード {exit} で終了しました。",
        ),
        why=Text(
            en="A command that failed is neither taken for done nor run again by itself.",
            ja="失敗したコマンドを完了とみなしたり、自動的に再実行したりすることはありません。",
        ),
        next=Text(
            en="Look at its output and at what it left, remove the cause:"
            " redo = run it again, done = its work is done (this is checked), stop = leave it.",
            ja="出力と残された状態を確認し、原因を取り除いてください。"
            "redo=再実行 done=作業は完了 (結果を確認します) stop=中止",
        ),
    ),
    "command.was_cut": Entry(
        Text(
            en="In the last attempt {command} was cut off (exit code {exit}); how far it came is not known.",
            ja="前回の試行で {command} は途中で強制終了されました (終了コード {exit})。どこまで進んだかは不明です。",
        ),
        why=Text(
            en="It was killed, or its node went down. The runbook does not say that it may be run twice (repeatable).",
            ja="強制終了されたか、ノードが停止しました。ランブックに再実行可能 (repeatable) の指定がありません。",
        ),
        next=Text(
            en="Look at its output and at what it left:"
            " redo = run it again, done = its work is done (this is checked), stop = leave it.",
            ja="出力と残された状態を確認してください。redo=再実行 done=作業は完了 (結果を確認します) stop=中止",
        ),
    ),
    "command.unknown": Entry(
        Text(
            en="Nothing tells whether {command} of the last attempt was started and still runs.",
            ja="前回の試行の {command} が開始されたか、まだ実行中かを判断できません。",
        ),
        why=Text(
            en="Its record on the node is damaged or gone: a full disk, a power cut, or a node restored from a copy.",
            ja="ノード上の記録が壊れているか、ありません "
            "(ディスクの空き不足、停電、バックアップからのノードの復元など)。",
        ),
        next=Text(
            en="Look on the node whether it still runs, wait until it has ended, and see what it left:"
            " redo = run it again, done = its work is done (this is checked), stop = leave it.",
            ja="ノード上で実行中かどうかを確認し、終了を待ってから、残された状態を確認してください。"
            "redo=再実行 done=作業は完了 (結果を確認します) stop=中止",
        ),
    ),
    "manual.by_word": Entry(
        Text(en="To be done by hand: {en}", ja="手作業: {ja}"),
        why=Text(
            en="Nothing that clprun can ask proves this work, so a person's word ({step}) goes into the record.",
            ja="この作業を機械的に確認する方法がないため、作業者の申告 ({step}) を記録します。",
        ),
        next=Text(
            en="Do this and look at the result yourself, then go on with --accept word.",
            ja="作業を行い、結果を自身で確認してから --accept word で続行してください。",
        ),
    ),
    "manual.value_lacks": Entry(
        Text(en="{name} is not given yet.", ja="{name} がまだ指定されていません。"),
        next=Text(
            en="Put it into the inventory, then: clprun resume --accept input.",
            ja="インベントリに追加し、clprun resume --accept input で続行してください。",
        ),
    ),
    "manual.to_do": Entry(
        Text(en="To be done by hand: {en}", ja="手作業: {ja}"),
        next=Text(
            en="Do this, then go on: clprun checks the result itself.",
            ja="作業後に続行してください。結果は clprun が確認します。",
        ),
    ),
}

ENTRIES: dict[str, Entry] = {
    **_ANY_STEP,
    **_GENERAL,
    **CHECKS,
    **CLIENT_MANAGER,
    **CLUSTER,
    **JOBCENTER,
    **RESOURCE,
    **TRIAL,
    **WINDOWS,
    **MANUAL,
    **ISA,
    **AGENT,
    **FILES,
}
