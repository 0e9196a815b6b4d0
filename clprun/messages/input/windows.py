"""Paths and drives of Windows that are refused."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "input.path_ends": Entry(
        Text(
            en="“{key}” has a name that begins or ends with a blank, or ends with a dot: {found}.",
            ja="「{key}」に、空白で始まる、または空白やドットで終わる名前が含まれています: {found}",
        ),
        why=Text(
            en="Windows drops such an end, and a blank at the beginning makes another folder.",
            ja="Windows は末尾の空白やドットを無視し、先頭の空白は別のフォルダ名になります。",
        ),
        next=Text(en="Write the name without it.", ja="取り除いて書いてください。"),
    ),
    "input.not_a_drive": Entry(
        Text(
            en="“{key}” must be a drive, not {found}.",
            ja="「{key}」はドライブで指定してください ({found} は使えません)。",
        ),
        next=Text(
            en="Write a letter and a colon, as in W:.", ja="「W:」のように、ドライブ文字とコロンを書いてください。"
        ),
    ),
    "input.path_of_other_platform": Entry(
        Text(
            en="“{key}” is {found}, which is no path on {platform}.",
            ja="「{key}」の {found} は {platform} のパスではありません。",
        ),
        next=Text(
            en="Write a path of the cluster's platform: /folder on linux, C:\\folder on windows.",
            ja="クラスタのプラットフォームに合わせて書いてください (linux では /folder、windows では C:\\folder)。",
        ),
    ),
}
