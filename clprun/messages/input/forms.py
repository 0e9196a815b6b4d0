"""Files whose form is not what a runbook or an inventory looks like."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.unknown_key": Entry(
        Text(en="The key “{name}” is not known here.", ja="キー「{name}」はここでは使えません。"),
        next=Text(en="Keys that may stand here: {known}.", ja="ここで使えるキー: {known}"),
    ),
    "input.unknown_key_like": Entry(
        Text(en="The key “{name}” is not known here.", ja="キー「{name}」はここでは使えません。"),
        next=Text(
            en="Did you mean “{nearest}”? Keys that may stand here: {known}.",
            ja="「{nearest}」の誤りではありませんか。ここで使えるキー: {known}",
        ),
    ),
    "input.missing_key": Entry(
        Text(en="“{key}” lacks the key “{missing}”.", ja="「{key}」にキー「{missing}」がありません。"),
        next=Text(en="Add it.", ja="追加してください。"),
    ),
    "input.wrong_type": Entry(
        Text(en="“{key}” can't be {found}.", ja="「{key}」に {found} は指定できません。"),
        next=Text(en="Give a value of another type.", ja="別の型の値を指定してください。"),
    ),
    "input.not_text": Entry(
        Text(
            en="“{key}” must be a text, not {found}.", ja="「{key}」は文字列で指定してください ({found} は使えません)。"
        ),
        next=Text(en="Put quotes around the value.", ja="値を引用符で囲んでください。"),
    ),
    "input.not_integer": Entry(
        Text(
            en="“{key}” must be a whole number, not {found}.",
            ja="「{key}」は整数で指定してください ({found} は使えません)。",
        ),
        next=Text(en="Write digits without quotes.", ja="引用符を付けずに数字で書いてください。"),
    ),
    "input.not_number": Entry(
        Text(
            en="“{key}” must be a number, not {found}.", ja="「{key}」は数値で指定してください ({found} は使えません)。"
        ),
        next=Text(en="Write digits without quotes.", ja="引用符を付けずに数字で書いてください。"),
    ),
    "input.not_boolean": Entry(
        Text(
            en="“{key}” must be true or false, not {found}.",
            ja="「{key}」は true か false で指定してください ({found} は使えません)。",
        ),
        next=Text(
            en="Write true or false, without quotes.", ja="引用符を付けずに true または false と書いてください。"
        ),
    ),
    "input.not_list": Entry(
        Text(
            en="“{key}” must be a list, not {found}.", ja="「{key}」はリストで指定してください ({found} は使えません)。"
        ),
        next=Text(en="Write [first, second].", ja="[一つ目, 二つ目] の形で書いてください。"),
    ),
    "input.not_mapping": Entry(
        Text(
            en="“{key}” must hold keys and values, not {found}.",
            ja="「{key}」にはキーと値を書いてください ({found} は使えません)。",
        ),
        next=Text(en="Write “key: value” lines beneath it.", ja="その下に「キー: 値」の行を書いてください。"),
    ),
    "input.not_secret": Entry(
        Text(
            en="“{key}” is a secret and may not be written out.",
            ja="「{key}」は秘密情報のため、値を直接書くことはできません。",
        ),
        next=Text(
            en="Write for example: !secret {{prompt: label}} or !secret {{environment: NAME}}.",
            ja="例: !secret {{prompt: 表示名}} または !secret {{environment: NAME}}",
        ),
    ),
    "input.pattern": Entry(
        Text(en="“{key}” can't be {found}.", ja="「{key}」に {found} は指定できません。"),
        next=Text(en="It must match {pattern}.", ja="{pattern} に一致する値にしてください。"),
    ),
    "input.not_identifier": Entry(
        Text(en="{found} is no identifier.", ja="{found} は識別子として使えません。"),
        next=Text(
            en="Use lower-case letters and digits, words joined by single hyphens, a letter first.",
            ja="英小文字と数字の語を一つのハイフンでつなぎ、先頭は英小文字にしてください。",
        ),
    ),
    "input.not_parameter_name": Entry(
        Text(en="{found} is no name for a parameter.", ja="{found} はパラメータ名として使えません。"),
        next=Text(
            en="Use lower-case letters, digits and underscores, a letter first.",
            ja="英小文字、数字、アンダースコアを使い、先頭は英小文字にしてください。",
        ),
    ),
    "input.not_a_choice": Entry(
        Text(en="“{key}” can't be {found}.", ja="「{key}」に {found} は指定できません。"),
        next=Text(en="Choose one of: {choices}.", ja="次から選んでください: {choices}"),
    ),
    "input.too_small": Entry(
        Text(en="“{key}” is {found}, which is too small.", ja="「{key}」の値 {found} は小さすぎます。"),
        next=Text(en="Give {limit} or more.", ja="{limit} 以上にしてください。"),
    ),
    "input.not_above": Entry(
        Text(en="“{key}” is {found}, which is too small.", ja="「{key}」の値 {found} は小さすぎます。"),
        next=Text(en="Give more than {limit}.", ja="{limit} より大きい値にしてください。"),
    ),
    "input.too_large": Entry(
        Text(en="“{key}” is {found}, which is too large.", ja="「{key}」の値 {found} は大きすぎます。"),
        next=Text(en="Give {limit} or less.", ja="{limit} 以下にしてください。"),
    ),
    "input.not_below": Entry(
        Text(en="“{key}” is {found}, which is too large.", ja="「{key}」の値 {found} は大きすぎます。"),
        next=Text(en="Give less than {limit}.", ja="{limit} より小さい値にしてください。"),
    ),
    "input.text_too_short": Entry(
        Text(en="“{key}” is too short: {found}.", ja="「{key}」が短すぎます: {found}"),
        next=Text(en="Characters needed: {limit} or more.", ja="{limit} 文字以上にしてください。"),
    ),
    "input.text_too_long": Entry(
        Text(en="“{key}” is too long: {found}.", ja="「{key}」が長すぎます: {found}"),
        next=Text(en="Characters allowed: {limit} or fewer.", ja="{limit} 文字以下にしてください。"),
    ),
    "input.too_few": Entry(
        Text(en="“{key}” holds too few items: {found}.", ja="「{key}」の項目が足りません: {found}"),
        next=Text(en="Items needed: {limit} or more.", ja="{limit} 個以上にしてください。"),
    ),
    "input.too_many": Entry(
        Text(en="“{key}” holds too many items: {found}.", ja="「{key}」の項目が多すぎます: {found}"),
        next=Text(en="Items allowed: {limit} or fewer.", ja="{limit} 個以下にしてください。"),
    ),
    "input.refused_value": Entry(
        Text(en="“{key}” can't be {found}: {reason}.", ja="「{key}」に {found} は指定できません: {reason}"),
        next=Text(en="Correct the value.", ja="値を直してください。"),
    ),
}
