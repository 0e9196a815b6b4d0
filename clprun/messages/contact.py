"""What is said about an interview of a real pair."""

from clprun.messages.catalog import Entry, Text


def _words(table: dict[str, tuple[str, str]]) -> dict[str, Entry]:
    return {f"contact.{name}": Entry(Text(en=en, ja=ja)) for name, (en, ja) in table.items()}


ENTRIES: dict[str, Entry] = {
    **_words(
        {
            "topic_system": ("system", "OS"),
            "topic_tools": ("tools", "ツール"),
            "topic_network": ("network", "ネットワーク"),
            "topic_storage": ("storage", "ストレージ"),
            "topic_processes": ("processes and services", "プロセスとサービス"),
            "topic_clusterpro": ("CLUSTERPRO", "CLUSTERPRO"),
            "topic_configuration": ("configuration", "構成情報"),
            "topic_products": ("JobCenter and others", "JobCenter など"),
            "verdict_confirmed": ("confirmed", "確認"),
            "verdict_different": ("different", "相違"),
            "verdict_unknown": ("unknown", "不明"),
            "seen": ("seen: {seen}", "確認内容: {seen}"),
            "breaks": ("what goes wrong: {what}", "影響: {what}"),
            "relied_on": ("relied on by: {names}", "関係するもの: {names}"),
            "unasked": ("reading can't tell: {why}", "読み取りでは確認不可: {why}"),
            "trial": ("tried by: first-contact, step {step}", "確認方法: first-contact のステップ {step}"),
            "summary": (
                "{confirmed} confirmed, {different} different, {unknown} unknown.",
                "確認 {confirmed}、相違 {different}、不明 {unknown}。",
            ),
            "replaced": ("What is replaced in the file:", "ファイル内で置き換えるもの:"),
            "kind_head": ("kind", "種類"),
            "original_head": ("what is there", "元の値"),
            "substitute_head": ("in the file", "ファイル内"),
            "count_head": ("times", "回数"),
            "kind_host": ("host", "ホスト"),
            "kind_domain": ("domain", "ドメイン"),
            "kind_user": ("user", "ユーザ"),
            "kind_word": ("word", "語"),
            "kind_address": ("address", "アドレス"),
            "kind_hardware": ("hardware", "ハードウェア"),
            "kind_secret": ("secret", "機密情報"),
            "kept": (
                "Left as they are, since they are words of the products or too short: {names}",
                "製品の語と同じ、または短すぎるため置き換えないもの: {names}",
            ),
            "read_it": (
                "Comments and scripts of your own stay: read the file before you send it. --hide WORD replaces more.",
                "コメントや独自のスクリプトは残ります。送付前に内容を確認してください。--hide WORD で追加できます。",
            ),
            "ask": ("Write {file}?", "{file} に書き込みますか?"),
            "written": ("Written: {file}", "書き込みました: {file}"),
        }
    ),
    "contact.not_agreed": Entry(
        Text("{file} was not written.", "{file} は書き込みませんでした。"),
        next=Text(
            "Ask again, and agree at a terminal or with --yes.",
            "端末で確認するか、--yes を付けて再度実行してください。",
        ),
    ),
    "contact.differs": Entry(
        Text(
            "{count} things are otherwise on this pair than clprun takes them to be.",
            "このペアでは {count} 件が clprun の想定と異なります。",
        ),
        next=Text(
            "Don't run what rests on them before they are mended; send the file of --out FILE.",
            "修正されるまで、関係するランブックを実行しないでください。--out FILE のファイルをお送りください。",
        ),
    ),
    "contact.file_exists": Entry(
        Text("{file} exists already.", "{file} は既に存在します。"),
        next=Text("Name another file, or remove it.", "別のファイル名を指定するか、削除してください。"),
    ),
    "contact.file_platform": Entry(
        Text(
            "{file} was written about {platform} nodes, and the lab has {lab} nodes.",
            "{file} は {platform} ノードのものですが、ラボは {lab} ノードです。",
        ),
        next=Text("Bring it up with --platform {platform}.", "--platform {platform} を付けて起動してください。"),
    ),
    "contact.file_unreadable": Entry(Text("{file} can't be read: {reason}", "{file} を読み取れません: {reason}")),
    "contact.file_too_large": Entry(
        Text("{file} is too large for the file of an interview.", "{file} は聞き取りのファイルとしては大きすぎます。")
    ),
    "contact.file_not_understood": Entry(
        Text(
            "{file} is not what clprun contact writes: {at}: {reason}",
            "{file} は clprun contact が出力したファイルではありません: {at}: {reason}",
        ),
        next=Text("Make it anew with: clprun contact --out FILE", "作成し直してください: clprun contact --out FILE"),
    ),
}
