"""Texts for refusals and findings, in English and Japanese.

Place holders are the names of the details that come with each code; lines and columns are told beside the text.
"""

from clprun.messages.catalog import Entry, Text

__all__ = ["FINDINGS", "REFUSALS"]


def _entry(en: str, ja: str, *, next_en: str = "", next_ja: str = "") -> Entry:
    return Entry(Text(en=en, ja=ja), next=Text(en=next_en, ja=next_ja) if next_en else None)


REFUSALS: dict[str, Entry] = {
    "too_large": _entry(
        "The cluster configuration is too large: {size}, at most {maximum}.",
        "クラスタ構成情報が大きすぎます: {size} (上限 {maximum})。",
        next_en="Check that the file really is a clp.conf.",
        next_ja="ファイルが clp.conf であることを確認してください。",
    ),
    "too_many_elements": _entry(
        "The cluster configuration has more than {maximum} elements.",
        "クラスタ構成情報の要素数が上限 {maximum} を超えています。",
        next_en="Check that the file really is a clp.conf.",
        next_ja="ファイルが clp.conf であることを確認してください。",
    ),
    "too_deep": _entry(
        "The cluster configuration is nested deeper than {maximum} levels.",
        "クラスタ構成情報の入れ子が上限 {maximum} 段を超えています。",
        next_en="Check that the file really is a clp.conf.",
        next_ja="ファイルが clp.conf であることを確認してください。",
    ),
    "unknown_encoding": _entry(
        "The encoding {encoding} of the cluster configuration is not known.",
        "クラスタ構成情報の文字コード {encoding} には対応していません。",
        next_en="Use ASCII, UTF-8, EUC-JP, SJIS or GB2312.",
        next_ja="ASCII、UTF-8、EUC-JP、SJIS、GB2312 のいずれかにしてください。",
    ),
    "encoding_conflict": _entry(
        "The file begins with a UTF-8 byte order mark but declares {encoding}.",
        "ファイル先頭に UTF-8 の BOM がありますが、宣言は {encoding} です。",
        next_en="Remove the mark, or declare UTF-8.",
        next_ja="BOM を取り除くか、宣言を UTF-8 にしてください。",
    ),
    "undecodable": _entry(
        "The byte {byte} does not fit the encoding {encoding}.",
        "バイト {byte} は文字コード {encoding} として読めません。",
        next_en="Correct the declared encoding in the first line, or the character; only a comment may hold it.",
        next_ja="1 行目の文字コードの宣言か、その文字を修正してください (コメントの中であれば差し支えありません)。",
    ),
    "document_type": _entry(
        "The cluster configuration has a document type declaration, which is not accepted.",
        "クラスタ構成情報に文書型宣言 (DOCTYPE) があるため受け付けません。",
        next_en="Remove it; no clp.conf needs one.",
        next_ja="削除してください。clp.conf には不要です。",
    ),
    "ill_formed": _entry(
        "The cluster configuration is not well-formed XML: {reason}.",
        "クラスタ構成情報が整形式の XML ではありません: {reason}。",
        next_en="Correct the file, or pull it again from the cluster.",
        next_ja="ファイルを修正するか、クラスタから取得し直してください。",
    ),
    "not_a_configuration": _entry(
        "The file is no cluster configuration: its root element is {tag}.",
        "クラスタ構成情報ではありません: ルート要素が {tag} です。",
        next_en="Give the clp.conf of the cluster.",
        next_ja="クラスタの clp.conf を指定してください。",
    ),
    "bad_path": _entry("{path} is no path of the cluster configuration.", "{path} は構成情報のパスではありません。"),
    "ambiguous_path": _entry(
        "The cluster configuration has more than one element {path}.",
        "クラスタ構成情報に要素 {path} が複数あります。",
        next_en="Remove the surplus one in the WebUI, then try again.",
        next_ja="Cluster WebUI で余分な設定を削除してから再実行してください。",
    ),
    "not_found": _entry(
        "The cluster configuration has no {path}.",
        "クラスタ構成情報に {path} がありません。",
        next_en="Check the name, or create it in the WebUI.",
        next_ja="名前を確認するか、Cluster WebUI で作成してください。",
    ),
    "unexpected_content": _entry(
        "The element {path} does not hold what was expected.", "要素 {path} の内容が想定と異なります。"
    ),
    "not_encodable": _entry(
        "The character {character} can't be written in the encoding {encoding} of the cluster configuration.",
        "文字 {character} は、クラスタ構成情報の文字コード {encoding} では表せません。",
        next_en="Use another character.",
        next_ja="別の文字を使ってください。",
    ),
    "look_alike": _entry(
        "The character {character} would become {instead} in the encoding {encoding} of the cluster configuration.",
        "文字 {character} は、クラスタ構成情報の文字コード {encoding} では {instead} に変わってしまいます。",
        next_en="Write {instead} instead, which stays as it is.",
        next_ja="代わりに {instead} を使ってください。こちらは変わりません。",
    ),
    "not_writable": _entry(
        "The value {value} can't be written: it has control characters or blanks at an end.",
        "値 {value} は設定できません: 制御文字、または前後に空白があります。",
        next_en="Correct the parameter.",
        next_ja="パラメータを修正してください。",
    ),
    "bad_name": _entry(
        "The name {name} can't be given to a group, resource or monitor.",
        "{name} はグループ、リソース、モニタリソースの名前にできません。",
        next_en="Use up to 31 letters, digits, - and _, with a letter or digit first.",
        next_ja="英数字で始まる 31 文字以内の英数字、-、_ にしてください。",
    ),
    "name_taken": _entry(
        "{name} is already there with type {type}, but type {wanted} is wanted.",
        "{name} は種別 {type} で存在します (必要な種別は {wanted})。",
        next_en="Choose another name.",
        next_ja="別の名前にしてください。",
    ),
    "resource_elsewhere": _entry(
        "The resource {name} belongs to group {group}.",
        "リソース {name} はグループ {group} に属しています。",
        next_en="Choose another name, or move the resource in the WebUI.",
        next_ja="別の名前にするか、Cluster WebUI でリソースを移してください。",
    ),
    "bad_value": _entry(
        "{name}: {path} has the value {value}, which is not understood.",
        "{name}: {path} の値 {value} を解釈できません。",
    ),
    "missing_value": _entry("{name}: {path} is not set.", "{name}: {path} が設定されていません。"),
    "still_used": _entry(
        "{name} can't be removed: {by} still names it.",
        "{name} は {by} から参照されているため削除できません。",
        next_en="Remove or change what names it first.",
        next_ja="先に参照元を削除または変更してください。",
    ),
    "no_mirror_connect": _entry(
        "The servers share no mirror connect, so a mirror disk can't be added.",
        "サーバに共通のミラーコネクトがないため、ミラーディスクリソースを追加できません。",
        next_en="Set up a mirror connect in the WebUI (interconnects of the cluster), then try again.",
        next_ja="Cluster WebUI のインタコネクト設定でミラーコネクトを設定してから再実行してください。",
    ),
}
"""Values of :class:`~clprun.products.clpconf.errors.Refusal` and their texts."""

