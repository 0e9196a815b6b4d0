"""Files that can't be read, and text that is no acceptable YAML."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.file_not_found": Entry(
        Text(en="There is no file {file}.", ja="ファイル {file} がありません。"),
        next=Text(en="Check the path.", ja="パスを確認してください。"),
    ),
    "input.file_unreadable": Entry(
        Text(en="{file} can't be read: {reason}.", ja="{file} を読めません: {reason}"),
        next=Text(en="Check the file and its permissions.", ja="ファイルとその権限を確認してください。"),
    ),
    "input.file_too_large": Entry(
        Text(en="{file} is larger than {limit} bytes.", ja="{file} が {limit} バイトを超えています。"),
        next=Text(
            en="Give a runbook or inventory file.", ja="ランブックまたはインベントリのファイルを指定してください。"
        ),
    ),
    "input.file_empty": Entry(
        Text(en="{file} is empty.", ja="{file} は空です。"),
        next=Text(en="Write the runbook or inventory into it.", ja="ランブックまたはインベントリを記述してください。"),
    ),
    "input.not_utf8": Entry(
        Text(
            en="{file} is not UTF-8: byte {byte} at offset {offset}.",
            ja="{file} は UTF-8 ではありません (先頭から {offset} バイト目に {byte})。",
        ),
        why=Text(
            en="Runbooks, inventories and templates are read as UTF-8.",
            ja="ランブック、インベントリ、テンプレートは UTF-8 として読み込みます。",
        ),
        next=Text(en="Save the file as UTF-8.", ja="UTF-8 で保存し直してください。"),
    ),
    "input.yaml_broken": Entry(
        Text(en="This is not valid YAML: {reason}.", ja="YAML として正しくありません: {reason}"),
        next=Text(en="Look at this line and the one before it.", ja="この行と直前の行を確認してください。"),
    ),
    "input.yaml_tab": Entry(
        Text(en="A tab character stands where YAML wants blanks.", ja="空白が必要な場所にタブ文字があります。"),
        next=Text(en="Indent with blanks.", ja="字下げには空白を使ってください。"),
    ),
    "input.yaml_colon": Entry(
        Text(
            en="A colon followed by a blank stands where none may be.", ja="ここにコロンと空白を書くことはできません。"
        ),
        next=Text(
            en="Put quotes around the text, or correct the indentation.",
            ja="文字列を引用符で囲むか、字下げを直してください。",
        ),
    ),
    "input.yaml_colon_missing": Entry(
        Text(en="A colon is missing after a key.", ja="キーの後にコロンがありません。"),
        next=Text(
            en="Write “key: value”, with a blank after the colon.",
            ja="「キー: 値」の形で、コロンの後に空白を入れて書いてください。",
        ),
    ),
    "input.yaml_quote_open": Entry(
        Text(en="The quotes that begin here are never closed.", ja="ここで始まる引用符が閉じられていません。"),
        next=Text(en="Close them.", ja="引用符を閉じてください。"),
    ),
    "input.yaml_bracket_open": Entry(
        Text(
            en="A bracket or brace is not closed, or a comma is missing.",
            ja="括弧が閉じられていないか、コンマがありません。",
        ),
        next=Text(en="Close the bracket, or add the comma.", ja="括弧を閉じるか、コンマを補ってください。"),
    ),
    "input.yaml_indentation": Entry(
        Text(en="The indentation fits nothing above it.", ja="字下げが上の行と合っていません。"),
        next=Text(en="Align this line with the keys it belongs to.", ja="同じ階層のキーと位置をそろえてください。"),
    ),
    "input.yaml_unknown_alias": Entry(
        Text(
            en="This alias (*) has no anchor (&) above it.",
            ja="このエイリアス (*) に対応するアンカー (&) が上にありません。",
        ),
        next=Text(en="Put quotes around the text if none is meant.", ja="エイリアスでなければ引用符で囲んでください。"),
    ),
    "input.yaml_second_document": Entry(
        Text(en="A second YAML document begins here.", ja="ここから二つ目の YAML 文書が始まっています。"),
        next=Text(en="Keep one document in a file.", ja="一つのファイルには一つの文書だけを書いてください。"),
    ),
    "input.yaml_directive": Entry(
        Text(en="YAML directives (%) are not taken.", ja="YAML のディレクティブ (%) は使えません。"),
        why=Text(en="Files are always read as YAML 1.2.", ja="ファイルは常に YAML 1.2 として読み込みます。"),
        next=Text(en="Remove the line.", ja="この行を削除してください。"),
    ),
    "input.yaml_control_character": Entry(
        Text(en="The character {character} may not stand in YAML.", ja="文字 {character} は YAML に書けません。"),
        next=Text(en="Remove it.", ja="この文字を削除してください。"),
    ),
    "input.hidden_character": Entry(
        Text(
            en="The character {character} may not stand in a text.",
            ja="文字 {character} は文字列に使えません。",
        ),
        why=Text(
            en="It can't be seen, or moves what can: what a person reads would not be what is done.",
            ja="表示されない文字や表示を変える文字があると、読んだ内容と実際の処理が一致しません。",
        ),
        next=Text(en="Remove it.", ja="この文字を削除してください。"),
    ),
    "input.yaml_bad_escape": Entry(
        Text(
            en="An escape in this text names no character.",
            ja="文字列の中に、存在しない文字を表すエスケープがあります。",
        ),
        next=Text(en="Correct what follows the backslash.", ja="バックスラッシュの後を直してください。"),
    ),
    "input.yaml_bad_value": Entry(
        Text(en="This value can't be read.", ja="この値は読み取れません。"),
        why=Text(
            en="It is an infinite or malformed number, or holds half a character.",
            ja="無限大や不正な数値、または文字の片割れを含んでいます。",
        ),
        next=Text(en="Correct it, or put quotes around it.", ja="値を直すか、引用符で囲んでください。"),
    ),
    "input.yaml_tag": Entry(
        Text(en="The tag {tag} is not known.", ja="タグ {tag} は使えません。"),
        next=Text(
            en="Remove it; only !secret exists, and only in an inventory.",
            ja="削除してください。使えるのはインベントリの !secret だけです。",
        ),
    ),
    "input.yaml_key_twice": Entry(
        Text(
            en="The key “{key}” stands twice, first in line {line}.",
            ja="キー「{key}」が重複しています (最初は {line} 行目)。",
        ),
        next=Text(en="Remove one of them.", ja="どちらかを削除してください。"),
    ),
    "input.yaml_key_not_text": Entry(
        Text(en="A key must be a text.", ja="キーは文字列でなければなりません。"),
        next=Text(en="Put quotes around the key.", ja="キーを引用符で囲んでください。"),
    ),
    "input.yaml_merge_key": Entry(
        Text(en="Merge keys (<<) are not taken.", ja="マージキー (<<) は使えません。"),
        why=Text(en="YAML 1.2 has none.", ja="YAML 1.2 にはありません。"),
        next=Text(en="Write the keys out.", ja="キーをそのまま書いてください。"),
    ),
    "input.yaml_too_deep": Entry(
        Text(en="Lists and mappings are nested too deep here.", ja="リストやマッピングの入れ子が深すぎます。"),
        next=Text(
            en="Nest less; an alias may not hold itself.",
            ja="入れ子を浅くしてください。エイリアスが自分自身を含むこともできません。",
        ),
    ),
    "input.yaml_too_many_values": Entry(
        Text(en="The file holds too many values.", ja="ファイルの値が多すぎます。"),
        why=Text(en="Values that aliases repeat are counted, too.", ja="エイリアスで繰り返した値も数えます。"),
        next=Text(en="Use fewer values or aliases.", ja="値またはエイリアスを減らしてください。"),
    ),
    "input.secret_not_here": Entry(
        Text(en="!secret may only stand in an inventory.", ja="!secret はインベントリにだけ書けます。"),
        next=Text(
            en="Declare a parameter of type secret, and give its value in the inventory.",
            ja="secret 型のパラメータを宣言し、値はインベントリに書いてください。",
        ),
    ),
    "input.secret_form": Entry(
        Text(en="!secret must say where the secret is to be had.", ja="!secret には秘密情報の取得元を書いてください。"),
        next=Text(
            en="Write for example: !secret {{environment: NAME}}; instead of environment also one of: {sources}.",
            ja="例: !secret {{environment: NAME}} (environment の代わりに使えるもの: {sources})",
        ),
    ),
}
