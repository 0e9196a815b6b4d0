"""Texts about Windows nodes and what lies on them (clprun/node/windows/); part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "node.unquotable": Entry(
        Text(
            en="{value} can't be passed to cmd.exe as it is.",
            ja="{value} は cmd.exe にそのまま渡すことができません。",
        ),
        why=Text(
            en='cmd.exe changes control characters and " % ! ^; a path begins with a drive, such as E:\\folder.',
            ja='制御文字と " % ! ^ は cmd.exe によって変換されます。パスは E:\\folder のようにドライブから始めます。',
        ),
        next=Text(
            en="Use a name without these characters.",
            ja="これらの文字を含まない名前を使用してください。",
        ),
    ),
    "node.not_administrator": Entry(
        Text(
            en="The login does not have all rights of an administrator on the node.",
            ja="ログインしたユーザにノードの管理者権限がすべて与えられていません。",
        ),
        why=Text(
            en="Windows filters the rights of a remote login unless it is the built-in Administrator.",
            ja="ビルトインの Administrator 以外のリモートログインでは、Windows が権限を制限します。",
        ),
        next=Text(
            en="Log in as the built-in Administrator, or set LocalAccountTokenFilterPolicy to 1 on the node.",
            ja="ビルトインの Administrator を使うか、ノードの LocalAccountTokenFilterPolicy を 1 にしてください。",
        ),
    ),
    "node.file_not_as_hashed": Entry(
        Text(
            en="The bytes of {path} that arrived do not have its hash.",
            ja="受信した {path} の内容がハッシュと一致しません。",
        ),
        why=Text(
            en="It is being written at this moment, or it is in UTF-16, which the command type converts.",
            ja="書き込み中か、type コマンドが変換する UTF-16 のファイルです。",
        ),
        next=Text(
            en="Try again; if it stays so, look at the file's encoding.",
            ja="再試行してください。解消しない場合はファイルの文字コードを確認してください。",
        ),
    ),
    "node.no_dialogue": Entry(
        Text(
            en="{command} would have to be answered, which clprun can't do on a Windows node.",
            ja="{command} には応答の入力が必要ですが、Windows ノードでは対応していません。",
        ),
        next=Text(
            en="Run it by hand on the node, then accept the step as done.",
            ja="ノード上で手動で実行してから、ステップを完了として扱ってください。",
        ),
    ),
}
