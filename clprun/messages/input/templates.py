"""Expressions and templates that can't be read or filled in."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.template_syntax": Entry(
        Text(
            en="This is no valid template or expression: {reason}.",
            ja="テンプレートまたは式として正しくありません: {reason}",
        ),
        next=Text(en="Correct it; the language is Jinja's.", ja="直してください。書式は Jinja のものです。"),
    ),
    "input.template_undefined": Entry(
        Text(
            en="The template uses something that does not exist: {reason}.",
            ja="テンプレートが存在しないものを使っています: {reason}",
        ),
        next=Text(en="Correct the name.", ja="名前を直してください。"),
    ),
    "input.template_failed": Entry(
        Text(en="The template can't be filled in: {reason}.", ja="テンプレートを展開できません: {reason}"),
        next=Text(en="Correct the expression.", ja="式を直してください。"),
    ),
    "input.template_statement": Entry(
        Text(en="“{found}” may not stand in a template.", ja="テンプレートでは「{found}」を使えません。"),
        why=Text(
            en="Templates are filled in before anybody has looked at them: they must come to an end.",
            ja="テンプレートは内容の確認前に展開されるため、必ず短時間で終わる書き方に限られます。",
        ),
        next=Text(en="Use if, for and set.", ja="if、for、set を使ってください。"),
    ),
    "input.template_nested": Entry(
        Text(
            en="The template puts its own “{found}” into another list.",
            ja="テンプレート内で作った「{found}」を、さらに別のリストに入れています。",
        ),
        why=Text(en="Lists of lists grow without end.", ja="リストの入れ子は際限なく大きくなります。"),
        next=Text(en="Write the values out, or use a filter.", ja="値を直接書くか、フィルタを使ってください。"),
    ),
    "input.template_operator": Entry(
        Text(
            en="“{operator}” can be used with numbers only.",
            ja="「{operator}」は数値にしか使えません。",
        ),
        why=Text(
            en="With texts and lists it makes much of little.",
            ja="文字列やリストに使うと、結果が際限なく大きくなります。",
        ),
        next=Text(en="Write the text out; ~ joins texts.", ja="文字列を直接書いてください。連結には ~ を使います。"),
    ),
    "input.template_too_large": Entry(
        Text(
            en="The template, or what it makes, is larger than {limit}.",
            ja="テンプレートまたはその展開結果が大きすぎます (上限 {limit})。",
        ),
        next=Text(en="Make it shorter.", ja="短くしてください。"),
    ),
    "input.template_endless": Entry(
        Text(
            en="The template was not filled in within {seconds} seconds.",
            ja="テンプレートの展開が {seconds} 秒以内に終わりません。",
        ),
        next=Text(en="Take loops out of loops.", ja="ループの入れ子をなくしてください。"),
    ),
    "input.not_for_a_text": Entry(
        Text(en="{found} can't be written into a text.", ja="{found} は文字列の中に展開できません。"),
        why=Text(
            en="Only texts, numbers and booleans can; null, lists and secrets can't.",
            ja="展開できるのは文字列、数値、真偽値だけです。null、リスト、秘密情報は展開できません。",
        ),
        next=Text(
            en="Use a default for null, “join” or “quote” for a list; give a secret as a value of its own.",
            ja="null には既定値、リストには join か quote を使い、秘密情報は単独の値として渡してください。",
        ),
    ),
    "input.unknown_name": Entry(
        Text(
            en="“{name}” is neither a parameter nor another name known here.",
            ja="「{name}」というパラメータや名前はありません。",
        ),
        next=Text(en="Names known here: {known}.", ja="ここで使える名前: {known}"),
    ),
    "input.unknown_name_like": Entry(
        Text(
            en="“{name}” is neither a parameter nor another name known here.",
            ja="「{name}」というパラメータや名前はありません。",
        ),
        next=Text(
            en="Did you mean “{nearest}”? Names known here: {known}.",
            ja="「{nearest}」の誤りではありませんか。ここで使える名前: {known}",
        ),
    ),
    "input.unknown_attribute": Entry(
        Text(en="There is no “{name}”.", ja="「{name}」はありません。"),
        next=Text(en="There are: {known}.", ja="使えるもの: {known}"),
    ),
    "input.unknown_attribute_like": Entry(
        Text(en="There is no “{name}”.", ja="「{name}」はありません。"),
        next=Text(
            en="Did you mean “{nearest}”? There are: {known}.",
            ja="「{nearest}」の誤りではありませんか。使えるもの: {known}",
        ),
    ),
    "input.template_outside": Entry(
        Text(
            en="The template file {name} does not lie in the runbook's folder.",
            ja="テンプレートファイル {name} がランブックのフォルダの外にあります。",
        ),
        next=Text(
            en="Name it from the runbook's folder, without “..”.",
            ja="ランブックのフォルダからの相対パスで、「..」を使わずに書いてください。",
        ),
    ),
    "input.template_not_found": Entry(
        Text(
            en="There is no template file {name} in the runbook's folder.",
            ja="ランブックのフォルダにテンプレートファイル {name} がありません。",
        ),
        next=Text(en="Check the name, or add the file.", ja="名前を確認するか、ファイルを追加してください。"),
    ),
}
