"""Parameters that are missing, unknown or given in a wrong way."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.missing_parameter": Entry(
        Text(
            en="{runbook} needs the parameter {name}: {text_en}.",
            ja="{runbook} にはパラメータ {name} が必要です: {text_ja}",
        ),
        next=Text(
            en="Write it in the inventory beneath clusters, {cluster}, parameters, {runbook}, for example "
            "{name}: {example}; or give -e {name}=VALUE.",
            ja="インベントリの clusters → {cluster} → parameters → {runbook} に書くか (例 {name}: {example})、"
            "-e {name}=値 で指定してください。",
        ),
    ),
    "input.unknown_parameter": Entry(
        Text(en="The runbook has no parameter “{name}”.", ja="ランブックにパラメータ「{name}」はありません。"),
        next=Text(en="Its parameters: {known}.", ja="使えるパラメータ: {known}"),
    ),
    "input.unknown_parameter_like": Entry(
        Text(en="The runbook has no parameter “{name}”.", ja="ランブックにパラメータ「{name}」はありません。"),
        next=Text(
            en="Did you mean “{nearest}”? Its parameters: {known}.",
            ja="「{nearest}」の誤りではありませんか。使えるパラメータ: {known}",
        ),
    ),
    "input.parameters_of_no_runbook": Entry(
        Text(
            en="There are parameters for “{name}”, but none for “{nearest}”.",
            ja="「{name}」のパラメータはありますが、「{nearest}」のパラメータがありません。",
        ),
        next=Text(en="Correct the runbook's name.", ja="ランブックの名前を直してください。"),
    ),
    "input.argument_form": Entry(
        Text(en="-e {found} is not of the form NAME=VALUE.", ja="-e {found} は 名前=値 の形になっていません。"),
        next=Text(en="Write -e NAME=VALUE.", ja="-e 名前=値 と書いてください。"),
    ),
    "input.argument_value": Entry(
        Text(en="“{key}” can't be read from {found}.", ja="「{key}」の値 {found} を読み取れません。"),
        next=Text(en="Write the value as in YAML.", ja="YAML と同じ書き方で指定してください。"),
    ),
    "input.secret_on_command_line": Entry(
        Text(
            en="“{key}” is a secret and may not stand on the command line.",
            ja="「{key}」は秘密情報のため、コマンドラインには書けません。",
        ),
        why=Text(
            en="Other users of this machine could read it.", ja="このマシンの他のユーザーに読まれる可能性があります。"
        ),
        next=Text(
            en="Write it in the inventory, for example: !secret {{prompt: label}}.",
            ja="インベントリに書いてください。例: !secret {{prompt: 表示名}}",
        ),
    ),
}
