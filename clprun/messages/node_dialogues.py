"""Texts about programs that ask and are answered (clprun/node/dialogue.py); part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "node.prompt_missing": Entry(
        Text(
            en="{command} did not ask for answer {number}; expected was: {prompt}. It was ended.",
            ja="{command} から {number} 番目の入力要求が表示されませんでした。期待した文字列: {prompt}。"
            "コマンドは終了させました。",
        ),
        why=Text(
            en="It asks for something else first, waits for something, or words its question differently.",
            ja="先に別の入力を求めているか、何かを待っているか、質問の文言が異なります。",
        ),
        next=Text(
            en="Look at what it printed, run it by hand on the node to see its questions, then resume.",
            ja="出力を確認し、ノード上で手動で実行して質問の内容を確認してから再開してください。",
        ),
    ),
    "node.dialogue_goes_on": Entry(
        Text(
            en="{command} had all its answers and did not end within {seconds} seconds. It was ended.",
            ja="{command} はすべての入力を受け取った後、{seconds} 秒以内に終了しませんでした。"
            "コマンドは終了させました。",
        ),
        why=Text(
            en="It may ask for something that the runbook does not know.",
            ja="ランブックにない入力を求めている可能性があります。",
        ),
        next=Text(
            en="Look at what it printed last, and at what it has changed, then resume.",
            ja="最後の出力と、変更された内容を確認してから再開してください。",
        ),
    ),
    "node.dialogue_not_ended": Entry(
        Text(
            en="{command} does not go on as expected, and could not be ended: pid {pid}, folder {folder}.",
            ja="{command} が想定どおりに進まず、終了させることもできませんでした: pid {pid}、フォルダ {folder}",
        ),
        next=Text(
            en="Look at what it waits for on the node. Resume once it has ended; it is not started a second time.",
            ja="ノード上で何を待っているかを確認し、終了後に再開してください。二重に開始されることはありません。",
        ),
    ),
    "node.dialogue_ended_early": Entry(
        Text(
            en="{command} ended with exit code {exit} before it had all its answers; expected next was: {prompt}.",
            ja="{command} はすべての入力を受け取る前に終了コード {exit} で終了しました。次に期待した文字列: {prompt}",
        ),
        next=Text(
            en="Look at what it printed, remove the cause, then resume.",
            ja="出力を確認し、原因を取り除いてから再開してください。",
        ),
    ),
    "node.dialogue_says_otherwise": Entry(
        Text(
            en="{command} ended with exit code {exit} and did not say: {says}",
            ja="{command} は終了コード {exit} で終了しましたが、次の表示がありません: {says}",
        ),
        next=Text(
            en="Look at what it printed, remove the cause, then resume.",
            ja="出力を確認し、原因を取り除いてから再開してください。",
        ),
    ),
    "node.answer_not_a_line": Entry(
        Text(
            en="Answer {number} to {command} is not one line of at most {limit} bytes.",
            ja="{command} への {number} 番目の入力が、{limit} バイト以内の 1 行ではありません。",
        ),
        next=Text(
            en="Look at where the secret or parameter comes from: only the value itself may stand there.",
            ja="シークレットまたはパラメータの取得元を確認してください。値だけを 1 行で記述する必要があります。",
        ),
    ),
}
