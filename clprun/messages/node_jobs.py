"""Texts about commands that run detached on a node (clprun/node/jobs.py); part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "node.job_not_started": Entry(
        Text(
            en="The command could not be started on the node ({folder}).",
            ja="ノードでコマンドを開始できませんでした ({folder})。",
        ),
        next=Text(
            en="See whether the disk with {folder} is full or read-only, then resume.",
            ja="{folder} のあるディスクに空きがあり、書き込めることを確認してから再開してください。",
        ),
    ),
    "node.job_lost": Entry(
        Text(
            en="The command was started, but it is gone and left no exit code ({folder}).",
            ja="コマンドは開始されましたが、終了コードを残さずに消滅しました ({folder})。",
        ),
        why=Text(
            en="It was killed together with the shell that ran it, or the node was restarted.",
            ja="実行していたシェルごと強制終了されたか、ノードが再起動されました。",
        ),
        next=Text(
            en="Look at its output in that folder, then resume: the node is asked what was reached.",
            ja="フォルダ内の出力を確認してから再開してください。どこまで進んだかをノードに問い合わせます。",
        ),
    ),
    "node.job_mixed_up": Entry(
        Text(
            en="{folder} on the node belongs to another command.",
            ja="ノードの {folder} は別のコマンドのものです。",
        ),
    ),
    "node.job_too_long": Entry(
        Text(
            en="The command did not end within {seconds} seconds. It was left running: pid {pid}, folder {folder}.",
            ja=(
                "コマンドが {seconds} 秒以内に終了しませんでした。"
                "実行中のまま残しています: pid {pid}、フォルダ {folder}"
            ),
        ),
        next=Text(
            en="Look at its output in that folder. Resume once it has ended; it is not started a second time.",
            ja="フォルダ内の出力を確認し、終了後に再開してください。コマンドが二重に開始されることはありません。",
        ),
    ),
    "node.job_out_of_sight": Entry(
        Text(
            en="A command runs on the node, but the link was lost and did not come back within {seconds} seconds.",
            ja="ノードでコマンドを実行中に接続が失われ、{seconds} 秒以内に回復しませんでした。",
        ),
        next=Text(
            en="Mend the link, then resume: clprun attaches to the command again and does not start it a second time.",
            ja="接続を回復してから再開してください。clprun は実行中のコマンドに再接続し、二重に開始しません。",
        ),
    ),
    "node.job_goes_on": Entry(
        Text(
            en="The command did not end within {seconds} seconds. It was left running: folder {folder}.",
            ja="コマンドが {seconds} 秒以内に終了しませんでした。実行中のまま残しています: フォルダ {folder}",
        ),
        next=Text(
            en="Look at its output in that folder. Resume once it has ended; it is not started a second time.",
            ja="フォルダ内の出力を確認し、終了後に再開してください。コマンドが二重に開始されることはありません。",
        ),
    ),
    "node.job_unfenced": Entry(
        Text(
            en="Whether the command began on the node is not known, and nothing could be written there to keep it from"
            " beginning ({folder}).",
            ja="ノードでコマンドが開始されたかどうか不明で、開始を防ぐための書き込みもできませんでした ({folder})。",
        ),
        why=Text(
            en="The disk is full, read-only or gone, or the folder can't be made.",
            ja="ディスクに空きがないか、書き込めないか、外れているか、フォルダを作成できません。",
        ),
        next=Text(
            en="Make {folder} writable, then resume: the command is looked for there before anything else is done.",
            ja="{folder} に書き込めるようにしてから再開してください。最初にそのコマンドの状態を確認します。",
        ),
    ),
    "node.job_unknown": Entry(
        Text(
            en="The command may have been started and may still run; the node can't tell ({folder}).",
            ja="コマンドが開始されてまだ実行中の可能性がありますが、ノードからは判断できません ({folder})。",
        ),
        why=Text(
            en="Its record there is damaged or gone: a full disk, a power cut, or a node restored from a copy.",
            ja="ノード上の記録が壊れているか、ありません "
            "(ディスクの空き不足、停電、バックアップからのノードの復元など)。",
        ),
        next=Text(
            en="Look on the node whether it still runs, and wait until it has ended; then resume and say so.",
            ja="ノード上で実行中かどうかを確認し、終了を待ってから再開し、質問に答えてください。",
        ),
    ),
}