FINDINGS: dict[str, Entry] = {
    "name_missing": _entry("An object has no name.", "名前のない設定があります。"),
    "name_not_ascii": _entry("The name {name} is not ASCII.", "名前 {name} に ASCII 以外の文字があります。"),
    "name_unusual": _entry(
        "The name {name} has characters other than letters, digits, - and _.",
        "名前 {name} に英数字、-、_ 以外の文字があります。",
    ),
    "name_too_long": _entry(
        "The name {name} is longer than {maximum} characters.", "名前 {name} が {maximum} 文字を超えています。"
    ),
    "name_duplicate": _entry("The name {name} is given twice.", "名前 {name} が重複しています。"),
    "value_bad": _entry(
        "{name}: the value {value} of {path} is not understood.", "{name}: {path} の値 {value} を解釈できません。"
    ),
    "value_missing": _entry("{name}: {path} is not set.", "{name}: {path} が設定されていません。"),
    "element_duplicate": _entry("The element {path} stands there twice.", "要素 {path} が重複しています。"),
    "charset_differs": _entry(
        "The file is written in {encoding}, but the cluster works in {charset}.",
        "ファイルの文字コードは {encoding} ですが、クラスタの文字コードは {charset} です。",
    ),
    "encoding_doubtful": _entry(
        "The file declares {encoding}, but its text looks like UTF-8.",
        "ファイルの宣言は {encoding} ですが、内容は UTF-8 と思われます。",
        next_en="Correct the first line of the file, if comments are not shown right.",
        next_ja="コメントが文字化けしている場合は、ファイルの 1 行目の宣言を修正してください。",
    ),
    "type_not_listed": _entry(
        "The section {section} does not list the type {type} it holds.",
        "セクション {section} の types に、使われている種別 {type} がありません。",
    ),
    "type_listed_twice": _entry(
        "The section {section} lists the type {type} twice.",
        "セクション {section} の types に種別 {type} が重複しています。",
    ),
    "object_number_wrong": _entry(
        "The object number is {stated}, but {counted} objects are counted.",
        "objectnumber は {stated} ですが、数えると {counted} です。",
    ),
    "object_number_bad": _entry(
        "The object number {stated} is no number; {counted} objects are counted.",
        "objectnumber の値 {stated} は数値ではありません (数えると {counted})。",
    ),
    "gid_duplicate": _entry(
        "The group {name} has the number {gid} of another group.",
        "グループ {name} の gid {gid} は他のグループと重複しています。",
    ),
    "gid_wrong": _entry(
        "The group {name} has the number {gid}; the groups are numbered from 0 to {highest}.",
        "グループ {name} の gid は {gid} ですが、グループの番号は 0 から {highest} です。",
    ),
    "resource_undefined": _entry(
        "The group {group} holds the resource {name} ({type}), which is not defined.",
        "グループ {group} のリソース {name} ({type}) が定義されていません。",
    ),
    "resource_in_no_group": _entry(
        "The resource {name} belongs to no group.", "リソース {name} はどのグループにも属していません。"
    ),
    "resource_in_two_groups": _entry(
        "The resource {name} belongs to the groups {other} and {group}.",
        "リソース {name} がグループ {other} と {group} に重複して属しています。",
    ),
    "dependency_missing": _entry(
        "The resource {name} depends on {other}, which is not there.",
        "リソース {name} の依存先 {other} がありません。",
    ),
    "dependency_elsewhere": _entry(
        "The resource {name} depends on {other}, which is in another group.",
        "リソース {name} の依存先 {other} は別のグループにあります。",
    ),
    "dependency_cycle": _entry(
        "These resources wait for each other: {other}.", "リソースの依存関係が循環しています: {other}。"
    ),
    "group_dependency_missing": _entry(
        "The group {name} waits for the group {other}, which is not there.",
        "グループ {name} の待ち合わせ先グループ {other} がありません。",
    ),
    "group_dependency_cycle": _entry(
        "These groups wait for each other: {other}.", "グループの待ち合わせが循環しています: {other}。"
    ),
    "server_missing": _entry(
        "The failover policy of group {name} names the server {other}, which is not there.",
        "グループ {name} のフェイルオーバポリシーのサーバ {other} がありません。",
    ),
    "server_unknown": _entry(
        "{name} has settings for the server {other}, which is not there.",
        "{name} に、存在しないサーバ {other} の設定があります。",
    ),
    "target_missing": _entry(
        "The monitor {name} watches while its target is active, but has no target.",
        "モニタリソース {name} は活性時監視ですが、対象リソースがありません。",
    ),
    "target_unknown": _entry(
        "The monitor {name} watches {other}, which is not there.",
        "モニタリソース {name} の対象リソース {other} がありません。",
    ),
    "recovery_unknown": _entry(
        "The monitor {name} recovers {other} ({type}), which is not there.",
        "モニタリソース {name} の回復対象 {other} ({type}) がありません。",
    ),
    "object_unknown": _entry(
        "The monitor {name} watches {other}, which is no resource of type {type}.",
        "モニタリソース {name} の監視対象 {other} は種別 {type} のリソースではありません。",
    ),
    "address_unknown": _entry(
        "The virtual computer name {name} stands for {other}, which is no floating IP resource.",
        "仮想コンピュータ名リソース {name} の対象 {other} はフローティング IP リソースではありません。",
    ),
    "pid_target_not_exec": _entry(
        "The PID monitor {name} watches {other}, which is no exec resource.",
        "PID モニタリソース {name} の対象 {other} は exec リソースではありません。",
    ),
    "pid_target_synchronous": _entry(
        "The PID monitor {name} watches {other}, which starts synchronously: there is no process to watch.",
        "PID モニタリソース {name} の対象 {other} は開始が同期のため、監視するプロセスがありません。",
        next_en="Set the start script of the exec resource to asynchronous.",
        next_ja="exec リソースの開始スクリプトを非同期にしてください。",
    ),
    "failover_tag_wrong": _entry(
        "The monitor {name} counts failovers in the tag {tag}; this product knows {wanted}.",
        "モニタリソース {name} のフェイルオーバ回数のタグは {tag} ですが、この製品のタグは {wanted} です。",
        next_en="Set the failover threshold of the monitor anew in the WebUI.",
        next_ja="Cluster WebUI でモニタリソースの最大フェイルオーバ回数を設定し直してください。",
    ),
    "failover_tags_mixed": _entry(
        "The monitor {name} counts failovers in another tag (fo, fo2) than most monitors.",
        "モニタリソース {name} のフェイルオーバ回数のタグ (fo、fo2) が他のモニタリソースと異なります。",
    ),
    "stop_failure_shuts_down": _entry(
        "If stopping {name} fails, the product shuts the server down (default final action).",
        "{name} の停止に失敗すると、サーバがシャットダウンされます (非活性異常時の既定の最終動作)。",
    ),
    "address_shared": _entry(
        "{name} has the address {value} of {other}.", "{name} の IP アドレス {value} は {other} と重複しています。"
    ),
    "mirror_shared": _entry(
        "The mirror disk {name} uses {value}, which {other} uses.",
        "ミラーディスクリソース {name} の {value} は {other} と重複しています。",
    ),
    "mirror_connect_missing": _entry(
        "The mirror disk {name} uses the mirror connect {device}, which server {server} does not have.",
        "ミラーディスクリソース {name} のミラーコネクト {device} がサーバ {server} にありません。",
    ),
}
"""Values of :class:`~clprun.products.clpconf.findings.FindingCode` and their texts."""
