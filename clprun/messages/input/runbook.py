"""Runbooks whose parts don't fit together, and what a runbook's writer forgot."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.unknown_runbook": Entry(
        Text(en="No runbook “{name}” comes with clprun.", ja="「{name}」というランブックは付属していません。"),
        next=Text(
            en="Runbooks that do: {known}. For one of your own give its path, such as ./{name}.yaml.",
            ja="付属のランブック: {known}。自作のものは ./{name}.yaml のようにパスで指定してください。",
        ),
    ),
    "input.unknown_runbook_like": Entry(
        Text(en="No runbook “{name}” comes with clprun.", ja="「{name}」というランブックは付属していません。"),
        next=Text(
            en="Did you mean “{nearest}”? Runbooks that come with clprun: {known}.",
            ja="「{nearest}」の誤りではありませんか。付属のランブック: {known}",
        ),
    ),
    "input.unknown_kind": Entry(
        Text(en="There is no step kind “{name}”.", ja="ステップの種類「{name}」はありません。"),
        next=Text(en="Kinds: {known}.", ja="使える種類: {known}"),
    ),
    "input.unknown_kind_like": Entry(
        Text(en="There is no step kind “{name}”.", ja="ステップの種類「{name}」はありません。"),
        next=Text(
            en="Did you mean “{nearest}”? Kinds: {known}.",
            ja="「{nearest}」の誤りではありませんか。使える種類: {known}",
        ),
    ),
    "input.unknown_step": Entry(
        Text(en="The runbook has no step “{name}”.", ja="ランブックにステップ「{name}」はありません。"),
        next=Text(en="Steps: {known}.", ja="ステップの一覧: {known}"),
    ),
    "input.unknown_step_like": Entry(
        Text(en="The runbook has no step “{name}”.", ja="ランブックにステップ「{name}」はありません。"),
        next=Text(
            en="Did you mean “{nearest}”? Steps: {known}.",
            ja="「{nearest}」の誤りではありませんか。ステップの一覧: {known}",
        ),
    ),
    "input.id_twice": Entry(
        Text(en="The id “{name}” is already used in line {line}.", ja="ID「{name}」は {line} 行目でも使われています。"),
        next=Text(en="Give each its own id.", ja="それぞれ別の ID にしてください。"),
    ),
    "input.only_passing_serves": Entry(
        Text(
            en="“{name}” is no passing step, so it serves nothing and nothing supersedes it.",
            ja="「{name}」は通過ステップではないため、serves と superseded_by は指定できません。",
        ),
        next=Text(
            en="Remove “serves” and “superseded_by”, or set “nature: passing”.",
            ja="serves と superseded_by を削除するか、nature: passing を指定してください。",
        ),
    ),
    "input.serves_not_lasting": Entry(
        Text(
            en="“{name}” is no lasting step, so nothing can be there for it or in its place.",
            ja="「{name}」は状態を残すステップではないため、serves や superseded_by の対象にできません。",
        ),
        next=Text(en="Name a step that leaves a state.", ja="状態を残すステップを指定してください。"),
    ),
    "input.goal_is_passing": Entry(
        Text(
            en="“{name}” is a passing step, so it can be no goal.",
            ja="「{name}」は通過ステップのため、goal にできません。",
        ),
        next=Text(en="Name lasting steps or checks.", ja="状態を残すステップか確認ステップを指定してください。"),
    ),
    "input.hold_too_early": Entry(
        Text(en="“{name}” comes after this checkpoint.", ja="「{name}」はこのチェックポイントより後のステップです。"),
        next=Text(
            en="Name a step of this phase or one before it.", ja="このフェーズ以前のステップを指定してください。"
        ),
    ),
    "input.until_too_early": Entry(
        Text(
            en="“{name}” does not come after this checkpoint.",
            ja="「{name}」はこのチェックポイントより後のステップではありません。",
        ),
        next=Text(en="Name a step of a later phase.", ja="後のフェーズのステップを指定してください。"),
    ),
    "input.cyclic_reference": Entry(
        Text(en="Parameters need each other in a circle: {cycle}.", ja="パラメータの参照が循環しています: {cycle}"),
        next=Text(
            en="Give one of them a value that needs none of the others.",
            ja="どれか一つを、他を参照しない値にしてください。",
        ),
    ),
    "input.parameter_name_reserved": Entry(
        Text(en="No parameter can be called “{name}”.", ja="「{name}」はパラメータ名に使えません。"),
        why=Text(en="Templates know something else by that name.", ja="テンプレートでは別の意味の名前です。"),
        next=Text(en="Choose another name.", ja="別の名前にしてください。"),
    ),
    "input.choices_and_type": Entry(
        Text(
            en="“choices” and “type: choice” go together, but “{name}” has only one of them.",
            ja="choices と type: choice は対で必要ですが、「{name}」には一方しかありません。",
        ),
        next=Text(en="Add the other or remove the one.", ja="両方を書くか、両方を削除してください。"),
    ),
    "input.bounds_and_type": Entry(
        Text(
            en="“{name}” has a minimum or maximum but is no number.",
            ja="「{name}」は数値ではないのに minimum または maximum があります。",
        ),
        next=Text(en="Remove the bound, or make the type integer.", ja="削除するか、type を integer にしてください。"),
    ),
    "input.unused_parameter": Entry(
        Text(
            en="Nothing in the runbook uses the parameter “{name}”.",
            ja="パラメータ「{name}」はどこからも使われていません。",
        ),
        next=Text(en="Use it or remove it.", ja="使うか、削除してください。"),
    ),
    "input.no_example": Entry(
        Text(en="The parameter “{name}” has no example.", ja="パラメータ「{name}」に例がありません。"),
        next=Text(
            en="Add “example”: messages show it when the value is missing.",
            ja="example を追加してください。値がないときのメッセージに表示されます。",
        ),
    ),
    "input.passing_without_purpose": Entry(
        Text(
            en="Nothing says when the passing step “{name}” is not needed.",
            ja="通過ステップ「{name}」が不要になる条件がありません。",
        ),
        why=Text(
            en="A second apply would do it again and disturb the cluster.",
            ja="2 回目の適用でも実行され、クラスタに影響します。",
        ),
        next=Text(
            en="Add “serves” to the step or “goal” to its phase.",
            ja="ステップに serves、またはフェーズに goal を追加してください。",
        ),
    ),
    "input.step_without_proof": Entry(
        Text(
            en="Nothing proves the result of step “{name}”.", ja="ステップ「{name}」の結果を確認する方法がありません。"
        ),
        why=Text(
            en="Kind {kind} does not know itself when its work is done; a run could neither go on nor be resumed.",
            ja="種類 {kind} のステップは完了を自分では判断できず、続行も再開もできません。",
        ),
        next=Text(
            en="Add what shows the result: one of {keys}.",
            ja="結果を示すものを追加してください: {keys} のいずれか。",
        ),
    ),
    "input.disrupts_unasked": Entry(
        Text(
            en="Step “{name}” stops or moves a service, and nobody is asked.",
            ja="ステップ「{name}」はサービスを停止または移動しますが、確認がありません。",
        ),
        next=Text(
            en="Add “confirm” with the question to this step, or to an earlier one of its phase.",
            ja="このステップ、または同じフェーズのより前のステップに confirm を追加してください。",
        ),
    ),
    "input.unquoted_in_shell": Entry(
        Text(
            en="A shell reads {{{{ {expression} }}}} as it comes.",
            ja="シェルが {{{{ {expression} }}}} の値をそのまま解釈します。",
        ),
        why=Text(
            en="A blank, a quote or a semicolon in the value would be part of the command.",
            ja="値に空白、引用符、セミコロンなどがあるとコマンドの一部になります。",
        ),
        next=Text(
            en="Write {{{{ ... | quote }}}}, or give the value as an argument of its own.",
            ja="{{{{ ... | quote }}}} と書くか、独立した引数として渡してください。",
        ),
    ),
    "input.not_japanese": Entry(
        Text(en="The Japanese text holds no Japanese: {found}.", ja="日本語の文に日本語が含まれていません: {found}"),
        next=Text(en="Translate it.", ja="日本語に翻訳してください。"),
    ),
}
